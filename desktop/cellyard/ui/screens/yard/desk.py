"""What is under way with a watched battery, as the yard shows it: a look, a hold, two people."""

from collections.abc import Callable
from decimal import Decimal

from cellyard.domain.yard.hold import HOLD_REASONS, RELEASE_REASONS
from cellyard.domain.yard.observation import objection
from cellyard.ui.asking import Asking, now_ms
from cellyard.ui.screen import Frame
from cellyard.ui.screens.yard.survey import Stored
from cellyard.ui.screens.yard.view import YardView
from cellyard.ui.screens.yard.work import Doing, Work
from cellyard.words import _, number, sentence
from cellyard.words.watch_facts import HOLDS, RELEASES


class Desk:
    """Joins the work to what is seen of it; `idle` shows what is chosen when nothing is begun."""

    def __init__(
        self, frame: Frame, asking: Asking, view: YardView, idle: Callable[[], None]
    ) -> None:
        self._frame, self.view, self._idle = frame, view, idle
        self.work = Work(frame, asking, self.show)
        view.reading.changed.connect(self.show_next)
        view.reading.no_reading.connect(self.no_reading)

    def show(self) -> None:
        """Show what is under way with a watched battery, or what is chosen when nothing is."""
        stored = self.work.stored
        if not self.work.doing or stored is None:
            self._idle()
        elif self.work.agreement() is not None:
            self.view.next.set_words(_("Second badge"))
            self.view.next.set_not_yet(_("The second person scans it now"))
        elif self.work.doing == "better":
            self.view.next.set_words(_("A new photo"))
            self.view.next.set_not_yet(_("Take it now, or drop it here"))
        self.show_next()

    def show_next(self) -> None:
        """Write on the primary button what the reading page would take."""
        if self.work.doing != "read":
            return
        case = self.view.reading.taken().case
        if case is None or not isinstance(case.value, Decimal):
            self.view.next.set_words(_("Take the reading"))
            self.view.next.set_not_yet(_("Type the temperature, or N for none"))
        else:
            self.view.next.set_words(
                _("Take {figure} {unit}").format(figure=number(case.value), unit="°C"),
                self.view.reading.said(),
            )
            self.view.next.set_ready()

    def want(self, what: Doing, stored: Stored) -> None:
        """Begin a hold, the end of one, or a better verdict; say what is in the way of that."""
        no = objection(stored.battery, stored.edition, now_ms()) if what == "better" else None
        if no is not None:
            self.view.caution(sentence(no))
            return
        self.work.begin(what, stored)
        slot = stored.battery.slot or ""
        if what == "hold":
            self.view.card.ask(
                _("Why may nobody touch {slot}?").format(slot=slot),
                {key: _(HOLDS[key]) for key in HOLD_REASONS},
            )
            self._choose_first(_("Put on hold"))
        elif what == "release":
            self.view.card.ask(
                _("Why is the hold of {slot} lifted?").format(slot=slot),
                {key: _(RELEASES[key]) for key in RELEASE_REASONS},
            )
            self._choose_first(_("Lift hold"))
        self.show()

    def _choose_first(self, words: str) -> None:
        self.view.next.set_words(words)
        self.view.next.set_not_yet(_("Choose the reason first"))

    def read(self, stored: Stored) -> None:
        """Ask for a reading of a battery."""
        self.work.begin("read", stored)
        self.view.show_reading(stored)
        self.readings()
        self.show_next()

    def no_reading(self) -> None:
        """Write that the thermometer gave nothing."""
        if self.work.doing == "read":
            self.work.write_look(self.view.reading.order(None))

    def enter(self) -> None:
        """Take the reading, if there is one to take."""
        case = self.view.reading.taken().case if self.work.doing == "read" else None
        if case is not None:
            self.work.write_look(self.view.reading.order(case))

    def readings(self) -> None:
        """Show what the thermometer says now."""
        if self.work.doing == "read":
            on_duty = self._frame.instruments.on_duty
            self.view.reading.show_live(on_duty("thermometer") or on_duty("meter"))
            self.show_next()

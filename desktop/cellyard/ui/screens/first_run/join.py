"""First run that joins a centre: its server is asked, six words are compared, all is fetched."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import enrolment
from cellyard.jobs.enrolment import Proposed
from cellyard.jobs.joining import Fetched
from cellyard.jobs.syncing import Reach
from cellyard.ui import form
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.points import Point, points, side
from cellyard.ui.setting_up.six_words import SixWords
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, number, sentence

_LOOK_MS = 100
# What becomes of a station that is new here, and of one that begins anew.
_NEW: tuple[Point, ...] = (
    (N_("Own key"), N_("It seals what is written here, and never leaves this computer.")),
    (N_("The other stations"), N_("They work on meanwhile, and learn of this one by themselves.")),
    (N_("Without a network"), N_("Work goes on here; what is unsent is sent later.")),
)
_OLD_STORE: tuple[Point, ...] = (
    (N_("Old store"), N_("Set aside whole, and never changed.")),
    (N_("Unsent"), N_("Carried over as it was written.")),
    (N_("Contradicts the centre"), N_("Judged in Set up: written anew, or left.")),
    (N_("Own key"), N_("It seals what is written here, and never leaves this computer.")),
)


class Joining:
    """What the steps of joining know in common: who answered, its words, and how far it is."""

    def __init__(self, folder: Path, reach: Reach) -> None:
        self.folder, self.reach = folder, reach
        self.proposed: Proposed | None = enrolment.joining(folder)
        self.words = self.proposed.words if self.proposed else ()
        self.agreed = False
        self.fetched = Fetched()

    def hear(self, fetched: Fetched) -> None:
        """Hear, on whatever thread, how far it is."""
        self.fetched = fetched

    def forget(self) -> None:
        """Whoever answered is not believed."""
        enrolment.forget(self.folder)
        self.proposed, self.words, self.agreed = None, (), False


class JoinServerStep(Step):
    """Where the central server is, the name of this station, and the code for it."""

    key = "join_server"
    title = N_("Central server")
    short = N_("address")

    def __init__(self, draft: Draft, keep: Callable[[], None], joining: Joining) -> None:
        super().__init__(draft, keep)
        self._joining = joining
        self._asking = False
        self._url = Field(draft.hub_url, mono=True, hint="https://hub.example.com")
        self._station = Field(draft.station, hint=_("as people call it: Intake 1"))
        self._code = Field("", mono=True, hint="K3QWX-7M2PD")
        self._proxy = Field(draft.hub_proxy, mono=True, hint=_("as the system says"))
        self._message = MessageLine()
        self.middle, self.side = self._middle(), _at_hand()
        for field in (self._url, self._station, self._code, self._proxy):
            field.textChanged.connect(self._typed)

    def second(self) -> str:
        return self.draft.hub_url.strip() or _("Address, name, code")

    def hindered(self) -> str:
        return "" if self._joining.proposed else _("It has not answered yet")

    def primary(self) -> Primary | None:
        if self._asking:
            return Primary("", working=_("Asking the central server"))
        if self._joining.proposed:
            return None
        for field, missing in (
            (self._url, _("Its address is missing")),
            (self._station, _("The name of this station is missing")),
            (self._code, _("The code is missing")),
        ):
            if not field.text().strip():
                return Primary(_("Ask it"), not_yet=missing)
        return Primary(_("Ask it"), _("Then six words are compared"))

    def act(self) -> None:
        if self._asking:
            return
        self._asking = True
        self._message.clear()
        self.changed.emit()
        joining, proxy = self._joining, self._proxy.text().strip()
        url, name, code = (f.text().strip() for f in (self._url, self._station, self._code))

        def job() -> tuple[Proposed, tuple[str, ...]]:
            carry = joining.reach(url, proxy=proxy, certificate=None)
            try:
                found = enrolment.ask(joining.folder, carry, url, name, code)
            finally:
                carry.close()
            return found, found.words

        errand(self.middle, "join", job, self._answered, self._refused)

    def shown(self) -> None:
        self._url.setFocus()

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Which centre does it join?"),
            _("Its administrator gives a code out for the name of this station."),
        )
        fields = form.form(
            (_("Address"), self._url),
            (_("This station"), self._station),
            (_("Enrolment code"), self._code),
            (_("Proxy"), self._proxy),
            gap=12,
        )
        card = form.card(fields, padding=20)
        return form.holder(form.column(head, card, self._message, form.stretch(), gap=14))

    def _typed(self) -> None:
        if self._joining.proposed:
            self._joining.forget()
        self.draft.hub_url, self.draft.station = self._url.text(), self._station.text()
        self.draft.hub_proxy = self._proxy.text()
        self._message.clear()
        self.kept()

    def _answered(self, found: tuple[Proposed, tuple[str, ...]]) -> None:
        self._asking = False
        self._joining.proposed, self._joining.words = found
        self._message.note(_("It has answered. Compare the words at the next step."))
        self.changed.emit()

    def _refused(self, no: Refused) -> None:
        self._asking = False
        self._message.wrong(sentence(no))
        self.changed.emit()


class JoinWordsStep(Step):
    """Six words that two people compare: nobody stands in between."""

    key = "join_words"
    title = N_("Compare")
    short = N_("words")
    differed = Signal()

    def __init__(self, draft: Draft, keep: Callable[[], None], joining: Joining) -> None:
        super().__init__(draft, keep)
        self._joining = joining
        self.words = SixWords()
        self._differ = Button(_("They differ"), icon="ph.x")
        self._differ.clicked.connect(self._disbelieve)
        self.middle, self.side = self._middle(), _what_follows()

    def second(self) -> str:
        return _("They agree") if self._joining.agreed else _("Six words")

    def hindered(self) -> str:
        return "" if self._joining.agreed else _("The words are not compared yet")

    def primary(self) -> Primary | None:
        if self._joining.agreed:
            return None
        return Primary(_("All six agree"), _("On both screens"))

    def act(self) -> None:
        self._joining.agreed = True
        self.changed.emit()

    def shown(self) -> None:
        self.words.set_words(self._joining.words)
        # Enter agrees; it rests on no button that says the opposite.
        self.words.setFocus()

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Do both screens show these words?"),
            _("They stand on the screen of the central server; or ask whoever gave the code."),
        )
        card = form.card(
            form.column(self.words, form.row(form.stretch(), self._differ), gap=14), padding=20
        )
        return form.holder(form.column(head, card, form.stretch(), gap=14))

    def _disbelieve(self) -> None:
        self._joining.forget()
        self.differed.emit()


class JoinFetchStep(Step):
    """What will be, before it is; then how much of it is here."""

    key = "join_fetch"
    title = N_("Fetch")
    short = N_("fetch")

    def __init__(self, draft: Draft, keep: Callable[[], None], joining: Joining) -> None:
        super().__init__(draft, keep)
        self._joining = joining
        self._so_far = KeyValues(key_width=140)
        self._name = Label("", "lead", elide=True)
        self._hub = Label("", "sub", colour="text_muted", elide=True)
        self.middle, self.side = self._middle(), self._side()
        self._look = QTimer(self.middle)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._show)
        self._show()

    def second(self) -> str:
        return _("All that the centre knows")

    def shown(self) -> None:
        self._name.setText(self.draft.station.strip())
        self._hub.setText(self.draft.hub_url.strip())
        self._look.start()

    def left(self) -> None:
        self._show()

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Everything comes here once"),
            _("If it breaks off, it goes on where it stopped, also after a power cut."),
        )
        said = Label(
            _(
                "All facts and files of the centre come along: batteries, yard, loads, people. "
                "Then everybody signs in with badge or PIN as at the other stations."
            ),
            "body",
            wrap=True,
        )
        card = form.card(form.column(said, form.line(), self._so_far, gap=14), padding=20)
        return form.holder(form.column(head, card, form.stretch(), gap=14))

    def _side(self) -> QWidget:
        said = _OLD_STORE if self.draft.recovering else _NEW
        return form.card(
            form.column(
                Label(_("So it will be"), "sub", weight=600),
                form.column(self._name, self._hub, gap=0),
                form.line(),
                points(*((_(word), _(sentence)) for word, sentence in said)),
                form.stretch(),
                gap=14,
            ),
            padding=18,
        )

    def _show(self) -> None:
        found = self._joining.fetched
        self._so_far.set_pairs(
            ((_("Facts"), number(found.facts)), (_("Files"), number(found.files)))
        )


def _at_hand() -> QWidget:
    return side(
        _("Have at hand"),
        (_("Address"), _("As the administrator of the central server gives it.")),
        (_("This station"), _("The name that the code was given out for.")),
        (_("Enrolment code"), _("Good once, for a quarter of an hour.")),
        (_("Proxy"), _("Stays empty unless the network asks for one.")),
        hint=_("No fact comes or goes before the words are compared."),
    )


def _what_follows() -> QWidget:
    return side(
        _("What follows"),
        (_("They agree"), _("This central server is believed from now on.")),
        (_("They differ"), _("It is forgotten, and no fact was sent. Ask for a new code.")),
        hint=_(
            "The words hang on the keys of both sides. Whoever stands in between, and reads or "
            "changes what passes, cannot show the same on both screens."
        ),
    )

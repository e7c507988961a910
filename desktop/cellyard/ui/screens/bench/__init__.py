"""Bench: a card for each channel, the work on the chosen one, and what waits, by risk."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

from cellyard.domain.battery import Battery
from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.asking import Asking, now_ms
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.bench import cards
from cellyard.ui.screens.bench.channels import Channels
from cellyard.ui.screens.bench.feed import Feed
from cellyard.ui.screens.bench.front import Front
from cellyard.ui.screens.bench.survey import Named, Survey, survey
from cellyard.ui.screens.bench.view import BenchView
from cellyard.ui.screens.bench.work import Work
from cellyard.ui.stand import Stand
from cellyard.words import _
from cellyard.words import battery as spoken

_TICK_MS = 200  # 5 Hz: numbers that change faster cannot be read


class BenchScreen(Screen):
    """Shows how the channels stand, and takes scans, keys and presses for the one in front."""

    key = "bench"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._asking = Asking(frame)
        self._channels = Channels(frame.benches)
        self._work = Work(frame, self._asking, self._channels, self._tick)
        self._survey = Survey()
        self._there: frozenset[str] = frozenset()
        self._view = BenchView()
        self._feed = Feed(frame, self._view)
        self._front = Front(self._view)
        self._connect()
        self.setLayout(form.column(self._view))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    def _connect(self) -> None:
        view, work = self._view, self._work
        view.channel_chosen.connect(work.choose)
        view.battery_chosen.connect(self._join)
        view.next.clicked.connect(self.enter)
        view.look.close_run.clicked.connect(work.close_run)
        for button in (view.stop, view.stuck.off):
            button.clicked.connect(work.stop)
        view.proposal.resistance_wanted.connect(work.read_resistance)
        view.proposal.insulation_wanted.connect(work.read_insulation)

    # --- what is shown --------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        self._channels.look()
        if urgent := self._channels.urgent:
            self._work.choose(urgent)
        self._work.joined.call_off()
        self._work.joined.renew()
        self._refresh()
        self._tick()
        self.setFocus()
        if subject:
            self._join(subject, seen=False)

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start(_TICK_MS)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def changed(self, changed: Changed) -> None:
        touched = changed.subjects
        if self.isVisible() and (not touched or any(not s.startswith("scan/") for s in touched)):
            self._refresh()
            self._work.joined.renew()

    def _refresh(self) -> None:
        self._there = self._channels.batteries
        there = tuple(self._there)
        self._asking.ask(lambda q, k: survey(q, k, there), self._show_survey, "bench")

    def _show_survey(self, found: Survey) -> None:
        self._survey = found
        self._work.first = found.waiting[0].battery.id if found.waiting else ""
        self._view.show_waiting(found.waiting, now_ms())
        self._tick()

    def _tick(self) -> None:
        """Show every channel as it is now."""
        channels = self._channels
        channels.look()
        if channels.batteries != self._there:
            self._refresh()
        waiting = self._survey.waiting
        following = spoken.short(waiting[0].model) if waiting else ""
        shown = {
            s.key: cards.shown(s, self._named(s), channels.port(s.key), following)
            for s in channels.all
        }
        self._view.show_cards(shown, channels.chosen)
        self._feed.sparks([s.channel for s in channels.all])
        self._show_front()

    def _show_front(self) -> None:
        stand, work = self._channels.front, self._work
        if stand is None:
            self._front.show_none()
            return
        work.joined.take_up_again(stand)
        there = self.frame.benches.instruments(stand.key)
        called = work.joined.call is not None
        named = self._named(stand)
        self._front.show(stand, named, there, work.here, called=called, busy=work.busy)
        if self._view.shows_run:
            self._feed.show(stand.channel)

    def _named(self, stand: Stand) -> Named | None:
        return self._survey.named.get(stand.battery)

    # --- scans ----------------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        call = self._work.joined.call
        if call is not None and self._asking.badge(
            heard,
            lambda who: self._work.second_came(call, who.id),
            lambda: self._battery_meant(heard.scan),
        ):
            return True
        if isinstance(heard.scan, scans.PortCode):
            return self._card_scanned(heard.scan.key)
        return self._battery_meant(heard.scan)

    def _battery_meant(self, scan: scans.Scan) -> bool:
        return self._asking.battery(scan, self._battery_scanned, self._refuse, "bench/battery")

    def _battery_scanned(self, battery: Battery) -> None:
        if self._join(battery.id):
            words = _("Channel {channel}").format(channel=self._channels.chosen)
            self.frame.heard(battery.code or _("No code"), words)

    def _card_scanned(self, key: str) -> bool:
        channel = self._channels.of_instrument(key)
        if channel:
            self._work.choose(channel)
            self.frame.heard(key, _("Channel {channel}").format(channel=channel))
        return bool(channel)

    def _join(self, battery: str, *, seen: bool = True) -> bool:
        no = self._work.join(battery, seen=seen)
        if no is not None:
            self._refuse(no)
        return no is None

    def _refuse(self, no: Refused) -> None:
        """Refuse; the next Enter says that it was read and belongs to no button."""
        self.setFocus()
        self.frame.refuse(no)

    # --- keys and cards -------------------------------------------------------------------------

    def enter(self) -> None:
        self._work.enter()

    def escape(self) -> bool:
        return self._work.escape()

    def digit(self, figure: int) -> bool:
        key = self._channels.by_figure(figure)
        if key:
            self._work.choose(key)
        return bool(key)

    def command(self, name: str) -> bool:
        if self._work.here is None or name not in ("RESISTANCE", "INSULATION"):
            return False
        work = self._work
        read = work.read_resistance if name == "RESISTANCE" else work.read_insulation
        read()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self._view.shows_run and self._view.live.curve.walk(event)):
            super().keyPressEvent(event)

    # --- built anew -----------------------------------------------------------------------------

    def kept(self) -> str:
        return f"{self._channels.chosen} {self._work.joined.battery}"

    def restore(self, kept: str) -> None:
        self._channels.chosen, _gap, joined = kept.partition(" ")
        if joined:
            self._work.joined.propose(joined, self._channels.chosen)

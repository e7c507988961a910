"""Bench: a card for each channel, the work on the chosen one, and what waits, by risk."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

from cellyard.domain.battery import Battery
from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.asking import Asking, by_scan, not_one, now_ms
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.bench import cards, said
from cellyard.ui.screens.bench.acts import Acts
from cellyard.ui.screens.bench.feed import Feed
from cellyard.ui.screens.bench.front import Front
from cellyard.ui.screens.bench.survey import Named, Proposal, Survey, propose, survey
from cellyard.ui.screens.bench.view import BenchView
from cellyard.ui.stand import Stand, stands
from cellyard.words import _
from cellyard.words import battery as spoken

_TICK_MS = 200  # 5 Hz: numbers that change faster cannot be read


class BenchScreen(Screen):
    """Chooses a channel, joins a battery to it, starts and stops: by scans, keys or pressing."""

    key = "bench"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._asking = Asking(frame)
        self._acts = Acts(frame, self._acted)
        self._stands: list[Stand] = []
        self._survey = Survey()
        self._there: frozenset[str] = frozenset()
        self._joined: Proposal | None = None
        self._wanted = self._tried = ""
        self._view = BenchView()
        self._feed = Feed(frame, self._view)
        self._front = Front(self._view)
        self._view.channel_chosen.connect(self._choose)
        self._view.battery_chosen.connect(self._join)
        self._view.next.clicked.connect(self.enter)
        self._view.look.close_run.clicked.connect(self._close_run)
        for button in (self._view.stop, self._view.stuck.off):
            button.clicked.connect(self._stop)
        self._view.proposal.resistance_wanted.connect(self._read_resistance)
        self._view.proposal.insulation_wanted.connect(self._read_insulation)
        self.setLayout(form.column(self._view))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    # --- what is shown --------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        self._stands = stands(self.frame.benches)
        urgent = next((s.key for s in self._stands if s.urgent or s.looks), "")
        self._front.choose(urgent or self._front.chosen or self._first())
        self._refresh()
        self._tick()
        self.setFocus()
        if subject:
            self._join(subject)

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
            if self._joined is not None:
                self._propose(self._joined.battery.id, self._joined.channel)

    def _refresh(self) -> None:
        self._there = _batteries(self._stands)
        there = tuple(self._there)
        self._asking.ask(lambda q, k: survey(q, k, there), self._show_survey, "bench")

    def _show_survey(self, found: Survey) -> None:
        self._survey = found
        self._view.show_waiting(found.waiting, now_ms())
        self._tick()

    def _tick(self) -> None:
        """Show every channel as it is now."""
        self._stands = stands(self.frame.benches)
        if _batteries(self._stands) != self._there:
            self._refresh()
        waiting = self._survey.waiting
        following = spoken.short(waiting[0].model) if waiting else ""
        shown = {
            s.key: cards.shown(s, self._named(s), self._port(s.key), following)
            for s in self._stands
        }
        if not self._front.chosen and shown:
            self._front.choose(self._first())
        self._view.show_cards(shown, self._front.chosen)
        self._feed.sparks([s.channel for s in self._stands])
        self._show_front()

    def _show_front(self) -> None:
        stand = self._stand()
        if stand is None:
            self._front.show_none()
            return
        self._take_up_again(stand)
        there = self.frame.benches.instruments(stand.key)
        self._front.show(stand, self._named(stand), there, self._here, busy=self._acts.busy)
        if self._view.shows_run:
            self._feed.show(stand.channel)

    def _take_up_again(self, stand: Stand) -> None:
        """Propose once more what did not begin, on its channel: Enter tries it again."""
        plan = stand.channel.plan
        if (
            stand.never_began
            and self._here is None
            and plan is not None
            and self._tried != plan.run
        ):
            self._tried = plan.run
            self._propose(plan.battery, stand.key)

    # --- choosing -------------------------------------------------------------------------------

    def _first(self) -> str:
        return self._stands[0].key if self._stands else ""

    def _stand(self) -> Stand | None:
        return next((s for s in self._stands if s.key == self._front.chosen), None)

    @property
    def _here(self) -> Proposal | None:
        """What is joined, if it is to the channel in front."""
        joined = self._joined
        return joined if joined is not None and joined.channel == self._front.chosen else None

    def _named(self, stand: Stand) -> Named | None:
        return self._survey.named.get(stand.battery)

    def _port(self, key: str) -> str:
        load = said.present(self.frame.benches.instruments(key), "load")
        return load.port.rpartition("/")[2] if load else key

    def _choose(self, key: str) -> None:
        if key != self._front.chosen:
            self._let_go()
        self._front.choose(key)
        self._tick()

    def _join(self, battery: str) -> None:
        """Propose what is to be done with a battery on the chosen channel, or on a free one."""
        on = next((s for s in self._stands if s.battery == battery), None)
        if on is not None and not on.free and not on.over:
            self._choose(on.key)
            return
        stand = self._free_stand()
        if stand is None:
            if self._stands:
                self._refuse(Refused("channels_taken"))
            return
        self._front.choose(stand.key)
        self._propose(battery, stand.key)

    def _propose(self, battery: str, channel: str) -> None:
        self._wanted = battery
        self._asking.ask(
            lambda _q, k: propose(k, battery, channel), self._show_joined, "bench/joined"
        )

    def _free_stand(self) -> Stand | None:
        """Return the chosen channel if it is free or all is over there, else a free one."""
        chosen = self._stand()
        if chosen is not None and chosen.over:
            self._acts.leave(chosen.key)
            return chosen
        if chosen is not None and chosen.free:
            return chosen
        return next((s for s in self._stands if s.free), None)

    def _show_joined(self, proposal: Proposal) -> None:
        # What was let go, or began, meanwhile is proposed no more.
        if (proposal.battery.id, proposal.channel) == (self._wanted, self._front.chosen):
            self._joined = proposal
        self._tick()

    def _acted(self) -> None:
        """A run stands: nothing is joined any more that is not on its channel."""
        self._let_go()
        self._front.second_for = ""
        self._tick()

    def _let_go(self) -> None:
        self._joined, self._wanted = None, ""

    # --- scans ----------------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        match heard.scan:
            case scans.OwnLabel(id_, code):
                self._ask_battery(id_, code)
            case scans.BatteryCode(code):
                self._ask_battery("", code.code)
            case scans.PortCode(key):
                return self._card_scanned(key)
            case scans.Badge(number) if self._front.second_for and self._here is not None:
                self._acts.second_badge(number, heard.at, lambda who: self._second_came(who.id))
            case _:
                return False
        return True

    def _ask_battery(self, id_: str, code: str) -> None:
        self._asking.ask(
            lambda q, k: by_scan(q, k, id_, code),
            lambda found: self._battery_scanned(code, found),
            "bench/battery",
        )

    def _battery_scanned(self, code: str, found: Sequence[Battery]) -> None:
        if no := not_one(found, code):
            self._refuse(no)
        else:
            self._join(found[0].id)
            words = _("Channel {channel}").format(channel=self._front.chosen)
            self.frame.heard(found[0].code or code, words)

    def _card_scanned(self, key: str) -> bool:
        for stand in self._stands:
            if any(i.key == key for i in self.frame.benches.instruments(stand.key)):
                self._choose(stand.key)
                self.frame.heard(key, _("Channel {channel}").format(channel=stand.key))
                return True
        return False

    def _refuse(self, no: Refused) -> None:
        """Refuse; the next Enter says that it was read and belongs to no button."""
        self.setFocus()
        self.frame.refuse(no)

    # --- acts -----------------------------------------------------------------------------------

    def enter(self) -> None:
        stand = self._stand()
        if stand is None or stand.stuck:
            return
        if stand.urgent:
            self._stop()
        elif stand.looks == "load":
            self._acts.go_on(stand.key)
        elif stand.looks:
            self._acts.close_insulation(stand.key)
        elif stand.free or (stand.never_began and self._here is not None):
            self._enter_free()
        elif stand.channel.phase != "free":
            if stand.over:
                self._leave(stand)
        elif stand.over:
            self._leave_test(stand)
        elif stand.tester is not None and stand.tester.ready:
            self._acts.take_insulation(stand.key, stand.tester.joined)
        self._tick()

    def _enter_free(self) -> None:
        if self._here is None:
            if self._survey.waiting:
                self._join(self._survey.waiting[0].battery.id)
        elif self._here.refused is not None or self._here.plan is None:
            return
        elif self._here.second:
            self._front.second_for = "load"
        else:
            self._acts.start(self._here)

    def _second_came(self, second: str) -> None:
        """The second person stands here: what was asked for begins."""
        if self._here is not None and self._front.second_for == "tester":
            self._front.second_for = ""
            self._acts.start_insulation(self._here, second)
        elif self._here is not None:
            self._acts.start(self._here, second)

    def _leave(self, stand: Stand) -> None:
        """Go where an ended run leads: to its grade, to a slot, or to the next battery."""
        self._acts.leave(stand.key)
        self._let_go()
        place = self._front.leads_to(stand)
        if place:
            self.frame.go(place, stand.battery)

    def _leave_test(self, stand: Stand) -> None:
        """Go back to the battery that a test was made with."""
        self._acts.leave(stand.key)
        self._propose(stand.battery, stand.key)

    def _stop(self) -> None:
        if stand := self._stand():
            self._acts.stop(stand.key)
            self._tick()

    def _close_run(self) -> None:
        if stand := self._stand():
            self._acts.close(stand.key)

    def _read_resistance(self) -> None:
        if self._here is not None:
            self._acts.read_resistance(self._here)

    def _read_insulation(self) -> None:
        if self._here is not None:
            self._acts.insulation(self._here, self._call_second)

    def _call_second(self) -> None:
        """Nothing is in the way of a test voltage: two people, always."""
        if self._here is not None:
            self._front.second_for = "tester"
        self._tick()

    def escape(self) -> bool:
        stand = self._stand()
        if stand is not None and stand.may_be_on:
            self._stop()
        elif self._front.second_for:
            self._front.second_for = ""
        elif stand is not None and stand.tests and stand.channel.phase == "free":
            self._step_out(stand)
        elif self._joined is not None:
            self._let_go()
            if stand is not None and stand.never_began:
                self._acts.leave(stand.key)
        elif stand is not None and stand.over:
            self._acts.leave(stand.key)
        else:
            return False
        self._tick()
        return True

    def _step_out(self, stand: Stand) -> None:
        """Step back from a tester, unless a person has its voltage on at its panel."""
        if stand.tester is not None and stand.tester.on:
            words = _("Channel {channel}").format(channel=stand.key)
            self.frame.note(words, _("It is stopped at its own panel"))
        elif stand.pending:
            self._acts.close_insulation(stand.key)
        else:
            self._leave_test(stand)

    def digit(self, figure: int) -> bool:
        keys = [s.key for s in self._stands]
        named = str(figure) if str(figure) in keys else ""
        key = named or (keys[figure - 1] if figure <= len(keys) else "")
        if key:
            self._choose(key)
        return bool(key)

    def command(self, name: str) -> bool:
        if self._here is None or name not in ("RESISTANCE", "INSULATION"):
            return False
        read = self._read_resistance if name == "RESISTANCE" else self._read_insulation
        read()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self._view.shows_run and self._view.live.curve.walk(event)):
            super().keyPressEvent(event)

    # --- built anew -----------------------------------------------------------------------------

    def kept(self) -> str:
        return f"{self._front.chosen} {self._joined.battery.id if self._joined else ''}"

    def restore(self, kept: str) -> None:
        chosen, _gap, joined = kept.partition(" ")
        self._stands = stands(self.frame.benches)
        self._front.choose(chosen)
        if joined:
            self._join(joined)


def _batteries(there: Sequence[Stand]) -> frozenset[str]:
    """Return the batteries on these channels."""
    return frozenset(s.battery for s in there if s.battery)

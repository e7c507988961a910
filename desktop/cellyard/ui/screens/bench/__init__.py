"""Bench: a card for each channel, the run on the chosen one, and what waits, by risk."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

from cellyard.domain.battery import Battery
from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.tester import Tester
from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.asking import Asking, by_scan, now_ms
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.bench import cards, said
from cellyard.ui.screens.bench.acts import Acts
from cellyard.ui.screens.bench.feed import Feed
from cellyard.ui.screens.bench.front import Front
from cellyard.ui.screens.bench.survey import Named, Proposal, Survey, propose, survey
from cellyard.ui.screens.bench.view import BenchView
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
        self._channels: list[Channel] = []
        self._survey = Survey()
        self._on_channels: frozenset[str] = frozenset()
        self._joined: Proposal | None = None
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
        self._channels = self._now()
        urgent = next((c.key for c in self._channels if c.stuck or c.phase == "look"), "")
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
        plans = (c.plan for c in self._channels)
        self._on_channels = frozenset(p.battery for p in plans if p is not None)
        there = tuple(self._on_channels)
        self._asking.ask(lambda q, k: survey(q, k, there), self._show_survey, "bench")

    def _show_survey(self, found: Survey) -> None:
        self._survey = found
        self._view.show_waiting(found.waiting, now_ms())
        self._tick()

    def _tick(self) -> None:
        """Show every channel as it is now."""
        self._channels = self._now()
        plans = (c.plan for c in self._channels)
        if frozenset(p.battery for p in plans if p is not None) != self._on_channels:
            self._refresh()
        following = spoken.name(self._survey.waiting[0].model) if self._survey.waiting else ""
        shown = {
            c.key: cards.shown(c, self._named(c), self._port(c.key), following)
            for c in self._channels
        }
        if not self._front.chosen and shown:
            self._front.choose(self._first())
        self._view.show_cards(shown, self._front.chosen)
        self._feed.sparks(self._channels)
        self._show_front()

    def _now(self) -> list[Channel]:
        """Return every channel; one that has become free stands as its run ended until left."""
        benches = self.frame.benches
        found = benches.channels()
        return [(benches.endings.of(c.key) or c) if c.phase == "free" else c for c in found]

    def _tester(self, key: str) -> Tester | None:
        found = self.frame.benches.tester(key)
        return found.view if found else None

    def _written(self, channel: Channel) -> bool:
        return self.frame.benches.endings.of(channel.key) is not None

    def _show_front(self) -> None:
        channel = self._channel()
        if channel is None:
            self._front.show_none()
            return
        load = said.present(self.frame.benches.instruments(channel.key), "load")
        self._front.show(
            channel,
            self._named(channel),
            load,
            self._joined,
            tester=self._tester(channel.key),
            busy=self._acts.busy,
            written=self._written(channel),
        )
        if self._view.shows_run:
            self._feed.show(channel)

    # --- choosing -------------------------------------------------------------------------------

    def _first(self) -> str:
        return self._channels[0].key if self._channels else ""

    def _channel(self) -> Channel | None:
        return next((c for c in self._channels if c.key == self._front.chosen), None)

    def _named(self, channel: Channel) -> Named | None:
        return self._survey.named.get(channel.plan.battery) if channel.plan else None

    def _port(self, key: str) -> str:
        load = said.present(self.frame.benches.instruments(key), "load")
        return load.port.rpartition("/")[2] if load else key

    def _choose(self, key: str) -> None:
        if key != self._front.chosen:
            self._joined = None
        self._front.choose(key)
        self._tick()

    def _join(self, battery: str) -> None:
        """Propose what is to be done with a battery on the chosen channel, or on a free one."""
        on = next((c for c in self._channels if c.plan and c.plan.battery == battery), None)
        if on is not None and self._front.goes_on(on):
            self._choose(on.key)
            return
        channel = self._free_channel()
        if channel is None:
            if self._channels:
                self._refuse(Refused("channels_taken"))
            return
        self._front.choose(channel.key)
        self._propose(battery, channel.key)

    def _propose(self, battery: str, channel: str) -> None:
        self._asking.ask(
            lambda _q, k: propose(k, battery, channel), self._show_joined, "bench/joined"
        )

    def _free_channel(self) -> Channel | None:
        """Return the chosen channel if it is free or its run is over and seen, else a free one."""
        chosen = self._channel()
        if chosen is not None and chosen.phase == "ended" and self._written(chosen):
            self.frame.benches.endings.leave(chosen.key)
            return chosen
        if chosen is not None and self._front.free(chosen):
            return chosen
        return next((c for c in self._channels if self._front.free(c)), None)

    def _show_joined(self, proposal: Proposal) -> None:
        if proposal.channel == self._front.chosen:
            self._joined = proposal
        self._tick()

    def _acted(self) -> None:
        """An act stands: nothing is joined any more that is not on its channel."""
        self._joined, self._front.second_asked = None, False
        self._tick()

    # --- scans ----------------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        match heard.scan:
            case scans.OwnLabel(id_, code):
                self._ask_battery(id_, code)
            case scans.BatteryCode(code):
                self._ask_battery("", code.code)
            case scans.PortCode(key):
                return self._card_scanned(key)
            case scans.Badge(number) if self._front.second_asked and self._joined is not None:
                self._acts.second_badge(
                    number, heard.at, lambda person: self._start(second=person.id)
                )
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
        if not found:
            self._refuse(Refused("not_booked_in", scanned=code))
        elif len(found) > 1:
            self._refuse(Refused("code_of_several", count=len(found), scanned=code))
        else:
            self._join(found[0].id)
            words = _("Channel {channel}").format(channel=self._front.chosen)
            self.frame.heard(found[0].code or code, words)

    def _card_scanned(self, key: str) -> bool:
        for channel in self._channels:
            if any(i.key == key for i in self.frame.benches.instruments(channel.key)):
                self._choose(channel.key)
                self.frame.heard(key, _("Channel {channel}").format(channel=channel.key))
                return True
        return False

    def _refuse(self, no: Refused) -> None:
        """Refuse; the next Enter says that it was read and belongs to no button."""
        self.setFocus()
        self.frame.refuse(no)

    # --- acts -----------------------------------------------------------------------------------

    def enter(self) -> None:
        channel = self._channel()
        if channel is None or channel.stuck:
            return
        match channel.phase:
            case "look" if channel.seen_off:
                self._acts.go_on(channel.key)
            case "look":
                self._stop()
            case "ended" if self._written(channel):
                self._leave(channel)
            case "free":
                self._enter_free()
            case "arming" | "running" | "stopping" | "ended":
                pass
        self._tick()

    def _enter_free(self) -> None:
        if self._joined is None:
            if self._survey.waiting:
                self._join(self._survey.waiting[0].battery.id)
        elif self._joined.refused is not None or self._joined.plan is None:
            return
        elif self._joined.second:
            self._front.second_asked = True
        else:
            self._start()

    def _start(self, second: str | None = None) -> None:
        if self._joined is not None:
            self._acts.start(self._joined, second)

    def _leave(self, channel: Channel) -> None:
        """Go where an ended run leads: to its grade, to a slot, or to the next battery."""
        self.frame.benches.endings.leave(channel.key)
        self._joined = None
        place = self._front.leads_to(channel)
        if place and channel.plan is not None:
            self.frame.go(place, channel.plan.battery)

    def _stop(self) -> None:
        if channel := self._channel():
            self._acts.stop(channel.key)
            self._tick()

    def _close_run(self) -> None:
        if channel := self._channel():
            self._acts.close(channel.key)

    def _read_resistance(self) -> None:
        if self._joined is not None:
            self._acts.read_resistance(self._joined)

    def _read_insulation(self) -> None:
        if self._joined is not None:
            self._acts.insulation(self._joined)

    def escape(self) -> bool:
        channel = self._channel()
        if channel is not None and self._front.may_be_on(channel):
            self._stop()
        elif self._front.second_asked:
            self._front.second_asked = False
        elif self._joined is not None:
            self._joined = None
        elif channel is not None and channel.phase == "ended":
            self.frame.benches.endings.leave(channel.key)
        else:
            return False
        self._tick()
        return True

    def digit(self, figure: int) -> bool:
        keys = [c.key for c in self._channels]
        named = str(figure) if str(figure) in keys else ""
        key = named or (keys[figure - 1] if figure <= len(keys) else "")
        if key:
            self._choose(key)
        return bool(key)

    def command(self, name: str) -> bool:
        if self._joined is None or name not in ("RESISTANCE", "INSULATION"):
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
        self._channels = self._now()
        self._front.choose(chosen)
        if joined:
            self._join(joined)

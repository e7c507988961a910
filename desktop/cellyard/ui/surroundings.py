"""What goes on round a screen: clock, lamps, readings, registers, help."""

from datetime import datetime
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject, QTimer

from cellyard.domain.facts import Labelled
from cellyard.domain.readings import ChannelState
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre, Instrument, Zone
from cellyard.jobs.door import SignedIn
from cellyard.jobs.fire_folder import FireFolder
from cellyard.jobs.nightly import Nightly
from cellyard.jobs.printer import Printer, PrinterState
from cellyard.jobs.syncing import Syncing
from cellyard.ledger.ledger import wall_clock
from cellyard.ledger.questions import Questions
from cellyard.ui import sync_lamp
from cellyard.ui.before_door import BeforeDoor
from cellyard.ui.bench_watch import BenchWatch
from cellyard.ui.chrome import Chrome
from cellyard.ui.hearing import Hearing
from cellyard.ui.paper_printer import PaperPrinter
from cellyard.ui.reader import Reader
from cellyard.ui.screen import Changed, Screen
from cellyard.ui.station_frame import StationFrame
from cellyard.ui.task_watch import TaskWatch
from cellyard.ui.tones import Tones
from cellyard.ui.voice import Voice
from cellyard.ui.widgets.status_line import LampKind
from cellyard.ui.writer import Writer
from cellyard.ui.yard_watch import YardWatch
from cellyard.words import N_, _, backups, clock, ngettext
from cellyard.words.instruments import instrument_name
from cellyard.words.numbers import weekday_and_day

READINGS_MS = 50  # 20 Hz: instruments are faster, eyes are not
LAMPS_MS = 500

_LAMPS: dict[ChannelState, LampKind] = {
    "running": "well",
    "opening": "busy",
    "identifying": "busy",
    "silent": "silent",
    "absent": "absent",
    "lost": "absent",
    "backing_off": "absent",
}


# What holds up the papers that wait, in the room that a lamp has.
_HELD_UP = {
    "paper_printer_absent": N_("printer not there"),
    "paper_printer_stopped": N_("printer stopped"),
    "paper_refused": N_("printer takes none"),
    "paper_folder_away": N_("folder not there"),
    "paper_folder_full": N_("folder takes none"),
    "paper_unreadable": N_("a file is damaged"),
}


class Surrounded(Protocol):
    """The window as its surroundings see it."""

    frame: StationFrame
    chrome: Chrome
    reader: Reader
    writer: Writer
    voice: Voice
    hearing: Hearing
    tones: Tones
    printer: Printer
    fire_folder: FireFolder | None
    nightly: Nightly
    papers: PaperPrinter
    before_door: BeforeDoor
    syncing: Syncing
    signed_in: SignedIn | None

    @property
    def current(self) -> Screen | None: ...


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """What the frame itself needs of the registers."""

    centre: Centre
    zones: tuple[Zone, ...]
    instruments: tuple[Instrument, ...]


def _registered(questions: Questions) -> Registered:
    registers = questions.registers
    return Registered(
        centre=registers.centre(),
        zones=tuple(registers.zones()),
        instruments=tuple(registers.instruments()),
    )


class Surroundings(QObject):
    """Keeps the frame alive: twenty times a second the readings, twice the lamps."""

    def __init__(self, window: Surrounded) -> None:
        super().__init__()
        self._window = window
        self.benches = BenchWatch(window.frame)
        self.tasks = TaskWatch(window)
        self.yard = YardWatch(window)
        self._quick = QTimer(self)
        self._quick.timeout.connect(self._drain)
        self._quick.start(READINGS_MS)
        self._slow = QTimer(self)
        self._slow.timeout.connect(self.show)
        self._slow.start(LAMPS_MS)

    def ask_registers(self) -> None:
        """Learn the centre, the slots, this station's instruments, and what is watched."""
        self.yard.ask()
        self._window.reader.ask(_registered, self._learn, key="frame")

    def _learn(self, registered: Registered) -> None:
        w, frame = self._window, self._window.frame
        frame.centre = registered.centre
        w.hearing.slots = {slot.name for zone in registered.zones for slot in zone.slots}
        frame.instruments.attach(
            i for i in registered.instruments if i.station == frame.station and i.port
        )
        w.chrome.set_station(frame.station, registered.centre.name)
        self.show()

    def changed(self, changed: Changed) -> None:
        """Ask the registers again when one may have changed; print what was queued.

        The fire sheet in its folder is written anew after any change.
        """
        if self._window.fire_folder:
            self._window.fire_folder.wake()
        self.tasks.ask()
        self.yard.changed(changed)
        if any(isinstance(r.fact, Labelled) for r in changed.recorded) or not changed.recorded:
            self._window.printer.wake()
        if not changed.recorded or any(s.startswith("register/") for s in changed.subjects):
            self.ask_registers()

    def show(self) -> None:
        """Show clock and lamps as they are now; write down what has ended at the benches."""
        self._look()
        self.tasks.look()
        self.yard.look()
        now = datetime.now().astimezone()
        status = self._window.chrome.status
        status.set_now(weekday_and_day(now), clock(now))
        state = self._window.syncing.state
        status.set_sync(*sync_lamp.lamp(state, wall_clock()), sync_lamp.forms(state))
        lamps: list[tuple[str, LampKind]] = [
            (instrument_name(a.instrument), _LAMPS[a.state])
            for a in self._window.frame.instruments.attached()
        ]
        lamps.extend(self._printer())
        if self._window.fire_folder and self._window.fire_folder.old:
            lamps.append((_("Fire sheet is not refreshed"), "silent"))
        lamps.extend(paper_lamps(self._window.papers.state))
        if self._window.tones.silent:
            lamps.append((_("No sound"), "absent"))
        note, wrong = self._last_restore()
        if wrong:
            lamps.append((note, "silent"))
        status.set_note("" if wrong else note)
        status.set_devices(lamps)

    def _look(self) -> None:
        """Bring what may be on to the front: the bench, or its own page before the door."""
        began = self.benches.look()
        self._window.before_door.look()
        if not began or self._window.signed_in is None:
            return
        behind = self._window.current is None or self._window.current.key != "bench"
        self._window.frame.go("bench")
        # What stays on has an alarm of its own, and no refusal that is read first.
        if behind and not any(stand.stuck for stand in began):
            first = began[0]
            self._window.frame.refuse(Refused(f"{first.urgent}_may_be_on", channel=first.key))

    def _printer(self) -> list[tuple[str, LampKind]]:
        state = self._window.printer.state
        if not state.waiting:
            return []
        text = ngettext("{count} label waits", "{count} labels wait", state.waiting)
        return [(text.format(count=state.waiting), "silent" if state.trouble else "busy")]

    def _last_restore(self) -> tuple[str, bool]:
        state = self._window.nightly.state
        newest = state.newest
        at, facts = (newest.at, newest.facts) if newest else (0, 0)
        return backups.last_restore(at, facts, wall_clock(), failed=state.no is not None)

    def _drain(self) -> None:
        if self._take_scans() and self._window.current:
            self._window.current.readings()

    def _take_scans(self) -> bool:
        arrived = self._window.frame.instruments.drain()
        for key, sample in arrived:
            code = sample.readings.get("code")
            if code and isinstance(code.value, str):
                self._window.hearing.take(code.value, key)
        return bool(arrived)

    def stop(self) -> None:
        """End clock, lines and printer; what a scanner said last is still kept."""
        self._quick.stop()
        self._slow.stop()
        self._window.frame.instruments.stop()
        self._take_scans()
        self._window.printer.stop()
        if self._window.fire_folder:
            self._window.fire_folder.stop()
        self._window.nightly.stop()
        self._window.papers.stop()
        self._window.tones.stop()


def paper_lamps(state: PrinterState) -> list[tuple[str, LampKind]]:
    """Return what the status line says of the papers that wait: nothing while none does."""
    lamps: list[tuple[str, LampKind]] = []
    if state.waiting:
        text = ngettext("{count} paper waits", "{count} papers wait", state.waiting)
        waits = text.format(count=state.waiting)
        why = _HELD_UP.get(state.trouble.code) if state.trouble else None
        said = _("{waits}: {why}").format(waits=waits, why=_(why)) if why else waits
        lamps.append((said, "silent" if why else "busy"))
    if state.held:
        text = ngettext(
            "{count} paper may be printed already",
            "{count} papers may be printed already",
            state.held,
        )
        lamps.append((text.format(count=state.held), "silent"))
    return lamps

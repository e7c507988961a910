"""Two stations that work apart for a while and meet again: what clashes, and how it is settled."""

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt

from cellyard.demo import pictures
from cellyard.demo.hands import Hands
from cellyard.domain.battery import Battery
from cellyard.domain.registers import Instrument, Slot, Zone
from cellyard.jobs import registers
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions
from cellyard.ui.asking import now_ms
from cellyard.ui.open_tasks import overview
from cellyard.ui.window import Window

SECOND = "Intake 2"
# The network comes back and everything that was written meanwhile is sent, received and folded.
_CATCHING_UP_S = 120.0


def furnish(station: Station, ports: Mapping[str, str], *, by: str) -> None:
    """Give the second station its ports and its half of the slots, as the administrator does."""
    kept = station.ledger.registers
    with station.ledger.connection.begin():
        zones, known = kept.zones(), {i.duty: i for i in kept.instruments()}
    instruments = [_another(known["scale"], ports), _another(known["scanner"], ports)]
    registers.publish(station, [*instruments, *(_shared(zone) for zone in zones)], by=by)


def _another(known: Instrument, ports: Mapping[str, str]) -> Instrument:
    """Return an instrument of the same kind at the second station."""
    return msgspec.structs.replace(
        known, key=f"{known.duty}-second", station=SECOND, port=ports[known.duty], identity=""
    )


def _shared(zone: Zone) -> Zone:
    """Return a zone whose slots belong to the stations by turns; the last one is nobody's alone."""
    last = len(zone.slots) - 1
    slots = (
        msgspec.structs.replace(slot, home="" if n == last else SECOND if n % 2 else slot.home)
        for n, slot in enumerate(zone.slots)
    )
    return msgspec.structs.replace(zone, slots=tuple(slots))


def enrol(hands: Hands, window: Window, url: str, code: str) -> None:
    """Enrol the station in Set up: address, code, six words that agree."""
    window.go("setup", "central")
    hands.rest()
    hands.fill("Address", url)
    hands.fill("Enrolment code", code)
    hands.wait_primary("Enrol")
    hands.enter()
    hands.wait_primary("All six agree")
    pictures.keep(hands, "setup-words")
    hands.enter()
    hands.wait_primary("Try now")
    in_step(hands, window)


def in_step(hands: Hands, window: Window) -> None:
    """Wait until the central server has everything, and this station all that it has."""
    before = window.syncing.state.last_at
    window.syncing.now()

    def done() -> bool:
        state = window.syncing.state
        return state.last_at > before and state.unsent == 0 and not state.under_way

    hands.wait(done, "everything recorded", _CATCHING_UP_S)


def same_slot(folder: Path, mine: str) -> tuple[str, Slot]:
    """Return a battery of this station under observation, and the slot that both put theirs into:
    the one there that is nobody's alone.
    """
    with closing(Questions(folder)) as questions:
        zones = questions.registers.zones()
        zone = next(z for z in zones if z.purpose == "observation")
        there = questions.newest(1000)
    taken = {b.slot for b in there} | {b.held_slot for b in there}
    free = next(s for s in zone.slots if s.name not in taken and not s.home)
    names = {slot.name for slot in zone.slots}
    battery = next(b for b in there if b.station == mine and b.slot in names)
    return battery.id, free


def move(hands: Hands, battery: str, slot: str) -> None:
    """Take a battery up in the yard and lay it into a slot, by two scans."""
    hands.key(Qt.Key.Key_F5)
    hands.rest()
    hands.scan(f"CY:B:{battery}:")
    hands.scan(f"CY:S:{slot}")


def task(hands: Hands, window: Window, folder: Path, kind: str) -> None:
    """Go to the task of a kind that has come with the other station's facts."""
    until(hands, folder, lambda q: bool(_tasks(q, kind)), f"a task {kind!r}")
    with closing(Questions(folder)) as questions:
        key = _tasks(questions, kind)[0]
    window.go("tasks", key)
    hands.rest()


def one_thing(hands: Hands, window: Window, folder: Path, code: str) -> None:
    """Say that what both booked in is one battery, and scan the slot where it lies."""
    task(hands, window, folder, "same_code")
    pictures.keep(hands, "tasks-same-code")
    with closing(Questions(folder)) as questions:
        twice = [b for b in questions.newest(1000) if b.code == code]
    here = next(b for b in twice if b.station != SECOND)
    hands.type("1")
    hands.rest()
    hands.scan(f"CY:S:{here.slot}")
    hands.wait_primary("Settle it")
    hands.enter()
    until(hands, folder, lambda q: len(_standing(q, code)) == 1, "one battery of the two")


def _standing(questions: Questions, code: str) -> list[Battery]:
    return [b for b in questions.newest(1000) if b.code == code and not b.gone]


def one_too_many(hands: Hands, window: Window, folder: Path, battery: str, slot: str) -> None:
    """Go where two lie in one slot, and carry one of them away; the task ends by itself."""
    task(hands, window, folder, "slot_over")
    pictures.keep(hands, "tasks-slot")
    with closing(Questions(folder)) as questions:
        zones, there = questions.registers.zones(), questions.newest(1000)
    taken = {b.slot for b in there} | {b.held_slot for b in there}
    zone = next(z for z in zones if z.purpose == "observation")
    free = next(s for s in zone.slots if s.name not in taken and s.home != SECOND)
    move(hands, battery, free.name)
    until(hands, folder, lambda q: not _tasks(q, "slot_over"), f"one battery in {slot}")


def _tasks(questions: Questions, kind: str) -> list[str]:
    known = questions.known(station="", actor="", now=now_ms())
    return [task.key for task in overview(questions, known).tasks if task.kind == kind]


def until(hands: Hands, folder: Path, question: Callable[[Questions], bool], what: str) -> None:
    """Wait until something is so in the store."""

    def so() -> bool:
        with closing(Questions(folder)) as questions:
            return question(questions)

    hands.wait(so, what, _CATCHING_UP_S)

"""After the gate: arrival, the consignee's receipt by line, and what becomes of differences."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Entry
from cellyard.domain.known import Known
from cellyard.domain.people import check_may
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.load import Load
from cellyard.domain.ticket import about

# Words, not free text: how a difference was settled.
Answer = Literal["difference_accepted", "found", "claimed", "done"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


class Arriving(msgspec.Struct, frozen=True, kw_only=True):
    """The consignee says that the vehicle is there."""

    load: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What the consignee says of one battery; `kg` their scale's, where they gave it."""

    battery: str
    outcome: f.Outcome
    kg: Decimal | None = None


class Receiving(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of the consignee's receipt; the receipt is complete when every battery has one."""

    load: str
    lines: tuple[Line, ...]


class Settling(msgspec.Struct, frozen=True, kw_only=True):
    """Settle what differs for one battery of a load. `seen` are the facts shown with the task."""

    load: str
    battery: str
    answer: Answer
    seen: tuple[str, ...] = ()


def arrive(known: Known, order: Arriving) -> Sequence[Entry]:
    """Write the arrival. Refused: role_missing, unknown_load, load_not_gone, arrived_already."""
    check_may(known, "ship")
    load = _gone(known, order.load)
    if load.arrived_at:
        raise Refused("arrived_already", number=load.number)
    return [Entry(subject=ids.load(load.id), fact=f.LoadArrived())]


def receive(known: Known, order: Receiving) -> Sequence[Entry]:
    """Write lines of the receipt, and that it is complete when no battery lacks one.

    Refused: role_missing, unknown_load, load_not_gone, received_already, not_listed.
    """
    check_may(known, "ship")
    return _told(known, order)


def confirm(known: Known, order: Receiving) -> Sequence[Entry]:
    """Write the receipt that the consignee gives the central server: every line of it at once.

    Nobody of the centre acts here. Refused as `receive`; also receipt_open with the count of the
    lines that are not told, mass_missing for one that weighs otherwise.
    """
    if bare := sum(line.outcome == "other_mass" and line.kg is None for line in order.lines):
        raise Refused("mass_missing", count=bare)
    told = {line.battery for line in order.lines}
    if open_ := sum(b.id not in told for b in known.loads.batteries(order.load)):
        raise Refused("receipt_open", count=open_)
    return _told(known, order)


def _told(known: Known, order: Receiving) -> Sequence[Entry]:
    load = _gone(known, order.load)
    if load.received_at:
        raise Refused("received_already", number=load.number)
    batteries = {b.id: b for b in known.loads.batteries(load.id)}
    entries: list[Entry] = []
    outcomes = {b.id: b.leaving.outcome for b in batteries.values()}
    for line in order.lines:
        if line.battery not in batteries:
            raise Refused("not_listed", ticket=known.battery(line.battery).ticket)
        outcomes[line.battery] = line.outcome
        told = f.ReceiptLine(load=load.id, outcome=line.outcome, kg=line.kg)
        entries.extend(about(line.battery, told))
    if None not in outcomes.values():
        count = sum(outcome != "as_listed" for outcome in outcomes.values())
        complete = f.LoadReceived(differences=count)
        entries.append(Entry(subject=ids.load(load.id), fact=complete))
    return entries


def settle(known: Known, order: Settling) -> Sequence[Entry]:
    """Write how a difference was settled. Refused: role_missing, unknown_load, not_listed,
    reason_missing.
    """
    check_may(known, "ship")
    load = known.loads.of(order.load)
    battery = known.battery(order.battery)
    if battery.leaving.load != load.id:
        raise Refused("not_listed", ticket=battery.ticket)
    if order.answer not in ANSWERS:
        raise Refused("reason_missing")
    answer = f.Resolved(task=task_of(battery), answer=order.answer, seen=order.seen)
    return [Entry(subject=ids.load(load.id), fact=answer)]


def task_of(battery: Battery) -> str:
    """Return the name of the task that a battery's difference is."""
    return f"difference/{battery.id}/{battery.leaving.outcome}"


def open_differences(load: Load, batteries: Iterable[Battery]) -> list[Battery]:
    """Return the batteries of a load whose receipt differs and is not settled yet.

    A line that is told otherwise afterwards is another task: it opens again.
    """
    return [
        b
        for b in batteries
        if b.leaving.outcome not in (None, "as_listed") and task_of(b) not in load.resolved
    ]


def _gone(known: Known, id_: str) -> Load:
    load = known.loads.of(id_)
    if not load.dispatched_at:
        raise Refused("load_not_gone", number=load.number)
    return load

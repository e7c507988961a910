"""A large store: 200,000 batteries with five facts each, written through the real ledger."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from cellyard.domain import ids, yard
from cellyard.domain.facts import (
    Decided,
    Entry,
    Evidence,
    Inspected,
    ModelAssigned,
    Received,
    Triaged,
    Weighed,
)
from cellyard.domain.known import Known
from cellyard.domain.registers import Centre
from cellyard.jobs.founding import Founding, found
from cellyard.jobs.people import NewPerson

BATTERIES = 200_000
PAGE = 1_000
FACTS = 5 * BATTERIES

FOUNDING = Founding(
    centre=Centre(name="Bench", jurisdiction="CN"),
    station="Intake 1",
    administrator=NewPerson(
        name="Bench", badge="0001", pin="2580", roles=("administrator", "operator")
    ),
    zones=yard.zones_from_grid(yard.SAMPLE_GRID, home="Intake 1").zones,
)


def code(number: int) -> str:
    """Return a conforming code; the serial is what differs."""
    return f"04QPB45B22M01AC3B{number % 10_000_000:07d}"


def ticket(known: Known, number: int) -> list[Entry]:
    """Return what one intake writes, for a battery of this number."""
    subject = ids.battery(known.fresh_id())
    decided = Decided(edition="cn-2026-3", rules=("T-GO",))
    facts = (
        Received(ticket=number, code=code(number), scheme="GBT34014", outlet="hengfeng"),
        ModelAssigned(model="byd-dolphin-45", version=1, how="prefix"),
        Weighed(kg=Decimal("308.4"), evidence=Evidence(instrument="scale")),
        Inspected(section="case_damage", answer="no"),
        Triaged(verdict="go", reasons=(), decided=decided),
    )
    return [Entry(subject=subject, fact=fact) for fact in facts]


def tickets(count: int) -> Callable[[Known, int], Sequence[Entry]]:
    """Return what writes so many intakes in one act, from a number on."""

    def write(known: Known, first: int) -> Sequence[Entry]:
        return [entry for n in range(first, first + count) for entry in ticket(known, n)]

    return write


def filled(folder: Path, batteries: int = BATTERIES) -> Path:
    """Fill a store and return its folder."""
    station, person = found(folder, FOUNDING)
    with station:
        for first in range(1, batteries, PAGE):
            station.record(tickets(PAGE), first, by=person)
    return folder

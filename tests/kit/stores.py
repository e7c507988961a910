"""Stores for tests: a bare ledger with its chain begun, and a founded station with people."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import NamedTuple

from cellyard.domain import ids, yard
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import (
    Decided,
    Entry,
    Evidence,
    Inspected,
    ModelAssigned,
    Received,
    StationOpened,
    Triaged,
    Weighed,
)
from cellyard.domain.known import Known
from cellyard.domain.registers import Centre, Partner
from cellyard.jobs import people
from cellyard.jobs.founding import Founding, found
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import Station
from cellyard.ledger.ledger import Chain, Ledger, wall_clock
from cellyard.ledger.schema import STORE
from cellyard.ledger.seals import SealingKey
from cellyard.ledger.tables import GUARDS

CHAIN = Chain(centre="CENTRE", station="Intake 1", epoch="0e" * 16)
KEY = SealingKey(bytes(range(32)))
DECIDED = Decided(edition="cn-2026-1", rules=("T-GO",))


def ledger(
    folder: Path,
    *,
    chain: Chain = CHAIN,
    key: SealingKey = KEY,
    clock: Callable[[], int] = wall_clock,
) -> Ledger:
    """Open a ledger without registers or people; a new one begins its chain."""
    folder.mkdir(parents=True, exist_ok=True)
    new = not (folder / STORE).exists()
    opened = Ledger(folder, chain, key, clock=clock)
    if new:
        write(opened, begins(chain, key))
    return opened


def begins(chain: Chain = CHAIN, key: SealingKey = KEY) -> Entry:
    """Return what begins a chain."""
    opened = StationOpened(public_key=key.public_key, app="test")
    return Entry(subject=ids.station(chain.station), fact=opened)


def write(ledger: Ledger, *entries: Entry, by: str = "") -> list[Recorded]:
    """Write entries in one act, as some decision would."""
    return ledger.record(_as_given, entries, by=by)


def _as_given(_known: Known, entries: Sequence[Entry]) -> Sequence[Entry]:
    return entries


def code(number: int) -> str:
    """Return a conforming code; the serial is what differs."""
    return f"04QPB45B22M01AC3B{number % 10_000_000:07d}"


def battery_id(number: int) -> str:
    return ids.time_ordered_id(1_760_000_000_000 + number, bytes(10))


def ticket(number: int, *, text: str | None = None) -> list[Entry]:
    """Return what one intake writes of one battery."""
    facts = (
        Received(
            ticket=number,
            code=code(number) if text is None else text,
            scheme="GBT34014" if text is None else "OTHER",
            outlet="hengfeng",
        ),
        ModelAssigned(model="byd-dolphin-45", version=1, how="prefix"),
        Weighed(kg=Decimal("308.4"), evidence=Evidence(instrument="scale")),
        Inspected(section="case_damage", answer="no"),
        Triaged(verdict="go", reasons=(), decided=DECIDED),
    )
    subject = ids.battery(battery_id(number))
    return [Entry(subject=subject, fact=fact) for fact in facts]


def ticking(start: int = 1_760_000_000_000) -> Callable[[], int]:
    """Return a clock that goes on by a second at each look."""
    seconds = count()
    return lambda: start + 1000 * next(seconds)


@contextmanager
def unguarded(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open a store as an attacker would: the guards off, and on again as if nothing was."""
    connection = sqlite3.connect(folder / STORE)
    try:
        for name in GUARDS:
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        yield connection
        for guard in GUARDS.values():
            connection.execute(guard)
        connection.commit()
    finally:
        connection.close()


def copied(folder: Path, target: Path) -> Path:
    """Copy a data folder over another."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


class Founded(NamedTuple):
    """An open station with one person of each kind; the ids of the persons."""

    station: Station
    administrator: str
    supervisor: str
    operator: str


def founded(folder: Path) -> Founded:
    """Found a station with a yard, two outlets and three people. PINs are 2580, badges 0001–0003.

    The caller closes `station`.
    """
    station, administrator = found(
        folder,
        Founding(
            centre=Centre(name="Test centre", jurisdiction="CN"),
            station=CHAIN.station,
            administrator=NewPerson(
                name="Ada", badge="0001", pin="2580", roles=("administrator", "operator")
            ),
            partners=(
                Partner(key="hengfeng", name="Hengfeng 4S"),
                Partner(key="lvyuan", name="Lvyuan Dismantling", role="dismantler"),
            ),
            zones=yard.zones_from_grid(yard.SAMPLE_GRID, home=CHAIN.station).zones,
        ),
    )
    try:
        supervisor, operator = (
            people.enter(
                station,
                NewPerson(name=name, badge=badge, pin="2580", roles=roles),
                by=administrator,
            )
            for name, badge, roles in (
                ("Sun", "0002", ("supervisor", "operator")),
                ("Olga", "0003", ("operator",)),
            )
        )
    except BaseException:
        station.close()
        raise
    return Founded(station, administrator, supervisor, operator)

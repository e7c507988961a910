"""Questions: what screens, papers and commands may ask of a store, always read-only."""

import sqlite3
from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard.domain.battery import Battery
from cellyard.domain.bench.queue import Waits
from cellyard.domain.envelope import Recorded
from cellyard.domain.summary import Summary
from cellyard.ledger import facts, projections, schema, stations, trouble
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.conflicts import Conflicts
from cellyard.ledger.flow import FlowQuestions
from cellyard.ledger.known import StoreKnown
from cellyard.ledger.loads import Loads
from cellyard.ledger.registers import Registers
from cellyard.ledger.releases import Releases
from cellyard.ledger.stations import StationSeen
from cellyard.ledger.tables import battery, chain, claimed, fact, seal
from cellyard.ledger.yard import YardQuestions

PAGE = 50
SHORTEST_FRAGMENT = 3  # the trigram index cannot find fewer signs

# Asked while somebody types: of the driver itself, and lines instead of whole states.
_FOUND = (
    "SELECT b.summary FROM battery_text t JOIN battery b ON b.no = t.rowid"
    " WHERE t.search_text MATCH ? ORDER BY t.rowid DESC LIMIT ?"
)
_NEWEST = "SELECT summary FROM battery ORDER BY no DESC LIMIT ?"
_newest = sa.select(battery.c.state).order_by(battery.c.no.desc()).limit(sa.bindparam("count"))
_open = (
    sa.select(battery.c.state)
    .where(battery.c.open == 1)
    .order_by(battery.c.no.desc())
    .limit(sa.bindparam("count"))
)
_waiting = sa.select(battery.c.state).where(battery.c.waits == sa.bindparam("waits"))
_in_slot = sa.select(battery.c.state).where(
    sa.or_(
        battery.c.slot == sa.bindparam("slot"),
        battery.c.held_slot == sa.bindparam("slot"),
        battery.c.id.in_(
            sa.select(claimed.c.battery).where(
                claimed.c.what == "slot", claimed.c.name == sa.bindparam("slot")
            )
        ),
    )
)

# One seek in the seals' own index for each chain, however many seals there are.
_sealed = sa.select(
    chain.c.station,
    chain.c.epoch,
    sa.select(sa.func.max(seal.c.seq))
    .where(seal.c.station == chain.c.station, seal.c.epoch == chain.c.epoch)
    .scalar_subquery()
    .label("seq"),
)


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Figures for the frame: everything kept here."""

    facts: int
    batteries: int
    open_tickets: int


def surviving(questions: "Questions", id_: str) -> Battery | None:
    """Return a battery, or the one that it turned out to be; None when there is none."""
    found = questions.battery(id_)
    while found is not None and found.merged:
        found = questions.battery(found.merged) or msgspec.structs.replace(found, merged="")
    return found


class Questions:
    """A read-only view of a store; belongs to one thread at a time.

    Refused("store_newer") or ("store_older") when another version of the app has written it.
    Each question sees the newest committed state. Registers are read through their blobs.
    """

    def __init__(self, folder: Path) -> None:
        schema.refuse_other(folder)
        self.folder = folder
        self._engine = schema.reader(folder)
        self._connection = self._engine.connect()
        self.blobs = Blobs(folder / "blobs")
        self.registers = Registers(self._connection, self.blobs)
        self.flow = FlowQuestions(self._connection)
        self.conflicts = Conflicts(self._connection)
        self.loads = Loads(self._connection, station="", epoch="", year=0)
        self.releases = Releases(self._connection, self.registers)
        self.yard = YardQuestions(self._connection, folder)

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def known(self, *, station: str, actor: str, now: int) -> StoreKnown:
        """Return what a decision would see now, to preview it."""
        return StoreKnown(self._connection, self.registers, station=station, actor=actor, now=now)

    def battery(self, id_: str) -> Battery | None:
        return projections.read_state(self._connection, id_)

    def line(self, id_: str) -> list[Recorded]:
        """Return all facts of a battery, oldest first."""
        return facts.of_subject(self._connection, f"battery/{id_}")

    def sealed(self) -> dict[tuple[str, str], int]:
        """Return, by station and epoch, the newest fact that a seal covers (with all before it)."""
        rows = self._connection.execute(_sealed)
        return {(row.station, row.epoch): row.seq or 0 for row in rows}

    def stations(self) -> list[StationSeen]:
        """Return the stations of the centre, as far as their facts are here."""
        return stations.seen(self._connection)

    def find(self, fragment: str, count: int = PAGE) -> list[Summary]:
        """Return batteries with this fragment in a code, ticket or model, newest first.

        Fewer than three signs find nothing; an empty fragment gives the newest batteries.
        """
        wanted = projections.findable(fragment.strip())
        if not wanted:
            return self._lines(_NEWEST, (count,))
        if len(wanted) < SHORTEST_FRAGMENT:
            return []
        pattern = '"' + wanted.replace('"', '""') + '"'
        return self._lines(_FOUND, (pattern, count))

    def newest(self, count: int = PAGE) -> list[Battery]:
        """Return the batteries that came last, newest first."""
        return self._states(_newest, {"count": count})

    def open_tickets(self, count: int = PAGE) -> list[Battery]:
        """Return half-done tickets, newest first."""
        return self._states(_open, {"count": count})

    def waiting(self, *waits: Waits) -> list[Battery]:
        """Return every battery in stock for which the bench is to do one of these next."""
        return [b for what in waits for b in self._states(_waiting, {"waits": what})]

    def in_slot(self, slot: str) -> list[Battery]:
        """Return what lies in a slot or has it held, by any station's word."""
        return self._states(_in_slot, {"slot": slot})

    def _lines(self, statement: str, values: tuple[str | int, ...]) -> list[Summary]:
        cursor = self._connection.connection.cursor()
        try:
            cursor.execute(statement, values)
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            raise trouble.refusal(error, self.folder) or error from error
        return projections.decode_summaries(rows)

    def _states(self, statement: "sa.Executable", values: dict[str, object]) -> list[Battery]:
        rows = self._connection.execute(statement, values)
        return [projections.decode_state(row.state) for row in rows]

    def counts(self) -> Counts:
        open_ = sa.select(sa.func.count()).select_from(battery).where(battery.c.open == 1)
        return Counts(
            facts=self._count(sa.select(sa.func.max(fact.c.pos))),
            batteries=self._count(sa.select(sa.func.max(battery.c.no))),
            open_tickets=self._count(open_),
        )

    def _count(self, statement: "sa.Select[int]") -> int:
        return self._connection.execute(statement).scalar() or 0

    def digest(self) -> str:
        """Return the digest of everything folded, of one moment."""
        engine = schema.reader(self.folder, snapshot=True)
        try:
            with engine.connect() as connection, connection.begin():
                return projections.digest(connection)
        finally:
            engine.dispose()

"""Everything a store holds, gone through in one moment of it, a page at a time."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from cellyard.domain.battery import Battery
from cellyard.domain.shipping.load import Load
from cellyard.ledger import projections, schema, subjects
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.registers import Registers
from cellyard.ledger.tables import battery, fact, load, register_entry, seal

_PAGE = 500

_facts = (
    sa.select(fact.c.pos, fact.c.hash, fact.c.envelope)
    .where(
        fact.c.pos > sa.bindparam("after"),
        fact.c.at >= sa.bindparam("since"),
        fact.c.at < sa.bindparam("until"),
    )
    .order_by(fact.c.pos)
    .limit(_PAGE)
)
_batteries = (
    sa.select(battery.c.no, battery.c.state)
    .where(
        battery.c.no > sa.bindparam("after"),
        battery.c.received_at >= sa.bindparam("since"),
        battery.c.received_at < sa.bindparam("until"),
    )
    .order_by(battery.c.no)
    .limit(_PAGE)
)
_loads = (
    sa.select(load.c.no, load.c.content)
    .where(
        load.c.no > sa.bindparam("after"),
        load.c.opened_at >= sa.bindparam("since"),
        load.c.opened_at < sa.bindparam("until"),
    )
    .order_by(load.c.no)
    .limit(_PAGE)
)
_seals = (
    sa.select(fact.c.pos, seal)
    .join_from(
        fact,
        seal,
        sa.and_(
            seal.c.station == fact.c.station,
            seal.c.epoch == fact.c.epoch,
            seal.c.seq == fact.c.seq,
        ),
    )
    .where(
        fact.c.pos > sa.bindparam("after"),
        fact.c.at >= sa.bindparam("since"),
        fact.c.at < sa.bindparam("until"),
    )
    .order_by(fact.c.pos)
    .limit(_PAGE)
)
_entries = sa.select(register_entry).order_by(register_entry.c.register, register_entry.c.key)


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """From which moment (ms, counted in) until which (not counted in)."""

    since: int = 0
    until: int = 1 << 62


class EntryBytes(msgspec.Struct, frozen=True, kw_only=True):
    """The newest version of a register entry; `content` None when its file is not here."""

    register: str
    key: str
    version: int
    sha256: str
    content: bytes | None


class SealBytes(msgspec.Struct, frozen=True, kw_only=True):
    """A seal of the fact with this number and hash in its chain, and of all before it."""

    station: str
    epoch: str
    seq: int
    hash: bytes
    signature: bytes


class Whole:
    """One moment of a store. Nothing is ever held but one page."""

    def __init__(self, connection: sa.Connection, blobs: Blobs) -> None:
        self._connection = connection
        self.blobs = blobs
        self.registers = Registers(connection, blobs)

    def facts(self, span: Span) -> Iterator[tuple[bytes, bytes]]:
        """Give hash and envelope bytes of every fact written in the span, in order of arrival."""
        return ((row.hash, row.envelope) for row in self._rows(_facts, span))

    def batteries(self, span: Span) -> Iterator[Battery]:
        """Give every battery that came in within the span, in that order."""
        return (projections.decode_state(row.state) for row in self._rows(_batteries, span))

    def loads(self, span: Span) -> Iterator[Load]:
        """Give every load that was opened within the span, in that order."""
        return (subjects.decode_load(row.content) for row in self._rows(_loads, span))

    def seals(self, span: Span) -> Iterator[SealBytes]:
        """Give every seal of a fact written in the span, in order of arrival."""
        for row in self._rows(_seals, span):
            yield SealBytes(
                station=row.station,
                epoch=row.epoch,
                seq=row.seq,
                hash=row.hash,
                signature=row.signature,
            )

    def entries(self) -> Iterator[EntryBytes]:
        """Give every register entry as it stands, people left out: they are personal data."""
        for row in self._connection.execute(_entries):
            if row.register != "people":
                held = self.blobs.holds(row.sha256)
                yield EntryBytes(
                    register=row.register,
                    key=row.key,
                    version=row.version,
                    sha256=row.sha256,
                    content=self.blobs.get(row.sha256) if held else None,
                )

    def _rows(self, page: sa.Executable, span: Span) -> "Iterator[sa.Row[Any]]":
        """Go through the rows page by page; the first column is where a page goes on."""
        values = {"after": 0, "since": span.since, "until": span.until}
        while rows := self._connection.execute(page, values).all():
            yield from rows
            values["after"] = rows[-1][0]


@contextmanager
def whole(folder: Path) -> Generator[Whole]:
    """Open a store to be gone through; Refused as `Questions`."""
    schema.refuse_other(folder)
    with schema.reading(folder) as connection:
        yield Whole(connection, Blobs(folder / "blobs"))

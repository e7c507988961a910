"""Facts of one chain as a database takes many: for PostgreSQL by COPY in its binary form.

    "PGCOPY" 0A FF 0D 0A 00, flags (i32) 0, length of what follows of the head (i32) 0
    row      number of fields (i16), each with its length (i32) before it
             centre, pos (i64), station, epoch, seq (i64), hash, envelope
    FF FF    the end (i16)

All big-endian (PostgreSQL's manual, COPY, binary format). What the rows of a piece have in common
is put together once.
"""

import struct
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from cellyard.hub.tables import fact as table
from cellyard.ledger.batches import Proven

_FIELDS = ("centre", "pos", "station", "epoch", "seq", "hash", "envelope")
_STATEMENT = f"COPY fact ({', '.join(_FIELDS)}) FROM STDIN (FORMAT BINARY)"
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_WIDE = struct.pack(">i", 8)
# So many facts are in a connection's buffer at once: whoever writes them does not wait there.
_PIECE = 256


def stored(
    connection: sa.Connection, centre: str, facts: Sequence[Proven], first: int
) -> Iterator[Sequence[Proven]]:
    """Store facts of one chain, the first at position `first`; yields each piece on its way.

    PostgreSQL stores it while whoever takes it works on it; stored are all of them at the end.
    """
    if connection.dialect.name != "postgresql":
        connection.execute(sa.insert(table), _rows(centre, facts, first))
        yield facts
        return
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("the connection is closed")
    with driver.cursor() as cursor, cursor.copy(_STATEMENT) as copy:
        copy.write(_HEAD)
        for at in range(0, len(facts), _PIECE):
            piece = facts[at : at + _PIECE]
            copy.write(_copied(centre, piece, first + at))
            yield piece
        copy.write(_END)


def _rows(centre: str, facts: Sequence[Proven], first: int) -> list[dict[str, object]]:
    of = facts[0].envelope
    chain = {"centre": centre, "station": of.station, "epoch": of.epoch}
    return [
        {
            **chain, "pos": pos, "seq": fact.envelope.seq, "hash": fact.hash,
            "envelope": fact.content,
        }
        for pos, fact in enumerate(facts, first)
    ]  # fmt: skip


def _copied(centre: str, facts: Sequence[Proven], first: int) -> bytes:
    """Return rows as COPY reads them."""
    chain = facts[0].envelope
    before = struct.pack(">h", len(_FIELDS)) + _text(centre) + _WIDE
    between = _text(chain.station) + _text(chain.epoch) + _WIDE
    row = struct.Struct(f">{len(before)}sq{len(between)}sqi32si")
    parts: list[bytes] = []
    for pos, fact in enumerate(facts, first):
        seq, content = fact.envelope.seq, fact.content
        parts.append(row.pack(before, pos, between, seq, len(fact.hash), fact.hash, len(content)))
        parts.append(content)
    return b"".join(parts)


def _text(text: str) -> bytes:
    content = text.encode()
    return struct.pack(">i", len(content)) + content

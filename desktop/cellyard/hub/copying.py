"""Facts of one chain as a database takes many: for PostgreSQL by COPY in its binary form.

    "PGCOPY" 0A FF 0D 0A 00, flags (i32) 0, length of what follows of the head (i32) 0
    row      number of fields (i16), each with its length (i32) before it
             centre, pos (i64), station, epoch, seq (i64), hash, envelope
    FF FF    the end (i16)

All big-endian (PostgreSQL's manual, COPY, binary format). What the rows have in common is put
together once.
"""

import struct
from collections.abc import Sequence

from cellyard.ledger.batches import Proven

FIELDS = ("centre", "pos", "station", "epoch", "seq", "hash", "envelope")
STATEMENT = f"COPY fact ({', '.join(FIELDS)}) FROM STDIN (FORMAT BINARY)"
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_WIDE = struct.pack(">i", 8)


def rows(centre: str, facts: Sequence[Proven], first: int) -> list[dict[str, object]]:
    """Return facts of one chain as rows, the first at position `first`."""
    of = facts[0].envelope
    chain = {"centre": centre, "station": of.station, "epoch": of.epoch}
    return [
        {
            **chain, "pos": pos, "seq": fact.envelope.seq, "hash": fact.hash,
            "envelope": fact.content,
        }
        for pos, fact in enumerate(facts, first)
    ]  # fmt: skip


def copied(centre: str, facts: Sequence[Proven], first: int) -> bytes:
    """Return the whole of what COPY reads for facts of one chain, the first at position `first`."""
    chain = facts[0].envelope
    before = struct.pack(">h", len(FIELDS)) + _text(centre) + _WIDE
    between = _text(chain.station) + _text(chain.epoch) + _WIDE
    row = struct.Struct(f">{len(before)}sq{len(between)}sqi32si")
    parts = [_HEAD]
    for pos, fact in enumerate(facts, first):
        seq, content = fact.envelope.seq, fact.content
        parts.append(row.pack(before, pos, between, seq, len(fact.hash), fact.hash, len(content)))
        parts.append(content)
    parts.append(_END)
    return b"".join(parts)


def _text(text: str) -> bytes:
    content = text.encode()
    return struct.pack(">i", len(content)) + content

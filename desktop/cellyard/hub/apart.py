"""What contradicts a chain, or comes from one that counts no more: kept beside the log, bounded."""

import hashlib
from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from cellyard.hub import tables as t
from cellyard.ledger.batches import Batch

# How many bytes of a chain are kept: more than a station writes in a year, and no disk is filled by
# whoever has got hold of a key that was taken back.
MOST_BYTES = 64 << 20


def keep(connection: sa.Connection, centre: str, arriving: Sequence[Batch]) -> None:
    """Keep batches as evidence for a person, each once, while there is room for their chain."""
    for batch in arriving:
        content = msgspec.msgpack.encode(tuple(batch))
        row = {
            "centre": centre, "station": batch.station, "epoch": batch.epoch,
            "seq": batch.seq, "sha256": hashlib.sha256(content).digest(), "batch": content,
        }  # fmt: skip
        same = (t.branch.c[name] == row[name] for name in row if name != "batch")
        if connection.execute(sa.select(t.branch.c.seq).where(*same)).first():
            continue
        if _takes_room(connection, centre, batch.chain, len(content)):
            connection.execute(sa.insert(t.branch), row)


def _takes_room(connection: sa.Connection, centre: str, chain: tuple[str, str], size: int) -> bool:
    """Count so many bytes of a chain; False when there is no room for them.

    Then it is counted as full from now on: what is kept is not all that was brought.
    """
    c = t.chain.c
    mine = (c.centre == centre, c.station == chain[0], c.epoch == chain[1])
    kept = connection.execute(sa.select(c.apart).where(*mine).with_for_update()).scalar() or 0
    fits = kept + size <= MOST_BYTES
    counted = kept + size if fits else MOST_BYTES + 1
    connection.execute(sa.update(t.chain).where(*mine).values(apart=counted))
    return fits


def is_full(counted: int) -> bool:
    """Tell whether something of a chain was not kept, by what is counted of it."""
    return counted > MOST_BYTES

"""The fact table: appending in the chain, and reading facts back."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from cellyard.domain.envelope import Recorded, recorded
from cellyard.ledger.tables import fact, seal

_of_subject = (
    sa.select(fact.c.envelope)
    .where(fact.c.subject == sa.bindparam("subject"))
    .order_by(fact.c.ord, fact.c.station, fact.c.epoch, fact.c.seq)
)
_page = (
    sa.select(fact.c.pos, fact.c.envelope)
    .where(fact.c.pos > sa.bindparam("after"))
    .order_by(fact.c.pos)
    .limit(sa.bindparam("count"))
)
_newest_of_subject = (
    sa.select(fact.c.station, fact.c.epoch, fact.c.seq)
    .where(fact.c.subject == sa.bindparam("subject"))
    .order_by(fact.c.ord.desc(), fact.c.station.desc(), fact.c.epoch.desc(), fact.c.seq.desc())
    .limit(1)
)
_add = sa.insert(fact)
_add_seal = sa.insert(seal)


def append(connection: sa.Connection, written: Sequence[tuple[Recorded, bytes]]) -> None:
    """Store facts with their envelope bytes, in the order given."""
    rows = [
        {
            "station": r.envelope.station,
            "epoch": r.envelope.epoch,
            "seq": r.envelope.seq,
            "ord": r.envelope.order,
            "at": r.envelope.at,
            "type": r.envelope.type,
            "subject": r.envelope.subject,
            "hash": bytes.fromhex(r.hash),
            "envelope": content,
        }
        for r, content in written
    ]
    connection.execute(_add, rows)


def append_seal(connection: sa.Connection, last: Recorded, signature: bytes) -> None:
    """Store the seal of a fact; it covers the chain up to it."""
    connection.execute(
        _add_seal,
        {
            "station": last.envelope.station,
            "epoch": last.envelope.epoch,
            "seq": last.envelope.seq,
            "hash": bytes.fromhex(last.hash),
            "signature": signature,
        },
    )


def of_subject(connection: sa.Connection, subject: str) -> list[Recorded]:
    """Return all facts of a subject in the one order."""
    rows = connection.execute(_of_subject, {"subject": subject})
    return [recorded(row.envelope) for row in rows]


def newest_ref(connection: sa.Connection, subject: str) -> str | None:
    """Return `station/epoch/seq` of a subject's newest fact."""
    row = connection.execute(_newest_of_subject, {"subject": subject}).first()
    return f"{row.station}/{row.epoch}/{row.seq}" if row else None


def pages(connection: sa.Connection, size: int = 500) -> Iterator[list[Recorded]]:
    """Go through every fact in the order of arrival, a page at a time."""
    after = 0
    while True:
        rows = connection.execute(_page, {"after": after, "count": size}).all()
        if not rows:
            return
        after = rows[-1].pos
        yield [recorded(row.envelope) for row in rows]

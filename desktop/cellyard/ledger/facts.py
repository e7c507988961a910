"""The fact table: appending in the chain, and reading facts back."""

from collections.abc import Iterator, Sequence

import msgspec
import sqlalchemy as sa

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import RoleGranted, RoleRevoked
from cellyard.domain.ids import kind_and_id, station
from cellyard.domain.refusals import Refused
from cellyard.ledger.prepared import Prepared
from cellyard.ledger.tables import chain, fact, seal

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
_newest_role = (
    sa.select(fact.c.station, fact.c.epoch, fact.c.seq)
    .where(
        fact.c.subject == sa.bindparam("subject"),
        fact.c.type.in_([RoleGranted.__name__, RoleRevoked.__name__]),
    )
    .order_by(fact.c.ord.desc(), fact.c.station.desc(), fact.c.epoch.desc(), fact.c.seq.desc())
    .limit(1)
)
# By the index on the subject: what follows "station/" up to the sign behind "/".
_stations = (
    sa.select(fact.c.subject)
    .where(fact.c.subject >= station(""), fact.c.subject < "station0")
    .distinct()
)
# One seek in the index of each chain, however long it is.
_ends = sa.select(
    chain.c.station,
    chain.c.epoch,
    sa.select(sa.func.max(fact.c.seq))
    .where(fact.c.station == chain.c.station, fact.c.epoch == chain.c.epoch)
    .scalar_subquery()
    .label("seq"),
).order_by(chain.c.station, chain.c.epoch)
_add = Prepared(sa.insert(fact), [c.name for c in fact.c if c.name != "pos"])
_add_seal = sa.insert(seal)


def append(connection: sa.Connection, written: Sequence[tuple[Recorded, bytes]]) -> None:
    """Store facts with their envelope bytes, in the order given."""
    rows = (
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
    )
    _add.many(connection, rows)


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
    """Return all facts of a subject in the one order; Refused("fact_damaged")."""
    rows = connection.execute(_of_subject, {"subject": subject})
    return [_recorded(row.envelope) for row in rows]


def stations(connection: sa.Connection) -> list[str]:
    """Return the names of all stations that a fact is about, sorted."""
    rows = connection.execute(_stations)
    return sorted(kind_and_id(row.subject)[1] for row in rows)


def heads(connection: sa.Connection, subject: str) -> tuple[str, ...]:
    """Return the newest facts of a subject, as `station/epoch/seq`: more when concurrent."""
    newest: dict[str, None] = {}
    for r in of_subject(connection, subject):
        for heard in r.envelope.after:
            newest.pop(heard, None)
        newest[r.ref] = None
    return tuple(newest)


def newest_role(connection: sa.Connection, subject: str) -> str | None:
    """Return a person's newest fact about a role, as `station/epoch/seq`."""
    row = connection.execute(_newest_role, {"subject": subject}).first()
    return env.ref(row.station, row.epoch, row.seq) if row else None


def ends(connection: sa.Connection) -> tuple[str, ...]:
    """Return the newest fact of every chain, as `station/epoch/seq`, by the chains' names."""
    rows = connection.execute(_ends).all()
    return tuple(env.ref(row.station, row.epoch, row.seq) for row in rows if row.seq)


def pages(connection: sa.Connection, size: int = 500) -> Iterator[list[Recorded]]:
    """Go through every fact in the order of arrival, a page at a time."""
    after = 0
    while True:
        rows = connection.execute(_page, {"after": after, "count": size}).all()
        if not rows:
            return
        after = rows[-1].pos
        yield [_recorded(row.envelope) for row in rows]


def recorded_or_none(content: bytes) -> Recorded | None:
    """Return a stored fact, or None when its bytes are none any more."""
    try:
        return env.recorded(content)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _recorded(content: bytes) -> Recorded:
    r = recorded_or_none(content)
    if r is None:
        raise Refused("fact_damaged")
    return r

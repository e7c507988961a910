"""Which files this store has to fetch from the hub, and which to bring there: a local note.

It is made from the facts behind the last that was looked at, whatever way they came by, together
with how far that is: what names a file and what is noted of it cannot come apart.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.domain import facts as f
from cellyard.domain.envelope import Recorded
from cellyard.ledger import counterparts
from cellyard.ledger.facts import recorded_or_none
from cellyard.ledger.tables import blob_errand, erased, fact

NOTE = "files"
What = Literal["get", "put"]
_new = insert(blob_errand)
_add = _new.on_conflict_do_update(
    index_elements=["sha256", "errand"], set_={"waits": _new.excluded.waits}
)
_errand = (blob_errand.c.sha256 == sa.bindparam("blob"), blob_errand.c.errand == sa.bindparam("do"))
_done = sa.delete(blob_errand).where(*_errand)
_wait = sa.update(blob_errand).where(*_errand).values(waits=1)
_come = (
    sa.update(blob_errand)
    .where(blob_errand.c.sha256 == sa.bindparam("blob"), blob_errand.c.errand == "get")
    .values(waits=0)
)
_open = (
    sa.select(blob_errand.c.sha256, blob_errand.c.errand, blob_errand.c.register)
    .where(blob_errand.c.waits == 0, blob_errand.c.errand.in_(("get", "put")))
    .order_by(blob_errand.c.register == "", blob_errand.c.errand)
    .limit(sa.bindparam("most"))
)
_behind = (
    sa.select(fact.c.pos, fact.c.station, fact.c.envelope)
    .where(fact.c.pos > sa.bindparam("pos"))
    .order_by(fact.c.pos)
    .limit(sa.bindparam("most"))
)
# Most facts name no file: they are passed over without being read.
_naming = sa.select(fact.c.envelope).where(
    sa.or_(
        sa.func.instr(fact.c.envelope, sa.literal(b'"blobs":[]', sa.LargeBinary)) == 0,
        fact.c.type.in_([f.CarriageNamed.__name__, f.Signed.__name__]),
    )
)
_gone = sa.select(erased.c.at).where(erased.c.blob == sa.bindparam("blob")).limit(1)


class Errand(NamedTuple):
    """A file to get or to put. `register` is that which it belongs to, "" for any other file."""

    sha256: str
    what: What
    register: str = ""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """How far the facts were looked at (`pos`), and how many of the hub's files are known of.

    `origin` is that of the hub's log: another one has perhaps lost files that it had.
    """

    pos: int = 0
    origin: str = ""
    listed: int = 0


def note(connection: sa.Connection) -> Note:
    """Return how far it was looked."""
    kept = counterparts.kept(connection, NOTE)
    return msgspec.json.decode(kept, type=Note) if kept else Note()


def keep(connection: sa.Connection, errands: Iterable[Errand], note: Note | None) -> None:
    """Note errands, and how far was looked for them, in the transaction that is open."""
    rows = [
        {"sha256": e.sha256, "errand": e.what, "register": e.register, "waits": 0} for e in errands
    ]
    if rows:
        connection.execute(_add, rows)
    if note:
        counterparts.keep(connection, NOTE, msgspec.json.encode(note))


def done(connection: sa.Connection, errands: Iterable[Errand]) -> None:
    """Forget errands that are done, or have become void."""
    for e in errands:
        connection.execute(_done, {"blob": e.sha256, "do": e.what})


def wait(connection: sa.Connection, errands: Iterable[Errand]) -> None:
    """Let errands wait: the hub has not got the file, or this store has not."""
    for e in errands:
        connection.execute(_wait, {"blob": e.sha256, "do": e.what})


def come(connection: sa.Connection, files: Iterable[str]) -> None:
    """Files have come to the hub: what waits for one of them is to be fetched."""
    for sha256 in files:
        connection.execute(_come, {"blob": sha256})


def open_errands(connection: sa.Connection, most: int) -> list[Errand]:
    """Return what is to be done, what registers are made of first."""
    rows = connection.execute(_open, {"most": most})
    return [Errand(row.sha256, row.errand, row.register) for row in rows]


def is_erased(connection: sa.Connection, sha256: str) -> bool:
    """Tell whether a file's erasure is a fact: it is fetched from nobody, and brought to nobody."""
    return connection.execute(_gone, {"blob": sha256}).first() is not None


def behind(connection: sa.Connection, pos: int, most: int) -> list[tuple[int, Recorded | None]]:
    """Return the next facts behind a position, with theirs; None for one that is damaged."""
    rows = connection.execute(_behind, {"pos": pos, "most": most})
    return [(row.pos, recorded_or_none(row.envelope)) for row in rows]


def named(arrived: Sequence[Recorded]) -> Iterator[tuple[Recorded, str, str]]:
    """Go through the files that facts name: by which, SHA-256, and the register it belongs to."""
    for r in arrived:
        register = r.fact.register if isinstance(r.fact, f.Published) else ""
        for blob in r.envelope.blobs:
            yield r, blob.sha256, register
        match r.fact:
            case f.Published():
                yield r, r.fact.sha256, register
            case f.CarriageNamed() | f.Signed():
                yield r, r.fact.sheet, ""
            case _:
                pass


def all_named(connection: sa.Connection) -> dict[str, str]:
    """Return every file that a fact names (SHA-256), with the register that it belongs to."""
    rows = connection.execute(_naming)
    read = (r for row in rows if (r := recorded_or_none(row.envelope)))
    return {sha256: register for r in read for _r, sha256, register in named([r])}

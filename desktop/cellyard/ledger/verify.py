"""Proof: every fact's bytes, its place in its chain, its copies, its seals and its files."""

from collections.abc import Collection
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Envelope
from cellyard.domain.facts import Erased
from cellyard.domain.refusals import Refused
from cellyard.ledger import schema
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.chains import Chains, Fault, Row, readable
from cellyard.ledger.head import HeadFile
from cellyard.ledger.runs import Run, runs
from cellyard.ledger.tables import fact, seal


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose bytes were dropped, and when (ms): the chain stays whole without it."""

    blob: str
    at: int


class Proof(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What `verify` found; `erased` is said only where something was.

    `awaited` are files of other stations' facts that have not come yet.
    """

    ok: bool
    facts: int
    stations: int
    first_fault: Fault | None
    erased: tuple[Erasure, ...] = ()
    awaited: int = 0


# As bytes: a text that somebody has spoiled is a fault to name, not an error of the driver.
_TEXTS = ("station", "epoch", "type", "subject")
_rows = (
    sa.select(
        *(sa.cast(fact.c[name], sa.LargeBinary).label(name) for name in _TEXTS),
        fact.c.pos,
        fact.c.seq,
        fact.c.ord,
        fact.c.at,
        fact.c.hash,
        fact.c.envelope,
        seal.c.hash.label("sealed"),
        seal.c.signature,
    )
    .outerjoin(
        seal,
        sa.and_(
            seal.c.station == fact.c.station,
            seal.c.epoch == fact.c.epoch,
            seal.c.seq == fact.c.seq,
        ),
    )
    .where(fact.c.pos.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(fact.c.pos)
    .execution_options(yield_per=500)
)
_lone_seal = (
    sa.select(
        sa.cast(seal.c.station, sa.LargeBinary).label("station"),
        sa.cast(seal.c.epoch, sa.LargeBinary).label("epoch"),
        seal.c.seq,
    )
    .where(
        ~sa.exists().where(
            fact.c.station == seal.c.station,
            fact.c.epoch == seal.c.epoch,
            fact.c.seq == seal.c.seq,
        )
    )
    .limit(1)
)
_count = sa.select(sa.func.count()).select_from(fact)
_stations = sa.select(sa.func.count(sa.cast(fact.c.station, sa.LargeBinary).distinct()))


def verify(
    folder: Path,
    public_key: str | None = None,
    station: str = "",
    *,
    gone: Collection[str] = (),
    hub_key: str | None = None,
) -> Proof:
    """Check every fact of the store beside the running app; nothing is written.

    `public_key` is the station's own key as its keyring or key file holds it; when given, the
    own chain must begin with it. `station` is its name, for a store that does not say it any
    more; `gone` are files (SHA-256) that need not be here, though no fact here erased them.
    Others' chains are those that the hub of `hub_key` (hex) has enrolled; where no key is told, the
    hub is whoever it was from the first.
    Raises Refused when there is no readable store, or a newer one.
    """
    schema.refuse_newer(folder)
    # Read before the store is: the app goes on writing, and a head from later would name facts
    # that the moment looked at does not hold yet.
    head = HeadFile(folder / schema.HEAD).read()
    engine = schema.reader(folder, snapshot=True)
    try:
        with engine.connect() as connection, connection.begin():
            chains = Chains(head, public_key, station, hub_key)
            return _prove(connection, Blobs(folder / "blobs"), chains, gone)
    except OperationalError as error:
        # What is asked is the same each time: if it cannot be asked, the tables are not ours.
        raise Refused("store_unreadable", folder=str(folder)) from error
    finally:
        engine.dispose()


def _prove(connection: sa.Connection, blobs: Blobs, chains: Chains, gone: Collection[str]) -> Proof:
    files = _Files(blobs, gone)
    first = (
        _walk(connection, chains, files)
        or files.fault()
        or _orphan(connection)
        or chains.end()
        or _unguarded(connection, chains)
    )
    return Proof(
        ok=first is None,
        facts=connection.execute(_count).scalar() or 0,
        stations=connection.execute(_stations).scalar() or 0,
        erased=tuple(files.erased.values()),
        awaited=len(files.awaited()),
        first_fault=first,
    )


class _Files:
    """Holds the files that facts name against their names; those in `gone` need not be here.

    What is wrong with one is said when all facts are seen: a later one may have erased it.
    """

    def __init__(self, blobs: Blobs, gone: Collection[str]) -> None:
        self._blobs, self._gone = blobs, gone
        self._faults: dict[str, Fault] = {}
        self._absent: set[str] = set()
        self.erased: dict[str, Erasure] = {}

    def see(self, e: Envelope, *, own: bool) -> None:
        """Take a fact. The files of another station's may still be on their way."""
        if e.type == Erased.__name__ and isinstance(erased := env.decode_fact(e), Erased):
            self.erased.setdefault(erased.blob, Erasure(blob=erased.blob, at=e.at))
        for blob in e.blobs:
            if what := self._wrong(blob.sha256, own=own):
                fault = Fault(station=e.station, epoch=e.epoch, seq=e.seq, what=what)
                self._faults.setdefault(blob.sha256, fault)

    def _wrong(self, sha256: str, *, own: bool) -> str | None:
        if sha256 in self._gone:
            return None
        if self._blobs.holds(sha256):
            return None if self._blobs.intact(sha256) else "blob_damaged"
        if own:
            return "blob_missing"
        self._absent.add(sha256)
        return None

    def fault(self) -> Fault | None:
        """Say the first file that is not as it was named."""
        return next((f for blob, f in self._faults.items() if blob not in self.erased), None)

    def awaited(self) -> set[str]:
        """Return the files that have not come yet."""
        return self._absent - self.erased.keys()


def _walk(connection: sa.Connection, chains: Chains, files: _Files) -> Fault | None:
    for run in runs(connection):
        if not chains.go_on(run):
            fault = _closely(connection, run, chains, files)
            if fault:
                return fault
            continue
        for e in run.envelopes:
            if e.blobs or e.type == Erased.__name__:
                files.see(e, own=chains.own)
    return None


def _closely(connection: sa.Connection, run: Run, chains: Chains, files: _Files) -> Fault | None:
    for found in connection.execute(_rows, {"first": run.first, "last": run.last}):
        row = Row(*found)
        fault = chains.take(row)
        if fault:
            return fault
        files.see(env.decode_envelope(row.envelope), own=chains.own)
    return None


def _unguarded(connection: sa.Connection, chains: Chains) -> Fault | None:
    return chains.fault("guards_missing") if schema.guards_missing(connection) else None


def _orphan(connection: sa.Connection) -> Fault | None:
    row = connection.execute(_lone_seal).first()
    if row is None:
        return None
    return Fault(
        station=readable(row.station),
        epoch=readable(row.epoch),
        seq=row.seq,
        what="sealed_fact_missing",
    )

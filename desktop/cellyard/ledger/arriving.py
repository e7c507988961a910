"""What arrives: batches of any enrolled chain, proven, stored and folded in one transaction."""

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.ledger import batches, facts, leaving, projections
from cellyard.ledger.batches import Batch, Fork
from cellyard.ledger.enrolments import Enrolments
from cellyard.ledger.tables import branch, fact

_chain = sa.and_(fact.c.station == sa.bindparam("station"), fact.c.epoch == sa.bindparam("epoch"))
_held = (
    sa.select(fact.c.hash)
    .where(_chain, fact.c.seq.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(fact.c.seq)
)
_branched = sa.select(branch.c.seq).where(
    branch.c.station == sa.bindparam("station"), branch.c.epoch == sa.bindparam("epoch")
)
_new = insert(branch)
_keep_branch = _new.on_conflict_do_update(
    index_elements=["station", "epoch", "seq", "batch"],
    set_={"recorded": sa.func.max(branch.c.recorded, _new.excluded.recorded)},
)


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """What was new: facts in the order of arrival, and what contradicts the chains that are held:
    the batches that were kept apart. `files` is how many files came.
    """

    facts: tuple[Recorded, ...]
    forks: tuple[Batch, ...] = ()
    files: int = 0

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset(r.envelope.subject for r in self.facts)


def arrive(
    connection: sa.Connection,
    arriving: Sequence[Batch],
    enrolled: Enrolments,
    centre: str,
    *,
    carried: bool = False,
) -> Arrived:
    """Store and fold what is new of these batches, in the transaction that is open.

    A branch that contradicts what is held is kept beside it, as evidence for a person; what was
    `carried` by hand does not say which of both the hub has recorded. Acceptance depends on chain,
    seal and enrolment alone (custody-and-sync.md B): Refused("batch_broken"), ("batch_gap") or
    ("chain_not_enrolled"), and nothing of it is stored.
    """
    new: list[Recorded] = []
    forks: list[Batch] = []
    for batch in arriving:
        try:
            new.extend(_take(connection, batch, enrolled, centre))
        except Fork as fork:
            _keep(connection, fork, recorded=not carried)
            forks.append(fork.batch)
    if new:
        projections.project(connection, new)
    return Arrived(facts=tuple(new), forks=tuple(forks))


def _take(
    connection: sa.Connection, batch: Batch, enrolled: Enrolments, centre: str
) -> list[Recorded]:
    chain = {"station": batch.station, "epoch": batch.epoch}
    within = {**chain, "first": batch.seq, "last": batch.last}
    held = [row.hash for row in connection.execute(_held, within)]
    # What is held was proven when it came: the own facts that come back are only compared.
    if held == [env.fact_hash(content) for content in batch.facts]:
        return []
    key = enrolled.key(*batch.chain)
    if key is None:
        raise Refused("chain_not_enrolled", station=batch.station, epoch=batch.epoch[:8])
    proven = batches.proven(batch, key, centre)
    have = leaving.last(connection, *batch.chain)
    if batch.seq > have + 1 and connection.execute(_branched, chain).first():
        raise Fork(batch, batch.seq, b"")  # goes on where another branch was kept
    fresh = batches.fresh(batch, proven, held, have)
    if not fresh:
        return []
    if batch.seq == have + 1:
        _check_joins(connection, batch, chain)
    new = [(fact.recorded(), fact.content) for fact in fresh]
    facts.append(connection, new)
    facts.append_seal(connection, new[-1][0], batch.seal)
    return [r for r, _ in new]


def _check_joins(connection: sa.Connection, batch: Batch, chain: dict[str, str]) -> None:
    """The hash that a batch begins after is that of the newest fact held."""
    before = {**chain, "first": batch.seq - 1, "last": batch.seq - 1}
    newest = connection.execute(_held, before).scalar() if batch.seq > 1 else batches.NOTHING
    if newest != batch.prev:
        raise Fork(batch, batch.seq, newest or b"")


def _keep(connection: sa.Connection, fork: Fork, *, recorded: bool) -> None:
    batch = fork.batch
    row = {"station": batch.station, "epoch": batch.epoch, "seq": fork.seq}
    content = msgspec.msgpack.encode(tuple(batch))
    connection.execute(_keep_branch, {**row, "batch": content, "recorded": int(recorded)})

"""The hub's own chain in a centre: it is itself a station there, and what it decides is a fact.

A relay's bears the name that the central hub has enrolled it under.
"""

import os
from collections.abc import Callable, Sequence

import sqlalchemy as sa

from cellyard import __version__
from cellyard.domain import envelope as env
from cellyard.domain import ids
from cellyard.domain.envelope import Place
from cellyard.domain.facts import ChainEnd, Entry, StationOpened
from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import feed
from cellyard.hub import tables as t
from cellyard.hub.feed import ChainRow
from cellyard.hub.log import Log
from cellyard.ledger.batches import Proven
from cellyard.ledger.seals import SealingKey

# The newest facts of a subject that the hub knew when it decided (custody-and-sync.md A, After).
Heads = Callable[[str], Sequence[str]]


def knows_nothing(_subject: str) -> Sequence[str]:
    """Say of a subject that nothing is written about it elsewhere."""
    return ()


def begin(connection: sa.Connection, log: Log, key: SealingKey, centre: str, name: str) -> None:
    """Begin a centre: its counter row, and the chain that the hub writes in it."""
    count(connection, centre, name, (ids.HUB, ""))
    open_epoch(connection, log, key, centre, now=0)


def count(connection: sa.Connection, centre: str, name: str, own: tuple[str, str]) -> None:
    """Make the counter row of a centre whose own chain here is `own`."""
    row = {
        "id": centre, "name": name, "origin": os.urandom(16).hex(), "size": 0, "ord": 0,
        "peaks": b"", "station": own[0], "epoch": own[1], "files": 0,
    }  # fmt: skip
    connection.execute(sa.insert(t.centre), row)


def open_epoch(
    connection: sa.Connection, log: Log, key: SealingKey, centre: str, *, now: int
) -> None:
    """Begin a new epoch of the hub's own chain; it goes on where the one before ended."""
    before = connection.execute(
        sa.select(t.centre.c.epoch).where(t.centre.c.id == centre)
    ).scalar_one()
    # Locked: nobody writes on it behind the end that is named here.
    ended = feed.chain(connection, centre, ids.HUB, before, lock=True) if before else None
    epoch = os.urandom(16).hex()
    connection.execute(sa.update(t.centre).where(t.centre.c.id == centre).values(epoch=epoch))
    log.know(connection, centre, ids.HUB, epoch, key.public_key, "")
    continues = ChainEnd(epoch=before, seq=ended.seq, hash=ended.hash.hex()) if ended else None
    opened = StationOpened(public_key=key.public_key, app=__version__, continues=continues)
    record(
        connection, log, key, centre, [Entry(subject=ids.station(ids.HUB), fact=opened)], now=now
    )


def lock(connection: sa.Connection, centre: str) -> None:
    """Keep others from writing on the hub's own chain of a centre meanwhile."""
    feed.known(connection, centre, *_chain(connection, centre), lock=True)


def _chain(connection: sa.Connection, centre: str) -> tuple[str, str]:
    c = t.centre.c
    row = connection.execute(sa.select(c.station, c.epoch).where(c.id == centre)).one()
    return row.station, row.epoch


def record(
    connection: sa.Connection,
    log: Log,
    key: SealingKey,
    centre: str,
    entries: Sequence[Entry],
    *,
    now: int,
    heads: Heads = knows_nothing,
) -> None:
    """Write facts on the hub's own chain of a centre, in the transaction that is open.

    `heads` tells what was known of a battery or a load when it was decided; of a centre that is
    projected, `FlowQuestions.heads` does.
    Refused("relay_not_ready") where a relay does not know yet what the central hub has of it.
    """
    c = t.centre.c
    station, epoch = _chain(connection, centre)
    # Chains before the counter, as a push takes them: nobody waits for each other in a ring.
    head = feed.known(connection, centre, station, epoch, lock=True)
    if station != ids.HUB:
        entries = [*_as_relay(connection, centre, station, key, head), *entries]
    log.hold(connection, centre, [entry.fact for entry in entries])
    counter = sa.select(c.ord, c.epoch).where(c.id == centre).with_for_update()
    now_is = connection.execute(counter).one()
    if now_is.epoch != epoch:  # another process has just begun a new one
        raise Trouble("database_unreachable", why="epoch")
    order = now_is.ord
    place = Place(centre=centre, station=station, epoch=epoch, act=os.urandom(16).hex(), at=now)
    prev, written = head.hash, list[Proven]()
    newest: dict[str, tuple[str, ...]] = {}
    for n, entry in enumerate(entries, 1):
        seq, order_, after = head.seq + n, order + n, newest.get(entry.subject)
        after = after or tuple(heads(entry.subject))
        content = env.composed(entry, place, seq=seq, prev=prev.hex(), order=order_, after=after)
        prev, newest[entry.subject] = env.fact_hash(content), (env.ref(station, epoch, seq),)
        written.append(Proven(env.decode_envelope(content), prev, content))
    log.store(connection, centre, written, [(written[-1], key.seal(prev))])


def _as_relay(
    connection: sa.Connection, centre: str, station: str, key: SealingKey, head: ChainRow
) -> list[Entry]:
    """Return what a relay writes before anything else: its first fact, once.

    It writes when it has followed the central hub: that knows it, and what it has of it.
    """
    u = t.upstream.c
    cursor = connection.execute(sa.select(u.cursor).where(u.centre == centre)).scalar()
    if not (head.relay and cursor):
        raise Refused("relay_not_ready")
    opened = StationOpened(public_key=key.public_key, app=__version__)
    return [] if head.seq else [Entry(subject=ids.station(station), fact=opened)]

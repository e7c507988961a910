"""A relay: a hub of one centre on a PC of its network, enrolled at the central one, that forwards.

It keeps every fact in a log of its own, with its own positions and origin, and hands it on both
ways. Stations pin the central hub's key for facts, and the relay's for what it answers.
"""

import os
import threading
from collections.abc import Callable, Sequence

import msgspec
import sqlalchemy as sa

from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import feed, own_chain
from cellyard.hub import tables as t
from cellyard.hub import upstream as up
from cellyard.hub.door import Hub
from cellyard.hub.relay_files import Files
from cellyard.hub.upstream import Upstream
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import NOTHING, Batch
from cellyard.ledger.leaving import ChainHead
from cellyard.sync import enrolling
from cellyard.sync import messages as m
from cellyard.sync.asking import Asking
from cellyard.sync.checkpoint import Cursor
from cellyard.sync.pace import PIECE, Pace
from cellyard.sync.round import Outcome, Round
from cellyard.sync.wire import Carry

# How often it is looked for what is new on either side; also how late a station may see it, in s.
EVERY_S = 2.0


def join(hub: Hub, carry: Carry, url: str, name: str, code: str) -> Upstream:
    """Enrol a new, empty hub as a relay at a central one; it forwards once it is opened again.

    Refused("relay_has_centres") for a hub that serves one already, and as `sync.enrolling.enrol`.
    """
    with hub.store.reading() as connection:
        if connection.execute(sa.select(t.centre.c.id)).first():
            raise Refused("relay_has_centres")
    wanted = m.Enrol(
        code=code,
        centre="",
        station=name,
        epoch=os.urandom(16).hex(),
        seal_key=hub.key.public_key,
        box_key=hub.box_key,
    )
    answer = enrolling.enrol(carry, hub.key, wanted)
    found = Upstream(
        centre=answer.centre,
        station=name,
        epoch=wanted.epoch,
        url=url,
        hub_key=answer.hub_key,
        hub_box_key=answer.hub_box_key,
    )
    with hub.store.writing() as connection:
        _begin(connection, hub, found)
    return found


def _begin(connection: sa.Connection, hub: Hub, to: Upstream) -> None:
    own_chain.count(connection, to.centre, "", (to.station, to.epoch))
    kept = msgspec.structs.asdict(to)
    del kept["station"], kept["epoch"]
    connection.execute(
        sa.insert(t.upstream), {**kept, "cursor": b"", "origin": "", "brought": 0, "fetched": 0}
    )
    hub.log.know(connection, to.centre, to.station, to.epoch, hub.key.public_key, hub.box_key)


class _Shelf:
    """The log of a relay as a round with the central hub sees it."""

    def __init__(self, hub: Hub, to: Upstream) -> None:
        self._hub, self._centre = hub, to.centre
        self._chain = (to.station, to.epoch)
        self.app = hub.app

    def now(self) -> int:
        return self._hub.clock()

    def head(self) -> ChainHead:
        with self._hub.store.reading() as connection:
            own = feed.known(connection, self._centre, *self._chain)
        return ChainHead(*self._chain, own.seq, own.hash)

    def hash_at(self, seq: int) -> bytes | None:
        station, epoch = self._chain
        at = {"centre": self._centre, "station": station, "epoch": epoch, "first": seq, "last": seq}
        with self._hub.store.reading() as connection:
            found = connection.execute(feed.held, at).scalar() if seq else NOTHING
        return bytes(found) if found else None

    def heads(self) -> Sequence[ChainHead]:
        with self._hub.store.reading() as connection:
            held = feed.heads(connection, self._centre)
        return [ChainHead(h.station, h.epoch, h.seq, bytes.fromhex(h.hash)) for h in held]

    def errands(self) -> Sequence[ChainHead]:
        """What the central hub has not: everything else has come back in its feed."""
        c = t.chain.c
        wanted = sa.select(c.station, c.epoch, c.seq, c.hash).where(
            c.centre == self._centre, c.seq > c.recorded
        )
        with self._hub.store.reading() as connection:
            rows = connection.execute(wanted).all()
        return [ChainHead(r.station, r.epoch, r.seq, bytes(r.hash)) for r in rows]

    def batches(self, station: str, epoch: str, first: int, most: int) -> Sequence[Batch]:
        found: list[Batch] = []
        chain = (station, epoch)
        with self._hub.store.reading() as connection:
            while most > 0 and (
                one := feed.batch(connection, self._centre, chain, first, min(most, PIECE))
            ):
                found.append(one)
                first, most = one.last + 1, most - len(one.facts)
        return found

    def cursor(self) -> Cursor:
        with self._hub.store.reading() as connection:
            return up.cursor(connection, self._centre)

    def apply(self, batches: Sequence[Batch], cursor: Cursor) -> Arrived:
        # A page is of many chains, where a push locks one before the counter: PostgreSQL may break
        # it off for a push under way, and it is taken with the next round.
        with self._hub.store.writing() as connection:
            new = self._hub.log.take(connection, self._centre, batches)
            up.keep(connection, self._centre, cursor)
        return Arrived(facts=tuple(new))


def forward(hub: Hub, carry: Carry, pace: Pace | None = None) -> Outcome:
    """Do one round of a relay with its central hub; raises Trouble or Refused."""
    to = hub.upstream
    if to is None:
        raise Refused("relay_not_one")
    asking = Asking(carry, hub.key, (to.station, to.epoch), to.hub_key)
    shelf = _Shelf(hub, to)
    outcome = Round(shelf, asking, pace or Pace(), to.hub_key, own_comes_back=True).run()
    Files(hub.store, to.centre, asking).carry(outcome.origin, outcome.files)
    return outcome


class Forwarding:
    """Rounds with the central hub, one after the other, on a thread of its own.

    `told` hears what stands in the way, None for nothing; the relay goes on all the same.
    """

    def __init__(
        self, hub: Hub, carry: Carry, told: Callable[[Refused | Trouble | None], None]
    ) -> None:
        self._hub, self._carry, self._told = hub, carry, told
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="forwarding", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join(5)

    def _run(self) -> None:
        pace = Pace()
        while not self._ending.wait(self._round(pace)):
            pass

    def _round(self, pace: Pace) -> float:
        try:
            forward(self._hub, self._carry, pace)
        except (Trouble, Refused) as no:
            self._told(no)
            return pace.wait()
        pace.rested()
        self._told(None)
        return EVERY_S

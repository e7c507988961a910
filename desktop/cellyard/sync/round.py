"""One round with a hub: hello, send what it has not, take what is new, then the files."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol
from urllib.parse import quote, urlencode

import msgspec

from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused, Trouble
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import Batch
from cellyard.ledger.leaving import ChainHead
from cellyard.sync import bundle, checkpoint
from cellyard.sync import messages as m
from cellyard.sync.asking import Answered, Asking, as_trouble, decoded
from cellyard.sync.checkpoint import Checkpoint, Cursor, Place
from cellyard.sync.pace import Pace

TOO_LARGE = 413
_Chain = tuple[str, str]
# What a hub says of another's chain that it keeps as evidence, or does not know yet.
_APART: frozenset[m.Error] = frozenset(("fork", "revoked"))
_NOT_YET: frozenset[m.Error] = frozenset(("not_enrolled", "gap"))


class Shelf(Protocol):
    """The store that is kept in step, as a round sees it."""

    @property
    def app(self) -> str: ...

    def head(self) -> ChainHead:
        """The newest own fact."""
        ...

    def heads(self) -> Sequence[ChainHead]:
        """How far each chain is held."""
        ...

    def hash_at(self, seq: int) -> bytes | None:
        """The hash of an own fact; None for one that is not here."""
        ...

    def batches(self, station: str, epoch: str, first: int, most: int) -> Sequence[Batch]:
        """About `most` facts of a chain from `first` on, in small pieces with a seal each."""
        ...

    def errands(self) -> Sequence[ChainHead]:
        """Chains with facts that came by another way than the feed: the hub may lack them."""
        ...

    def cursor(self) -> Cursor: ...

    def apply(self, batches: Sequence[Batch], cursor: Cursor) -> Arrived:
        """Store and fold what arrives together with the cursor, durable when it returns."""
        ...

    def now(self) -> int:
        """The wall clock in ms."""
        ...


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did, in facts. `skew` is how far the own clock is ahead of the hub's, in ms.

    `acked` is the newest own fact that the hub has, `recorded` the newest that the central one
    has: what lies between a relay has been handed. `files` is the number of the newest file that
    the hub of the log `origin` has; `left`: files are on their way, another round takes them.
    """

    sent: int
    received: int
    acked: int
    recorded: int
    unsent: int
    skew: int
    central: bool
    requests: int
    origin: str
    files: int
    left: bool = False


class Round:
    """One round. Trouble is retried by whoever asked for it; Refused is for a person.

    `reply_key` (hex) is whose checkpoints are believed: the hub's that is asked. `own_comes_back`:
    own facts that are not here are taken from the feed, as a relay does whose store was restored.
    """

    def __init__(
        self,
        shelf: Shelf,
        asking: Asking,
        pace: Pace,
        reply_key: str,
        *,
        own_comes_back: bool = False,
    ) -> None:
        self._shelf, self._asking, self._pace, self._reply_key = shelf, asking, pace, reply_key
        self._own_comes_back = own_comes_back
        self._cursor = shelf.cursor()
        self._head = shelf.head()
        self._sent = self._received = self._requests = 0
        self._upto = 0

    def run(self) -> Outcome:
        """Do all of it; raises Trouble or Refused. What was done until then stays done."""
        try:
            welcome = self._hello()
            self._check_own(welcome)
            # First what only this station has: whatever else the hub denies, that may always come.
            self._send(self._head.station, self._head.epoch, welcome.acked, welcome.limits)
            if self._cursor.origin != welcome.origin or welcome.common < self._cursor.place.size:
                self._rewind(welcome)
                self._offer(self._shelf.heads(), welcome.limits)
                # Kept even where no page follows: what has been offered is not offered again.
                self._shelf.apply((), self._cursor)
            else:
                self._offer(self._shelf.errands(), welcome.limits)
            self._follow()
        except Answered as no:
            if no.failed.error == "upgrade":
                self._send_all_the_same(no.failed)
            raise as_trouble(no) from no
        return Outcome(
            sent=self._sent,
            received=self._received,
            acked=self._cursor.acked,
            recorded=self._cursor.acked if welcome.central else welcome.recorded,
            unsent=max(0, self._shelf.head().seq - self._cursor.acked),
            skew=welcome.skew,
            central=welcome.central,
            requests=self._requests,
            origin=welcome.origin,
            files=welcome.files,
        )

    # --- hello ----------------------------------------------------------------------------------

    def _hello(self) -> m.Welcome:
        head, cursor = self._head, self._cursor
        hello = m.Hello(
            oldest=m.OLDEST,
            newest=m.NEWEST,
            app=self._shelf.app,
            seq=head.seq,
            hash=head.hash.hex(),
            clock=self._shelf.now(),
            origin=cursor.origin,
            here=_seen(cursor.place),
            earlier=tuple(_seen(place) for place in cursor.earlier),
            unsent=max(0, head.seq - cursor.acked),
        )
        self._requests += 1
        welcome = self._asking.send("POST", "/v1/hello", hello, m.Welcome)
        self._believed(welcome.checkpoint, welcome.origin)
        self._asking.nonce = welcome.nonce
        self._upto = welcome.checkpoint.size
        return welcome

    def _check_own(self, welcome: m.Welcome) -> None:
        """What the hub has of the own chain is what stands here, or somebody wrote in our name.

        Then this store was set back, or copied: what may differ goes once more, and the hub keeps
        it as evidence; nothing else is sent or taken.
        """
        held = self._shelf.hash_at(welcome.acked)
        if held is None and self._own_comes_back:
            self._cursor = msgspec.structs.replace(self._cursor, acked=self._head.seq)
            return
        if held is None or held.hex() != welcome.hash:
            known = min(self._cursor.acked, self._head.seq)
            self._send(self._head.station, self._head.epoch, known, welcome.limits)
            raise Refused("station_goes_on_elsewhere")
        self._cursor = msgspec.structs.replace(self._cursor, acked=welcome.acked)

    def _send_all_the_same(self, said: m.Failed) -> None:
        """No version is common: what only this station has is safer at the hub until it is updated.

        Nothing else is taken or told; what the hub says to it changes nothing.
        """
        held = self._shelf.hash_at(said.have)
        if said.nonce and held is not None and held.hex() == said.hash:
            self._asking.nonce = said.nonce
            with suppress(Answered):
                self._send(self._head.station, self._head.epoch, said.have, m.Limits())

    def _believed(self, found: Checkpoint | None, origin: str) -> Checkpoint:
        if found is None or found.origin != origin or not checkpoint.holds(found, self._reply_key):
            raise Trouble("no_route_to_hub")
        return found

    def _rewind(self, welcome: m.Welcome) -> None:
        """Go back to the last place that both logs have.

        A hub that was restored from a backup begins a new origin; every station is its backup.
        """
        before = self._cursor
        places = (before.place, *before.earlier, Place())
        common = next(p for p in places if p.size <= welcome.common)
        earlier = tuple(p for p in before.earlier if p.size < common.size)
        self._cursor = msgspec.structs.replace(
            before, origin=welcome.origin, place=common, earlier=earlier, checkpoint=None, apart=()
        )

    # --- out ------------------------------------------------------------------------------------

    def _offer(self, held: Sequence[ChainHead], limits: m.Limits) -> None:
        """Send what the hub has not of the chains of others; it may keep one apart for a person."""
        own = (self._head.station, self._head.epoch)
        known = {(station, epoch): seq for station, epoch, seq in self._cursor.apart}
        new = [h for h in held if h[:2] != own and h.seq > known.get(h[:2], 0)]
        if not new:
            return
        self._requests += 1
        body = self._asking.ask("GET", "/v1/heads")
        has = {(h.station, h.epoch): h.seq for h in decoded(body, list[m.Head])}
        apart = dict(known)
        # The hub's own facts first: they say who is enrolled. Relays say so, too: what was not
        # known yet is offered again behind them, as long as that brings something.
        left, before = sorted(new, key=lambda h: (h.station != HUB, h.station)), len(new) + 1
        while left and len(left) < before:
            before = len(left)
            left = [h for h in left if not self._taken(h, has, apart, limits)]
        if apart != known:
            kept = tuple((*chain, seq) for chain, seq in apart.items())
            self._cursor = msgspec.structs.replace(self._cursor, apart=kept)
            self._shelf.apply((), self._cursor)

    def _taken(
        self, head: ChainHead, has: dict[_Chain, int], apart: dict[_Chain, int], limits: m.Limits
    ) -> bool:
        """Send another's chain; False where the hub does not know it, or what is before it, yet."""
        try:
            self._send(*head[:2], has.get(head[:2], 0), limits)
        except Answered as no:
            if no.failed.error in _NOT_YET:
                return False
            if no.failed.error not in _APART:
                raise
            apart[head[:2]] = head.seq
        return True

    def _send(self, station: str, epoch: str, acked: int, limits: m.Limits) -> None:
        """Send a chain from behind what the hub has of it."""
        first = acked + 1
        own = (station, epoch) == (self._head.station, self._head.epoch)
        while batches := self._shelf.batches(station, epoch, first, self._pace.facts):
            path = f"/v1/log/{quote(station, safe='')}/{epoch}?from={first}"
            self._requests += 1
            try:
                body = self._asking.ask("PUT", path, bundle.packed(batches), bundle.MEDIA)
            except Answered as no:
                if no.status == TOO_LARGE and self._pace.too_large():
                    continue
                if no.failed.error == "gap" and no.failed.have < first - 1:
                    first = no.failed.have + 1
                    continue
                raise
            answer = decoded(body, m.Acked)
            self._pace.went_through(limits.facts)
            self._sent += sum(len(batch.facts) for batch in batches)
            self._upto = max(self._upto, answer.size)
            first = max(answer.acked, batches[-1].last) + 1
            if own:
                self._cursor = msgspec.structs.replace(self._cursor, acked=answer.acked)

    # --- in -------------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Take the feed page by page, each stored with its place in one transaction."""
        while self._cursor.place.size < self._upto:
            query = urlencode({"after": self._cursor.place.size, "limit": self._pace.facts})
            self._requests += 1
            body = self._asking.ask("GET", f"/v1/feed?{query}", expects=bundle.MEDIA)
            page = bundle.read(body)
            place = checkpoint.grown(self._cursor.place, checkpoint.hashes(page.batches))
            ended = self._believed(page.checkpoint, self._cursor.origin)
            # It has said that there is more: an empty page is no answer.
            if not page.batches or (place.size, place.root) != (ended.size, ended.root):
                raise Trouble("hub_log_differs")
            cursor = checkpoint.moved(self._cursor, place, ended)
            cursor = msgspec.structs.replace(cursor, back=self._back(page.batches))
            arrived = self._shelf.apply(page.batches, cursor)
            self._received += len(arrived.facts)
            self._cursor = cursor

    def _back(self, batches: Sequence[Batch]) -> int:
        own = (self._head.station, self._head.epoch)
        return max(self._cursor.back, *(b.last for b in batches if b.chain == own), 0)


def _seen(place: Place) -> m.Seen:
    return m.Seen(size=place.size, root=place.root)

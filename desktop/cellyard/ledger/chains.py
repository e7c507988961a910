"""Proving chains: fact after fact in the order of arrival, without remembering any."""

from itertools import count as count_from
from itertools import repeat
from operator import attrgetter, eq, lt
from typing import NamedTuple

import msgspec

from cellyard.domain import envelope as env
from cellyard.domain import ids
from cellyard.domain.envelope import Envelope
from cellyard.domain.facts import ChainEnd, Enrolled, StationOpened
from cellyard.ledger import seals
from cellyard.ledger.head import Head
from cellyard.ledger.runs import Run, Seal

# What says something about chains: it is looked at by itself.
_SPECIAL = frozenset({StationOpened.__name__, Enrolled.__name__})
_link, _order, _type = attrgetter("seq", "prev", "centre"), attrgetter("order"), attrgetter("type")


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """The first thing that is not as it was written."""

    station: str
    epoch: str
    seq: int
    what: str


class Row(NamedTuple):
    """A fact as the store holds it, texts as bytes, with its seal if it has one."""

    station: bytes
    epoch: bytes
    type: bytes
    subject: bytes
    pos: int
    seq: int
    ord: int
    at: int
    hash: bytes
    envelope: bytes
    sealed: bytes | None
    signature: bytes | None

    def fault(self, what: str) -> Fault:
        return Fault(
            station=readable(self.station), epoch=readable(self.epoch), seq=self.seq, what=what
        )


def readable(spoiled: bytes | None) -> str:
    """Return a text column as text, whatever became of it."""
    return (spoiled or b"").decode(errors="replace")


class _Chain:
    """How far one chain has been proven; `own` when it was written in this store."""

    def __init__(self) -> None:
        self.seq = 0
        self.prev = env.NO_PREVIOUS
        self.order = 0
        self.covered = 0
        self.key = ""
        self.own = False


class Chains:
    """Takes the rows of a store one by one, and says the first that is not as it was written.

    `own` tells whether what was taken last was written in this store: what comes back of an epoch
    that was left has its files on their way, like that of others.

    The own chain begins the store; it needs nobody's word. Every other one is enrolled before its
    first fact arrives: by the hub's own chain, whose key is pinned, or by a relay that it has
    enrolled. `head` is what the plain file beside the store remembers; `public_key` and `station`
    are the own key and name, `hub_key` that of the hub (hex), if known.
    """

    def __init__(
        self,
        head: Head | None,
        public_key: str | None,
        station: str = "",
        hub_key: str | None = None,
    ) -> None:
        self._head = head
        self._station = station
        self._public_key = public_key
        self._hub_key = hub_key
        self._chains: dict[tuple[str, str], _Chain] = {}
        self._enrolled: dict[tuple[str, str], Enrolled] = {}
        self._newest = ("", "")
        self._centre = ""
        self._pos = 0
        self._order = 0
        self.own = False

    def take(self, row: Row) -> Fault | None:
        """Prove the next row in the order of `pos`."""
        what = self._fault(row)
        return row.fault(what) if what else None

    def go_on(self, run: Run) -> bool:
        """Take a run at once where each chain goes on as it should; False takes nothing of it."""
        if not run.envelopes:
            return False
        first, count = run.envelopes[0], len(run.envelopes)
        name = (first.station, first.epoch)
        chain = self._chains.get(name)
        if chain is None or first.seq == 1 or self._left(name, chain):
            return False
        hashes = list(map(bytes.hex, run.hashes))
        wanted = zip(count_from(chain.seq + 1), [chain.prev, *hashes], repeat(self._centre))
        orders = list(map(_order, run.envelopes))
        if name == self._newest:
            rising = orders == list(range(self._order + 1, self._order + 1 + count))
        else:
            rising = all(map(lt, [chain.order, *orders], orders))
        if (
            (run.first, run.last) != (self._pos + 1, self._pos + count)
            or not all(map(eq, map(_link, run.envelopes), wanted))
            or not rising
            or not _SPECIAL.isdisjoint(map(_type, run.envelopes))
            or not all(self._sealed(run, seal, chain) for seal in run.seals)
            or not self._head_within(name, first.seq, hashes)
        ):
            return False
        self._pos, self.own = run.last, name == self._newest
        chain.seq, chain.prev, chain.order = first.seq + count - 1, hashes[-1], orders[-1]
        chain.covered = max((seal.seq for seal in run.seals), default=chain.covered)
        self._order = max(self._order, chain.order)
        return True

    def _sealed(self, run: Run, seal: Seal, chain: _Chain) -> bool:
        hash_ = run.hashes[seal.seq - run.envelopes[0].seq]
        return seal.hash == hash_ and seals.holds(chain.key, hash_, seal.signature)

    def _head_within(self, name: tuple[str, str], first: int, hashes: list[str]) -> bool:
        head = self._head
        if not head or head.epoch != name[1] or not first <= head.seq < first + len(hashes):
            return True
        return head.hash == hashes[head.seq - first]

    def end(self) -> Fault | None:
        """Say what is missing when all rows were taken."""
        for (station, epoch), chain in self._chains.items():
            if chain.covered != chain.seq:
                return Fault(station=station, epoch=epoch, seq=chain.seq, what="not_sealed")
        _, chain = self._own()
        if self._head and self._chains and self._newest[1] != self._head.epoch:
            what = "chain_unknown"
        elif self._head is None:
            what = "head_missing" if chain.seq else ""
        else:
            what = "newest_fact_missing" if chain.seq < self._head.seq else ""
        if not what and self._public_key and not chain.seq:
            what = "chain_not_opened"
        return self.fault(what) if what else None

    def fault(self, what: str) -> Fault:
        """Say what is wrong with the own chain as a whole, at its newest fact."""
        station, chain = self._own()
        epoch, seq = (self._head.epoch, self._head.seq) if self._head else ("", chain.seq)
        return Fault(station=station, epoch=epoch, seq=seq, what=what)

    def _own(self) -> tuple[str, _Chain]:
        station, epoch = self._newest
        if (station, epoch) in self._chains and (not self._head or self._head.epoch == epoch):
            return station, self._chains[station, epoch]
        return station or self._station, _Chain()

    def _fault(self, row: Row) -> str | None:
        if type(row.envelope) is not bytes or env.fact_hash(row.envelope) != row.hash:
            return "hash_differs"
        try:
            row.envelope.decode()  # the payload too: decoding the envelope passes over it
            e = env.decode_envelope(row.envelope)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return "envelope_unreadable"
        if not written_so(e, row.envelope):
            return "envelope_unreadable"
        if not _copies_agree(e, row):
            return "copy_differs"
        return self._in_chain(e, row)

    def _in_chain(self, e: Envelope, row: Row) -> str | None:
        name = (e.station, e.epoch)
        chain = self._chains.setdefault(name, _Chain())
        self._pos += 1
        follows = (e.seq, e.prev) == (chain.seq + 1, chain.prev) and e.order > chain.order
        if row.pos != self._pos or not follows:
            return "chain_broken"
        what = self._opening(e, chain) if e.seq == 1 else self._going_on(e, chain)
        # What is written here stands after all that was known here: its logical clock says so.
        if not what and name == self._newest and e.order != self._order + 1:
            return "chain_broken"
        what = what or self._seal(row, chain) or self._remembered(e, row)
        self.own = name == self._newest
        chain.seq, chain.prev, chain.order = e.seq, row.hash.hex(), e.order
        self._order = max(self._order, e.order)
        return what

    def _opening(self, e: Envelope, chain: _Chain) -> str | None:
        opened = env.decode_fact(e)
        if not isinstance(opened, StationOpened) or e.subject != ids.station(e.station):
            return "chain_not_opened"
        if self._centre not in ("", e.centre):
            return "chain_broken"
        self._centre, chain.key = e.centre, opened.public_key
        if e.station == ids.HUB or (e.station, e.epoch) in self._enrolled:
            return self._arriving(e, opened)
        chain.own = True
        return self._own_opening(e, opened)

    def _arriving(self, e: Envelope, opened: StationOpened) -> str | None:
        """Another's chain: it is sealed by the key that it is enrolled with, the hub's by its own.

        The key of a hub that nobody has told us is that of its first chain here.
        """
        if e.station != ids.HUB:
            wanted = self._enrolled[e.station, e.epoch].seal_key
        else:
            wanted = self._hub_key = self._hub_key or opened.public_key
        return None if opened.public_key == wanted else "key_differs"

    def _own_opening(self, e: Envelope, opened: StationOpened) -> str | None:
        if not self._goes_on(e, opened):
            return "chain_unknown"
        ours = self._head is None or self._head.epoch == e.epoch
        if ours and self._public_key not in (None, opened.public_key):
            return "key_differs"
        self._newest = (e.station, e.epoch)
        return None

    def _goes_on(self, e: Envelope, opened: StationOpened) -> bool:
        """Tell whether a chain is the first one, or goes on where the own epoch before it ended."""
        station, epoch = self._newest
        if not epoch:
            return opened.continues is None
        before = self._chains[station, epoch]
        end = ChainEnd(epoch=epoch, seq=before.seq, hash=before.prev)
        # None goes on from the epoch that is written now: so nobody else's can be put behind it.
        over = self._head is None or self._head.epoch != epoch
        return over and (e.station, opened.continues) == (station, end)

    def _going_on(self, e: Envelope, chain: _Chain) -> str | None:
        name = (e.station, e.epoch)
        left = self._left(name, chain)
        if e.type == StationOpened.__name__ or left or e.centre != self._centre:
            return "chain_broken"
        if e.type == Enrolled.__name__ and self._may_enrol(name):
            enrolled = env.decode_fact(e)
            if isinstance(enrolled, Enrolled):
                self._enrolled.setdefault((enrolled.station, enrolled.epoch), enrolled)
        return None

    def _left(self, name: tuple[str, str], chain: _Chain) -> bool:
        """Tell whether an epoch was left: it is written here no more, and may still arrive, once
        enrolled.
        """
        return chain.own and name != self._newest and name not in self._enrolled

    def _may_enrol(self, name: tuple[str, str]) -> bool:
        relay = self._enrolled.get(name)
        return name[0] == ids.HUB or (relay is not None and relay.relay)

    def _seal(self, row: Row, chain: _Chain) -> str | None:
        if row.sealed is None or row.signature is None:
            return None
        chain.covered = row.seq
        holds = row.sealed == row.hash and seals.holds(chain.key, row.hash, row.signature)
        return None if holds else "seal_differs"

    def _remembered(self, e: Envelope, row: Row) -> str | None:
        head = self._head
        if head and (head.epoch, head.seq) == (e.epoch, e.seq) and head.hash != row.hash.hex():
            return "head_differs"
        return None


def written_so(e: Envelope, content: bytes) -> bool:
    """Tell whether these are the bytes of the envelope.

    One envelope has one form of bytes: nothing is hidden in a doubled or an unknown field.
    """
    return e.v == env.VERSION and env.encode(e) == content


def _copies_agree(e: Envelope, row: Row) -> bool:
    texts = (row.station, row.epoch, row.type, row.subject)
    copies = (e.station, e.epoch, e.type, e.subject)
    numbers = (row.seq, row.ord, row.at)
    return texts == tuple(c.encode() for c in copies) and numbers == (e.seq, e.order, e.at)

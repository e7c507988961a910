"""A station that is nothing but its chain: it writes facts of no meaning and asks a hub."""

import copy
import os
import threading
from urllib.parse import quote

import msgspec

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Place
from cellyard.domain.facts import Entry, StationOpened
from cellyard.ledger.batches import NOTHING, Batch
from cellyard.ledger.seals import SealingKey
from cellyard.sync import bundle, enrolling
from cellyard.sync import messages as m
from cellyard.sync.asking import Asking
from cellyard.sync.bundle import Bundle
from cellyard.sync.wire import Carry

_FACT = StationOpened(public_key="00" * 32, app="test")


class BareChain:
    """`carry` is what its requests go through; the nonce comes with `hello`."""

    def __init__(self, name: str, centre: str = "") -> None:
        self.name, self.centre = name, centre
        self.epoch = os.urandom(16).hex()
        self.key = SealingKey(os.urandom(32))
        self.seq, self.prev = 0, NOTHING
        self._asking: Asking | None = None

    @property
    def asking(self) -> Asking:
        assert self._asking
        return self._asking

    def enrol(self, carry: Carry, code: str) -> m.Enrolment:
        wanted = self.wanted(code)
        answer = enrolling.enrol(carry, self.key, wanted)
        self.centre = answer.centre
        self._asking = Asking(carry, self.key, (self.name, self.epoch), answer.hub_key)
        return answer

    def through(self, carry: Carry) -> "BareChain":
        """Return the same station, asking by another way."""
        other = copy.copy(self)
        other._asking = Asking(carry, self.key, (self.name, self.epoch), self.asking._hub_key)
        other._asking.nonce = self.asking.nonce
        return other

    def wanted(self, code: str) -> m.Enrol:
        return m.Enrol(
            code=code, centre=self.centre, station=self.name, epoch=self.epoch,
            seal_key=self.key.public_key, box_key="11" * 32,
        )  # fmt: skip

    def write(self, count: int) -> Batch:
        """Return the next facts as a sealed batch."""
        place = Place(
            centre=self.centre, station=self.name, epoch=self.epoch, act="00" * 16, at=1_000
        )
        first, before, facts = self.seq + 1, self.prev, list[bytes]()
        for _ in range(count):
            self.seq += 1
            entry = Entry(subject=f"station/{self.name}", fact=_FACT)
            prev = self.prev.hex()
            facts.append(env.composed(entry, place, seq=self.seq, prev=prev, order=self.seq))
            self.prev = env.fact_hash(facts[-1])
        return Batch(self.name, self.epoch, first, before, tuple(facts), self.key.seal(self.prev))

    def hello(self, **said: object) -> m.Welcome:
        hello = m.Hello(
            oldest=m.OLDEST,
            newest=m.NEWEST,
            app="test",
            seq=self.seq,
            hash=self.prev.hex(),
            clock=0,
        )
        hello = msgspec.structs.replace(hello, **said)
        welcome = self.asking.send("POST", "/v1/hello", hello, m.Welcome)
        self.asking.nonce = welcome.nonce
        return welcome

    def push(self, batch: Batch) -> m.Acked:
        path = f"/v1/log/{quote(batch.station)}/{batch.epoch}?from={batch.seq}"
        body = self.asking.ask("PUT", path, bundle.packed([batch]), bundle.MEDIA)
        return msgspec.json.decode(body, type=m.Acked)

    def page(self, after: int = 0, limit: int = 500, wait: int = 0) -> Bundle:
        path = f"/v1/feed?after={after}&limit={limit}" + (f"&wait={wait}" if wait else "")
        return bundle.read(self.asking.ask("GET", path, expects=bundle.MEDIA))

    def all(self) -> list[tuple[str, int]]:
        """Return station and number of every fact in the feed, in its order."""
        found, after = list[tuple[str, int]](), 0
        while batches := self.page(after).batches:
            for b in batches:
                found.extend((b.station, b.seq + n) for n in range(len(b.facts)))
            after = len(found)
        return found


def at_once(*works) -> None:
    """Do several things at once; raises what one of them raised."""
    raised: list[BaseException] = []

    def do(work) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a thread's mouth
            raised.append(error)

    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]

"""A network as bad as its dice say: what carries requests between stations and a hub, or does not.

Requests are lost, kept and delivered late, delivered twice, spoiled; replies are lost after the hub
has done its part, cut, or an old one comes instead. Lines can be down for a while.
"""

import random
from collections import Counter, deque
from collections.abc import Callable

import msgspec

from cellyard.domain.refusals import Trouble
from cellyard.sync.wire import Carry, Reply, Request

NO_ROUTE = "no_route_to_hub"
REMEMBERED = 80
_with = msgspec.structs.replace


class BadNetwork:
    """`answer` is the hub; `meanwhile` is called while a request is under way."""

    def __init__(self, dice: random.Random, answer: Carry, meanwhile: Callable[[], None]) -> None:
        self._dice, self._answer, self._meanwhile = dice, answer, meanwhile
        self._asked: deque[Request] = deque(maxlen=REMEMBERED)
        self._answered: deque[Reply] = deque(maxlen=REMEMBERED)
        self.down: set[str] = set()
        self.good = False
        self.faults: Counter[str] = Counter()

    def line(self, station: str) -> Carry:
        """Return what carries the requests of a station."""
        return lambda request: self._carry(station, request)

    def _carry(self, station: str, request: Request) -> Reply:
        if self.good:
            return self._answer(request)
        if station in self.down:
            self.faults["partition"] += 1
            raise Trouble(NO_ROUTE)
        self._meanwhile()
        self._asked.append(request)
        if self._chance("replayed late", 0.08):
            self._answer(self._dice.choice(self._asked))
        if self._chance("request lost", 0.04) or self._chance("delivered late", 0.03):
            raise Trouble(NO_ROUTE)
        if self._chance("request spoiled", 0.02):
            return self._answer(_with(request, body=self._spoiled(request.body)))
        reply = self._answer(request)
        if self._chance("delivered twice", 0.06):
            reply = self._dice.choice([reply, self._answer(request)])
        return self._back(reply)

    def _back(self, reply: Reply) -> Reply:
        self._answered.append(reply)
        if self._chance("reply lost", 0.06):
            raise Trouble(NO_ROUTE)
        if self._chance("old reply", 0.02):
            return self._dice.choice(self._answered)
        if self._chance("reply spoiled", 0.02):
            return _with(reply, body=self._spoiled(reply.body))
        return reply

    def _spoiled(self, body: bytes) -> bytes:
        if not body or self._dice.random() < 0.3:
            return body[: self._dice.randrange(len(body) + 1)] + b"\0"
        at = self._dice.randrange(len(body))
        return body[:at] + bytes([body[at] ^ (1 << self._dice.randrange(8))]) + body[at + 1 :]

    def _chance(self, fault: str, share: float) -> bool:
        happens = self._dice.random() < share
        self.faults[fault] += happens
        return happens

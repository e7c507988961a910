"""How often anybody may ask: plenty for a station that catches up, little for who only knocks."""

import time
from collections.abc import Hashable

# Names that are kept: who wants to be forgotten must ask as ten thousand others first.
MOST = 10_000


class Rates:
    """So many at once, then so many a second for as long as anybody likes. Of one process."""

    def __init__(self, burst: float, a_second: float) -> None:
        self._burst, self._a_second = burst, a_second
        self._left: dict[Hashable, tuple[float, float]] = {}

    def wait(self, who: Hashable, *, cost: float = 1.0) -> float:
        """Return 0 when it is who's turn, else how long to wait, in s."""
        now = time.monotonic()
        left, at = self._left.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._a_second)
        turn = left >= 1
        self._left[who] = (left - cost if turn else left, now)
        if len(self._left) > MOST:
            del self._left[next(iter(self._left))]  # whoever has not asked for the longest
        return 0.0 if turn else (1 - left) / self._a_second


class Crowd:
    """Who may ask now, of all that ask: `who` is an address and the name that is claimed there.

    A name that has proven itself is not kept waiting for what others try from its address: a whole
    centre may stand behind one.
    """

    def __init__(self) -> None:
        self._asked = Rates(1000, 100)
        self._strangers = Rates(120, 2)
        self._proven: dict[Hashable, None] = {}

    def wait(self, who: tuple[str, str, str]) -> float:
        """Return 0 when it is who's turn, else how long to wait, in s."""
        strange = 0.0 if who in self._proven else self._strangers.wait(who[0], cost=0)
        return strange or self._asked.wait(who)

    def proved(self, who: tuple[str, str, str]) -> None:
        """Remember that somebody is who they say."""
        self._proven.pop(who, None)
        self._proven[who] = None
        if len(self._proven) > MOST:
            del self._proven[next(iter(self._proven))]

    def strange(self, who: tuple[str, str, str]) -> None:
        """Count what was refused at the door against the address that it came from."""
        self._strangers.wait(who[0])

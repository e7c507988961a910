"""The pace of sync: how much goes into one request, and how long to wait before the next try."""

import random

FIRST, LEAST = 500, 16
# The most facts between two seals on the way, if no act is longer. Whoever takes them stores up to
# a seal in one go, and a person who writes there meanwhile waits for that.
PIECE = 48
SOONEST_S, LATEST_S = 1.0, 300.0


class Pace:
    """Pages grow while they get through and shrink when they do not; tries grow further apart."""

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance or random.Random()  # noqa: S311 - spreads load, keeps no secret
        self.facts = FIRST
        self._failures = 0

    def went_through(self, most: int) -> None:
        self.facts = min(self.facts * 2, most)

    def too_large(self) -> bool:
        """Ask for less; False when it is the least already."""
        before, self.facts = self.facts, max(self.facts // 2, LEAST)
        return self.facts < before

    def rested(self) -> None:
        """A round has ended well: the next trouble is the first again."""
        self._failures = 0

    def wait(self, retry_after: float | None = None) -> float:
        """Return how many s to wait after a failed round: anything up to twice as long each time.

        What the hub asks for is the least.
        """
        longest = min(LATEST_S, SOONEST_S * 2**self._failures)
        self._failures = min(self._failures + 1, 16)
        wait = self._chance.uniform(SOONEST_S / 2, longest)
        return max(wait, min(retry_after or 0.0, LATEST_S))

"""How the last run and test of each channel ended, kept until a person has seen it."""

import msgspec

from cellyard.domain.bench.channel import Channel, CurvePoint
from cellyard.domain.bench.tester import Tester


class _Ended(msgspec.Struct, frozen=True, kw_only=True):
    """A channel as it stood when its run ended, and the curve of the run."""

    channel: Channel
    points: list[CurvePoint]


class Endings:
    """A channel or tester is free once its end stands in the ledger; what is shown stays here.

    Filled on the writer's thread and read on the main one: a dict takes and gives whole entries.
    """

    def __init__(self) -> None:
        self._ended: dict[str, _Ended] = {}
        self._tested: dict[str, Tester] = {}

    def keep(self, channel: Channel, points: list[CurvePoint]) -> None:
        """Keep how a run ended, before its channel is free."""
        self._ended[channel.key] = _Ended(channel=channel, points=points)

    def of(self, key: str) -> Channel | None:
        """Return how the last run of a channel ended, until it is left or another begins."""
        found = self._ended.get(key)
        return found.channel if found else None

    def points(self, key: str) -> list[CurvePoint]:
        """Return the curve of that run; [] when there is none."""
        found = self._ended.get(key)
        return found.points if found else []

    def keep_test(self, tester: Tester, battery: str) -> None:
        """Keep how a test of this battery ended, before its tester is free."""
        self._tested[tester.key] = msgspec.structs.replace(
            tester, phase="ended", end="completed", joined=battery, on=False
        )

    def test(self, key: str) -> Tester | None:
        """Return how the last test of a channel's tester ended, until it is left."""
        return self._tested.get(key)

    def leave(self, key: str) -> None:
        """A person has seen it, or another run or test begins."""
        self._ended.pop(key, None)
        self._tested.pop(key, None)

"""A channel with its insulation tester as both stand now: what goes on, and what may be on."""

from typing import Literal

import msgspec

from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.tester import Tester
from cellyard.jobs.benches import Benches

Whose = Literal["", "load", "tester"]


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """A run or a test that has ended stands here until somebody has left it.

    `written`: the end of its run stands in the ledger, so that it may be left.
    """

    channel: Channel
    tester: Tester | None = None
    written: bool = False

    @property
    def key(self) -> str:
        return self.channel.key

    @property
    def battery(self) -> str:
        """The battery that something is done with, or was; "" for none."""
        if self.channel.plan is not None:
            return self.channel.plan.battery
        tester = self.tester
        if tester is None:
            return ""
        return tester.plan.battery if tester.plan else tester.joined

    @property
    def urgent(self) -> Whose:
        """Who may be on so that somebody has to look first; the load before the tester."""
        if _unseen(self.channel):
            return "load"
        return "tester" if self.tester is not None and _unseen(self.tester) else ""

    @property
    def looks(self) -> Whose:
        """Whose end somebody has to look at, whether it has said that it is off or not."""
        if self.urgent:
            return self.urgent
        if self.channel.phase == "look":
            return "load"
        return "tester" if self.tester is not None and self.tester.phase == "look" else ""

    @property
    def stuck(self) -> bool:
        """Whether load or tester was told to go off and stays on."""
        return self.channel.stuck or (self.tester is not None and self.tester.stuck)

    @property
    def tests(self) -> bool:
        """Whether the tester has something to show: a test, its end, or a battery joined to it."""
        tester = self.tester
        return tester is not None and (tester.phase != "free" or bool(tester.joined))

    @property
    def free(self) -> bool:
        """Whether a battery may be joined to the channel."""
        return self.channel.phase == "free" and not self.tests

    @property
    def over(self) -> bool:
        """Whether all that is shown has ended, and may be left for another battery."""
        if self.channel.phase != "free":
            return self.channel.phase == "ended" and self.written
        return self.tester is not None and (self.tester.phase, self.pending) == ("ended", False)

    @property
    def pending(self) -> bool:
        """Whether the result of a test that has ended is not written yet."""
        tester = self.tester
        ended = tester is not None and (tester.phase, tester.end) == ("ended", "completed")
        return ended and tester is not None and not tester.joined

    @property
    def may_be_on(self) -> bool:
        """Whether Stop test has something to stop."""
        tester = self.tester
        tested = tester is not None and tester.phase in ("arming", "testing", "stopping")
        on = self.channel.phase in ("arming", "running", "stopping")
        return on or tested or bool(self.urgent)

    @property
    def never_began(self) -> bool:
        """Whether its run ended before the load went on, and that is written down."""
        channel = self.channel
        return (channel.phase, channel.end, self.written) == ("ended", "not_armed", True)


def stands(benches: Benches) -> list[Stand]:
    """Return every channel with a load or a tester, in order."""
    keys = {c.key for c in benches.channels()} | set(benches.testers)
    return [_stand(benches, key) for key in sorted(keys)]


def _stand(benches: Benches, key: str) -> Stand:
    channel = benches.channel(key) or Channel(key=key)
    ended = benches.endings.of(key) if channel.phase == "free" else None
    found = benches.tester(key)
    tester = found.view if found else None
    if tester is not None and tester.phase == "free" and not tester.joined:
        tester = benches.endings.test(key) or tester
    return Stand(channel=ended or channel, tester=tester, written=ended is not None)


def _unseen(view: Channel | Tester) -> bool:
    """Tell whether it may be on although nothing is meant to be."""
    return view.stuck or (view.phase == "look" and not view.seen_off)

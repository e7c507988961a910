"""A battery joined to a channel before anything begins: asked for, shown, or let go."""

import time
from collections.abc import Callable
from typing import Literal, NamedTuple

from cellyard.ui.asking import Asking
from cellyard.ui.screens.bench.survey import Proposal, propose
from cellyard.ui.stand import Stand

# What a second person is called for.
SecondFor = Literal["load", "tester"]


class Call(NamedTuple):
    """A second person is called to one battery on one channel, for one thing."""

    battery: str
    channel: str
    what: SecondFor


class Joined:
    """One battery at a time. `shown` comes when there is something else to show."""

    def __init__(self, asking: Asking, shown: Callable[[], None]) -> None:
        self._asking, self._shown = asking, shown
        self._proposal: Proposal | None = None
        self._tried = ""
        self.battery = self.channel = ""
        # When it was joined, in monotonic s: what a meter has read before is of another.
        self.since = 0.0
        self.call: Call | None = None

    def on(self, channel: str) -> Proposal | None:
        """Return what would be done on this channel; None while nothing is joined to it."""
        here = self._proposal is not None and channel == self.channel
        return self._proposal if here else None

    def propose(self, battery: str, channel: str) -> None:
        """Join a battery to a channel; what would be done with it is asked for."""
        if (battery, channel) != (self.battery, self.channel):
            self.let_go()
            self.since = time.monotonic()
        self.battery, self.channel = battery, channel
        self._asking.ask(lambda _q, k: propose(k, battery, channel), self._take, "bench/joined")

    def renew(self) -> None:
        """Ask again: what was written may change what is proposed."""
        if self.battery:
            self.propose(self.battery, self.channel)

    def take_up_again(self, stand: Stand) -> None:
        """Propose once more what did not begin, on its channel: Enter tries it again."""
        plan = stand.channel.plan
        here = self.channel == stand.key
        if not stand.never_began or here or plan is None or self._tried == plan.run:
            return
        self._tried = plan.run
        self.propose(plan.battery, stand.key)

    def _take(self, proposal: Proposal) -> None:
        # What was let go, or began, meanwhile is proposed no more.
        if (proposal.battery.id, proposal.channel) == (self.battery, self.channel):
            self._proposal = proposal
        self._shown()

    def call_second(self, what: SecondFor) -> None:
        """Call a second person: the next badge is theirs."""
        if self.battery:
            self.call = Call(self.battery, self.channel, what)

    def call_off(self) -> None:
        """Call nobody any more."""
        self.call = None

    def let_go(self) -> None:
        """Have nothing joined any more."""
        self._proposal, self.call = None, None
        self.battery = self.channel = ""

"""What is done on the channel in front: by Enter, by Esc, by a button, by a second badge."""

from collections.abc import Callable

from cellyard.domain.refusals import Refused
from cellyard.ui.asking import Asking
from cellyard.ui.screen import Frame
from cellyard.ui.screens.bench import next_step
from cellyard.ui.screens.bench.acts import Acts
from cellyard.ui.screens.bench.channels import Channels
from cellyard.ui.screens.bench.front import leads_to
from cellyard.ui.screens.bench.joined import Call, Joined
from cellyard.ui.screens.bench.survey import Proposal
from cellyard.ui.stand import Stand
from cellyard.words import _


class Work:
    """Joins batteries, starts and stops. `shown` comes when there is something else to show.

    `first` is the battery at the head of the queue, "" for none.
    """

    def __init__(
        self, frame: Frame, asking: Asking, channels: Channels, shown: Callable[[], None]
    ) -> None:
        self._frame, self._channels, self._shown = frame, channels, shown
        self._acts = Acts(frame, self._acted)
        self.joined = Joined(asking, shown)
        self.first = ""

    @property
    def busy(self) -> bool:
        return self._acts.busy

    @property
    def here(self) -> Proposal | None:
        """What is joined to the channel in front."""
        return self.joined.on(self._channels.chosen)

    def choose(self, key: str) -> None:
        """Bring a channel to the front; what was joined elsewhere is let go."""
        if key != self._channels.chosen:
            self.joined.let_go()
            self._channels.chosen = key
            self._shown()

    def join(self, battery: str, *, seen: bool = True) -> Refused | None:
        """Propose what is to be done with a battery where there is room; else say why not.

        One that something is done with already comes to the front; for `seen` see `room`.
        """
        on = self._channels.working_on(battery)
        if on is not None:
            self.choose(on.key)
            return None
        stand = self._channels.room(seen=seen)
        if stand is None:
            return Refused("channels_taken") if self._channels.all else Refused("no_channel")
        self.choose(stand.key)
        if stand.over:
            self._acts.leave(stand.key)
        self.joined.propose(battery, stand.key)
        return None

    # --- Enter and Esc ----------------------------------------------------------------------

    def enter(self) -> None:
        """Do what the primary button says."""
        stand, here = self._channels.front, self.here
        if stand is None:
            return
        match next_step.enter(stand, here, self.joined.call):
            case "stop":
                self.stop()
            case "go_on":
                self._acts.go_on(stand.key)
            case "close_test":
                self._acts.close_insulation(stand.key)
            case "first" if self.first:
                self.join(self.first)
            case "begin" if here is not None:
                self._acts.start(here)
            case "call":
                self.joined.call_second("load")
            case "leave":
                self._leave(stand)
            case "leave_test":
                self._leave_test(stand)
            case "take_result":
                self._acts.take_insulation(stand.key, stand.battery)
            case _:
                pass
        self._shown()

    def escape(self) -> bool:
        """Stop, or step back; False where there is nothing to step back from."""
        stand, joined = self._channels.front, self.joined
        match next_step.escape(stand, joined=bool(joined.battery), call=joined.call):
            case "stop":
                self.stop()
            case "call_off":
                joined.call_off()
            case "step_out" if stand is not None:
                self._step_out(stand)
            case "let_go":
                joined.let_go()
                if stand is not None and stand.never_began:
                    self._acts.leave(stand.key)
            case "leave" if stand is not None:
                self._acts.leave(stand.key)
            case _:
                return False
        self._shown()
        return True

    def _leave(self, stand: Stand) -> None:
        """Go where an ended run leads: to its grade, to a slot, or to the next battery."""
        self._acts.leave(stand.key)
        self.joined.let_go()
        if place := leads_to(stand):
            self._frame.go(place, stand.battery)

    def _leave_test(self, stand: Stand) -> None:
        """Go back to the battery that a test was made with."""
        self._acts.leave(stand.key)
        self.joined.propose(stand.battery, stand.key)

    def _step_out(self, stand: Stand) -> None:
        """Step back from a tester, unless a person has its voltage on at its panel."""
        if stand.tester is not None and stand.tester.on:
            words = _("Channel {channel}").format(channel=stand.key)
            self._frame.note(words, _("It is stopped at its own panel"))
        elif stand.pending:
            self._acts.close_insulation(stand.key)
        else:
            self._leave_test(stand)

    # --- acts -------------------------------------------------------------------------------

    def stop(self) -> None:
        """Switch off what is in front: at once, always."""
        if stand := self._channels.front:
            self._acts.stop(stand.key)
            self._shown()

    def close_run(self) -> None:
        """Close a run that broke off."""
        if stand := self._channels.front:
            self._acts.close(stand.key)

    def read_resistance(self) -> None:
        """Take the resistance of the joined battery."""
        if self.here is not None:
            self._acts.read_resistance(self.here, self.joined.since)

    def read_insulation(self) -> None:
        """Join the battery to the tester; where we put the voltage on, call a second person."""
        if self.here is not None:
            self._acts.insulation(self.here, self._call_second)

    def _call_second(self) -> None:
        self.joined.call_second("tester")
        self._shown()

    def second_came(self, call: Call, second: str) -> None:
        """The second person stands here: what they were called for begins, if it still stands."""
        if self.here is None or self.joined.call != call:
            return
        if call.what == "tester":
            self._acts.start_insulation(self.here, second, self.joined.call_off)
        else:
            self._acts.start(self.here, second)

    def _acted(self, channel: str) -> None:
        """A run stands, or is over: nothing waits any more to begin on its channel."""
        if self.joined.channel == channel:
            self.joined.let_go()
        self._shown()

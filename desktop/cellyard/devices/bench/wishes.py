"""The side of a channel that other threads see: how it stands, and what they want of it."""

import threading
import time

from cellyard.devices.bench.shown import Shown
from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.run import Head
from cellyard.domain.refusals import Refused


class Wishes:
    """How a channel stands (`view`), and wishes, which its line's thread takes up.

    A wish is for the load that is there now: none waits for a port to be opened again.
    """

    def __init__(self, key: str, name: str) -> None:
        self._shown = Shown(Channel(key=key, load=name))
        self._open = False
        self._wish: Head | None = None
        self._wished_at = 0.0
        self._stop_wanted = threading.Event()
        self._resume_wanted = self._release_wanted = False

    @property
    def view(self) -> Channel:
        """The channel now."""
        return self._shown.view

    def begin(self, head: Head) -> None:
        """Arm for this run; how that went shows in `view`. Refused there when nobody is there."""
        with self._shown.changing:
            self._shown.show(phase="arming", plan=head.plan)
            self._wish, self._wished_at = head, time.monotonic()
            if not self._open:
                self._give_up_wishes()

    def stop(self) -> None:
        """Switch off now, whatever goes on; a load that is away, as soon as it is there."""
        self._stop_wanted.set()

    def resume(self) -> None:
        """Go on with the run that broke off: a person has looked."""
        with self._shown.changing:
            self._resume_wanted = self._open
            self._shown.show(refused=None if self._open else Refused("load_silent"))

    def release(self) -> None:
        """The end of the run stands in the ledger: the channel is free."""
        self._release_wanted = True

    def _give_up_wishes(self) -> None:
        """The load is not there: what was wanted of it is not done behind anybody's back."""
        with self._shown.changing:
            self._resume_wanted = False
            if self._wish is not None:
                self._wish = None
                self._shown.show(phase="ended", end="not_armed", refused=Refused("load_silent"))

"""Has a load or a tester switched off, and tells it again until it says that it is off."""

import time

from cellyard.devices.exchange import Exchange

# What was told to switch off and is still on is told again after this time.
AGAIN_S = 0.5
# Still on after so many times, it will not: a person has to use the hard-wired stop.
TRIES = 3


class SwitchingOff:
    """Sends `off`, the frame that switches off, as often as it takes. For the line's thread."""

    def __init__(self, off: bytes) -> None:
        self._off = off
        self._first = self._last = 0.0
        self._times = 0

    @property
    def told(self) -> bool:
        """Whether it was told at all."""
        return self._times > 0

    def tell(self, line: Exchange) -> None:
        """Tell it for the first time."""
        line.send(self._off)
        self._first = self._last = time.monotonic()
        self._times = 1

    def answered(self, t: float) -> bool:
        """Tell whether what was said at `t` (monotonic s) was said after it was told."""
        return t > self._first

    def insist(self, line: Exchange) -> bool:
        """Tell it again when it is time to; True once it was told as often as makes sense."""
        now = time.monotonic()
        if now - self._last >= AGAIN_S:
            line.send(self._off)
            self._last = now
            self._times += 1
        return self._times > TRIES

"""Writes down runs that have ended, whatever screen is in front; keeps the app open meanwhile."""

import time

from cellyard.domain.refusals import Refused
from cellyard.jobs import bench
from cellyard.ui.screen import Frame

# A full disk is said again so often, not twice a second.
AGAIN_S = 30.0


class BenchWatch:
    """Looks at the channels now and then (`look`), on the main thread."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._not_before: dict[str, float] = {}

    def look(self) -> None:
        """Have every run that has ended written into the ledger, once."""
        now = time.monotonic()
        for channel in self._frame.benches.channels():
            key = channel.key
            if channel.phase == "ended" and now >= self._not_before.get(key, 0.0):
                self._not_before[key] = now + AGAIN_S
                self._finish(key)

    def _finish(self, key: str) -> None:
        benches = self._frame.benches

        def done(_nothing: None) -> None:
            self._not_before.pop(key, None)

        self._frame.work(lambda station: bench.finish(station, benches, key), done=done)

    def refuse_to_close(self) -> bool:
        """Say no to closing the app while a load may draw. True when it is refused."""
        on = self._frame.benches.loads_on()
        if on:
            self._frame.refuse(Refused("load_on", channels=", ".join(on)))
        return bool(on)

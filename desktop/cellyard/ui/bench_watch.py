"""Writes down what has ended at the benches, whatever screen is in front; keeps the app open."""

import time
from collections.abc import Callable

from cellyard.domain.refusals import Refused
from cellyard.jobs import bench, bench_readings
from cellyard.jobs.benches import Benches
from cellyard.jobs.station import Station
from cellyard.ui.screen import Frame

# A full disk is said again so often, not twice a second.
AGAIN_S = 30.0
Finish = Callable[[Station, Benches, str], None]


class BenchWatch:
    """Looks at the channels now and then (`look`), on the main thread."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._not_before: dict[tuple[str, Finish], float] = {}
        self._alarmed = False

    def look(self) -> bool:
        """Have everything that has ended written into the ledger, once, and sound the alarm while
        a load or a tester stays on. True when that alarm has just begun.
        """
        benches = self._frame.benches
        for channel in benches.channels():
            if channel.phase == "ended":
                self._finish(channel.key, bench.finish)
        testers = [tester.view for tester in benches.testers.values()]
        for view in testers:
            if view.phase == "ended" and view.end == "completed":
                self._finish(view.key, bench_readings.finish_insulation)
        stuck = any(view.stuck for view in (*benches.channels(), *testers))
        began, ended = stuck and not self._alarmed, self._alarmed and not stuck
        if began or ended:
            self._alarmed = stuck
            self._frame.stop_stands(stands=stuck)
        return began

    def _finish(self, key: str, finish: Finish) -> None:
        now, benches, what = time.monotonic(), self._frame.benches, (key, finish)
        if now < self._not_before.get(what, 0.0):
            return
        self._not_before[what] = now + AGAIN_S

        def done(_nothing: None) -> None:
            self._not_before.pop(what, None)

        self._frame.work(lambda station: finish(station, benches, key), done=done)

    def refuse_to_close(self) -> bool:
        """Say no to closing the app while a load or a tester may be on. True when it is refused."""
        on = self._frame.benches.loads_on()
        if on:
            self._frame.refuse(Refused("load_on", channels=", ".join(on)))
        return bool(on)

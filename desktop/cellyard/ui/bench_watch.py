"""Writes down what has ended at the benches, whatever screen is in front; keeps the app open."""

import time
from collections.abc import Callable
from typing import TypeVar

from cellyard.domain.bench.plan import Plan
from cellyard.domain.refusals import Refused
from cellyard.jobs import bench, bench_readings, labels
from cellyard.jobs.benches import Benches
from cellyard.jobs.station import Station
from cellyard.ui.screen import Frame
from cellyard.ui.stand import Stand, stands
from cellyard.words import _

T = TypeVar("T")
# A full disk is said again so often, not twice a second.
AGAIN_S = 30.0


class BenchWatch:
    """Looks at the channels now and then (`look`), on the main thread."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._not_before: dict[tuple[str, object], float] = {}
        self._alarmed = False
        self._known: frozenset[str] = frozenset()

    def look(self) -> list[Stand]:
        """Have everything that has ended written into the ledger, once, and sound the alarm while
        a load or a tester stays on. Returns the channels at which somebody has to look since now.
        """
        benches = self._frame.benches
        for channel in benches.channels():
            if channel.phase == "ended":
                self._finish(channel.key, bench.finish, self._relabel)
        for view in [tester.view for tester in benches.testers.values()]:
            if view.phase == "ended" and view.end == "completed":
                self._finish(view.key, bench_readings.finish_insulation, _nothing)
        urgent = [stand for stand in stands(benches) if stand.urgent]
        stuck = frozenset(stand.key for stand in urgent if stand.stuck)
        if bool(stuck) != self._alarmed:
            self._alarmed = bool(stuck)
            self._frame.stop_stands(stands=self._alarmed)
        known, self._known = self._known, frozenset(_named(stand) for stand in urgent)
        return [stand for stand in urgent if _named(stand) not in known]

    def _finish(
        self, key: str, finish: Callable[[Station, Benches, str], T], then: Callable[[T], None]
    ) -> None:
        now, benches, what = time.monotonic(), self._frame.benches, (key, finish)
        if now < self._not_before.get(what, 0.0):
            return
        self._not_before[what] = now + AGAIN_S

        def done(found: T) -> None:
            self._not_before.pop(what, None)
            then(found)

        self._frame.work(lambda station: finish(station, benches, key), done=done)

    def _relabel(self, plan: Plan | None) -> None:
        """Print the label anew where a run brought a worse verdict: the old one is on it still."""
        if plan is None:
            return
        target = self._frame.settings.label_target

        def printed(_answer: labels.Printed) -> None:
            said = _("A label with the new verdict is printed. Stick it over the old one.")
            kept = _("A label with the new verdict is kept as a file.")
            channel = _("Channel {channel}").format(channel=plan.channel)
            self._frame.note(channel, said if target else kept)

        self._frame.work(
            lambda station: labels.print_label(station, plan.battery, target=target, by=plan.by),
            done=printed,
        )

    def refuse_to_close(self) -> bool:
        """Say no to closing the app while a load or a tester may be on. True when it is refused."""
        on = self._frame.benches.loads_on()
        if on:
            self._frame.refuse(Refused("load_on", channels=", ".join(on)))
        return bool(on)


def _nothing(_none: None) -> None:
    """After an insulation test there is nothing more to do."""


def _named(stand: Stand) -> str:
    """Name what is urgent: a load that is looked at and then stays on is new."""
    return f"{stand.key} {stand.urgent} {'stuck' if stand.stuck else ''}"

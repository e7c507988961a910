"""Feeds the page of a run and the spark lines of the cards with points as they come."""

from cellyard.domain.bench.channel import Channel
from cellyard.jobs import runs
from cellyard.jobs.runs import EarlierRun
from cellyard.ui.asking import now_ms
from cellyard.ui.screen import Frame
from cellyard.ui.screens.bench import said
from cellyard.ui.screens.bench.view import BenchView
from cellyard.ui.widgets.curve import EarlierCurve

_SPARK_POINTS = 60
_SPARK_EVERY = 25  # ticks: 5 s


class Feed:
    """Takes only new points of the run in front; spark lines are thin and slow."""

    def __init__(self, frame: Frame, view: BenchView) -> None:
        self._frame, self._view = frame, view
        self._run = ""
        self._count = self._ticks = 0

    def show(self, channel: Channel) -> None:
        """Show what is new of the run on this channel, or another run from its beginning."""
        run = channel.plan.run if channel.plan else ""
        benches = self._frame.benches
        if run != self._run:
            self._run = run
            points = benches.curve(channel.key)
            self._count = len(points)
            self._view.live.show_run(points)
            self._ask_earlier(channel)
            return
        points = benches.curve(channel.key, self._count)
        self._count += len(points)
        self._view.live.curve.add(points)

    def sparks(self, channels: list[Channel]) -> None:
        """Draw on the cards what was drawn so far, where there is room."""
        self._ticks += 1
        if not self._view.large or self._ticks % _SPARK_EVERY != 1:
            return
        for channel in channels:
            points = self._frame.benches.curve(channel.key) if channel.plan else []
            stride = max(1, len(points) // _SPARK_POINTS)
            self._view.show_spark(channel.key, [p.voltage for p in points[::stride]])

    def _ask_earlier(self, channel: Channel) -> None:
        if channel.plan is None:
            return
        plan, battery = channel.plan, channel.plan.battery

        def show(found: list[EarlierRun]) -> None:
            if plan.run == self._run:
                now = now_ms()
                curves = [EarlierCurve(said.earlier(r, plan, now), r.points) for r in found]
                self._view.live.show_earlier(curves)

        self._frame.ask(lambda q: runs.earlier(q, battery), show, key="bench/earlier")

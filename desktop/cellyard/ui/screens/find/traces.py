"""The traces of a battery's runs: a list of them, and the chosen one as a curve with its cursor."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.bench.channel import CurvePoint
from cellyard.domain.bench.run import Run
from cellyard.jobs import runs
from cellyard.ui import form
from cellyard.ui.screens.find.papers import back_button
from cellyard.ui.screens.find.story import Traced
from cellyard.ui.widgets.curve import Curve, Limit
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _, quantity, times

_SIDE = 300


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A run to be drawn: its points, and the voltage that its first load goes down to."""

    sha256: str
    points: Sequence[CurvePoint]
    limit: Limit


def drawn(sha256: str, run: Run) -> Drawn:
    """Return what is drawn of a run."""
    programme = run.head.plan.programme
    down_to = programme.steps[programme.first_load].down_to
    capacity = programme.test == "capacity"
    words = _("Cut-off {volts}") if capacity else _("Down to {volts}")
    name = words.format(volts=quantity(down_to.normalize(), "V"))
    return Drawn(sha256=sha256, points=runs.curve(run), limit=Limit(name, float(down_to)))


class TracePaper(QWidget):
    """All runs of a battery; `wanted` asks for the samples of one. Left and Right read along it."""

    wanted = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.curve = Curve()
        self._list = LineList(pad=8)
        self._list.line_chosen.connect(self._choose)
        self._traces: tuple[Traced, ...] = ()
        hint = Label(
            _("Left and Right read along the curve."), "small", colour="text_muted", wrap=True
        )
        side = form.column(
            Label(_("Traces"), "lead", weight=600),
            hint,
            (self._list, 1),
            back_button(self.closed),
            gap=12,
        )
        self.setLayout(form.row((self.curve, 1), form.holder(side, width=_SIDE), margins=(20, 16)))

    def show_traces(self, traces: tuple[Traced, ...], now: int) -> None:
        """List the runs, the newest first; the one that is read stays in front."""
        self._traces = traces
        self._list.set_lines([Line(t.file.sha256, t.said, times.moment(t.at, now)) for t in traces])
        keys = [t.file.sha256 for t in traces]
        if keys and self._list.key not in keys:
            self._choose(keys[0])

    def show_trace(self, trace: Drawn | None) -> None:
        """Show the run that was asked for; None when its file is not here or is damaged."""
        if trace is None:
            self.curve.clear(_("This trace is not kept here"))
        elif trace.sha256 == self._list.key:
            self.curve.set_run(trace.points)
            self.curve.set_limits([trace.limit])

    def next_trace(self, step: int) -> None:
        """Go on in the list, or back."""
        keys = [t.file.sha256 for t in self._traces]
        if self._list.key in keys:
            at = min(max(keys.index(self._list.key) + step, 0), len(keys) - 1)
            self._choose(keys[at])

    def walk(self, event: QKeyEvent) -> bool:
        """Let Left and Right move the cursor; False for any other key."""
        return self.curve.walk(event)

    def _choose(self, sha256: str) -> None:
        self._list.choose(sha256)
        self.curve.clear(_("Reading the trace"))
        self.wanted.emit(sha256)

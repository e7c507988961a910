"""The live curve of a run: its voltage, earlier runs in grey, and each group below the best."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cellyard.domain.bench.channel import CurvePoint
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.curve_plot import Plot
from cellyard.ui.widgets.curve_scale import Scale, scale, time_scale
from cellyard.ui.widgets.curve_series import Series
from cellyard.ui.widgets.curve_words import Frame, Words, paint_ground

_LEAST = (480, 220)
# Room round the plot: left, top, right, bottom; the panel of the groups and the gap above it.
_ROUND = (60, 18, 160, 44)
_GROUPS_SHARE, _BETWEEN = 0.4, 28
_MOST_GROUPS = 12  # lines that an eye can still tell apart
_LEAST_MV = 50.0
_ROW = 32  # about so far apart stand the ticks


@dataclass(frozen=True)
class EarlierCurve:
    """A run of the past with what stands at the end of its line."""

    name: str
    points: Sequence[CurvePoint]


@dataclass(frozen=True)
class Limit:
    """A voltage to mark, dotted, with its name."""

    name: str
    voltage: float


class Curve(QWidget):
    """Draws what it is given; `add` takes only what is new. Arrow keys and mouse move a cursor.

    pyqtgraph is loaded with the first curve, never with the window.
    """

    def __init__(self) -> None:
        super().__init__()
        expanding = QSizePolicy.Policy.Expanding
        self.setSizePolicy(expanding, expanding)
        self.setMinimumSize(*(style.px(side) for side in _LEAST))
        self.setMouseTracking(True)
        self.run: Series | None = None
        self.earlier: tuple[tuple[str, Series], ...] = ()
        self.limits: tuple[Limit, ...] = ()
        self.cursor_at: int | None = None
        self.stale = False
        self._length = 0.0
        self._empty = ""
        self._upper: Plot | None = None
        self._lower: Plot | None = None
        self._words = Words(self)

    # --- what is shown ----------------------------------------------------------------------

    def set_run(self, points: Sequence[CurvePoint]) -> None:
        """Show another run from its beginning."""
        self.run = Series(points)
        self.cursor_at = None
        self._redraw()

    def add(self, points: Sequence[CurvePoint]) -> None:
        """Show newer points of the same run."""
        if not points:
            return
        if self.run is None:
            self.set_run(points)
        else:
            self.run.add(points)
            self._redraw()

    def set_earlier(self, runs: Sequence[EarlierCurve]) -> None:
        """Show earlier runs of the same battery behind this one."""
        self.earlier = tuple((run.name, Series(run.points)) for run in runs if run.points)
        self._redraw()

    def set_limits(self, limits: Sequence[Limit], seconds: float = 0.0) -> None:
        """Mark voltages, and say how long the run will take at least to be drawn (s)."""
        self.limits, self._length = tuple(limits), seconds
        self._redraw()

    def set_stale(self, *, stale: bool) -> None:
        """Write the live number muted: it is older than 3 s."""
        if stale != self.stale:
            self.stale = stale
            self._words.update()

    def clear(self, words: str = "") -> None:
        """Show nothing, and say why."""
        self.run, self.earlier, self.limits, self.cursor_at = None, (), (), None
        self._empty = words
        self._redraw()

    # --- the cursor -------------------------------------------------------------------------

    def walk(self, event: QKeyEvent) -> bool:
        """Let Left and Right move the cursor along the run; False for any other key."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self.run is None or not self.run.count:
            return False
        last = self.run.count - 1
        stride = max(1, round(self.run.count / 200))
        at = last if self.cursor_at is None else self.cursor_at
        self._point(min(last, max(0, at + step * stride)))
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        frame, run = self.frame, self.run
        x = event.position().x()
        if run is None or not run.count or not frame.upper.left() <= x <= frame.upper.right():
            self._point(None)
            return
        part = (x - frame.upper.left()) / frame.upper.width()
        self._point(run.nearest(part * frame.time.high))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)

    def _point(self, at: int | None) -> None:
        if at is not None and self.run and at == self.run.count - 1:
            at = None  # the newest point is marked anyway, and moves on
        if at != self.cursor_at:
            self.cursor_at = at
            self._words.update()

    # --- drawing ----------------------------------------------------------------------------

    @property
    def frame(self) -> Frame:
        """Return where both panels stand and how they are scaled."""
        look, run = style.now(), self.run
        left, top, right, bottom = (look.px(side) for side in _ROUND)
        area = QRectF(self.rect()).adjusted(left, top, -right, -bottom)
        groups = run.weakest(_MOST_GROUPS) if run else []
        if len(groups) == 1:
            groups = []  # one alone is always the best: there is nothing to compare
        lower = QRectF()
        if groups:
            down = round(area.height() * _GROUPS_SHARE)
            lower = QRectF(area.x(), area.bottom() - down, area.width(), down)
            area.setBottom(lower.top() - look.px(_BETWEEN))
        return Frame(
            upper=area,
            lower=lower,
            time=self._time(),
            volts=self._volts(max(2, round(area.height() / look.px(_ROW)))),
            below=self._below(groups, max(2, round(lower.height() / look.px(_ROW)))),
            groups=tuple(groups),
        )

    def _time(self) -> Scale:
        lasts = [float(s.t[-1]) for s in self._all()]
        return time_scale(max([self._length, 60.0, *lasts]))

    def _volts(self, ticks: int) -> Scale:
        ends = [limit.voltage for limit in self.limits]
        for series in self._all():
            ends += (float(series.voltage.min()), float(series.voltage.max()))
        return scale(min(ends, default=0.0), max(ends, default=1.0), ticks)

    def _below(self, groups: Sequence[int], ticks: int) -> Scale:
        import numpy as np

        lowest = [float(np.nanmax(self.run.below(g))) for g in groups] if self.run else []
        return scale(0.0, max([_LEAST_MV, *lowest]), ticks)

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self._all())

    def _all(self) -> list[Series]:
        every = [series for _name, series in self.earlier]
        if self.run is not None:
            every.append(self.run)
        return [series for series in every if series.count]

    def _redraw(self) -> None:
        """Hand the columns to the plots; they are made when there is something to draw."""
        if self._all():
            self._draw()
        for plot in (self._upper, self._lower):
            if plot and not self._all():
                plot.hide()
        self._words.update()
        self.update()

    def _draw(self) -> None:
        look, frame, run = style.now(), self.frame, self.run
        colour, stroke = look.colour, look.stroke
        if self._upper is None or self._lower is None:
            self._upper, self._lower = Plot(self), Plot(self, down=True)
            self._words.raise_()
        lines = [(s.t, s.voltage, colour.curve_past, stroke.curve_past) for _n, s in self.earlier]
        if run is not None and run.count:
            lines.append((run.t, run.voltage, colour.curve, stroke.curve))
        self._upper.show_lines(frame.upper, frame.time, frame.volts, lines)
        below = [
            (
                run.t,
                run.below(group),
                colour.curve_past if rank else colour.text,
                stroke.curve_past if rank else stroke.curve * 0.8,
            )
            for rank, group in reversed(list(enumerate(frame.groups)))
            if run is not None
        ]
        self._lower.show_lines(frame.lower, frame.time, frame.below, below)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - always whole
        painter, look = draw.open_painter(self), style.now()
        draw.box(painter, QRectF(self.rect()), look.colour.surface, radius=look.radius.card)
        if self._all():
            paint_ground(painter, look, self.frame)
        elif self._empty:
            area = QRectF(self.rect())
            face = look.font("sub")
            draw.line(painter, area, self._empty, face, look.colour.text_muted, align="centre")
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._words.setGeometry(self.rect())
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._redraw()
        super().changeEvent(event)

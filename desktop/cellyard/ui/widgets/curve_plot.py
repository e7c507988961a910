"""One panel of a curve: lines drawn by pyqtgraph into a rectangle, without axes of their own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QWidget

from cellyard.ui.widgets.curve_scale import Scale

if TYPE_CHECKING:
    from cellyard.ui.widgets.curve_series import Column

    PlotLine = tuple[Column, Column, QColor, float]


class Plot:
    """Clear, and deaf to the mouse; `down` draws greater values lower."""

    def __init__(self, parent: QWidget, *, down: bool = False) -> None:
        import pyqtgraph

        self._pen = pyqtgraph.mkPen
        self._view = pyqtgraph.PlotWidget(parent)
        self._view.setBackground(None)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setAntialiasing(True)
        clear = self._view.palette()
        clear.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.transparent)
        clear.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self._view.setPalette(clear)
        self._view.viewport().setAutoFillBackground(False)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Its methods are made at run time, which no type checker sees.
        plot: Any = self._view.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        for side in ("left", "bottom"):
            plot.hideAxis(side)
        plot.layout.setContentsMargins(0, 0, 0, 0)
        plot.setContentsMargins(0, 0, 0, 0)
        plot.getViewBox().setDefaultPadding(0)
        plot.invertY(down)
        plot.setDownsampling(auto=True, mode="peak")
        self._plot = plot
        self._lines: list[Any] = []
        self._view.hide()

    def hide(self) -> None:
        self._view.hide()

    def show_lines(
        self, area: QRectF, across: Scale, down: Scale, lines: Sequence["PlotLine"]
    ) -> None:
        """Draw these lines, the last one on top; no line hides the panel."""
        self._view.setGeometry(area.toRect())
        self._plot.setRange(
            xRange=(across.low, across.high), yRange=(down.low, down.high), padding=0
        )
        while len(self._lines) > len(lines):
            self._plot.removeItem(self._lines.pop())
        while len(self._lines) < len(lines):
            self._lines.append(self._plot.plot(connect="finite", antialias=True))
        for item, (t, values, colour, stroke) in zip(self._lines, lines, strict=True):
            item.setPen(self._pen(colour, width=stroke))
            item.setData(t, values, connect="finite")
        self._view.setVisible(bool(lines))

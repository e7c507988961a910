"""The queue by risk: what waits for a channel, the riskiest first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.bench.queue import Waiting
from cellyard.domain.facts import TestKind
from cellyard.ui import form
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _, quantity
from cellyard.words import battery as spoken
from cellyard.words.bench_facts import TESTS
from cellyard.words.intake import VERDICTS, brief
from cellyard.words.times import since


class QueueList(QWidget):
    """`battery_chosen(id)`: a line was pressed."""

    battery_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._list = LineList(pad=8)
        self._list.line_chosen.connect(self._chosen)
        self._title = Label(_("Queue by risk"), "lead")
        self._how = Label(_("kWh × hours waiting × hazard"), "small", colour="text_muted")
        self._none = EmptyHint(
            "ph.activity", _("Nothing waits for the bench"), _("Scan a battery to test it.")
        )
        head = form.holder(form.column(self._title, self._how, gap=0, margins=(18, 14, 18, 10)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(form.holder(form.column(self._none, form.stretch())))
        card = form.column(head, form.line(), (self._stack, 1), gap=0)
        self.setLayout(form.column(form.card(card, padding=0)))
        self.show_waiting((), 0)

    def show_waiting(self, waiting: Sequence[Waiting], now: int) -> None:
        """Show what waits at this moment (ms)."""
        self._stack.setCurrentIndex(0 if waiting else 1)
        self._list.set_lines([_line(one, now) for one in waiting])

    def _chosen(self, battery: str) -> None:
        # Chosen once: the line stands for what was done with it, not for a mark of its own.
        self._list.choose("")
        self.battery_chosen.emit(battery)


def _line(waiting: Waiting, now: int) -> Line:
    battery = waiting.battery
    test: TestKind = "discharge" if waiting.waits == "discharge" else "capacity"
    return Line(
        battery.id,
        spoken.name(waiting.model),
        _why(waiting),
        _(TESTS[test]),
        right=since(battery.received_at, now),
        shape="check" if battery.verdict == "check" else "quiet_ok",
    )


def _why(waiting: Waiting) -> str:
    """Return what makes it a risk: the finding of a CHECK, else its volts, a cell's where known."""
    battery, model = waiting.battery, waiting.model
    read = battery.measurements.get("voltage")
    if battery.verdict == "check":
        words = _(VERDICTS[battery.verdict])
        found = brief(battery.reasons[0]) if battery.reasons else ""
        return _("{verdict}: {reason}").format(verdict=words, reason=found) if found else words
    if read is None or read.value is None:
        return _("Voltage not read")
    if model is not None and model.series:
        per_cell = quantity(read.value / model.series, "V", 2)
        return _("{volts} per cell").format(volts=per_cell)
    return quantity(read.value, "V")

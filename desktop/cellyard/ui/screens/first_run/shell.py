"""What stands round the steps of First run: top line, list of steps, primary button, status."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cellyard.settings import Settings
from cellyard.ui import form, style
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up.corner import corner
from cellyard.ui.setting_up.panel import Primary, show_primary
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.status_line import LampKind, StatusLine
from cellyard.ui.widgets.top_line import TopLine
from cellyard.words import N_, _, clock, ngettext
from cellyard.words.numbers import weekday_and_day

_LIST, _SIDE, _GAP = 268, 348, 24
_CLOCK_MS = 1000
Way = Literal["found", "join", "recover", "behind"]
_ASIDE = N_("Nothing that was written here is lost: the old store is set aside whole.")
_LATER: dict[Way, str] = {
    "found": N_("Everything can be changed later in Set up. Nothing here needs a network."),
    "join": N_("Everything can be changed later in Set up."),
    "recover": _ASIDE,
    "behind": _ASIDE,
}
_NO_HUB: tuple[LampKind, str] = ("absent", N_("No central server yet, this is fine"))
_LAMPS: dict[Way, tuple[LampKind, str]] = {
    "found": _NO_HUB,
    "join": _NO_HUB,
    "recover": ("other_server", N_("Writing has stopped")),
    "behind": ("absent", N_("Nothing is written meanwhile")),
}
_ANEW: frozenset[Way] = frozenset({"recover", "behind"})


class Shell(QWidget):
    """Shows one step of several: `wanted` with the key of one pressed, `forward` by the primary.

    Built anew at every change of language or look.
    """

    wanted = Signal(str)
    forward = Signal()

    def __init__(
        self,
        steps: Sequence[Step],
        settings: Settings,
        want: Callable[[Settings], None],
        *,
        way: Way = "found",
    ) -> None:
        super().__init__()
        self._named = ""
        self._way: Way = way
        self.top = TopLine("", "", *corner(settings, want))
        found = way == "found"
        self.top.scan.arm(
            _("Scan a badge, an outlet or a slot") if found else _("Enter goes on, Esc goes back")
        )
        self._status = StatusLine()
        kind, words = _LAMPS[way]
        self._status.set_sync(kind, _(words))
        self._count = Label("", "small", colour="text_muted")
        self._list = LineList()
        self._list.line_chosen.connect(self.wanted)
        self._pages, self._sides = QStackedWidget(), QStackedWidget()
        self.primary = BigButton("", key=_("Enter"))
        self.primary.clicked.connect(self.forward)
        for step in steps:
            self._pages.addWidget(step.middle)
            self._sides.addWidget(step.side)
        self.setLayout(form.column(self.top, (self._body(), 1), self._status, gap=0))
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._clock.start(_CLOCK_MS)
        self._tick()

    def show_step(self, number: int) -> None:
        """Bring a step to the front."""
        self._pages.setCurrentIndex(number)
        self._sides.setCurrentIndex(number)

    def tell(self, lines: Sequence[Line], here: int, station: str, primary: Primary) -> None:
        """Show where one stands: the list, the time left, the next step."""
        self._list.set_lines(lines)
        self._list.choose(lines[here].key)
        self._list.setFixedHeight(self._list.height_of_all())
        left = len(lines) - here
        said = ngettext(
            "Step {number} of {count}, about {minutes} minute left",
            "Step {number} of {count}, about {minutes} minutes left",
            left,
        )
        self._count.setText(said.format(number=here + 1, count=len(lines), minutes=left))
        name = station or _("New")
        if name != self._named:
            self._named = name
            self.top.set_station(name, _("recovery") if self._way in _ANEW else _("new"))
        show_primary(self.primary, primary)

    def stop(self) -> None:
        """Let the clock stand still: the shell goes."""
        self._clock.stop()

    def _body(self) -> QHBoxLayout:
        look = style.now()
        title = _("Recovery") if self._way in _ANEW else _("First run")
        left = form.column(
            form.column(Label(title, "title"), self._count, gap=4),
            form.holder(form.column(self._list), kind="card"),
            Label(_(_LATER[self._way]), "small", colour="text_muted", wrap=True),
            form.stretch(),
            gap=14,
        )
        right = form.column((form.column(self._sides), 1), self.primary, gap=16)
        body = form.row(
            form.holder(left, width=_LIST),
            (form.column(self._pages), 1),
            form.holder(right, width=_SIDE),
            gap=_GAP,
        )
        across, down = look.frame.margin_x, look.frame.margin_y
        body.setContentsMargins(across, down, across, down)
        return body

    def _tick(self) -> None:
        now = datetime.now().astimezone()
        self._status.set_now(weekday_and_day(now), clock(now))

"""Somebody else's half-done ticket: whose it is, where it stopped, how to take it over."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from cellyard.ui import style
from cellyard.ui.screens.intake.page import body_height
from cellyard.ui.screens.intake.side import title
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _, clock
from cellyard.words.intake import STEPS
from cellyard.words.times import local


class Waits(Painted):
    """One card in the language of Sign in: look, this waits for somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = ""
        self._lines: tuple[str, ...] = ()

    def show_ticket(self, ticket: Ticket) -> None:
        """Show whose it is and where it stopped."""
        owner = ticket.owner.name if ticket.owner else ""
        number = ticket.battery.ticket
        self._title = (
            _("Ticket {ticket} waits for {name}").format(ticket=number, name=owner)
            if owner
            else _("Ticket {ticket} waits").format(ticket=number)
        )
        last = ticket.battery.acts[-1].at if ticket.battery.acts else ticket.battery.received_at
        stopped = _("{battery}, stopped at “{step}”, {time}.").format(
            battery=title(ticket), step=_(STEPS[ticket.step]), time=clock(local(last))
        )
        self._lines = (stopped, _("Every answer is kept. Esc leaves it waiting."))
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(" ".join(self._lines))
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(400), body_height()

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, pad = look.colour, look.px(28)
        area = QRectF(0, 0, self.width(), look.px(180))
        draw.box(painter, area, colour.surface, radius=look.radius.card)
        side = look.px(48)
        paint_shape(painter, QRectF(pad, (area.height() - side) / 2, side, side), "info")
        left = pad + side + look.px(24)
        across, one, two = area.width() - left - pad, look.line("title"), look.line("body")
        top = (area.height() - one - len(self._lines) * two) / 2
        row = QRectF(left, top, across, one)
        draw.line(painter, row, self._title, look.font("title"), colour.text, may_end=True)
        for number, text in enumerate(self._lines):
            row = QRectF(left, top + one + number * two, across, two)
            draw.line(painter, row, text, look.font("body"), colour.text_muted, may_end=True)

"""Verdict: what the evidence comes to, with every reason and the rule that gives it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from cellyard.domain import intake
from cellyard.domain.rules import Edition
from cellyard.ui import style
from cellyard.ui.screens.intake.acts import Acts
from cellyard.ui.screens.intake.page import Page, Primary, body_height
from cellyard.ui.screens.intake.side import to_come
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.screens.intake.today import STATES
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import ShapeName, paint_shape
from cellyard.words import _, ngettext
from cellyard.words import intake as words
from cellyard.words.intake import SECTIONS

_ROW, _HEAD = 62, 58
_MOST = 5


class Reasons(Painted):
    """The reasons, worst first, each with its shape, its rule and the edition in the head."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[ShapeName, str, str]] = []
        self._head = ("", "")

    def show_ticket(self, ticket: Ticket) -> None:
        """Show the reasons of the verdict that stands, else of the one that would be given."""
        given = ticket.battery.verdict is not None
        reasons = ticket.battery.reasons if given else ticket.judged.reasons
        self._rows = [_row(reason, ticket.edition) for reason in reasons]
        if not self._rows:
            rule = _("Rule {rule}").format(rule="triage.none_found")
            self._rows = [("quiet_ok", _(words.NOTHING_FOUND), rule)]
        name = ticket.battery.triage.edition if ticket.battery.triage else ticket.edition.id
        self._head = (_("Why"), _("Rules {edition}").format(edition=name))
        self.setAccessibleName(" ".join(text for _shape, text, _rule in self._rows))
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(400), body_height()

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, pad = look.colour, look.px(24)
        draw.box(painter, QRectF(self.rect()), colour.surface, radius=look.radius.card)
        across = self.width() - 2 * pad
        head = QRectF(pad, look.px(8), across, look.px(_HEAD - 8))
        draw.line(painter, head, self._head[0], look.font("lead"), colour.text)
        small = look.font("small")
        draw.line(painter, head, self._head[1], small, colour.text_muted, align="right")
        top = float(look.px(_HEAD))
        more = len(self._rows) - _MOST
        shown = self._rows if more <= 0 else self._rows[: _MOST - 1]
        for reason in shown:
            self._paint_row(painter, look, QRectF(pad, top, across, look.px(_ROW)), reason)
            top += look.px(_ROW)
        if more > 0:
            rest = len(self._rows) - len(shown)
            said = ngettext("and {count} more reason", "and {count} more reasons", rest)
            row = QRectF(pad + look.px(44), top, across, look.px(_ROW))
            text = said.format(count=rest)
            draw.line(painter, row, text, look.font("body"), colour.text_muted)

    def _paint_row(
        self,
        painter: QPainter,
        look: style.Look,
        row: QRectF,
        reason: tuple[ShapeName, str, str],
    ) -> None:
        shape, text, rule = reason
        hair = look.stroke.hair
        draw.box(painter, QRectF(row.x(), row.y(), row.width(), hair), look.colour.line)
        side = look.px(26)
        corner = QRectF(row.x(), row.y() + (row.height() - side) / 2, side, side)
        paint_shape(painter, corner, shape)
        small = look.font("small")
        taken = draw.line(painter, row, rule, small, look.colour.text_muted, align="right")
        words_ = row.adjusted(look.px(44), 0, -taken - look.px(16), 0)
        draw.line(painter, words_, text, look.font("body", 600), look.colour.text)


def _row(reason: str, edition: Edition) -> tuple[ShapeName, str, str]:
    """Return a reason's shape, sentence and rule; one that the edition lacks stands bare."""
    rule = next((r for r in edition.finding if r.id == reason), None)
    if rule is None:
        return "caution", words.reason(reason), ""
    shape: ShapeName = "quiet_ok" if rule.verdict == "go" else STATES[rule.verdict]
    return shape, words.reason(reason), _("Rule {rule}").format(rule=rule.rule)


class VerdictPage(Page):
    """One key gives the verdict and prints the label."""

    key = "verdict"

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._reasons = Reasons()
        self._without = BigButton(
            _("No photo"), "secondary", second=_("Is a reason for CHECK"), icon="ph.camera"
        )
        self._without.clicked.connect(self._go_without)
        self._photo_waived = False
        self.fill(self._reasons, self.undo, self._without)

    def begin(self, ticket: Ticket) -> None:  # noqa: ARG002 - the same for all
        self._photo_waived = False

    def show_ticket(self, ticket: Ticket) -> None:
        self.undo.show_now()
        self._reasons.show_ticket(ticket)
        waits = bool(ticket.photos_missing) and ticket.battery.verdict is None
        self._without.setVisible(waits and not self._photo_waived)
        if waits and not self._photo_waived:
            self.hint.caution(
                _("A photo is missing: {section}.").format(section=_missing(ticket)),
                _("Take it, or go on without."),
            )
        else:
            self.hint.hint(_("Read the reasons. A wrong answer is corrected with Esc."))

    def _go_without(self) -> None:
        self._photo_waived = True
        if self.acts.ticket:
            self.show_ticket(self.acts.ticket)
        self.renewed.emit()

    def primary(self, ticket: Ticket) -> Primary:
        if ticket.battery.verdict is not None:
            return Primary(_("Print label"), _("The verdict is kept"))
        if not ticket.judged.complete:
            return Primary(_("Print label"), not_yet=to_come(ticket))
        if ticket.photos_missing and not self._photo_waived:
            return Primary(
                _("Print label"),
                not_yet=_("Photo of “{section}” is missing").format(section=_missing(ticket)),
            )
        return Primary(_("Print label"), _("Keeps the verdict"))

    def enter(self, ticket: Ticket) -> None:
        if ticket.battery.verdict is not None:
            self.forward.emit()
            return
        order = intake.Judging(battery=ticket.id, without_photo=self._photo_waived)
        self.acts.record(intake.judge, order, follow=True)

    def digit(self, figure: int) -> bool:
        if figure == 1 and self._without.isVisible():
            self._go_without()
            return True
        return False

    def command(self, name: str) -> bool:
        if name == "CANTTELL" and self._without.isVisible():
            self._go_without()
            return True
        return False


def _missing(ticket: Ticket) -> str:
    return _(SECTIONS[ticket.photos_missing[0]][0])

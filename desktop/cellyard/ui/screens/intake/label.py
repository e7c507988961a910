"""Label: printed by itself with the verdict, shown as it comes out, and printed again."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from cellyard.domain.refusals import Refused
from cellyard.jobs import labels
from cellyard.jobs.labels import Picture, Printed
from cellyard.jobs.station import Station
from cellyard.ui import form, style
from cellyard.ui.screens.intake.acts import Acts, said_at, ticket_words
from cellyard.ui.screens.intake.page import Page, Primary, body_height
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.picture import image_of
from cellyard.words import _, sentence
from cellyard.words.intake import copies


class Paper(Painted):
    """The label as the printer burns it, on white; the size of the body."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None

    def show_picture(self, picture: Picture | None) -> None:
        """Show a label, or an empty sheet."""
        self._image = image_of(picture) if picture else None
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(543), body_height()

    def paint(self, painter: QPainter, look: style.Look) -> None:
        area = QRectF(self.rect())
        if self._image is None:
            edge, stroke = look.colour.line_strong, look.stroke.border
            draw.box(painter, area, border=edge, stroke=stroke, radius=look.radius.card, dash=True)
            words = _("The label is shown here")
            muted = look.colour.text_muted
            draw.line(painter, area, words, look.font("body"), muted, align="centre")
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self._image)


class LabelPage(Page):
    """Prints as soon as it comes up without a label; F11 prints one more."""

    key = "label"

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._trouble = ""
        self._printing = False
        self._paper = Paper()
        self._printer = Label("", "sub", wrap=True)
        self._count = Label("", "sub", colour="text_muted", wrap=True)
        self._again = BigButton(_("Print again"), "secondary", icon="ph.printer", key="F11")
        self._again.clicked.connect(self.print_label)
        told = form.column(
            Label(_("Printer"), "small", colour="text_muted"),
            self._printer,
            form.gap(24),
            Label(_("Copies"), "small", colour="text_muted"),
            self._count,
            form.stretch(),
            gap=4,
        )
        body = form.row(self._paper, (told, 1), gap=20)
        self.fill(form.holder(body), self.undo, self._again)

    def begin(self, ticket: Ticket) -> None:
        self._trouble = ""
        if ticket.battery.labels:
            self._ask_picture(ticket)
        else:
            self._paper.show_picture(None)
            self.print_label()

    def show_ticket(self, ticket: Ticket) -> None:
        self.undo.show_now()
        target = self.frame.settings.label_target
        self._printer.setText(_printer_words(target))
        self._count.setText(copies(ticket.battery.labels))
        if self._trouble:
            self.hint.caution(self._trouble)
        else:
            self.hint.hint(_("Stick it on the battery where a scanner reaches it."))

    def primary(self, ticket: Ticket) -> Primary:
        if ticket.battery.labels:
            return Primary(_("Put away"), _("The label is on the battery"))
        if self._printing:
            return Primary(_("Print label"), not_yet=_("Being printed"))
        return Primary(_("Print label"), _("Try again") if self._trouble else "")

    def enter(self, ticket: Ticket) -> None:
        if ticket.battery.labels:
            self.forward.emit()
        else:
            self.print_label()

    def command(self, name: str) -> bool:
        if name == "PRINT":
            self.print_label()
            return True
        return False

    def print_label(self) -> None:
        """Print one label of the ticket on screen, on the writer's thread."""
        ticket = self.acts.ticket
        if ticket is None or self.acts.busy or ticket.battery.verdict is None:
            return
        self._printing = True
        id_, target, by = ticket.id, self.frame.settings.label_target, self.frame.person.id

        def draw_and_queue(station: Station) -> tuple[Printed, Picture | None]:
            printed = labels.print_label(station, id_, target=target, by=by)
            return printed, labels.picture(printed.path)

        self.acts.work(draw_and_queue, then=self._printed, refused=self._refused)

    def _printed(self, answer: tuple[Printed, Picture | None]) -> None:
        self._printing, self._trouble = False, ""
        self._paper.show_picture(answer[1])
        if ticket := self.acts.ticket:
            number = ticket_words(ticket.battery.ticket)
            kept = not self.frame.settings.label_target
            said = _("Label kept as a file") if kept else _("Label printed")
            self.frame.note(number, said_at(said))

    def _refused(self, no: Refused) -> None:
        self._printing, self._trouble = False, sentence(no)
        if self.acts.ticket:
            self.show_ticket(self.acts.ticket)
        self.renewed.emit()

    def _ask_picture(self, ticket: Ticket) -> None:
        name = (ticket.battery.station, ticket.battery.ticket)
        self.frame.work(
            lambda station: labels.picture(labels.paper(station.folder, *name)),
            done=self._paper.show_picture,
        )


def _printer_words(target: str) -> str:
    """Return a printer as people call it: where it is, without how it is spoken to."""
    if not target:
        return _("None is set up. The label is kept as a file.")
    if target.startswith("file:"):
        folder = target.removeprefix("file:").rstrip("/")
        return _("Into the folder {name}").format(name=folder.rpartition("/")[2] or folder)
    return target.removeprefix("socket://").partition("?")[0]

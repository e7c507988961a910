"""A row of the checklist: one question and three big answers, told apart from 3 m by shape."""

from collections.abc import Callable
from typing import Literal, get_args

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent

from cellyard.ui import style
from cellyard.ui.style.icons import paint_icon
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted, Pressable
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import N_, _

Answer = Literal["no", "yes", "cant_tell"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)

_WORDS: dict[Answer, str] = {"no": N_("No"), "yes": N_("Yes"), "cant_tell": N_("Can’t tell")}


class AnswerButton(Pressable):
    """One answer, 124 x 80: asked, given, or stepped back behind another."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer: Answer = answer
        self._given: Answer | None = None
        self.setAccessibleName(_(_WORDS[answer]))

    def set_given(self, given: Answer | None) -> None:
        """Show which of the three was given."""
        self._given = given
        self.setAccessibleDescription("✓" if given == self._answer else "")
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.floor.answer_width, look.floor.touch

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, area, radius = look.colour, QRectF(self.rect()), look.radius.control
        chosen = self._given == self._answer
        alarm = chosen and self._answer != "no"
        border, fill, ink = colour.outline, colour.raised, colour.text
        stroke = look.stroke.border
        if alarm:
            state = look.state("caution")
            border, fill, ink = state.solid, state.solid, state.on_solid
        elif chosen:
            border = colour.text
        elif self._given is not None:
            border, fill, ink = colour.line, colour.surface, colour.text_muted
            stroke = look.stroke.hair
        if self.isDown() and not alarm:
            fill = colour.sunken
        draw.box(painter, area, fill, border=border, stroke=stroke, radius=radius)
        self._write(painter, look, area, ink)

    def _write(self, painter: QPainter, look: style.Look, area: QRectF, ink: QColor) -> None:
        words, chosen = _(_WORDS[self._answer]), self._given == self._answer
        if not chosen:
            draw.line(painter, area, words, look.font("body"), ink, align="centre")
            return
        side, gap = look.px(22 if self._answer == "no" else 28), look.px(8)
        face = look.font("body", 600)
        if draw.width(words, face) + side + gap > area.width() - 2 * gap:
            face, side, gap = look.font("small", 600), look.px(20), look.px(6)
        across = draw.width(words, face)
        left = (area.width() - side - gap - across) / 2
        corner = QRectF(left, (area.height() - side) / 2, side, side)
        shape = "done" if self._answer == "no" else "caution"
        paint_shape(painter, corner, shape, inverse=self._answer != "no")
        row = QRectF(left + side + gap, 0, across + 1, area.height())
        draw.line(painter, row, words, face, ink)


class ChecklistRow(Painted):
    """The question at the left, the answers at the right in fixed columns; 80 high.

    A press emits `answered`; keys 1 2 3 belong to the screen, which calls `give`.
    """

    answered = Signal(str)

    def __init__(self, question: str, hint: str = "") -> None:
        super().__init__()
        self._question, self._hint, self._icon = question, hint, ""
        self._answer: Answer | None = None
        self.buttons = {answer: AnswerButton(answer) for answer in ANSWERS}
        for answer in ANSWERS:
            button = self.buttons[answer]
            button.setParent(self)
            button.clicked.connect(self._giver(answer))
            button.setAccessibleName(f"{question}: {_(_WORDS[answer])}")
        self.setAccessibleName(question)

    @property
    def answer(self) -> Answer | None:
        return self._answer

    def give(self, answer: Answer) -> None:
        """Take an answer as if its button were pressed."""
        self.set_answer(answer)
        self.answered.emit(answer)

    def _giver(self, answer: Answer) -> Callable[[], None]:
        return lambda: self.give(answer)

    def set_answer(self, answer: Answer | None) -> None:
        """Show an answer that stands already, or none."""
        self._answer = answer
        for button in self.buttons.values():
            button.set_given(answer)
        self.setAccessibleDescription(_(_WORDS[answer]) if answer else "")

    def set_hint(self, text: str, *, icon: str = "") -> None:
        """Say under the question what to look for, or that a photo is asked for."""
        self._hint, self._icon = text, icon
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        # A question breaks into two lines before it pushes the answers out of their columns.
        return _in_two_lines(self._question) + look.px(16) + self._answers(look), look.floor.touch

    def sizeHint(self) -> QSize:
        least, look = super().sizeHint(), style.now()
        words = draw.width(self._question, look.font("lead")) + look.px(24)
        return QSize(round(words + self._answers(look)), least.height())

    def minimumSizeHint(self) -> QSize:
        return super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()
        super().resizeEvent(event)

    def anew(self) -> None:
        self._place()
        super().anew()

    def paint(self, painter: QPainter, look: style.Look) -> None:
        room = self.width() - self._answers(look) - look.px(16)
        icon = look.px(18) + look.px(8) if self._icon else 0
        question = draw.paragraph_height(self._question, "lead", room)
        hint = draw.paragraph_height(self._hint, "small", room - icon) if self._hint else 0
        hint = min(hint, self.height() - question)
        top = (self.height() - question - hint) / 2
        area = QRectF(0, top, room, question)
        draw.paragraph(painter, area, self._question, "lead", look.colour.text)
        if self._icon:
            side = look.px(20)
            corner = QPointF(0, top + question + (look.line("small") - side) / 2)
            paint_icon(painter, self._icon, corner, side, look.colour.text_muted)
        area = QRectF(icon, top + question, room - icon, hint)
        draw.paragraph(painter, area, self._hint, "small", look.colour.text_muted)

    def _answers(self, look: style.Look) -> float:
        return len(ANSWERS) * look.floor.answer_width + (len(ANSWERS) - 1) * look.floor.gap

    def _place(self) -> None:
        look = style.now()
        left = self.width() - self._answers(look)
        for button in self.buttons.values():
            button.setGeometry(round(left), 0, look.floor.answer_width, look.floor.touch)
            left += look.floor.answer_width + look.floor.gap


def _in_two_lines(text: str) -> float:
    """Return how wide a question is at least that breaks into two lines, px."""
    face = style.now().font("lead")
    words = text.split(" ")
    halves = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    broken = [max(draw.width(one, face), draw.width(other, face)) for one, other in halves]
    whole = draw.width(text, face)
    # Chinese breaks between any two signs: half of it, and room for the sign that does not fit.
    longest = max(draw.width(word, face) for word in words)
    return (
        min(broken, default=whole) + 1 if longest < whole / 2 else whole / 2 + 2 * face.pixelSize()
    )

"""What stands on the yard screen: the plan, the abnormal list, the card and the next step."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from cellyard.domain.registers import Slot, Zone
from cellyard.ui import form, style
from cellyard.ui.photos import pictures_in
from cellyard.ui.screens.yard.abnormal import AbnormalList
from cellyard.ui.screens.yard.card import SlotCard
from cellyard.ui.screens.yard.drawing import Drawing, draw
from cellyard.ui.screens.yard.hand import Hand, show_next
from cellyard.ui.screens.yard.head import Head
from cellyard.ui.screens.yard.reading import ReadingPage
from cellyard.ui.screens.yard.survey import Stored, Survey
from cellyard.ui.screens.yard.time_line import TimeLine
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.plan import PlanLegend, SlotPlan
from cellyard.words import _

_SIDE = 348
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_ABNORMAL = 264  # five lines; more are scrolled


class YardView(QWidget):
    """The plan at the left; at the right what is abnormal, what is chosen, and the next step.

    `pressed`: a slot of the plan was pressed; `entered`: Enter on it. `dropped`: pictures.
    """

    pressed = Signal(str)
    entered = Signal(str)
    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.survey: Survey | None = None
        self._drawing: Drawing | None = None
        self._head, self._plan = Head(), SlotPlan()
        self._scroll = form.scrolled(self._plan)
        self.abnormal, self.card = AbnormalList(), SlotCard()
        self.reading = ReadingPage()
        self.next = BigButton("", key=_("Enter"))
        self._plan.slot_pressed.connect(self.pressed)
        self._plan.slot_entered.connect(self.entered)
        head = form.row(self._head, form.stretch(), PlanLegend())
        # What is said stands in the place of the slider until something else is chosen.
        self.message, self.time_line = MessageLine(), TimeLine()
        self._foot = QStackedWidget()
        self._foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._foot.addWidget(self.time_line)
        self._foot.addWidget(self.message)
        left = form.column(head, form.gap(6), (self._scroll, 1), form.gap(10), self._foot)
        abnormal = form.card(form.column(self.abnormal), padding=0, height=_ABNORMAL)
        self._side = QStackedWidget()
        self._looks = form.holder(form.column(abnormal, (self.card, 1)))
        self._side.addWidget(self._looks)
        self._side.addWidget(self.reading)
        side = form.column((self._side, 1), self.next)
        self.setLayout(form.row((left, 1), form.holder(side, width=_SIDE)))

    def walk(self, event: QKeyEvent) -> bool:
        """Let an arrow key go from slot to slot; False for any other key."""
        if event.key() not in _ARROWS or self._plan.hasFocus():
            return False
        self._plan.setFocus()
        QApplication.sendEvent(self._plan, event)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pictures_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(pictures_in(event.mimeData()))
        event.acceptProposedAction()

    def show_survey(self, survey: Survey, now: int) -> None:
        """Show the yard at its moment, `now` in ms; only slots that changed are drawn anew."""
        drawing = draw(survey, survey.moment or now)
        slots = drawing.changed_since(self._drawing)
        if slots is None:
            self._plan.set_plan(drawing.left, drawing.right)
        else:
            for code in slots:
                shown = drawing.slots[code]
                self._plan.set_slot(code, shown.state, note=shown.note, figure=shown.figure)
        self.survey, self._drawing = survey, drawing
        self._head.show_board(survey.board)
        self.abnormal.show_all(survey, survey.moment or now)
        self.time_line.show_now(now, survey.begins)
        self.show_foot()

    def show_foot(self) -> None:
        """Show what is to be said, else the slider."""
        said = self.message.kind != "empty" and not self.time_line.moment
        self._foot.setCurrentWidget(self.message if said else self.time_line)

    def show_reading(self, stored: Stored) -> None:
        """Ask for a reading in the place of the list and the card."""
        self._side.setCurrentWidget(self.reading)
        self.reading.begin(stored)

    def show_hand(self, hand: Hand, now: int, *, then: bool = False) -> None:
        """Show the card and the next step as they follow from what is chosen."""
        self._side.setCurrentWidget(self._looks)
        place = self.slot_of(hand.slot)
        if hand.carried is not None:
            self.card.show_battery(hand.carried, now, in_hand=True)
        elif len(hand.there) > 1:
            self.card.show_several(hand.slot, hand.there, hand.picked)
        elif hand.there:
            self.card.show_battery(hand.there[0], now, then=then)
        elif place:
            self.card.show_free(*place)
        else:
            self.card.show_nothing()
        show_next(self.next, hand)

    def mark(self, slot: str, refused: str = "") -> None:
        """Frame a slot, and cross out one that was refused; what was said before is forgotten."""
        self.message.clear()
        self.show_foot()
        self._plan.choose(slot)
        self._plan.refuse(refused)
        self.abnormal.choose(slot)
        if area := self._plan.area(refused or slot):
            out, middle = style.px(40), area.center().toPoint()
            self._scroll.ensureVisible(middle.x(), middle.y(), out, out)

    def note(self, first: str, then: str = "") -> None:
        """Say what was done, in the place of the slider."""
        self.message.note(first, then)
        self.show_foot()

    def caution(self, words: str) -> None:
        """Say what was refused, in the place of the slider."""
        self.message.caution(words)
        self.show_foot()

    def slot_of(self, name: str) -> tuple[Zone, Slot] | None:
        """Return a slot by its name, with its zone; None when the yard has none of that name."""
        zones = self.survey.zones if self.survey else ()
        return next(((z, s) for z in zones for s in z.slots if s.name == name), None)

"""What stands on Tasks: the list, both sides of the chosen one, its answers, the next step."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cellyard.domain.shipping.receipt import ANSWERS
from cellyard.domain.tasks import Task
from cellyard.ui import form, style
from cellyard.ui.open_tasks import Overview
from cellyard.ui.screen import Frame
from cellyard.ui.screens.tasks import said
from cellyard.ui.screens.tasks.conflict_said import ALL_TRUE, ONE_SIDED
from cellyard.ui.screens.tasks.said import Card
from cellyard.ui.screens.tasks.survey import Sides
from cellyard.ui.setting_up.papers_waiting import PapersWaiting
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.line_list import LineList
from cellyard.ui.widgets.sign import Sign
from cellyard.ui.widgets.tile import Tile
from cellyard.words import _
from cellyard.words import tasks as words

_LIST, _BUTTON, _ICON = 348, 428, 40
_MOST, _GAP = 4, 12  # answers beside each other
_OR = 72


class SideCard(QWidget):
    """What one side says: a caption, a name, a code, and pairs of what is known."""

    def __init__(self) -> None:
        super().__init__()
        self._caption = Label(step="small", colour="text_muted", elide=True)
        self._name = Label(step="title", elide=True)
        self._code = Label(step="sub", mono=True, elide=True)
        self._pairs = KeyValues()
        self._when = Label(step="sub", weight=600, elide=True)
        self._then = Label(step="small", wrap=True, lines=2)
        self._foot = form.holder(form.column(form.line(), self._when, self._then, gap=8))
        inside = form.column(
            self._caption,
            self._name,
            self._code,
            form.gap(10),
            self._pairs,
            form.stretch(),
            self._foot,
            gap=4,
        )
        self.setLayout(form.column(form.card(inside, padding=(20, 16)), gap=0))

    def show_card(self, card: Card) -> None:
        """Show another side."""
        self._caption.setText(card.caption)
        self._name.setText(card.name)
        self._code.setText(card.code)
        self._code.setVisible(bool(card.code))
        self._pairs.set_pairs(card.pairs)
        self._when.setText(card.then[0])
        self._then.setText(card.then[1])
        self._foot.setVisible(bool(card.then[0]))


class Answers(QWidget):
    """The answers that a task offers, one to be chosen; `chosen` after each choice."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answer: str | None = None
        self.offered: tuple[str, ...] = ()
        self._tiles = [Tile("") for _n in range(_MOST)]
        for n, tile in enumerate(self._tiles):
            tile.clicked.connect(partial(self._pressed, n))
        # Tiles that are not offered take no gap either.
        tiles = QHBoxLayout()
        tiles.setContentsMargins(0, 0, 0, 0)
        tiles.setSpacing(style.px(_GAP))
        for tile in self._tiles:
            tiles.addWidget(tile, 1)
        self.setLayout(tiles)

    def offer(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Offer other answers: the name of each, and its two lines; what was chosen stays."""
        self.offered = tuple(key for key, _first, _second in options[:_MOST])
        for n, tile in enumerate(self._tiles):
            tile.setVisible(n < len(self.offered))
            if n < len(self.offered):
                _key, first, second = options[n]
                tile.set_words(f"{n + 1}  {first}", second)
        self.setVisible(bool(self.offered))
        self.choose(self.answer if self.answer in self.offered else None)

    def _pressed(self, n: int, *_checked: bool) -> None:
        self.choose(self.offered[n])

    def choose(self, answer: str | None) -> None:
        """Choose an answer, None for none yet."""
        self.answer = answer
        for key, tile in zip(self.offered, self._tiles, strict=False):
            tile.setChecked(key == answer)
        self.chosen.emit()


class TasksView(QWidget):
    """`task_chosen(key)`: a line was pressed."""

    task_chosen = Signal(str)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._lines = LineList(pad=11)
        self._lines.line_chosen.connect(self.task_chosen)
        self._title = Label(step="title", elide=True)
        self._asks = Label(step="body", colour="text_muted", elide=True)
        self._ours, self._theirs, self._one = SideCard(), SideCard(), SideCard()
        self.answers = Answers()
        self._advice = Label(step="lead", weight=600, elide=True)
        self._more = Label(step="small", wrap=True, lines=2)
        self.next = BigButton("", key=_("Enter"))
        self._pages, self._foot = QStackedWidget(), form.keep(QWidget())
        self._foot.hide()
        self._or = Label(_("or"), "title", colour="text_muted", align="centre")
        # Of one width whatever stands there, so that no card moves; a card alone takes all of it.
        self._or.setFixedWidth(style.px(_OR))
        both = QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        for thing, share in ((self._ours, 1), (self._or, 0), (self._theirs, 1)):
            both.addWidget(thing, share)
        self._difference = form.holder(form.column((form.holder(both), 1), self.answers))
        self._papers = form.card(form.column(PapersWaiting(frame), form.stretch()), padding=20)
        nothing = EmptyHint("ph.flag", _("Nothing is open"), _("Every task has been answered."))
        self._none = form.holder(form.column(nothing, form.stretch()))
        # First an empty one: nothing is said before it is known.
        self._blank = QWidget()
        for page in (self._blank, self._none, self._difference, self._one, self._papers):
            self._pages.addWidget(page)
        listed = form.card(form.column((self._lines, 1), gap=0), padding=0, width=_LIST)
        head = form.column(self._title, self._asks, gap=4)
        self._foot.setLayout(form.row((self._advice_card(), 1), self._button()))
        right = form.column(head, (self._pages, 1), self._foot)
        self.setLayout(form.row(listed, (form.holder(right), 1)))

    def _advice_card(self) -> QWidget:
        text = form.column(form.stretch(), self._advice, self._more, form.stretch(), gap=2)
        icon = Sign("mdi6.shoe-print", _ICON)
        return form.card(form.row(icon, (text, 1), gap=20), kind="raised", padding=(24, 8))

    def _button(self) -> QWidget:
        return form.holder(form.column(form.keep(self.next), gap=0), width=_BUTTON)

    def show_tasks(self, found: Overview, chosen: str, now: int) -> None:
        """Show the list at this moment (ms) with one line chosen."""
        self._lines.set_lines(said.lines(found, now))
        self._lines.choose(chosen)

    def show_none(self) -> None:
        """Show that there is nothing to do."""
        self._title.setText(_("No open tasks"))
        self._asks.setText("")
        self._pages.setCurrentWidget(self._none)
        self._foot.setVisible(False)

    def show_task(self, found: Overview, task: Task, now: int) -> None:
        """Show one task: what it asks, what is known of it, what to do first."""
        title, asks = said.head(found, task, now)
        self._title.setText(title)
        self._asks.setText(asks)
        advice, more = said.advice(task)
        self._advice.setText(advice)
        self._more.setText(more)
        self._foot.setVisible(True)
        match task.kind:
            case "difference":
                self.answers.offer([(key, _(words.ANSWERS[key][0]), "") for key in ANSWERS])
                self._pages.setCurrentWidget(self._difference)
            case "paper":
                self._pages.setCurrentWidget(self._papers)
            case _ if task.conflict is not None and task.kind != "unread":
                pass  # its sides come with what the store says of them
            case _:
                self._one.show_card(said.card(found, task, now))
                self._pages.setCurrentWidget(self._one)

    def show_conflict(self, task: Task, cards: Sequence[Card]) -> None:
        """Show the sides of a conflict, one card or two; none yet while they are read."""
        if task.kind == "unread":
            return  # it has no sides: what is known of the battery stands
        two = task.kind not in ONE_SIDED
        self._pages.setCurrentWidget(self._difference if cards else self._blank)
        self._or.setVisible(two)
        self._or.setText(_("and") if task.kind in ALL_TRUE else _("or"))
        self._theirs.setVisible(two)
        for side, card in zip((self._ours, self._theirs), cards, strict=False):
            side.show_card(card)

    def show_sides(self, found: Overview, task: Task, sides: Sides, now: int) -> None:
        """Show both sides of a difference."""
        self._or.show()
        self._or.setText(_("or"))
        self._theirs.show()
        self._ours.show_card(said.ours(found, task, sides, now))
        self._theirs.show_card(said.theirs(found, task, sides, now))

    def show_answer(self) -> None:
        """Say what the chosen answer means, in place of what to do first."""
        if self.answers.answer is not None:
            word, meaning = words.ANSWERS[ANSWERS[self.answers.offered.index(self.answers.answer)]]
            self._advice.setText(_(word))
            self._more.setText(_(meaning))

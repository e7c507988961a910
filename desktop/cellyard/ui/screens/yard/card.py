"""The card of what is chosen: the slot with its battery, or the battery in hand."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from cellyard.domain.registers import Slot, Zone
from cellyard.domain.yard import watching
from cellyard.domain.yard.curve import curve
from cellyard.ui import form, style
from cellyard.ui.screens.yard import said
from cellyard.ui.screens.yard.survey import Stored
from cellyard.ui.screens.yard.temperatures import Temperatures
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import StateShape
from cellyard.words import _, quantity
from cellyard.words.yard import ZONES

_KEYS = 80
_LEAST_ROWS = 1
_SHAPE = 20


class SlotCard(QStackedWidget):
    """Shows a free slot, one battery, several in one slot, or reasons to choose from.

    `wanted` carries what is to be done with the battery: hold, release or better.
    """

    battery_chosen = Signal(str)
    reason_given = Signal(str)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(1)  # it has the room that is left, whatever a page would like
        self._title = Label(step="lead", weight=600, elide=True)
        self._code = Label(step="small", mono=True, elide=True)
        self._shape = form.keep(StateShape("done", _SHAPE))
        self._why = Label(step="desk_body", weight=600, wrap=True)
        self._facts = _Facts()
        self._plain_title = Label(step="lead", weight=600, elide=True)
        self._hint = Label(step="small", colour="text_muted", wrap=True)
        self._takes = _Facts()
        self._several_title = Label(step="lead", weight=600, elide=True)
        self._several = LineList(pad=4)
        self._several.line_chosen.connect(self.battery_chosen)
        self._question = Label(step="small", wrap=True)
        self._choices: tuple[str, ...] = ()
        self._curve = Temperatures()
        self._acts = {
            "hold": Button(_("Put on hold")),
            "release": Button(_("Lift hold")),
            "better": Button(_("Better verdict")),
        }
        for key, button in self._acts.items():
            button.clicked.connect(partial(self._want, key))
        self._reason = form.holder(form.row(self._shape, (self._why, 1), gap=8))
        self._one = self._page(
            self._title,
            self._code,
            form.gap(4),
            self._curve,
            self._reason,
            form.gap(6),
            (self._facts, 1),
            form.row(*self._acts.values(), form.stretch(), gap=8),
        )
        self._free = self._page(self._plain_title, self._hint, form.gap(8), (self._takes, 1))
        self._many = self._page(self._several_title, form.gap(6), self._several)
        self._answers = LineList(pad=4)
        self._answers.line_chosen.connect(self.reason_given)
        self._reasons = self._page(self._question, form.gap(4), self._answers)

    def hasHeightForWidth(self) -> bool:
        """Say no: a long sentence on a page takes no room from the list above."""
        return False

    def _page(self, *things: form.Placed) -> QWidget:
        page = form.holder(form.column(*things, gap=0, margins=(16, 10)), kind="raised")
        self.addWidget(page)
        return page

    def _want(self, what: str, *_checked: bool) -> None:
        self.wanted.emit(what)

    def show_nothing(self) -> None:
        """Say how to choose."""
        self._plain_title.setText(_("No slot chosen"))
        self._hint.setText(_("Scan a battery or a slot, or press one on the plan."))
        self._takes.set_pairs(())
        self.setCurrentWidget(self._free)

    def show_free(self, zone: Zone, slot: Slot) -> None:
        """Show a free slot: what it takes."""
        self._plain_title.setText(_("{slot} is free").format(slot=slot.name))
        self._hint.setText(_("Scan it and a battery, in either order."))
        takes = ", ".join((quantity(slot.max_kg, "kg"), quantity(slot.max_kwh, "kWh")))
        pairs = [(_("Zone"), zone.title or _(ZONES[zone.purpose])), (_("Takes"), takes)]
        if slot.home:
            pairs.append((_("Station"), slot.home))
        self._takes.set_pairs(pairs)
        self.setCurrentWidget(self._free)

    def show_battery(
        self, stored: Stored, now: int, *, in_hand: bool = False, then: bool = False
    ) -> None:
        """Show a battery: where it is, why it is there, what it is, where it came from; of one
        that is watched its temperatures. `then`: as it was, nothing is to be done with it.
        """
        battery = stored.battery
        self._show_acts(stored, now, idle=in_hand or then)
        where = "" if in_hand else battery.slot or battery.held_slot or ""
        self._title.setText(f"{where} {said.title(stored)}".strip())
        self._code.setText(said.code(stored))
        small = stored.readable and not (in_hand or then) and not style.now().large
        if battery.verdict:
            self._shape.set_shape(said.SHAPES[battery.verdict])
        # On a small glass the list beside it says why; the curve has that room.
        self._shape.setVisible(battery.verdict is not None)
        self._reason.setVisible(not small)
        self._facts.setVisible(not small)
        self._why.setText(said.why(stored))
        self._facts.set_pairs(said.pairs(stored, now, in_hand=in_hand))
        self.setCurrentWidget(self._one)

    def show_several(self, slot: str, there: Sequence[Stored], chosen: str) -> None:
        """Show the batteries that share a slot, to choose one."""
        words = _("{slot}, {count} batteries").format(slot=slot, count=len(there))
        self._several_title.setText(words)
        coming = _("coming")
        self._several.set_lines(
            [
                Line(
                    s.battery.id,
                    said.title(s),
                    said.code(s),
                    right="" if s.battery.slot == slot else coming,
                )
                for s in there
            ]
        )
        self._several.choose(chosen)
        self.setCurrentWidget(self._many)

    def _show_acts(self, stored: Stored, now: int, *, idle: bool) -> None:
        state, battery = stored.state, stored.battery
        held, readable = battery.watch.hold is not None, stored.readable and not idle
        self._curve.setVisible(readable)
        if readable and state is not None:
            self._curve.show_points(curve(battery), state.limit, now)
        better = readable and watching.is_watched(battery)
        lies = battery.stored and not idle
        shown = {"hold": lies and not held, "release": lies and held, "better": better}
        for key, button in self._acts.items():
            button.setVisible(shown[key])

    def ask(self, question: str, choices: Mapping[str, str]) -> None:
        """Ask for one of these, word by key; figures choose in their order."""
        self._question.setText(question)
        self._choices = tuple(choices)
        named = enumerate(choices.items(), start=1)
        self._answers.set_lines([Line(key, f"{n}  {words}") for n, (key, words) in named])
        self._answers.choose("")
        self.setCurrentWidget(self._reasons)

    def give_reason(self, figure: int) -> bool:
        """Give the reason of this number; False when it is not asked for or has no such number."""
        if self.currentWidget() is not self._reasons or figure > len(self._choices):
            return False
        self.reason_given.emit(self._choices[figure - 1])
        return True


class _Facts(Painted):
    """Rows of a muted caption and a value that may be of any length; as many as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._pairs: tuple[tuple[str, str], ...] = ()

    def set_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show other pairs, the most important first."""
        self._pairs = tuple(pairs)
        self.setAccessibleName(", ".join(f"{key} {value}" for key, value in pairs))
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(_KEYS), self._pitch(look) * _LEAST_ROWS

    def paint(self, painter: QPainter, look: style.Look) -> None:
        face, pitch = look.font("desk_body"), self._pitch(look)
        fitting = self._pairs[: int((self.height() + 2) / pitch)]
        widest = max((draw.width(key, face) for key, _value in fitting), default=0)
        left = max(look.px(_KEYS), widest + look.px(10))
        for number, (key, value) in enumerate(fitting):
            row = QRectF(0, number * pitch, self.width(), pitch)
            draw.line(painter, row, key, face, look.colour.text_muted)
            value_row = row.adjusted(left, 0, 0, 0)
            draw.line(painter, value_row, value, face, look.colour.text, may_end=True)

    def _pitch(self, look: style.Look) -> float:
        return look.line("desk_body") + look.px(3)

"""The gallery's actions: buttons, tiles, answers, chips, controls of the desk."""

from typing import get_args

from PySide6.QtWidgets import QLayout, QWidget

from cellyard.ui import style
from cellyard.ui.form import card, column, form, gap, grid, row, stretch
from cellyard.ui.widgets.big_button import BigButton, Kind
from cellyard.ui.widgets.checklist import Answer, ChecklistRow
from cellyard.ui.widgets.chip import Chip, ChipKind
from cellyard.ui.widgets.desk import Button, Check, Choice, Field, Filter
from cellyard.ui.widgets.gallery_said import said
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.pin import Keypad, PinDots
from cellyard.ui.widgets.shapes import ShapeName, StateShape
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.ui.widgets.tile import Tile

# The states that have a word of their own.
_CHIPS: tuple[ChipKind, ...] = tuple(k for k in get_args(ChipKind) if k in style.SIGNS)
_SHAPES: tuple[ShapeName, ...] = get_args(ShapeName)


def actions() -> QLayout:
    """Return what is pressed on the floor."""
    return column(_primary(), _secondary(), _danger_and_tiles(), _checklist(), _chips())


def desk() -> QLayout:
    """Return what is pressed and typed at a desk."""
    wrong = Field("00441", width=160)
    wrong.set_wrong(said("figures"))
    off = Button(said("print"))
    off.setEnabled(False)
    set_filter = Filter(said("any zone"))
    set_filter.setChecked(True)
    zones = (("any", said("any zone")), ("a", said("bench")))
    return column(
        row(
            Button(said("report"), icon="ph.file-text"), Button(said("save")), off, stretch(), gap=8
        ),
        row(Filter(said("any zone")), set_filter, Choice(zones, width=216), stretch(), gap=8),
        row(
            Field("004417", width=100), wrong, Check(said("sealed"), checked=True), stretch(), gap=8
        ),
        form((said("name"), Field(said("li wei"))), (said("for"), Choice(zones))),
        Label(said("lid"), "small", colour="text_muted", wrap=True),
        _table(),
        row(PinDots(), Keypad(), stretch()),
        stretch(),
    )


def _button(text: str, kind: Kind, *, second: str = "", key: str = "", icon: str = "") -> BigButton:
    return BigButton(said(text), kind, second=said(second) if second else "", key=key, icon=icon)


def _primary() -> QLayout:
    rest = _button("measure", "primary", key="Enter")
    two_lines = _button("measure", "primary", second="plug", key="Enter")
    pressed = _button("measure", "primary", key="Enter")
    pressed.setDown(True)
    working = _button("measure", "primary", key="Enter")
    working.set_working(said("printing"), 0.5)
    waiting = _button("measure", "primary", key="Enter")
    waiting.set_not_yet(said("missing"))
    return row(*((button, 1) for button in (rest, two_lines, pressed, working, waiting)))


def _secondary() -> QLayout:
    printer = "ph.printer"
    rest = _button("again", "secondary", key="F11", icon=printer)
    pressed = _button("again", "secondary", key="F11", icon=printer)
    pressed.setDown(True)
    refused = _button("again", "secondary", key="F11", icon=printer)
    refused.set_not_yet(said("no paper"))
    plain = _button("again", "secondary", second="no paper")
    stop = _button("stop test", "stop", key="Esc")
    return row(rest, pressed, refused, plain, stop, stretch())


def _danger_and_tiles() -> QLayout:
    done = _button("hold", "secondary")
    done.say_done(said("dispatched"), said("undo"))
    chosen = Tile(said("li wei"), said("since"))
    chosen.setChecked(True)
    not_here = Tile(said("he yun"))
    not_here.set_not_here(said("no permit"))
    return row(
        HoldButton(said("hold"), second=said("leaves")),
        gap(52),
        done,
        gap(52),
        Tile(said("ma rui"), said("operator")),
        chosen,
        not_here,
        stretch(),
    )


def _checklist() -> QLayout:
    def asked(question: str, hint: str, answer: Answer | None, icon: str = "") -> ChecklistRow:
        made = ChecklistRow(said(question), said(hint))
        made.set_hint(said(hint), icon=icon)
        made.set_answer(answer)
        return made

    return grid(
        [
            (asked("gas", "hiss", None), asked("gas", "hiss", "no")),
            (asked("case", "photo", "yes", "ph.camera"), asked("bms", "as damaged", "cant_tell")),
        ],
        stretches=(1, 1),
        gap=(20, 20),
    )


def _chips() -> QLayout:
    floor = [Chip(kind) for kind in _CHIPS] + [Chip("quiet", said("sealed"))]
    desk = [Chip(kind, desk=True) for kind in _CHIPS] + [Chip("half", said("not sent"), desk=True)]
    shapes = [StateShape(shape) for shape in _SHAPES]
    return column(
        row(*floor, gap(40), *shapes, stretch(), gap=8),
        row(*desk, stretch(), gap=8),
        gap=8,
    )


def _table() -> QWidget:
    table = SmallTable(
        (Column(said("code"), 290, mono=True), Column(said("happened")), Column("kg", 60, "right"))
    )
    table.set_rows(
        (
            TableRow("1", ("LEAF40-ZE1-0068112", said("ready"), "315"), shape="done"),
            TableRow("2", ("LEAF40-ZE1-0070455", said("chosen"), "316"), shape="done"),
            TableRow("3", ("07HPB31P22G06CC7V0001207", said("p911"), "126"), "stop"),
            TableRow("4", ("EGOLF-36-5QE-004471", said("kept here"), "349"), "unsent"),
        )
    )
    table.choose("2")
    table.setFixedHeight(style.px(5 * 32 + 2))
    return card(row(table), padding=0)

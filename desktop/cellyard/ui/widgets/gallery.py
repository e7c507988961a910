"""Every component in every state on one sheet, to be held beside the pictures of the look."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout, QWidget

from cellyard.ui import style
from cellyard.ui.form import card, column, form, gap, grid, holder, row, stretch
from cellyard.ui.widgets.bars import LimitBar, Progress
from cellyard.ui.widgets.big_button import BigButton, Kind
from cellyard.ui.widgets.checklist import Answer, ChecklistRow
from cellyard.ui.widgets.chip import Chip, ChipKind
from cellyard.ui.widgets.desk import Button, Check, Choice, Field, Filter
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.gallery_places import places
from cellyard.ui.widgets.gallery_said import said
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.overlay import FocusRing
from cellyard.ui.widgets.pin import Keypad, PinDots
from cellyard.ui.widgets.read_out import ReadOut
from cellyard.ui.widgets.shapes import ShapeName, StateShape
from cellyard.ui.widgets.status_line import Lamp, LampKind
from cellyard.ui.widgets.steps import Step, StepStrip
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.ui.widgets.tile import Tile
from cellyard.ui.widgets.verdict import VerdictCard

_CHIPS: tuple[ChipKind, ...] = (
    "stop",
    "caution",
    "check",
    "ok",
    "quarantine",
    "info",
    "unknown",
)
_SHAPES: tuple[ShapeName, ...] = (
    "stop",
    "caution",
    "check",
    "ok",
    "info",
    "quarantine",
    "unknown",
    "quiet_ok",
    "done",
    "now",
    "todo",
    "half",
    "dot",
)


def gallery() -> QWidget:
    """Return the sheet; it is as wide as its words need and taller than most screens."""
    sheet = holder(
        column(
            _primary(),
            _secondary(),
            _danger_and_tiles(),
            _checklist(),
            _chips(),
            row((_speaking(), 1), (_desk(), 1), gap=26),
            places(),
            margins=(24, 16),
        )
    )
    sheet.setAutoFillBackground(True)
    sheet.setProperty("ring", FocusRing(sheet))
    return sheet


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


def _speaking() -> QLayout:
    return column(
        row(*_verdicts()[:2], stretch()),
        row(*_verdicts()[2:4], stretch()),
        row(*_verdicts()[4:], column(_bars(), stretch()), stretch()),
        row(*_read_outs(), stretch()),
        *_messages(),
        _steps(),
        row((EmptyHint("mdi6.barcode-scan", said("no ticket"), said("first")), 1), (_job(), 1)),
        _lamps(),
    )


def _verdicts() -> list[VerdictCard]:
    cards = [VerdictCard() for _ in range(5)]
    cards[0].set_verdict("stop", said("leaking"), said("15 m"))
    cards[1].set_verdict("caution", said("dented"), said("24 h"))
    cards[2].set_verdict("check", said("as damaged"), said("stand"))
    cards[3].set_verdict("ok", said("normal"))
    cards[4].set_none(said("2 left"))
    return cards


def _read_outs() -> list[ReadOut]:
    made = [
        ReadOut(said("voltage"), "V", step="title", widest="388.4"),
        ReadOut(said("insulation"), "Ω/V", step="title", widest="61"),
        ReadOut(said("weight"), "kg", step="title", widest="355.2"),
        ReadOut(said("resistance"), "Ω", step="title"),
        ReadOut(said("case temperature"), "°C", widest="24.1"),
    ]
    made[0].set_reading("388.4")
    made[1].set_reading("61", flag="passed", note=said("limit 100"))
    made[2].set_reading("355.2", flag="settling")
    made[3].set_none(note=said("meter says"))
    made[4].set_reading("24.1", flag="calibration")
    return made


def _messages() -> list[MessageLine]:
    made = [MessageLine() for _ in range(4)]
    made[1].note(said("kept"), said("stored"))
    made[2].caution(said("low"), said("lid"))
    made[3].wrong(said("slot"), said("scan o-03"))
    return made


def _steps() -> StepStrip:
    return StepStrip(
        (
            Step(said("code"), "…0412", "done"),
            Step(said("weight"), "355.2 kg", "caution"),
            Step(said("look"), said("2 of 5"), "now"),
            Step(said("measure")),
        )
    )


def _job() -> QWidget:
    job = Progress()
    job.set_counted(said("restoring"), 128_400, 214_883)
    job.set_waiting(said("waiting"))
    return card(row(job), padding=18)


def _bars() -> QLayout:
    return column(LimitBar(0.74), LimitBar(0.96), KeyValues(_pairs()))


def _lamps() -> QLayout:
    kinds: Sequence[tuple[LampKind, str]] = (
        ("well", "all sent"),
        ("unsent", "27"),
        ("sending", "sending"),
        ("refused", "refused"),
        ("other_server", "other server"),
    )
    return row(*(Lamp(kind, said(words)) for kind, words in kinds), stretch(), gap=28)


def _pairs() -> tuple[tuple[str, str], ...]:
    return ((said("for"), said("station")), (said("serial"), "B834 112 907"))


def _desk() -> QLayout:
    wrong = Field("00441", width=160)
    wrong.set_wrong(said("figures"))
    off = Button(said("print"))
    off.setEnabled(False)
    set_filter = Filter(said("any zone"))
    set_filter.setChecked(True)
    zones = (("any", said("any zone")), ("a", said("bench")))
    return column(
        row(Button(said("report"), icon="ph.file-text"), Button(said("save")), off, gap=8),
        row(Filter(said("any zone")), set_filter, Choice(zones, width=160), stretch(), gap=8),
        row(Field("004417", width=100), wrong, Check(said("sealed"), checked=True), gap=8),
        form((said("name"), Field(said("li wei"))), (said("for"), Choice(zones))),
        Label(said("lid"), "small", colour="text_muted", wrap=True),
        _table(),
        row(PinDots(), Keypad()),
        stretch(),
    )


def _table() -> QWidget:
    table = SmallTable(
        (Column(said("code"), 250, mono=True), Column(said("happened")), Column("kg", 60, "right"))
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

"""Every component in every state on one sheet, to be held beside the pictures of the look."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout, QWidget

from cellyard.ui.form import card, column, holder, row, stretch
from cellyard.ui.widgets.bars import LimitBar, Progress
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.gallery_actions import actions, desk
from cellyard.ui.widgets.gallery_bench import bench
from cellyard.ui.widgets.gallery_places import places
from cellyard.ui.widgets.gallery_said import said
from cellyard.ui.widgets.label import KeyValues
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.overlay import FocusRing
from cellyard.ui.widgets.read_out import ReadOut
from cellyard.ui.widgets.status_line import Lamp, LampKind
from cellyard.ui.widgets.steps import Step, StepStrip
from cellyard.ui.widgets.verdict import VerdictCard


def gallery() -> QWidget:
    """Return the sheet; it is as wide as its words need and taller than most screens."""
    sheet = holder(
        column(
            actions(),
            row((_speaking(), 1), (desk(), 1), gap=26),
            places(),
            bench(),
            margins=(24, 16),
        )
    )
    sheet.setAutoFillBackground(True)
    sheet.setProperty("ring", FocusRing(sheet))
    return sheet


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

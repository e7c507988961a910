"""The gallery's bench: channel cards in every state, the live curve, rulers and grades."""

import math
from decimal import Decimal

from PySide6.QtWidgets import QLayout

from cellyard.domain.bench.channel import CurvePoint
from cellyard.ui.form import card, column, grid, row, stretch
from cellyard.ui.widgets.channel_card import CardShown, ChannelCard
from cellyard.ui.widgets.curve import Curve, EarlierCurve, Limit
from cellyard.ui.widgets.gallery_said import said
from cellyard.ui.widgets.grade_card import GradeCard
from cellyard.ui.widgets.limit_ruler import LimitRuler
from cellyard.ui.widgets.read_out import ReadOut
from cellyard.ui.widgets.steps import Step, StepStrip

_HOUR = 3600


def bench() -> QLayout:
    """Return what is seen at a bench and at the grading desk."""
    return column(
        row(grid(_in_pairs(_cards())), column(_read_outs(), (_curve(), 1), _steps()), gap=26),
        row(*_grades(), card(grid([[r] for r in _rulers()])), stretch()),
    )


def _cards() -> list[ChannelCard]:
    numbers = (("21.59", "V"), ("\u221219.5", "A"), ("23.3", "°C"))
    rest = (("3.92", "V"), ("0.0", "A"), ("22.8", "°C"))
    made = [
        CardShown("1", said("testing"), "now", said("leaf"), numbers, part=0.94, left=said("left")),
        CardShown("2", said("resting"), "todo", said("i3"), rest, part=0.6, left=said("of 24 h")),
        CardShown(
            "3", said("silent"), "caution", said("golf"), words=said("own"), ground="caution"
        ),
        CardShown("4", said("below"), "quiet_ok", said("zoe"), rest, left=said("release")),
        CardShown("5", said("free"), "todo", said("next"), left=said("to start"), ground="free"),
        CardShown(
            "6", said("stays on"), "stop", said("golf"), words=said("hard-wired"), ground="stop"
        ),
        CardShown(
            "7", said("testing"), "now", said("leaf"), numbers, muted=True, left=said("left")
        ),
        CardShown("8", said("stopped"), "caution", said("i3"), rest, ground="caution"),
    ]
    cards = [ChannelCard(shown) for shown in made]
    cards[0].setChecked(True)
    cards[0].set_spark([math.exp(-n / 9) - n / 40 for n in range(40)])
    return cards


def _in_pairs(cards: list[ChannelCard]) -> list[tuple[ChannelCard, ChannelCard]]:
    return list(zip(cards[::2], cards[1::2], strict=True))


def _points(hours: float, groups: int) -> list[CurvePoint]:
    made: list[CurvePoint] = []
    for second in range(0, int(hours * _HOUR), 30):
        gone = second / _HOUR / hours
        cell = 4.15 - 0.45 * gone - 0.35 * gone**9
        spread = [0.004 * n + 0.2 * (n == groups - 1) * gone**12 for n in range(groups)]
        cells = tuple(cell - one for one in spread)
        made.append(CurvePoint(float(second), cell * 6, -19.5, 23.3, cells))
    return made


def _curve() -> Curve:
    curve = Curve()
    curve.set_earlier([EarlierCurve(said("13 mar"), _points(0.86, 0))])
    curve.set_limits([Limit(said("cut-off"), 18.0)], 3 * _HOUR)
    curve.set_run(_points(2.66, 4))
    return curve


def _read_outs() -> QLayout:
    made = [
        ReadOut(said("voltage"), "V", noted=False),
        ReadOut(said("case temperature"), "°C", widest="88.8", noted=False),
        ReadOut(said("voltage"), "V", noted=False),
    ]
    made[0].set_reading("21.59")
    made[1].set_none()
    made[2].set_reading("21.59", flag="settling")
    return row(*made, stretch())


def _steps() -> StepStrip:
    return StepStrip(
        (
            Step(said("check step"), said("passed"), "done"),
            Step(said("rest step"), said("1 h"), "done"),
            Step(said("test step"), said("to 3 v"), "now"),
            Step(said("settle step"), said("30 min")),
        ),
        tall=True,
    )


def _grades() -> list[GradeCard]:
    made = [GradeCard() for _ in range(2)]
    made[0].set_grade("B", said("second life"), said("decided"), said("borderline"), cautioned=True)
    made[1].set_none(said("no grade"), said("rated"))
    return made


def _rulers() -> list[LimitRuler]:
    made = [LimitRuler() for _ in range(4)]
    grades = ("C", "B", "A")
    made[0].set_ruler(_limits(76, 80), grades, Decimal("79.2"), Decimal("1.1"), zoom=True)
    made[1].set_ruler(_limits(50, 100), ("A", "B", "D"), Decimal(34), Decimal(4))
    made[2].set_ruler(_limits(100, 500), ("D", "B", "A"), Decimal(1140))
    made[3].set_ruler(_limits(3, 5), ("A", "B", "D"), None)
    return made


def _limits(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]

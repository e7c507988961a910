"""The live curve: what is kept of the points, what is named, and the cursor."""

import math

import looks
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cellyard.domain.bench.channel import CurvePoint
from cellyard.ui import style
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.curve import Curve, EarlierCurve, Limit
from cellyard.ui.widgets.curve_scale import hours, scale, ticked, time_scale
from cellyard.ui.widgets.curve_series import Series


def points(count: int, *cells: float | None, start: int = 0) -> list[CurvePoint]:
    return [CurvePoint(float(t), 4.0 - t / 10_000, -5.0, 25.0, cells) for t in range(start, count)]


@pytest.fixture
def curve(qtbot: QtBot) -> Curve:
    looks.dress()
    made = Curve()
    qtbot.addWidget(made)
    made.resize(878, 364)
    made.show()
    return made


def said(curve: Curve) -> list[str]:
    with draw.watched() as texts:
        curve.grab()
    assert [one for one in texts if not one.fits] == []
    assert looks.overlapping(texts) == []
    return [one.text.replace("\u00a0", " ") for one in texts]


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [(17.9, 25.1, (16, 26)), (0, 50, (0, 50)), (3.0, 3.0, (3.0, 3.05)), (2.79, 4.2, (2.5, 4.5))],
)
def test_a_scale_has_round_ends_and_holds_its_values(
    low: float, high: float, ends: tuple[float, float]
) -> None:
    made = scale(low, high)
    assert (made.low, made.high) == pytest.approx(ends, abs=0.11)
    assert made.low <= low
    assert made.high >= high
    assert made.ticks[-1] == pytest.approx(made.high)


def test_times_are_counted_as_people_do() -> None:
    assert time_scale(23_400).ticks[-1] == 25_200
    assert time_scale(40).step == 10
    assert (hours(9_600), ticked(75, 10)) == ("2:40", "0:01:15")


def test_a_series_grows_and_names_the_weakest_group_first() -> None:
    series = Series(points(10, 4.0, 3.9, 3.95))
    series.add(points(3000, 4.0, 3.99, None, 3.5, start=10))
    assert series.count == 3000
    assert series.t[-1] == 2999
    assert series.weakest(2) == [3, 1]
    assert series.below(3)[-1] == pytest.approx(500)
    assert math.isnan(series.below(3)[0]), "a group that was not read yet"
    assert math.isnan(series.below(2)[-1]), "no reading"
    assert series.nearest(1500.4) == 1500


def test_lines_are_named_at_their_ends_and_limits_marked(curve: Curve) -> None:
    curve.set_earlier([EarlierCurve("13 Mar at 1 C, 55.3 Ah", points(900))])
    curve.set_limits([Limit("Cut-off 3.00 V", 3.0)], 3600)
    curve.set_run(points(1800, 4.0, 3.9, 3.8))
    texts = said(curve)
    assert {"13 Mar at 1 C, 55.3 Ah", "Cut-off 3.00 V", "3.82 V", "Group 3"} <= set(texts)
    assert "200 mV, weakest" in texts


def test_the_cursor_goes_by_keys_and_leaves_other_keys_alone(curve: Curve) -> None:
    curve.set_run(points(1000))
    left = pressed(Qt.Key.Key_Left)
    assert curve.walk(left)
    assert curve.cursor_at == 994
    assert any(text.startswith("0:16") for text in said(curve))
    assert curve.walk(pressed(Qt.Key.Key_Right))
    assert curve.cursor_at is None, "the newest point is marked anyway"
    assert not curve.walk(pressed(Qt.Key.Key_Return))


def test_the_mouse_points_at_a_moment(curve: Curve) -> None:
    curve.set_run(points(3600))
    frame = curve.frame
    middle = frame.upper.center().toPoint()
    QTest.mouseMove(curve, QPoint(5, 5))
    QTest.mouseMove(curve, middle)
    assert curve.cursor_at == pytest.approx(1800, abs=10)


def test_an_empty_curve_says_why_and_keeps_no_scale(curve: Curve) -> None:
    curve.clear("The curve begins with the first reading.")
    curve.add([])
    assert said(curve) == ["The curve begins with the first reading."]


def test_the_curve_is_drawn_in_the_accent_on_the_card(curve: Curve) -> None:
    curve.set_run(points(1800))
    frame = curve.frame
    at = QPoint(round(frame.x(900)), round(frame.y(4.0 - 0.09)))
    image = curve.grab().toImage()
    seen = {image.pixelColor(at + QPoint(0, down)).name() for down in range(-3, 4)}
    assert style.now().colour.curve.name() in seen
    away = QPoint(round(frame.x(905)), round(frame.upper.center().y()) + 7)
    assert image.pixelColor(away).name() == style.now().colour.surface.name()


def pressed(key: Qt.Key):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)

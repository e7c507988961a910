"""How every step looks: nothing cut, nothing over another, gloves hit, nothing jumps."""

from collections.abc import Iterator
from itertools import product

import looks
import pytest
from floor import code
from frame import NO_MODEL, Gate
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cellyard import words
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.big_button import BigButton
from cellyard.words.codes import REASONS

KEY = Qt.Key


def texts_of_every_step(gate: Gate) -> Iterator[str]:
    """Walk through every picture of the screen; gives its name each time."""
    yield "start"
    gate.scan("LEAF40-ZE1-0068112")
    yield "code, no GB/T code"
    gate.key(KEY.Key_Escape)
    gate.scan(NO_MODEL)
    yield "code"
    gate.type("e-208")
    gate.enter()
    yield "weight"
    gate.type("315")
    yield "weight, doubted"
    gate.enter()
    gate.key(KEY.Key_1, KEY.Key_1, KEY.Key_2, KEY.Key_2)
    yield "look, naming"
    gate.key(KEY.Key_1, KEY.Key_3)
    yield "look"
    gate.enter()
    yield "measure"
    for figure in ("388.4", "0.001", "24.1", "21"):
        gate.type(figure)
        gate.enter()
    yield "measured"
    gate.enter()
    yield "verdict, photo missing"
    yield from texts_of_the_last_steps(gate)


def texts_of_the_last_steps(gate: Gate) -> Iterator[str]:
    gate.key(KEY.Key_1)
    gate.enter()
    yield "label"
    gate.enter()
    yield "slot"
    gate.enter()
    gate.enter()
    yield "done"
    gate.key(KEY.Key_Escape, KEY.Key_1, KEY.Key_Escape)
    yield "list"
    gate.scan(NO_MODEL)
    yield "twice"
    gate.enter()
    gate.scan(code(413), "CY:F:smoke")
    yield "stop"
    gate.enter()
    gate.enter()
    gate.scan("CY:P:0001")
    yield "takeover"


@pytest.mark.parametrize(
    ("language", "glass"),
    list(product(words.LANGUAGES, ((1366, 768, 3.95), (1920, 1080, 5.6)))),
)
def test_nothing_is_cut_nothing_overlaps_and_gloves_hit(
    gate: Gate, language: words.Language, glass: tuple[int, int, float]
) -> None:
    across, down, px_per_mm = glass
    looks.dress(language=language, px_per_mm=px_per_mm)
    gate.window.resize(across, down)
    gate.window.rebuild()
    gate.rest()
    for name in texts_of_every_step(gate):
        assert (gate.window.width(), gate.window.height()) == (across, down), name
        with draw.watched() as said:
            gate.screen.grab()
        assert [s for s in said if not s.fits] == [], name
        assert looks.overlapping(said) == [], name
        for target in gate.screen.findChildren(QWidget):
            pressed = isinstance(target, QAbstractButton | QLineEdit)
            if pressed and target.isVisible():
                height = target.height() / px_per_mm
                assert height > 19.7, f"{target.accessibleName()} on {name}: {height} mm"
            if isinstance(target, BigButton) and target.isVisible() and target.kind != "primary":
                assert target.width() >= target.sizeHint().width(), f"broken words on {name}"


def test_the_primary_button_never_moves(gate: Gate) -> None:
    places = set()
    for _name in texts_of_every_step(gate):
        primary = next(
            b
            for b in gate.screen.findChildren(QAbstractButton)
            if b.isVisible() and getattr(b, "kind", "") == "primary"
        )
        corner = primary.mapTo(gate.screen, QPoint(primary.width(), primary.height()))
        places.add((corner.x(), corner.y(), primary.height()))
    assert len(places) == 1


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_doubt_about_a_code_fits_its_line(
    gate: Gate, language: words.Language, qtbot: QtBot
) -> None:
    from cellyard.ui.screens.intake.page import HintLine

    looks.dress(language=language, px_per_mm=3.95)
    shown = {"code": NO_MODEL, "length": 24, "suggestion": NO_MODEL, "chemistry": "NMC"}
    for pattern in REASONS.values():
        line = HintLine()
        qtbot.addWidget(line)
        line.resize(756, line.height())
        line.caution(words._(pattern).format(produced="15 Jun 2020", **shown))
        line.show()
        with draw.watched() as said:
            line.grab()
        assert [s for s in said if not s.fits] == []

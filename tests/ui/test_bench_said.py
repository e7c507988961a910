"""What the bench says, in few words: trips as people read them, names that fit a card."""

import re
from decimal import Decimal
from typing import get_args

import benching
import looks
import msgspec
import pytest
from floor import MODELS
from pytestqt.qtbot import QtBot

from cellyard.devices.bench import load
from cellyard.devices.drivers import it8500
from cellyard.domain.bench.channel import CurvePoint
from cellyard.domain.bench.programme import Progress
from cellyard.domain.facts import Trip
from cellyard.domain.refusals import Refused
from cellyard.ui import style
from cellyard.ui.screens.bench import said
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.curve import Curve
from cellyard.words import battery, sentence, use
from cellyard.words.bench_facts import SAID, SETTINGS
from cellyard.words.channels import tripped, what


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        ("65.8000", "degC", "65.8 °C"),
        ("61", "degC", "61 °C"),
        ("2.2499", "V", "2.250 V"),
        ("21.59", "V", "21.59 V"),
        ("1.8734", "K_min", "1.9 K/min"),
        ("14.2", "s", "14 s"),
    ],
)
def test_what_the_guard_saw_has_no_more_decimals_than_people_read(
    value: str, unit: str, read: str
) -> None:
    use("en")
    trip = Trip(watched="temperature_high", value=Decimal(value), limit=Decimal(60), unit=unit)
    assert tripped(trip).replace("\u00a0", " ") == f"Too hot: {read}"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_cell_and_its_procedure_fit_the_card(qtbot: QtBot, language: str) -> None:
    assert qtbot
    look = looks.dress(px_per_mm=3.95, language=language)  # pyright: ignore[reportArgumentType]
    cell = battery.short(MODELS["nissan-leaf-cell"])
    lines = [what(test, cell, short=True) for test in ("capacity", "discharge", "insulation")]
    assert len(set(lines)) == len(lines), "no two procedures share a name"
    assert all(draw.width(line, look.font("small")) <= style.px(270) for line in lines), lines


def test_what_was_never_armed_failed_at_its_check() -> None:
    use("en")
    running = benching.channels({"sound": "a", "cell": "b"})[0]
    failed = msgspec.structs.replace(
        running, phase="ended", end="not_armed", progress=Progress(step=0)
    )
    assert [step.state for step in said.steps(failed)] == ["caution", "todo", "todo", "todo"]


def test_what_a_load_can_be_told_and_what_it_says_has_words() -> None:
    told = {*get_args(it8500.Quantity), *get_args(it8500.Choice)}
    says = {*get_args(it8500.Status)} - {"done"}
    read_back = {word for choice, word in load.CHOICES} | {"on", "off"}
    assert told <= set(SETTINGS)
    assert says | read_back <= set(SAID)
    no = Refused("limit_not_kept", setting="function", wanted="battery", got="fixed")
    use("zh_CN")
    said_ = sentence(no)
    use("en")
    assert not re.search("function|battery|fixed", said_), said_


def test_one_group_alone_is_compared_with_nothing(qtbot: QtBot) -> None:
    looks.dress(px_per_mm=3.95)
    curve = Curve()
    qtbot.addWidget(curve)
    curve.resize(880, 360)
    alone = [CurvePoint(float(t), 3.3, -1.0, None, (3.3,)) for t in range(5)]
    curve.set_run(alone)
    assert curve.frame.groups == ()
    upper = curve.frame.upper.height()
    curve.set_run([CurvePoint(p.t, 6.6, -1.0, None, (3.3, 3.2)) for p in alone])
    assert curve.frame.groups == (1, 0)
    assert curve.frame.upper.height() < upper

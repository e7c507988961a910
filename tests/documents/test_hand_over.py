"""The hand-over sheet: long shifts, empty ones, and nothing that stands over anything."""

import msgspec
import pytest
from eyes import missing, words
from paged import collisions, pdftotext, qpdf

from cellyard.documents.hand_over import HandOver, Line, draw, sample

replace = msgspec.structs.replace


def quiet() -> HandOver:
    names = ("tickets", "abnormal", "runs", "loads", "tasks")
    nothing: dict[str, tuple[Line, ...]] = dict.fromkeys(names, ())
    return replace(sample(), unsent=None, **nothing)


def long() -> HandOver:
    lines = tuple(
        Line(what=f"Battery {n:03d} " * 3, more="Case is dented 壳体凹陷 " * 4, right=f"A-{n:03d}")
        for n in range(120)
    )
    return replace(sample(), abnormal=lines, tickets=lines)


@pytest.mark.parametrize("make", [sample, quiet, long])
def test_it_is_sound_and_nothing_stands_over_anything(make, tmp_path):
    pdf = draw(make())
    assert pdf == draw(make())
    assert qpdf(pdf, tmp_path / "sheet.pdf") == ""
    assert collisions(pdf) == []


def test_every_line_is_there_on_however_many_pages():
    content = long()
    papers = pdftotext(draw(content))
    text = "".join(papers)
    assert len(papers) > 5
    assert [one.right for one in content.abnormal if text.count(one.right) < 2] == []
    assert "Outgoing supervisor" in papers[-1]


def test_what_is_not_there_is_said():
    pdf = draw(quiet())
    assert words(pdf).count("None 无") == 5
    assert missing(pdf, "No central server yet: every fact is kept at its station.") == []


def test_it_never_calls_a_battery_safe():
    text = words(draw(sample())).lower()
    assert text.count("safe") == text.count("discharge to safe") + text.count("discharged to safe")

"""Find: any part of any code, the line of a battery, and its look."""

from collections.abc import Callable
from itertools import product

import looks
import pytest
from finding import choose_fact, chosen, hits, nodes, whole
from floor import DAY, MINUTE, Floor, code
from front import SIZES, Front
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cellyard.domain import codes
from cellyard.jobs import people
from cellyard.ui.screens.find.lookup import mark

Opens = Callable[..., Front]


# --- searching ----------------------------------------------------------------------------------

SIGNS = st.text(alphabet="0123456789ABCDEFGH-", min_size=3, max_size=26)


@given(SIGNS, st.data())
def test_what_is_marked_is_what_was_searched(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 3))
    end = data.draw(st.integers(start + 3, len(text)))
    part = text[start:end]
    for fragment in (part, part.lower(), f" {part} ", codes.key(part)):
        if not codes.key(fragment):
            continue
        a, b = mark(text, fragment)
        assert codes.key(text[a:b]) == codes.key(fragment)
        assert text[a] != "-" or fragment.strip()[0] == "-"
    assert mark(text, "zz9") == (0, 0)
    assert mark(text, "") == (0, 0)


def test_any_part_of_a_code_finds_it_while_typing(stage: Front, floor: Floor) -> None:
    wanted = "ZOE-R240-BB1-609037"
    for start, end in ((0, 3), (4, 11), (16, 19), (0, 19)):
        stage.type(wanted[start:end].lower())
        assert floor.ids["unknown"] in hits(stage)
    stage.type("r240bb1")  # without the hyphens of the plate
    assert hits(stage) == [chosen(stage)] == [floor.ids["unknown"]]
    before = hits(stage)
    stage.type("04")  # too short to search: what was found stays
    assert hits(stage) == before
    stage.type("no such code")
    assert hits(stage) == []
    assert "Nothing here carries no such code" in stage.texts()


def test_everything_newest_first_and_the_page_says_when_there_is_more(
    floor: Floor, opened: Opens
) -> None:
    for number in range(100, 152):
        floor.receive(code(number), None)
    stage = opened()
    assert len(hits(stage)) == 50
    assert {"Newest", "of 62"} <= set(stage.texts())
    stage.type("001PE22")
    assert "50+ found" in stage.texts()
    stage.type("0000151")
    assert "1 found" in stage.texts()


def test_scans_find_by_code_label_and_slot(stage: Front, floor: Floor) -> None:
    ids = floor.ids
    stage.scan(code(3))
    assert chosen(stage) == ids["swollen"]
    stage.scan(f"CY:B:{ids['twin']}:{code(2)}")
    assert chosen(stage) == ids["twin"]
    assert set(hits(stage)) == {ids["twin"], ids["second"]}
    stage.scan("CY:S:Q-01")
    assert hits(stage) == [ids["leaking"]]
    stage.scan("CY:S:Q-04")
    assert hits(stage) == []
    assert stage.refused == ""
    assert stage.said == "Q-04, Empty"


@pytest.mark.parametrize("text", ["001PE22A18K07JA6F0009999", f"CY:B:{'9' * 32}:"])
def test_an_unknown_scan_is_refused_in_words(stage: Front, text: str) -> None:
    before = chosen(stage)
    stage.scan(text)
    assert stage.refused
    assert text in stage.refused
    assert before == ""


def test_arrow_keys_go_through_what_was_found(stage: Front, floor: Floor) -> None:
    stage.type(code(2))
    first, second = hits(stage)
    assert chosen(stage) == first
    stage.press(Qt.Key.Key_Down)
    assert chosen(stage) == second
    stage.press(Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert chosen(stage) == first


def test_typing_searches_whatever_was_pressed_before(stage: Front, floor: Floor) -> None:
    stage.type(code(2))
    found = stage.screen._results._list
    middle = found.visualRect(found.model().index(1, 0)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    stage.rest()
    assert chosen(stage) == hits(stage)[1]
    choose_fact(stage, "Weighed")
    stage.screen._detail.ask_reason()
    stage.press(Qt.Key.Key_Return)  # of an open page, not of the search that was typed
    assert stage.screen._detail.page == "taking_back"
    stage.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    stage.type("r240")
    assert hits(stage) == [floor.ids["unknown"]]


# --- the story ----------------------------------------------------------------------------------


def test_the_story_is_told_newest_first_with_people_by_name(stage: Front, floor: Floor) -> None:
    stage.scan(code(3))
    story = stage.screen._detail.story
    said = [told.said for told in story.line]
    assert said[0].startswith("Received, ticket 2, from Hengfeng outlet")
    assert "Damage to the case: yes, swollen" in said
    assert "Verdict WATCH: case is swollen" in said
    assert said[-1] == "Put away in O-01"
    assert {told.who for told in story.line} == {"Li Wei"}
    assert all(told.sealed for told in story.line)
    for recorded in stage.line(floor.ids["swollen"]):
        assert b"Li Wei" not in bytes(recorded.envelope.payload)
    shown = stage.texts()
    assert shown.count("✓") == shown.count("Intake 1") - 1 > 0  # one is the station's tile
    assert f"{len(story.line) - shown.count('✓')} more facts below" in shown


def test_an_erased_name_is_shown_nowhere(floor: Floor, opened: Opens) -> None:
    people.erase(floor.station, floor.operator, by=floor.administrator)
    stage = opened(floor.ids["sound"])
    who = {told.who for told in stage.screen._detail.story.line}
    assert who == {"name erased"}
    assert not any("Li Wei" in text for text in stage.texts())


def test_the_line_of_life_shows_outlet_receiving_stock(stage: Front, floor: Floor) -> None:
    stage.scan(code(3))
    assert [(n.lane, n.label) for n in nodes(stage)] == [
        (0, "Hengfeng outlet"),
        (1, "Ticket 2"),
        (1, "452\u00a0kg, WATCH"),
        (3, "O-01"),
        (3, ""),
    ]
    assert nodes(stage)[-1].now
    assert not any(node.hole for node in nodes(stage))
    days = [node.day for node in nodes(stage)]
    assert days[1] != days[2]
    assert ":" in days[2]  # the same day: its hour


def test_a_place_taken_back_leaves_a_hole_as_long_as_it_was(stage: Front, floor: Floor) -> None:
    stage.scan(code(3))
    choose_fact(stage, "Placed")
    floor.now.at += 3 * 60 * MINUTE
    stage.screen._detail.ask_reason()
    stage.press(Qt.Key.Key_5, Qt.Key.Key_Return)
    assert next(n.hole for n in nodes(stage) if n.now).endswith("unaccounted")
    floor.now.at += 60 * MINUTE
    floor.put(floor.ids["swollen"], "O-02")
    stage.screen.shown()
    stage.rest()
    holes = [n.hole for n in nodes(stage) if n.hole]
    assert len(holes) == 1
    assert "O-02" in [n.label for n in nodes(stage) if n.hole]


def test_many_moves_are_counted_not_drawn(stage: Front, floor: Floor) -> None:
    slots = ("A-01-2-1", "A-01-2-2", "A-01-2-3", "A-01-2-4", "A-01-2-5", "A-01-3-1")
    for slot in slots:
        floor.now.at += DAY // 24
        floor.put(floor.ids["sound"], slot)
    stage.scan(code(1))
    labels = [n.label for n in nodes(stage)]
    assert "3 moves" in labels
    assert labels[-2] == slots[-1]


# --- building anew, the look --------------------------------------------------------------------


def test_building_anew_keeps_search_battery_and_page(stage: Front, floor: Floor) -> None:
    stage.type(code(2))
    stage.press(Qt.Key.Key_Down)
    second = chosen(stage)
    stage.screen._papers.open("label")
    stage.rest()
    stage.window.rebuild()
    stage.rest()
    assert chosen(stage) == second
    assert len(hits(stage)) == 2
    assert stage.screen._detail.page == "label"


@pytest.mark.parametrize(
    ("theme", "language", "px_per_mm"),
    list(product(("light", "dark"), ("en", "zh_CN"), SIZES)),
    ids=str,
)
def test_nothing_is_cut_and_nothing_overlaps(
    floor: Floor, opened: Opens, theme: str, language: str, px_per_mm: float
) -> None:
    stage = opened(theme=theme, language=language, px_per_mm=px_per_mm)
    size = stage.window.size()
    assert (size.width(), size.height()) == SIZES[px_per_mm]
    for page in ("none", "", "taking_back", "photos", "label"):
        if page == "":
            stage.scan(code(3))
            choose_fact(stage, "Weighed")
        elif page == "taking_back":
            stage.screen._detail.ask_reason()
        elif page != "none":
            stage.screen._papers.open(page)
        stage.rest()
        said = stage.look()
        assert [one for one in said if not one.fits] == [], page
        assert looks.overlapping(whole(stage, said)) == [], page


def test_a_battery_of_nothing_but_a_ticket_is_shown_too(floor: Floor, opened: Opens) -> None:
    id_ = floor.receive("", None)
    stage = opened(id_)
    shown = stage.texts()
    assert "No code could be read" in shown
    assert "Unknown model" in shown

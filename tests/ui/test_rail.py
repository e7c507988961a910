"""The rail: its places on floor and at the desk, where we are, and the count of tasks."""

from looks import dress, overlapping, shown
from pytestqt.qtbot import QtBot

from cellyard.ui.widgets import draw
from cellyard.ui.widgets.rail import Place, Rail


def test_rail_shows_five_places_on_the_floor_and_all_at_the_desk(qtbot: QtBot) -> None:
    dress(desk=False)
    places = [Place(str(n), f"Place {n}", "ph.flag", f"F{n}") for n in range(2, 11)]
    rail = Rail(places, Place("fire", "Fire sheet", "ph.fire", "F12"))
    shown(qtbot, rail)
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)
    reached: list[str] = []
    for _page in range(3):
        reached += [key for key in map(str, range(2, 11)) if rail.item(key)]
        more = rail.item("more")
        assert more is not None
        more.click()
    assert reached == list(map(str, range(2, 11)))
    fire = rail.item("fire")
    assert fire is not None
    fire.click()
    assert chosen == ["fire"]
    dress(desk=True)
    assert all(rail.item(str(n)) for n in range(2, 11))
    rail.set_here("5")
    rail.set_count("9", 3)
    five = rail.item("5")
    assert five is not None
    five.click()
    assert five.isChecked()
    assert chosen == ["fire", "5"]


def test_many_tasks_are_many_and_leave_the_key_free(qtbot: QtBot) -> None:
    for desk in (True, False):
        dress(desk=desk)
        rail = Rail([Place("tasks", "Tasks", "ph.flag", "F10")])
        shown(qtbot, rail)
        for count, told in ((7, "7"), (42, "42"), (1002, "99+")):
            rail.set_count("tasks", count)
            with draw.watched() as said:
                rail.grab()
            assert told in [one.text for one in said]
            assert [one for one in said if not one.fits] == []
            assert overlapping(said) == []


def test_the_rail_brings_where_we_are_into_sight_and_more_tells_of_what_is_behind_it(
    qtbot: QtBot,
) -> None:
    dress(desk=False)
    places = [Place(str(n), f"Place {n}", "ph.flag", f"F{n}") for n in range(2, 11)]
    rail = Rail(places)
    shown(qtbot, rail)
    rail.set_count("9", 3)
    plain = rail.item("more")
    assert plain is not None
    counted = plain.grab().toImage()
    rail.set_count("9", 0)
    assert plain.grab().toImage() != counted
    rail.set_here("9")
    here = rail.item("9")
    assert here is not None
    assert here.isChecked()
    rail.set_places(places[:6])
    assert rail.item("2") is not None  # where we were is no place of theirs

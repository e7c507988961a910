"""Sign in: badge or PIN, by finger and by keys; wrong ones are told; half-done jobs wait."""

import time
from collections.abc import Iterator
from pathlib import Path

import looks
import pytest
from at_window import AtWindow
from floor import Floor, furnished
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cellyard.jobs import people
from cellyard.jobs.people import NewPerson
from cellyard.ui.screens.intake import IntakeScreen
from cellyard.ui.screens.sign_in import SignIn
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.pin import Key, PinDots
from cellyard.ui.widgets.tile import Tile

PIN = "2580"


@pytest.fixture(scope="module")
def model_floor(tmp_path_factory: pytest.TempPathFactory) -> Floor:
    floor = furnished(tmp_path_factory.mktemp("floor") / "station")
    for number, name in enumerate(("Chen Jing", "He Yun", "Ma Rui", "Xu Lin"), start=3):
        new = NewPerson(name=name, badge=f"000{number}", pin=PIN, roles=("operator",))
        people.enter(floor.station, new, by=floor.administrator)
    floor.close()
    return floor


class Door(AtWindow):
    """The window while nobody works, and who came in."""

    def __init__(self, floor: Floor, qtbot: QtBot, size: tuple[int, int] = (1366, 768)) -> None:
        super().__init__(floor.station, qtbot, size)

    @property
    def widget(self) -> SignIn:
        found = [d for d in self.window.findChildren(SignIn) if d.isVisible()]
        assert len(found) == 1
        return found[0]

    def came(self) -> str:
        """Return who works now, "" for nobody."""
        return self.window.signed_in.name if self.window.signed_in else ""

    def leave(self) -> None:
        self.window.sign_out()
        self.rest()

    def ticket(self) -> str:
        """Return the battery whose ticket is in front at Intake, "" elsewhere."""
        screen = self.window.current
        ticket = screen._acts.ticket if isinstance(screen, IntakeScreen) else None
        return ticket.id if ticket else ""

    def tiles(self) -> dict[str, Tile]:
        tiles = [t for t in self.widget.findChildren(Tile) if t.isVisible()]
        return {t.accessibleName(): t for t in tiles}

    def tap(self, name: str) -> None:
        QTest.mouseClick(self.tiles()[name], Qt.MouseButton.LeftButton)

    def keys(self, text: str) -> None:
        """Type figures and Enter as they reach whoever has the focus."""
        QTest.keyClicks(QApplication.focusWidget() or self.widget, text)
        QTest.keyClick(QApplication.focusWidget() or self.widget, Qt.Key.Key_Return)
        self.rest()

    def press(self, *names: str) -> None:
        keys = {k.name: k for k in self.widget.findChildren(Key)}
        for name in names:
            QTest.mouseClick(keys[name], Qt.MouseButton.LeftButton)
        self.rest()

    def said(self) -> str:
        with draw.watched() as said:
            self.window.grab()
        return " | ".join(one.text for one in said)


@pytest.fixture
def door(model_floor: Floor, tmp_path: Path, qtbot: QtBot) -> Iterator[Door]:
    looks.dress(px_per_mm=3.95)
    made = Door(model_floor.again(tmp_path / "station"), qtbot)
    yield made
    made.close()


def test_a_name_and_a_pin_by_finger(door: Door) -> None:
    door.tap("Zhao Min")
    door.press(*"258", "back", "8", "0")
    assert door.came() == ""
    ok = next(k for k in door.widget.findChildren(Key) if k.name == "ok")
    assert ok.isEnabled()
    door.press("ok")
    assert door.came() == "Zhao Min"
    assert door.window.signed_in is not None
    assert door.window.signed_in.roles == {"administrator", "supervisor"}


def test_by_keys_alone_whoever_was_here_last_first(door: Door) -> None:
    tile = door.tiles()["He Yun"]
    while QApplication.focusWidget() is not tile:
        QTest.keyClick(QApplication.focusWidget() or door.widget, Qt.Key.Key_Tab)
    QTest.keyClick(tile, Qt.Key.Key_Return)
    door.widget.setFocus()
    door.keys(PIN)
    assert door.came() == "He Yun"
    door.leave()
    assert next(iter(door.tiles())) == "He Yun"
    door.keys(PIN)
    assert door.came() == "He Yun"


def test_a_badge_whatever_code_it_carries(door: Door) -> None:
    for text, name in (("CY:P:0003", "Chen Jing"), ("]C10004", "He Yun")):
        door.scan(text)
        assert door.came() == name
        door.leave()
    door.scan("CY:P:0099")
    assert door.refused() == "This badge is not known here. Sign in with name and PIN."


def test_wrong_pins_are_counted_down_and_then_wait_by_the_second(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.tap("Li Wei")
    for left in (4, 3, 2, 1):
        door.keys("0000")
        assert f"{left} " in door.said()
        assert door.widget._pin._shown_dots()._wrong
    door.keys("0000")
    assert "30 s" in door.said()
    door.keys(PIN)
    assert door.came() == ""
    began = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: began + 12.5)
    door.widget._pin.tick()
    assert "18 s" in door.said() or "17 s" in door.said()
    door.tap("Ma Rui")  # the door is closed for one person, not for all
    door.keys(PIN)
    assert door.came() == "Ma Rui"


def test_a_pin_of_up_to_eight_figures_shows_as_many_dots(door: Door) -> None:
    door.press(*"12345678", "9")
    dots = [d for d in door.widget.findChildren(PinDots) if d.isVisible()]
    assert [d.accessibleName() for d in dots] == ["8 / 8"]
    QTest.keyClick(door.widget, Qt.Key.Key_Escape)
    dots = [d for d in door.widget.findChildren(PinDots) if d.isVisible()]
    assert [d.accessibleName() for d in dots] == ["0 / 4"]


def test_a_half_done_ticket_waits_for_its_owner(door: Door) -> None:
    said = door.said()
    assert "waits for Li Wei" in said
    assert said.count("Every answer is kept. 2 more tickets wait.") == 1
    ticket = door.widget._card._waiting[0].battery
    door.tap("Li Wei")
    door.keys(PIN)
    assert door.ticket() == ticket


def test_a_ticket_is_taken_over_by_whoever_signs_in_next(door: Door) -> None:
    ticket = door.widget._card._waiting[0].battery
    door.widget._card._button.click()
    assert "It goes to whoever signs in now." in door.said()
    door.scan("CY:P:0006")
    assert (door.came(), door.ticket()) == ("Xu Lin", ticket)
    owner = door.asked(lambda q: [b.owner for b in q.open_tickets() if b.id == ticket])
    assert door.window.signed_in is not None
    assert owner == [door.window.signed_in.id]


def test_taking_over_may_be_left(door: Door) -> None:
    door.widget._card._button.click()
    door.scan("CY:C:TAKEOVER")  # the command card is the same press
    door.tap("Ma Rui")
    door.keys(PIN)
    assert (door.came(), door.ticket()) == ("Ma Rui", "")


def test_with_many_people_the_last_tile_turns_the_page(
    model_floor: Floor, tmp_path: Path, qtbot: QtBot
) -> None:
    looks.dress(px_per_mm=3.95)
    floor = model_floor.again(tmp_path / "station")
    for number in range(8):
        new = NewPerson(name=f"Person {number}", badge="", pin=PIN, roles=("operator",))
        people.enter(floor.station, new, by=floor.administrator)
    door = Door(floor, qtbot)
    seen: set[str] = set()
    for _page in range(3):
        seen |= set(door.tiles())
        door.tap("More names")
    assert {f"Person {n}" for n in range(8)} < seen
    door.close()


@pytest.mark.parametrize("worn", looks.LOOKS, ids=str)
def test_nothing_is_cut_and_fingers_in_gloves_hit(
    model_floor: Floor, tmp_path: Path, qtbot: QtBot, worn: looks.Worn
) -> None:
    look = looks.dress(*worn[:3], desk=worn[3] == "desk")
    glass = (1366, 768) if look.px_per_mm < 4 else (1920, 1080)
    door = Door(model_floor.again(tmp_path / "station"), qtbot, glass)
    with draw.watched() as said:
        door.window.grab()
    assert [one for one in said if not one.fits] == []
    assert looks.overlapping(said) == []
    targets = [*door.widget.findChildren(Key), *door.tiles().values(), door.widget._card._button]
    least = 20 * look.px_per_mm - 1
    assert all(t.height() >= least and t.width() >= least for t in targets)
    door.close()

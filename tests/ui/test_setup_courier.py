"""Set up, courier file: made on a stick by one station, taken from it by another."""

from pathlib import Path

from floor import Floor, code
from hubs import HubOnFile, round_of
from in_step import Direct
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.jobs import courier
from cellyard.ui.screens.setup.courier import CourierSection


def section(setup: SetUp) -> CourierSection:
    found = setup.open("courier")
    assert isinstance(found, CourierSection)
    setup.rest()
    return found


def rows(page: CourierSection) -> int:
    return page.list.model().rowCount()


def test_without_a_centre_there_is_nobody_to_make_one_for(floor: Floor, qtbot: QtBot) -> None:
    setup = SetUp(floor, floor.supervisor, qtbot)
    section(setup)
    setup.until(lambda: "Enrol at the central server first" in setup.next())
    setup.close()


def test_made_for_one_station_and_taken_from_another(
    floor: Floor, qtbot: QtBot, tmp_path: Path
) -> None:
    hub = HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    round_of(floor.station, hub.hub.answer)
    two = hub.join(tmp_path / "two", "Intake 2")
    round_of(two, hub.hub.answer)
    round_of(floor.station, hub.hub.answer)
    floor.book_in(code(91), "nissan-leaf-40-kwh")
    stick = tmp_path / "stick"
    stick.mkdir()
    back, _packed = courier.make(two.folder, floor.station.identity.station, stick)
    setup = SetUp(floor, floor.supervisor, qtbot, reach=Direct(hub))
    page = section(setup)
    assert "Name the folder first" in setup.next()
    assert page._hint.text().startswith("Name the folder: ")
    page.where.setText(str(stick))
    setup.until(lambda: rows(page) == 1 and page.to.count() == 2)
    assert page.to.key() == "hub"
    page.to.set_key("Intake 2")
    page.most.setText("much")
    setup.enter()
    assert page.result.words.startswith("This is no size.")
    page.most.setText("20")
    assert setup.next().startswith("ready: Make the file")
    setup.enter()
    setup.until(lambda: "Made." in page.result.words)
    (made,) = (path for path in stick.iterdir() if path != back)
    setup.until(lambda: rows(page) == 2)
    page.list.choose(back.name)
    page._choose(back.name)
    assert setup.next().startswith("ready: Take this file")
    setup.enter()
    setup.until(lambda: "Taken." in page.result.words)
    assert "Intake 2" in page.more.text()
    assert courier.take_into(two, made).facts > 5
    two.close()
    setup.close()
    hub.close()

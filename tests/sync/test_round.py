"""Two stations and a hub: what one writes the other knows, and all fold to the same."""

from pathlib import Path

import pytest
from floor import Floor, code, furnished
from hubs import HubOnFile, digest, round_of

from cellyard.domain.refusals import Refused


@pytest.fixture
def floor(tmp_path: Path) -> Floor:
    return furnished(tmp_path / "one")


def test_a_second_station_joins_and_both_fold_to_the_same(floor: Floor, tmp_path: Path) -> None:
    hub = HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    first = round_of(floor.station, hub.hub.answer)
    assert first.unsent == 0
    second = hub.join(tmp_path / "two", "Intake 2")
    received = round_of(second, hub.hub.answer)
    assert received.received > 50
    floor.book_in(code(77), "nissan-leaf-40-kwh")
    round_of(floor.station, hub.hub.answer)
    round_of(second, hub.hub.answer)
    assert digest(second) == digest(floor.station)
    nothing = round_of(second, hub.hub.answer)
    assert (nothing.requests, nothing.sent, nothing.received) == (1, 0, 0)
    second.close()
    floor.close()
    hub.close()


def test_a_station_that_was_set_back_or_copied_sends_and_takes_nothing(
    floor: Floor, tmp_path: Path
) -> None:
    hub = HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    floor.close()
    later, copy = floor.again(tmp_path / "later"), floor.again(tmp_path / "copy")
    later.book_in(code(78), "nissan-leaf-40-kwh")
    round_of(later.station, hub.hub.answer)
    with pytest.raises(Refused, match="station_goes_on_elsewhere"):
        round_of(copy.station, hub.hub.answer)
    for number in (79, 80):  # the copy works on, and comes to the same numbers
        copy.book_in(code(number), "nissan-leaf-40-kwh")
    with pytest.raises(Refused, match="chain_forked"):
        round_of(copy.station, hub.hub.answer)
    assert round_of(later.station, hub.hub.answer).requests == 1
    for one in (later, copy):
        one.close()
    hub.close()

"""Two stations and a hub: what one writes the other knows, and all fold to the same."""

from pathlib import Path

import pytest
from floor import Floor, code, furnished
from held import in_log, in_store
from hubs import HubOnFile, digest, round_of

from cellyard.domain.refusals import Refused
from cellyard.sync import messages
from cellyard.sync.wire import Reply, Request


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


def test_what_is_written_here_goes_to_a_hub_that_speaks_another_version(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = HubOnFile(tmp_path / "hub")
    hub.enrol(floor.station)
    round_of(floor.station, hub.hub.answer)
    floor.book_in(code(81), "nissan-leaf-40-kwh")
    asked: list[str] = []

    def newer(request: Request) -> Reply:
        asked.append(request.method)
        with monkeypatch.context() as patched:
            patched.setattr(messages, "OLDEST", messages.NEWEST + 1)
            patched.setattr(messages, "NEWEST", messages.NEWEST + 1)
            return hub.hub.answer(request)

    for _ in range(2):  # the second time there is nothing to send
        with pytest.raises(Refused, match="hub_too_new"):
            round_of(floor.station, newer)
    assert asked == ["POST", "PUT", "POST"]
    assert in_store(floor.station.folder) == in_log(hub.store, hub.centre)
    assert round_of(floor.station, hub.hub.answer).sent == 0
    floor.close()
    hub.close()

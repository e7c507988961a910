"""Courier files of the central hub: taken from a station that never meets it, and made for it."""

from pathlib import Path

import pytest
from floor import code, furnished
from hubs import HubOnFile, digest, round_of

from cellyard.domain.refusals import Refused
from cellyard.hub import courier as at_hub
from cellyard.jobs import courier
from cellyard.jobs.station import Station


def test_by_stick_both_ways_and_the_next_file_is_small(tmp_path: Path) -> None:
    hub = HubOnFile(tmp_path / "hub")
    floor = furnished(tmp_path / "one")
    one = floor.station
    hub.enrol(one)
    round_of(one, hub.hub.answer)
    two = hub.join(tmp_path / "two", "Intake 2")
    floor.book_in(code(77), "nissan-leaf-40-kwh")
    path, packed = courier.make(one.folder, "hub", tmp_path)
    # Online it has told what it has: only what came since goes along.
    assert 5 < packed.facts < 40
    taken = at_hub.take(hub.hub, hub.box, path)
    assert (taken.station, taken.facts, taken.gaps) == ("Intake 1", packed.facts, ())
    again = at_hub.take(hub.hub, hub.box, path)
    assert (again.facts, again.files) == (0, 0)
    back, whole = at_hub.make(hub.hub, "Intake 2", tmp_path, 1 << 20)
    assert whole.facts > 50
    arrived = courier.take_into(two, back)
    assert arrived.facts == whole.facts
    answer, small = courier.make(two.folder, "hub", tmp_path)
    assert small.facts < 5
    assert at_hub.take(hub.hub, hub.box, answer).gaps == ()
    _next, nothing = at_hub.make(hub.hub, "Intake 2", tmp_path, 1 << 20)
    assert nothing.facts == 0
    _files(hub, one, tmp_path)
    # What a stick brought needs no network any more.
    late = round_of(one, hub.hub.answer)
    assert (late.sent, late.unsent) == (0, 0)
    assert digest(two) == digest(one)
    with pytest.raises(Refused, match="courier_nobody"):
        at_hub.make(hub.hub, "Intake 9", tmp_path, 0)
    with pytest.raises(Refused, match="courier_not_for_us"):
        at_hub.take(hub.hub, hub.box, back)
    two.close()
    floor.close()
    hub.close()


def _files(hub: HubOnFile, one: Station, tmp_path: Path) -> None:
    # What it lacks of the files it says in its own: the next one brings them.
    asked, _packed = at_hub.make(hub.hub, "Intake 1", tmp_path, 1 << 20)
    courier.take_into(one, asked)
    brought, full = courier.make(one.folder, "hub", tmp_path)
    assert full.files > 5
    assert at_hub.take(hub.hub, hub.box, brought).files == full.files
    _next, with_files = at_hub.make(hub.hub, "Intake 2", tmp_path, 1 << 20)
    assert with_files.files > 5

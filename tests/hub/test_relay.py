"""A relay: stations of a hall reach the central hub through it, and go on when that is away."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from floor import code, furnished
from hubs import HubOnFile, digest, round_of
from relays import NAME, RelayOnFile

from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import blobs, operations, upstream
from cellyard.hub import tables as t
from cellyard.hub.door import Hub
from cellyard.jobs import membership
from cellyard.jobs.station import Station


class Hall:
    """A furnished station at the central hub itself, a relay, and a station behind it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.central = HubOnFile(folder / "central")
        self.floor = furnished(folder / "one")
        self.one = self.floor.station
        self.central.enrol(self.one)
        round_of(self.one, self.central.hub.answer)
        self.relay = RelayOnFile(folder / "relay", self.central)
        self.relay.forward()
        self.two = self.relay.join(folder / "two", "Intake 2")
        self.third: Station | None = None

    def behind(self, station: Station):
        return round_of(station, self.relay.hub.answer)

    def direct(self):
        return round_of(self.one, self.central.hub.answer)

    def settle(self) -> None:
        """Bring everything everywhere."""
        stations = [s for s in (self.two, self.third) if s]
        for _n in range(2):
            for station in stations:
                self.behind(station)
            self.relay.forward()
            self.direct()
        self.relay.forward()
        for station in stations:
            self.behind(station)

    def join_third(self) -> Station:
        self.third = self.relay.join(self.folder / "three", "Bench 1")
        return self.third

    def digests(self) -> set[str]:
        return {digest(s) for s in (self.one, self.two, self.third) if s}

    def close(self) -> None:
        for station in (self.two, self.third):
            if station:
                station.close()
        self.floor.close()
        self.relay.close()
        self.central.close()


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.close()


def facts(hub: Hub) -> set[tuple[str, str, int, bytes]]:
    c = t.fact.c
    with hub.store.reading() as connection:
        rows = connection.execute(sa.select(c.station, c.epoch, c.seq, c.hash)).all()
    assert len(rows) == len(set(rows))
    return {(r.station, r.epoch, r.seq, bytes(r.hash)) for r in rows}


def test_both_ways_through_the_relay_and_the_same_everywhere(hall: Hall) -> None:
    hall.behind(hall.two)
    hall.floor.book_in(code(77), "nissan-leaf-40-kwh")
    hall.settle()
    assert len(hall.digests()) == 1
    assert facts(hall.relay.hub) == facts(hall.central.hub)
    nothing = hall.behind(hall.two)
    assert (nothing.requests, nothing.sent, nothing.received) == (1, 0, 0)
    quiet = hall.relay.forward()
    assert (quiet.requests, quiet.sent, quiet.received) == (1, 0, 0)


def test_files_go_both_ways(hall: Hall) -> None:
    up, down = b"a photo" * 9000, b"an entry"
    add(hall.relay.hub, up)
    add(hall.central.hub, down)
    hall.relay.forward()
    for content in (up, down):
        assert file(hall.relay.hub, content) == file(hall.central.hub, content) == content
    assert hall.relay.forward().requests == 1


def add(hub: Hub, content: bytes) -> None:
    centre = "" if hub.upstream is None else hub.upstream.centre
    sha256 = hashlib.sha256(content).hexdigest()
    with hub.store.writing() as connection:
        centre = centre or connection.execute(sa.select(t.centre.c.id)).scalar_one()
        assert blobs.add(connection, centre, sha256, 0, content, len(content)).whole


def file(hub: Hub, content: bytes) -> bytes | None:
    with hub.store.reading() as connection:
        centre = connection.execute(sa.select(t.centre.c.id)).scalar_one()
        return blobs.content(connection, centre, hashlib.sha256(content).hexdigest())


def test_what_the_relay_has_is_handed_over_and_what_the_central_hub_has_recorded(
    hall: Hall,
) -> None:
    hall.relay.away()
    handed = hall.behind(hall.two)
    assert handed.acked > handed.recorded == 0
    assert not handed.central
    assert handed.unsent == 0
    hall.relay.up = True
    hall.relay.forward()
    full = hall.behind(hall.two)
    assert full.recorded == full.acked > 0
    at_centre = hall.direct()
    assert at_centre.central
    assert at_centre.recorded == at_centre.acked


def test_the_central_hub_away_for_days_stations_enrol_and_work_on(hall: Hall) -> None:
    hall.behind(hall.two)
    hall.relay.away()
    third = hall.join_third()
    hall.behind(third)
    hall.behind(hall.two)
    assert digest(third) == digest(hall.two)
    before = facts(hall.central.hub)
    hall.relay.again()
    hall.relay.away()
    hall.behind(third)
    assert facts(hall.central.hub) == before
    hall.floor.book_in(code(78), "nissan-leaf-40-kwh")
    hall.relay.up = True
    hall.settle()
    assert len(hall.digests()) == 1
    assert facts(hall.relay.hub) == facts(hall.central.hub)


def test_a_station_pins_both_keys_and_the_words_change_with_either(hall: Hall) -> None:
    pinned = membership.read(hall.two.folder)
    assert pinned is not None
    assert pinned.hub_key == hall.central.hub.key.public_key
    assert pinned.answers_with == hall.relay.hub.key.public_key
    with pytest.raises(Trouble, match="no_route_to_hub"):
        round_of(hall.two, hall.central.hub.answer)


def test_restored_from_an_older_copy_nothing_is_lost_and_nothing_said_twice(hall: Hall) -> None:
    hall.behind(hall.two)
    hall.relay.forward()
    hall.relay.close()
    older = hall.folder / "older.db"
    shutil.copy(hall.relay.folder / "hub.db", older)
    hall.relay.again()
    third = hall.join_third()
    hall.behind(third)
    hall.behind(hall.two)
    hall.relay.forward()
    known = facts(hall.relay.hub)
    hall.relay.again()  # it remembers how far it had come, as a running one does each second
    hall.relay.close()
    for name in ("hub.db-wal", "hub.db-shm"):
        (hall.relay.folder / name).unlink(missing_ok=True)
    shutil.copy(older, hall.relay.folder / "hub.db")
    hall.relay.again()
    assert facts(hall.relay.hub) < known
    # Before it knows what the central hub has of it, it writes nothing.
    with pytest.raises(Trouble, match="hub_busy"):
        hall.relay.join(hall.folder / "four", "Bench 2")
    hall.settle()
    assert facts(hall.relay.hub) == facts(hall.central.hub) >= known
    assert len(hall.digests()) == 1
    four = hall.relay.join(hall.folder / "five", "Bench 3")
    four.close()
    hall.settle()
    assert len(hall.digests()) == 1


def test_a_relay_is_believed_only_as_far_as_the_central_hub_lets_it(hall: Hall) -> None:
    hall.behind(hall.two)
    hall.relay.forward()
    operations.revoke(hall.central.hub, NAME, "lost")
    with pytest.raises(Refused, match="relay_takes_nothing_back"):
        operations.revoke(hall.relay.hub, "Intake 2", "lost")
    third = hall.join_third()
    hall.behind(third)
    with pytest.raises(Refused, match="station_revoked"):
        hall.relay.forward()
    hall.direct()
    with hall.central.store.reading() as connection:
        names = {r.station for r in connection.execute(sa.select(t.chain.c.station))}
    assert "Bench 1" not in names
    assert "Intake 2" in names


def test_a_hub_that_serves_a_centre_becomes_no_relay(hall: Hall) -> None:
    from cellyard.hub import relay

    with pytest.raises(Refused, match="relay_has_centres"):
        relay.join(hall.central.hub, hall.central.hub.answer, "https://x.example", "y", "z")
    with hall.relay.hub.store.reading() as connection:
        found = upstream.read(connection)
    assert found is not None
    assert (found.station, found.hub_key) == (NAME, hall.central.hub.key.public_key)

"""Copies, forks and restores, one by one: what each of them once did, and does no more."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stores
from held import in_store
from hubs import HubOnFile, round_of
from relays import RelayOnFile

from cellyard.domain import ids
from cellyard.domain.facts import Corrected, Entry, Labelled
from cellyard.domain.refusals import Refused
from cellyard.hub import apart, operations, restoring
from cellyard.jobs.station import Station
from cellyard.ledger import projections

BATTERY = ids.battery(stores.battery_id(1))


class Centre:
    """A hub and two stations that know the same; `again` opens a copy of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hub = HubOnFile(folder / "hub")
        self.one = stores.founded(folder / "one").station
        self.hub.enrol(self.one)
        self.two = self.hub.join(folder / "two", "Intake 2")
        self.open = [self.one, self.two]
        self.in_step(self.one, self.two, self.one)

    def in_step(self, *stations: Station) -> None:
        for station in stations:
            round_of(station, self.hub.hub.answer)

    def copied(self, station: Station, name: str) -> Station:
        """Return an open copy of a station."""
        self.closed(station)
        stores.copied(station.folder, self.folder / name)
        self.open.append(Station(self.folder / name))
        return self.open[-1]

    def closed(self, station: Station) -> None:
        self.open.remove(station)
        station.close()

    def hub_copied(self) -> Path:
        """Return a copy of the hub as it is now."""
        self._hub_from(self.folder / "hub", lambda: self._copy("hub", "older"))
        return self.folder / "older"

    def _copy(self, name: str, target: str) -> None:
        stores.copied(self.folder / name, self.folder / target)

    def _hub_from(self, folder: Path, meanwhile: Callable[[], None]) -> None:
        centre = self.hub.centre
        self.hub.close()
        meanwhile()
        self.hub = HubOnFile(folder)
        self.hub.centre = centre

    def restored(self, copy: Path) -> None:
        """Put an older hub in the place of this one."""
        self._hub_from(copy, lambda: None)
        restoring.begin_anew(self.hub.hub, self.hub.centre)

    def close(self) -> None:
        for station in self.open:
            station.close()
        self.hub.close()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    made = Centre(tmp_path)
    yield made
    made.close()


def write(station: Station, *facts: Labelled | Corrected) -> list[str]:
    given = [Entry(subject=BATTERY, fact=fact) for fact in facts or (Labelled(printer="file"),)]
    return [r.ref for r in station.record(lambda _known, given: given, given)]


def branches(hub: HubOnFile) -> int:
    with hub.store.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM branch").scalar_one()


def digest(station: Station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


@pytest.mark.parametrize(("here", "there"), [(1, 1), (1, 3), (3, 1), (2, 0)])
def test_a_copy_is_told_so_whatever_either_wrote_and_what_it_wrote_is_kept(
    centre: Centre, here: int, there: int
) -> None:
    copy = centre.copied(centre.two, "copy")
    centre.open.append(Station(centre.folder / "two"))
    original = centre.open[-1]
    for _ in range(here):
        write(original)
    for _ in range(there):
        write(copy)
    centre.in_step(original)
    before = in_store(copy.folder)
    wanted = "chain_forked|station_goes_on_elsewhere"
    for _ in range(2):  # again and again, until somebody sees to it
        with pytest.raises(Refused, match=wanted):
            centre.in_step(copy)
    assert in_store(copy.folder) == before
    assert branches(centre.hub) == (1 if there else 0)
    centre.in_step(original, centre.one)
    assert digest(original) == digest(centre.one)


def test_a_restored_hub_takes_what_others_hold_of_a_station_revoked_since(centre: Centre) -> None:
    older = centre.hub_copied()
    write(centre.two)
    centre.in_step(centre.two, centre.one)
    centre.restored(older)
    operations.revoke(centre.hub.hub, centre.two.identity.station, "lost")
    write(centre.two)
    with pytest.raises(Refused, match="station_revoked"):
        centre.in_step(centre.two)
    centre.in_step(centre.one)  # offers what it has of Intake 2
    third = centre.hub.join(centre.folder / "three", "Intake 3")
    centre.open.append(third)
    centre.in_step(third, centre.one)
    assert digest(third) == digest(centre.one)
    assert branches(centre.hub) == 1


def test_who_was_revoked_fills_no_disk(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = centre.two.identity.station
    operations.revoke(centre.hub.hub, name, "lost")

    def pushed() -> tuple[int, bool]:
        write(centre.two, *[Labelled(printer="file")] * 60)
        with pytest.raises(Refused, match="station_revoked"):
            centre.in_step(centre.two)
        [one] = [s for s in operations.state(centre.hub.hub).centres[0].stations if s.revoked]
        assert one.station == name
        return one.apart, one.full

    first, full = pushed()
    assert (first > 0, full) == (True, False)
    with centre.hub.store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT sum(length(batch)) FROM branch").scalar_one()
        counted = connection.exec_driver_sql("SELECT sum(apart) FROM chain").scalar_one()
    assert kept == counted
    monkeypatch.setattr(apart, "MOST_BYTES", kept + 1000)
    assert pushed() == (first, True)
    assert pushed() == (first, True)
    # Everybody else goes on.
    write(centre.one)
    centre.in_step(centre.one)
    third = centre.hub.join(tmp_path / "three", "Intake 3")
    centre.open.append(third)
    centre.in_step(third, centre.one)
    assert digest(third) == digest(centre.one)


def test_a_relay_that_was_set_back_without_a_loss_is_offered_everything_once(
    centre: Centre,
) -> None:
    """It writes nothing of its own then: no page follows that the new origin is kept with."""
    relay = RelayOnFile(centre.folder / "relay", centre.hub)
    relay.forward()
    bench = relay.join(centre.folder / "bench", "Bench 1")
    centre.open.append(bench)
    round_of(bench, relay.hub.answer)
    relay.forward()
    round_of(bench, relay.hub.answer)
    restoring.begin_anew(relay.hub, centre.hub.centre)
    relay.forward()
    requests = [round_of(bench, relay.hub.answer).requests for _ in range(2)]
    relay.close()
    assert requests[-1] == 1


def test_a_fork_after_two_restores_stops_nobody_else(centre: Centre) -> None:
    """Station and hub are both set back, and the station goes on: others hold another branch."""
    older = centre.hub_copied()
    copy = centre.copied(centre.two, "copy")
    centre.open.append(Station(centre.folder / "two"))
    write(centre.open[-1])
    centre.in_step(centre.open[-1], centre.one)
    centre.restored(older)
    for _ in range(3):
        write(copy)
        centre.in_step(copy)
    write(centre.one)
    for _ in range(2):
        centre.in_step(centre.one)
    with centre.one.ledger.connection.begin():
        kept = centre.one.ledger.connection.exec_driver_sql("SELECT count(*) FROM branch")
        assert kept.scalar_one() >= 1


def test_what_only_a_dead_relay_had_enrolled_is_brought_back_to_a_restored_hub(
    centre: Centre,
) -> None:
    """Whoever holds it offers the relay's chain behind that of its station: by their names."""
    older = centre.hub_copied()
    relay = RelayOnFile(centre.folder / "relay", centre.hub)
    relay.forward()
    bench = relay.join(centre.folder / "bench", "Bench 1")
    centre.open.append(bench)
    write(bench)
    round_of(bench, relay.hub.answer)
    relay.forward()
    relay.close()
    centre.in_step(centre.one)
    written = {n for n in in_store(bench.folder) if n.station == "Bench 1"}
    assert written <= in_store(centre.one.folder)
    centre.restored(older)
    centre.in_step(centre.one, centre.two, centre.one)
    assert written <= in_store(centre.two.folder)
    assert digest(centre.one) == digest(centre.two)


def test_what_was_not_written_yet_is_not_taken_back(centre: Centre) -> None:
    """A station that names a fact of tomorrow as mistaken changes nothing, in whatever order."""
    mine = centre.two.identity
    begun = len([n for n in in_store(centre.two.folder) if n.epoch == mine.epoch])
    tomorrow = f"{mine.station}/{mine.epoch}/{begun + 1}"
    write(centre.one, Corrected(facts=(tomorrow,), reason="undo"))
    centre.in_step(centre.one, centre.two)
    assert write(centre.two) == [tomorrow]
    centre.in_step(centre.two, centre.one)
    for station in (centre.one, centre.two):
        before = digest(station)
        assert station.ledger.rebuild()[1] == before
        state = projections.read_state(station.ledger.connection, stores.battery_id(1))
        station.ledger.connection.rollback()
        assert state is not None
        assert state.labels == 1
    assert digest(centre.one) == digest(centre.two)

"""Proof of a store that holds the chains of others: who is believed, and what is noticed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stores
from floor import Floor, code, furnished
from hubs import HubOnFile, round_of

from cellyard.jobs.proof import proof
from cellyard.jobs.station import Station
from cellyard.ledger.schema import STORE


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubOnFile]:
    hub = HubOnFile(tmp_path / "hub")
    yield hub
    hub.close()


@pytest.fixture
def first(tmp_path: Path, hub: HubOnFile) -> Iterator[Floor]:
    floor = furnished(tmp_path / "one")
    hub.enrol(floor.station)
    round_of(floor.station, hub.hub.answer)
    yield floor
    floor.close()


@pytest.fixture
def second(tmp_path: Path, hub: HubOnFile, first: Floor) -> Iterator[Station]:
    station = hub.join(tmp_path / "two", "Intake 2")
    round_of(station, hub.hub.answer)
    yield station
    station.close()


def test_all_chains_of_a_store_are_proven(first: Floor, second: Station, hub: HubOnFile) -> None:
    first.book_in(code(50), "nissan-leaf-40-kwh")
    for station in (first.station, second, first.station):
        round_of(station, hub.hub.answer)
    for station in (first.station, second):
        found = proof(station.folder)
        assert (found.ok, found.stations, found.first_fault) == (True, 3, None)


def altered(folder: Path, statement: str) -> str:
    """Alter a store as an insider would, guards and all; returns what `verify` says of it."""
    with stores.unguarded(folder) as connection:
        connection.execute(statement)
    found = proof(folder).first_fault
    assert found is not None
    return f"{found.station}: {found.what}"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE fact SET envelope = CAST('{}' AS BLOB) WHERE station = 'Intake 1' AND seq = 7",
            "hash_differs",
        ),
        ("DELETE FROM fact WHERE station = 'Intake 1' AND seq = 7", "chain_broken"),
        ("UPDATE fact SET at = at + 1 WHERE station = 'Intake 1' AND seq = 7", "copy_differs"),
        ("DELETE FROM fact WHERE station = 'hub' AND type = 'Enrolled'", "chain_broken"),
        ("DELETE FROM seal WHERE station = 'Intake 1'", "not_sealed"),
    ],
)
def test_what_is_done_to_anothers_chain_is_noticed(
    first: Floor, second: Station, tmp_path: Path, statement: str, said: str
) -> None:
    copy = stores.copied(second.folder, tmp_path / "copy")
    assert altered(copy, statement).endswith(said)


def test_another_hub_is_not_believed(first: Floor, second: Station) -> None:
    hub_json = second.folder / "hub.json"
    pinned = hub_json.read_text()
    key = pinned.split('"hub_key":"')[1][:64]
    hub_json.write_text(pinned.replace(key, "ab" * 32, 1))
    found = proof(second.folder).first_fault
    assert found is not None
    assert (found.station, found.what) == ("hub", "key_differs")


def test_nobody_slips_in_a_chain_of_their_own(
    first: Floor, second: Station, tmp_path: Path
) -> None:
    stranger = furnished(tmp_path / "stranger")
    stranger.close()
    copy = stores.copied(second.folder, tmp_path / "copy")
    with stores.unguarded(copy) as connection:
        connection.execute("ATTACH ? AS other", (str(stranger.station.folder / STORE),))
        connection.execute(
            "INSERT INTO fact SELECT pos + 100000, 'Door 9', epoch, seq, ord, at, type, subject,"
            " hash, envelope FROM other.fact"
        )
    found = proof(copy).first_fault
    assert found is not None
    assert found.what in ("copy_differs", "chain_broken")

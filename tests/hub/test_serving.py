"""The hub as a program: it starts, answers over HTTP, and stops without cutting anybody off."""

from pathlib import Path

import pytest
from floor import Floor, furnished
from hub_process import HubProcess
from hubs import round_of
from postgres import Postgres

from cellyard.jobs import enrolment
from cellyard.ledger import projections


@pytest.fixture
def floor(tmp_path: Path) -> Floor:
    return furnished(tmp_path / "one")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_two_stations_keep_in_step_over_http(
    floor: Floor, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    server: Postgres | None = None
    if kind == "postgres":
        server = request.getfixturevalue("postgres")
    with HubProcess(tmp_path / "hub", server.database() if server else "").start() as hub:
        one = floor.station
        enrolment.enrol(one, hub.carry, hub.url, hub.code(one.identity.station))
        assert round_of(one, hub.carry).unsent == 0
        code = hub.code("Intake 2")
        two = enrolment.join(tmp_path / "two", hub.carry, hub.url, "Intake 2", code)
        assert round_of(two, hub.carry).received > 50
        round_of(one, hub.carry)
        assert digest(one) == digest(two)
        assert round_of(two, hub.carry).requests == 1
        two.close()
        assert hub.stop() == 0
    floor.close()


def digest(station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)

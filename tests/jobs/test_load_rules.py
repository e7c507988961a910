"""Which rules a load stands under: those of the day, of the place, and of what was judged."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from shipping import Shipper

from cellyard.domain.registers import Centre
from cellyard.domain.shipping import loading
from cellyard.ledger.questions import Questions


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Shipper]:
    opened = Shipper(tmp_path / "station")
    yield opened
    opened.close()


def surveyed(floor, load):
    with closing(Questions(floor.station.folder)) as questions:
        station = floor.station.identity.station
        known = questions.known(station=station, actor="", now=floor.now.at)
        return loading.survey(known, known.loads.of(load))


def test_a_load_goes_by_the_codes_of_the_part_that_the_centre_is_in(floor):
    floor.publish(Centre(name="Linjiang", jurisdiction="EU", region="DE", packagings=("P908",)))
    (goods,) = surveyed(floor, floor.open_load("first")).judgement.goods
    assert goods.waste_code == "16 01 21*"


def test_papers_stand_under_the_edition_by_which_verdicts_are_read_now_too(floor):
    load = floor.open_load("first")
    before = surveyed(floor, load).editions
    given = floor.edition("cn-2026-3")
    own = msgspec.structs.replace(given, id="cn-centre-2026-1", made_from=given.id)
    floor.publish(own)
    assert set(surveyed(floor, load).editions) == {*before, own.id}

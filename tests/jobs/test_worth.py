"""What an estimate of value rests on at a real station: prices, rules in force, who stands."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cellyard.domain import release as rules
from cellyard.domain.grading.worth import ground_of
from cellyard.domain.registers import Centre, Price
from cellyard.domain.release import Qualifying, Releasing
from cellyard.domain.value import Ground
from cellyard.jobs import registers, releases
from cellyard.jobs.export import export
from cellyard.jobs.founding import Founding, found
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import Station
from cellyard.ledger.questions import Questions
from cellyard.ledger.whole import Span

FOUNDER = NewPerson(name="Zhao Min", badge="0117", pin="2468", roles=("administrator",))
EDITION = "value-2026-1"
PRICE = Price(
    key="nickel-2026-11-20", what="nickel", per="kg", amount=Decimal("108.50"), currency="CNY",
    since="2026-11-20", source="=offer of a smelter",
)  # fmt: skip
NEXT_YEAR = int(datetime(2027, 1, 2, 12, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[tuple[Station, str]]:
    of = Centre(name="Linjiang", jurisdiction="CN")
    order = Founding(centre=of, station="Intake 1", administrator=FOUNDER)
    station, by = found(tmp_path / "station", order)
    yield station, by
    station.close()


def ground(station: Station, now: int | None = None) -> Ground | None:
    with closing(Questions(station.folder)) as questions:
        now = station.ledger.now() if now is None else now
        return ground_of(questions.known(station="", actor="", now=now))


def test_without_a_price_there_is_no_ground_for_an_estimate(centre: tuple[Station, str]) -> None:
    station, by = centre
    assert ground(station) is None
    registers.publish(station, [msgspec.structs.replace(PRICE, withdrawn=True)], by=by)
    assert ground(station) is None, "one entered by mistake is none"
    registers.publish(station, [PRICE], by=by)
    found = ground(station)
    assert found is not None
    assert (found.prices, found.law, found.edition.id) == ([PRICE], "CN", EDITION)


def test_an_estimate_is_a_draft_until_somebody_stands_for_its_rules(
    centre: tuple[Station, str],
) -> None:
    station, by = centre
    registers.publish(station, [PRICE], by=by)
    found = ground(station)
    assert found is not None
    assert found.standing == "draft"
    order = Qualifying(person=by, qualification="site_safety", until="2099-12-31")
    station.record(rules.qualify, order, by=by)
    stands = Releasing(
        edition=EDITION, confirmed=found.edition.unconfirmed(), until=found.edition.valid_to
    )
    releases.release(station, stands, found.edition, by=by)
    now = ground(station)
    assert now is not None
    assert now.standing == "final"


def test_where_no_edition_rules_nothing_is_valued(centre: tuple[Station, str]) -> None:
    station, by = centre
    registers.publish(station, [PRICE], by=by)
    assert ground(station, NEXT_YEAR) is None


def test_prices_are_exported_like_every_register(
    centre: tuple[Station, str], tmp_path: Path
) -> None:
    station, by = centre
    registers.publish(station, [PRICE], by=by)
    export(station.folder, tmp_path / "out", "json", Span(), now=datetime(2026, 11, 27, tzinfo=UTC))
    (path,) = (tmp_path / "out").glob("*-registers.jsonl")
    entries = [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]
    (entry,) = (e for e in entries if e["register"] == "prices")
    assert (entry["key"], entry["version"]) == (PRICE.key, 1)
    assert msgspec.convert(entry["content"], Price, strict=False) == PRICE

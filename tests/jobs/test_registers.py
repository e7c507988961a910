"""Publishing registers: versions, roles, and no slot taken away from under a battery."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cellyard.domain import intake, rules, yard
from cellyard.domain.facts import Published
from cellyard.domain.people import MAY
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Centre, Instrument, Partner, Price, Zone
from cellyard.domain.rules import Edition
from cellyard.domain.yard import SAMPLE_GRID, zones_from_grid
from cellyard.jobs import people
from cellyard.jobs.founding import Founding, found
from cellyard.jobs.people import NewPerson
from cellyard.jobs.registers import Publishable, place, publish
from cellyard.jobs.station import Station
from cellyard.ledger import facts

FOUNDER = NewPerson(name="Zhao Min", badge="0117", pin="2468", roles=("administrator",))
ZONES = zones_from_grid(SAMPLE_GRID, home="Intake 1").zones
MODEL = BatteryModel(
    key="test-1", make="Test", name="One", chemistry="LFP", kwh=Decimal("52.0"),
    source="name plate", confidence="M",
)  # fmt: skip
PRICE = Price(
    key="nickel-2026-11-20", what="nickel", per="kg", amount=Decimal("108.5"), currency="CNY",
    since="2026-11-20", source="an offer",
)  # fmt: skip
ENTRIES: tuple[Publishable, ...] = (
    Centre(name="Linjiang 2", jurisdiction="CN"),
    Partner(key="OUT-1", name="Jiangbei outlet"),
    MODEL,
    msgspec.structs.replace(ZONES[0], title="Hall 1"),
    Instrument(key="s", station="Intake 1", profile="mt-sics", port="/dev/x", duty="scale"),
    PRICE,
    Edition(
        id="cn-2027-1",
        title="next",
        jurisdiction="CN",
        valid_from="2027-01-01",
        valid_to="2027-12-31",
    ),
)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[tuple[Station, str]]:
    centre = Centre(name="Linjiang", jurisdiction="CN")
    order = Founding(centre=centre, station="Intake 1", administrator=FOUNDER, zones=ZONES)
    station, administrator = found(tmp_path, order)
    yield station, administrator
    station.close()


def versions(station: Station, entry: Publishable) -> list[int]:
    register, key, _act = place(entry)
    with station.ledger.connection.begin():
        line = facts.of_subject(station.ledger.connection, f"register/{register}/{key}")
    return [r.fact.version for r in line if isinstance(r.fact, Published)]


def code_of(station: Station, entries: tuple[Publishable, ...], by: str) -> str:
    with pytest.raises(Refused) as refused:
        publish(station, entries, by=by)
    return refused.value.code


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: type(e).__name__)
def test_every_register_takes_its_next_version_from_who_may(
    floor: tuple[Station, str], entry: Publishable
) -> None:
    station, administrator = floor
    before = versions(station, entry)
    for role in ("operator", "technician", "supervisor", "administrator"):
        new = NewPerson(name=role, badge=role, pin="4321", roles=(role,))
        id_ = people.enter(station, new, by=administrator)
        if role not in MAY[place(entry)[2]]:
            assert code_of(station, (entry,), id_) == "role_missing"
            assert versions(station, entry) == before
    publish(station, [entry], by=administrator)
    publish(station, [entry], by=administrator)
    assert versions(station, entry) == [*before, len(before) + 1]


def test_several_entries_are_one_act(floor: tuple[Station, str]) -> None:
    station, administrator = floor
    twice = (ENTRIES[1], ENTRIES[2])
    publish(station, twice, by=administrator)
    with station.ledger.connection.begin():
        subjects = ("register/partners/OUT-1", "register/models/test-1")
        lines = [facts.of_subject(station.ledger.connection, s) for s in subjects]
        assert station.ledger.registers.partners() == [ENTRIES[1]]
    assert len({r.envelope.act for line in lines for r in line}) == 1


def test_a_price_that_cannot_be_is_not_published(floor: tuple[Station, str]) -> None:
    station, administrator = floor
    spoiled = {"amount": Decimal(-1)}, {"currency": "yuan"}, {"per": "kwh"}, {"source": ""}
    codes = [
        code_of(station, (msgspec.structs.replace(PRICE, **change),), administrator)
        for change in spoiled
    ]
    named = ("amount_wrong", "currency_wrong", "unit_wrong", "source_missing")
    assert codes == [f"price_{name}" for name in named]
    assert versions(station, PRICE) == []


LOAD = Instrument(
    key="l", station="Intake 1", profile="itech-it8500", port="/dev/ttyUSB0", duty="load",
    channel="1", identity="10C4:EA60:0001:1-1.3",
)  # fmt: skip


def load_in(station: Station) -> Instrument:
    with station.ledger.connection.begin():
        return next(i for i in station.ledger.registers.instruments() if i.key == LOAD.key)


def test_only_an_administrator_says_that_a_stop_was_seen_to_work(
    floor: tuple[Station, str],
) -> None:
    station, administrator = floor
    new = NewPerson(name="s", badge="s", pin="4321", roles=("supervisor",))
    supervisor = people.enter(station, new, by=administrator)
    tried = msgspec.structs.replace(LOAD, stop_confirmed="2026-11-20")
    assert code_of(station, (tried,), supervisor) == "role_missing"  # nor with a new instrument
    publish(station, [LOAD], by=supervisor)
    assert code_of(station, (tried,), supervisor) == "role_missing"
    publish(station, [tried], by=administrator)
    assert load_in(station).stop_confirmed == "2026-11-20"
    later = msgspec.structs.replace(tried, stop_confirmed="2026-11-27")
    assert code_of(station, (later,), supervisor) == "role_missing"
    calibrated = msgspec.structs.replace(tried, calibrated_until="2027-01-01", serial="600123")
    publish(station, [calibrated], by=supervisor)
    assert load_in(station) == calibrated


@pytest.mark.parametrize(
    "other",
    [
        {"port": "/dev/ttyUSB1"},
        {"port": ""},
        {"channel": "2"},
        {"identity": "10C4:EA60:0001:1-1.4"},
        {"profile": "jbd-03"},
    ],
    ids=str,
)
def test_another_wiring_takes_the_confirmed_stop_away(
    floor: tuple[Station, str], other: dict[str, str]
) -> None:
    station, administrator = floor
    tried = msgspec.structs.replace(LOAD, stop_confirmed="2026-11-20")
    publish(station, [tried], by=administrator)
    publish(station, [msgspec.structs.replace(tried, **other)], by=administrator)
    assert load_in(station) == msgspec.structs.replace(LOAD, **other)
    publish(station, [tried], by=administrator)  # back again: what was, was not seen here
    assert load_in(station).stop_confirmed == ""


def test_a_day_that_is_none_is_refused(floor: tuple[Station, str]) -> None:
    station, administrator = floor
    for field in ("calibrated_until", "stop_confirmed"):
        for day in ("2026-02-30", "20261127", "soon"):
            wrong = msgspec.structs.replace(LOAD, **{field: day})
            assert code_of(station, (wrong,), administrator) == "instrument_date_wrong"


def test_an_own_edition_never_changes_in_place(floor: tuple[Station, str]) -> None:
    station, administrator = floor
    with station.ledger.connection.begin():
        editions = station.ledger.registers.editions()
    bench = next(e for e in editions if e.id == "bench-2026-2")
    order = rules.Own(
        id=rules.own_id(bench, [e.id for e in editions], 2026),
        title="Shorter rest",
        valid_from="2026-01-01",
        valid_to="2026-12-31",
        numbers={"capacity.rest_before_s": Decimal(1800)},
    )
    own = rules.changed(bench, order)
    publish(station, [own], by=administrator)
    publish(station, [own], by=administrator)
    assert versions(station, own) == [1]
    other = msgspec.structs.replace(own, title="other")
    assert code_of(station, (other,), administrator) == "edition_stands"
    with station.ledger.connection.begin():
        standing = station.ledger.registers.editions()
    assert rules.in_force(standing, "2026-11-27", "CN", "bench") == own
    assert bench in standing


def test_no_slot_goes_from_under_a_battery(floor: tuple[Station, str]) -> None:
    station, administrator = floor
    id_ = _stored(station, administrator, "A-01-1-1")
    zone = next(z for z in ZONES if z.key == "A")
    shorter = msgspec.structs.replace(zone, slots=zone.slots[1:])
    assert code_of(station, (shorter,), administrator) == "slot_in_use"
    renamed = msgspec.structs.replace(zone, slots=(*zone.slots, ZONES[1].slots[0]))
    assert code_of(station, (renamed,), administrator) == "slot_named_twice"
    order = yard.Moving(battery=id_, slot="A-01-1-2")
    station.record(yard.move, order, by=administrator)
    publish(station, [shorter], by=administrator)
    with station.ledger.connection.begin():
        zones: list[Zone] = station.ledger.registers.zones()
    assert shorter in zones


def _stored(station: Station, by: str, slot: str) -> str:
    """Book a sound battery in and put it away; returns its id."""
    made = station.record(intake.receive, intake.Reception(code="TEST-1"), by=by)
    id_ = made[0].envelope.subject.partition("/")[2]
    with station.ledger.connection.begin():
        models = station.ledger.registers.models()
    known = next(m for m in models if m.level == "pack" and m.mass_kg and m.mass_kg < 400)
    station.record(intake.name_model, intake.Naming(battery=id_, model=known.key), by=by)
    kg = Reading(value=known.mass_kg, unit="kg", flags=("manual",))
    station.record(intake.weigh, intake.Weighing(battery=id_, reading=kg), by=by)
    for section in intake.LOOK:
        answer = intake.Looking(battery=id_, section=section, answer="no")
        station.record(intake.inspect, answer, by=by)
    typed = {
        "voltage": ("350", "V"),
        "insulation": ("2000000", "ohm"),
        "temperature": ("20", "degC"),
    }
    for quantity, (value, unit) in typed.items():
        reading = Reading(value=Decimal(value), unit=unit, flags=("manual",))
        order = intake.Measuring(battery=id_, quantity=quantity, reading=reading)
        station.record(intake.measure, order, by=by)
    station.record(intake.judge, intake.Judging(battery=id_), by=by)
    station.record(yard.place, yard.Placing(battery=id_, slot=slot), by=by)
    return id_

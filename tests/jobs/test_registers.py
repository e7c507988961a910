"""Publishing registers: versions, roles, and no slot taken away from under a battery."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cellyard.domain import intake, yard
from cellyard.domain.facts import Published
from cellyard.domain.people import MAY
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Centre, Instrument, Partner, Zone
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
ENTRIES: tuple[Publishable, ...] = (
    Centre(name="Linjiang 2", jurisdiction="CN"),
    Partner(key="OUT-1", name="Jiangbei outlet"),
    MODEL,
    msgspec.structs.replace(ZONES[0], title="Hall 1"),
    Instrument(key="s", station="Intake 1", profile="mt-sics", port="/dev/x", duty="scale"),
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

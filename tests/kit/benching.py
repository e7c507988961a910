"""A technician, and batteries that the bench has tested, on a furnished floor."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec
from floor import STATION, Floor

from cellyard import files
from cellyard.domain import rules
from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.plan import Plan, Type, plan_of
from cellyard.domain.bench.programme import Progress
from cellyard.domain.bench.tester import InsulationPlan, Tester
from cellyard.domain.facts import (
    CapacityTested,
    Decided,
    Evidence,
    InsulationTested,
    ResistanceTested,
    RunKind,
    Trip,
)
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.domain.ticket import about
from cellyard.jobs import people, registers
from cellyard.jobs.door import SignedIn
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import Station

BADGE, SECOND_BADGE = "0003", "0001"
LOAD = "load-1"
_RULES = Decided(edition="bench-2026-2", rules=("capacity.rate",))


def technician(floor: Floor) -> SignedIn:
    """Enter a technician with badge 0003; the supervisor's, 0001, is that of a second person."""
    new = NewPerson(name="Chen Jing", badge=BADGE, pin="2580", roles=("technician",))
    id_ = people.enter(floor.station, new, by=floor.administrator)
    return floor.person(id_, "Chen Jing", "technician")


def instrument(key: str, duty: str, channel: str, profile: str, port: str = "") -> Instrument:
    """Return an instrument of a channel, calibrated; its hard-wired stop was seen to work."""
    return Instrument(
        key=key,
        station=STATION,
        profile=profile,
        port=port,
        duty=duty,  # pyright: ignore[reportArgumentType]
        channel=channel,
        calibrated_until="2030-12-31",
        accuracy=Decimal("0.5"),
        stop_confirmed="2026-01-02",
    )


def publish(floor: Floor, *instruments: Instrument) -> None:
    registers.publish(floor.station, instruments, by=floor.administrator)


def give_capacity(
    floor: Floor,
    id_: str,
    capacity: str,
    *,
    spread: str | None = None,
    doubts: tuple[str, ...] = (),
) -> None:
    """Write the result of a capacity test, in Ah; `spread` in %."""
    floor.now.at += 1000
    capacity_on(
        floor.station, id_, capacity, person=floor.administrator, spread=spread, doubts=doubts
    )


def capacity_on(
    station: Station,
    id_: str,
    capacity: str,
    *,
    person: str,
    spread: str | None = None,
    doubts: tuple[str, ...] = (),
) -> None:
    """Write the result of a capacity test on an open station."""
    fact = CapacityTested(
        run=f"{int(capacity.replace('.', '')):032x}",
        capacity=Decimal(capacity),
        energy=Decimal(capacity) * 350,
        duration=Decimal(16200),
        points=16200,
        current=Decimal("-22.5"),
        cut_off=Decimal("268.8"),
        voltage_min=Decimal("268.8"),
        voltage_max=Decimal("398.1"),
        temperature_max=Decimal("31.2"),
        spread=None if spread is None else Decimal(spread),
        weakest="41" if spread else "",
        lowest_cell=Decimal("2.79"),
        doubts=doubts,
        instruments=(Evidence(instrument=LOAD),),
        decided=_RULES,
    )
    _write(station, id_, person, fact)


def give_readings(floor: Floor, id_: str, *, ohm: str, insulation: str) -> None:
    """Write a resistance and an insulation, both in ohm."""
    evidence = Evidence(instrument="meter-1")
    floor.now.at += 1000
    _write(
        floor.station,
        id_,
        floor.administrator,
        ResistanceTested(
            resistance=Decimal(ohm),
            voltage=Decimal("388.4"),
            temperature=Decimal("24.6"),
            evidence=evidence,
            decided=_RULES,
        ),
        InsulationTested(
            insulation=Decimal(insulation),
            test_voltage=Decimal(500),
            duration=Decimal(60),
            evidence=evidence,
            decided=_RULES,
        ),
    )


def insulation_on(station: Station, id_: str, ohm: str, *, person: str) -> None:
    """Write an insulation, in ohm, on an open station."""
    fact = InsulationTested(
        insulation=Decimal(ohm),
        test_voltage=Decimal(500),
        duration=Decimal(60),
        evidence=Evidence(instrument=LOAD),
        decided=_RULES,
    )
    _write(station, id_, person, fact)


def _write(station: Station, id_: str, person: str, *facts: object) -> None:
    station.record(
        lambda _known, _order: [e for fact in facts for e in about(id_, fact)],  # pyright: ignore[reportArgumentType]
        id_,
        by=person,
    )


def channels(ids: Mapping[str, str]) -> list[Channel]:
    """Return channels in the states that a screen tells apart, on batteries of a floor."""
    capacity, discharge = _plan("capacity", "1", ids["sound"]), _plan("discharge", "2", ids["cell"])
    hot = Trip(watched="temperature_high", value=Decimal("61.2"), limit=Decimal(60), unit="degC")
    testing = Channel(
        key="1",
        phase="running",
        plan=capacity,
        progress=Progress(step=1, since=Decimal(3600)),
        elapsed=Decimal(12000),
        voltage=Decimal("21.590"),
        current=Decimal("-119.5"),
        temperature=Decimal("23.3"),
        on=True,
        capacity=Decimal("151.67"),
    )
    replace = msgspec.structs.replace
    ended = replace(testing, phase="ended", end="completed", progress=Progress(step=2))
    resting = replace(
        testing,
        key="2",
        plan=discharge,
        progress=Progress(step=2, since=Decimal(9000)),
        current=Decimal(0),
    )
    return [
        testing,
        replace(testing, silent_s=14.0),
        replace(testing, phase="ended", end="guard", trip=hot),
        ended,
        replace(testing, phase="look"),
        replace(testing, phase="look", seen_off=True),
        replace(resting, key="1"),
        replace(resting, key="1", phase="ended", end="completed"),
        replace(testing, phase="stopping", stuck=True),
    ]


def testers(battery: str) -> list[Tester]:
    """Return an insulation tester of channel 1 in the states that a screen tells apart."""
    plan = InsulationPlan(
        battery=battery,
        channel="1",
        tester="ir-1",
        volts=Decimal(500),
        seconds=Decimal(60),
        longest=Decimal(75),
        temperature_high=Decimal(60),
        temperature_age=Decimal(5),
        silent=Decimal(2),
        by="",
        second=None,
    )
    bare = Tester(key="1", name="ir-1", startable=True)
    on = msgspec.structs.replace(
        bare,
        phase="testing",
        plan=plan,
        on=True,
        insulation=Decimal(1_234_000_000),
        test_voltage=Decimal("500.000"),
        duration=Decimal("12.5"),
    )
    replace = msgspec.structs.replace
    refused = Refused("tester_setting", setting="volts", wanted="500", got="50")
    hot = Trip(watched="temperature_high", value=Decimal("61.2"), limit=Decimal(60), unit="degC")
    return [
        replace(bare, phase="arming", plan=plan),
        on,
        replace(on, phase="ended", end="not_armed", refused=refused),
        replace(on, phase="ended", end="guard", trip=hot),
        replace(on, phase="ended", end="completed", joined=battery),
        replace(bare, startable=False, joined=battery),
        replace(bare, startable=False, joined=battery, ready=True),
        replace(on, phase="look"),
        replace(on, phase="look", seen_off=True),
        replace(on, phase="stopping", stuck=True),
    ]


def _plan(test: RunKind, channel: str, battery: str) -> Plan:
    edition = rules.parse(files.text("rules/bench-2026-2.toml"))
    kind = Type(
        chemistry="NMC",
        series=108,
        max_voltage=Decimal("453.6"),
        rated_ah=Decimal("126.8"),
        level="pack",
    )
    there = [instrument("bms-1", "bms", channel, "jbd-03")]
    plan = plan_of(test, kind, edition, there, battery=battery, channel=channel)
    return msgspec.structs.replace(plan, run=f"{test}-{channel}")

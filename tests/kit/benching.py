"""A technician, and batteries that the bench has tested, on a furnished floor."""

from decimal import Decimal

from floor import STATION, Floor

from cellyard.domain.facts import (
    CapacityTested,
    Decided,
    Evidence,
    InsulationTested,
    ResistanceTested,
)
from cellyard.domain.registers import Instrument
from cellyard.domain.ticket import about
from cellyard.jobs import people, registers
from cellyard.jobs.people import NewPerson, SignedIn

BADGE, SECOND_BADGE = "0003", "0001"
LOAD = "load-1"
_RULES = Decided(edition="bench-2026-1", rules=("capacity.rate",))


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
    _write(floor, id_, fact)


def give_readings(floor: Floor, id_: str, *, ohm: str, insulation: str) -> None:
    """Write a resistance and an insulation, both in ohm."""
    evidence = Evidence(instrument="meter-1")
    _write(
        floor,
        id_,
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


def _write(floor: Floor, id_: str, *facts: object) -> None:
    floor.now.at += 1000
    floor.station.record(
        lambda _known, _order: [e for fact in facts for e in about(id_, fact)],  # pyright: ignore[reportArgumentType]
        id_,
        by=floor.administrator,
    )

"""The fire sheet of no yard, with one abnormal battery of each kind, for a test print."""

from collections.abc import Sequence
from decimal import Decimal

from cellyard.documents.fire_content import (
    Abnormal,
    Elsewhere,
    FireSheet,
    Site,
    Source,
    State,
    ZoneSum,
)
from cellyard.domain.registers import Purpose

_Zone = tuple[str, Purpose | Elsewhere, bool, int, int, int, tuple[str, ...], int]
_Row = tuple[State, str, str, str | None, str | None, str, str, str | None, int | None]


def sample() -> FireSheet:
    """Return the sheet of no yard; its batteries are not real, the worst first."""
    abnormal: tuple[_Row, ...] = (
        ("stop", "Q", "Q-02", "Wuling Mini EV", "LFP", "13.9", "leaking", "24.0", 12),
        ("closed", "Q", "Q-01", "Renault ZOE", "NMC", "44.1", "thermal_event", "20.1", 1490),
        ("watch", "O", "O-02", "Hyundai Kona", "NMC", "64", "swollen", "31.3", 95),
        ("watch", "O", "O-03", "Peugeot e-208", "NMC", "50", "dented", "22.4", 3100),
        ("unknown", "arriving", "", None, None, "110", "", None, None),
    )
    zones: tuple[_Zone, ...] = (
        ("A", "normal", False, 37, 1184, 8900, ("NMC", "LFP"), 0),
        ("D", "recycling", False, 26, 38, 7100, ("NMC",), 24),
        ("E", "second_life", False, 41, 962, 7600, ("LFP", "NMC"), 0),
        ("R", "receiving", False, 2, 89, 700, ("NMC", ""), 0),
        ("O", "observation", True, 2, 118, 800, ("NMC",), 0),
        ("Q", "quarantine", True, 2, 58, 400, ("LFP", "NMC"), 0),
        ("arriving", "arriving", False, 1, 110, 700, ("",), 0),
    )
    clear = "open perimeter of 15 m on all sides; ElectraMeccanica guide p. 41"
    again = "a damaged battery can ignite 24 h later or more; Harley-Davidson LiveWire guide"
    hydrants = "1 north of the hall, 2 at the east gate"
    return FireSheet(
        centre="Test print 测试打印",
        site=Site(address="18 Gangcheng Rd", gate_phone="8000", hydrants=hydrants,
                  main_switch="west wall, by the gate", meeting_point="car park, south"),
        station="Intake 1", at="2026-04-14 11:07:09", heard=(("Bench A", "11:06:58"),),
        highest_v=Decimal(455), voltage_unknown=1, energy_unknown=1,
        abnormal=_abnormal(abnormal), zones=_zones(zones),
        clear_m=Source(value=Decimal(15), source=clear, confidence="V2"),
        again_h=Source(value=Decimal(24), source=again, confidence="V2"), edition="test-2026-1",
    )  # fmt: skip


def _abnormal(rows: Sequence[_Row]) -> tuple[Abnormal, ...]:
    return tuple(
        Abnormal(
            state=state,
            zone=zone,
            place=place,
            name=name,
            chemistry=chemistry,
            kwh=Decimal(kwh),
            findings=(finding,) if finding else (),
            temperature=Decimal(temperature) if temperature else None,
            age_min=age,
            bound_for="" if place else "R-03",
        )
        for state, zone, place, name, chemistry, kwh, finding, temperature, age in rows
    )


def _zones(rows: Sequence[_Zone]) -> tuple[ZoneSum, ...]:
    return tuple(
        ZoneSum(
            key=key,
            purpose=purpose,
            outdoors=outdoors,
            count=count,
            kwh=Decimal(kwh),
            kg=Decimal(kg),
            chemistries=chemistries,
            discharged=discharged,
        )
        for key, purpose, outdoors, count, kwh, kg, chemistries, discharged in rows
    )

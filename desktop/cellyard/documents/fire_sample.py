"""The abnormal batteries of no yard: one of each kind, for a test print of the fire sheet."""

from decimal import Decimal

from cellyard.documents.fire_content import Abnormal, State

_Row = tuple[State, str, str, str | None, str | None, str, str, str | None, int | None]


def sample() -> tuple[Abnormal, ...]:
    """Return batteries that are not real, the worst first."""
    rows: tuple[_Row, ...] = (
        ("stop", "Q", "Q-02", "Wuling Mini EV", "LFP", "13.9", "leaking", "24.0", 12),
        ("closed", "Q", "Q-01", "Renault ZOE", "NMC", "44.1", "thermal_event", "20.1", 1490),
        ("watch", "O", "O-02", "Hyundai Kona", "NMC", "64", "swollen", "31.3", 95),
        ("watch", "O", "O-03", "Peugeot e-208", "NMC", "50", "dented", "22.4", 3100),
        ("unknown", "arriving", "", None, None, "110", "", None, None),
    )
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

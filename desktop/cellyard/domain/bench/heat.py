"""A run that the heat ended is evidence: what was measured, and what becomes of the verdict."""

from collections.abc import Sequence
from decimal import Decimal

from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Entry, Evidence
from cellyard.domain.intake.verdict import consequences
from cellyard.domain.known import Known
from cellyard.domain.registers import Duty, Instrument
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import about

# What must have read the temperature of a battery under load, the better one first.
THERMOMETERS: tuple[Duty, ...] = ("thermometer", "bms")
# The reason of a battery that warms too fast. The first editions on intake have no name for it,
# and stores may stand under one of them: there it is an acute hazard like any other, STOP as well.
_RISING = "temperature_rising"
_UNNAMED = "acute_hazard_yes"


def evidence(
    known: Known, battery: Battery, channel: str, trip: f.Trip | None, last: Decimal | None
) -> Sequence[Entry]:
    """Return what the end of a run says of the battery's heat, and the verdict it brings.

    `last` is the temperature that was read last (degC). Nothing when the guard saw no heat; the
    verdict only gets worse, and of a withdrawn battery none is given.
    """
    if trip is None or trip.watched not in ("temperature_high", "temperature_rise"):
        return []
    rises = trip.watched == "temperature_rise"
    celsius = last if rises else trip.value
    measured = [_measured(known, channel, celsius)] if celsius is not None else []
    written = about(battery.id, *measured)
    if battery.withdrawn:
        return written
    found = (_rising(known.edition),) if rises else ()
    return [*written, *consequences(known, battery, measured, found=found)]


def _rising(intake: Edition) -> str:
    return _RISING if any(r.id == _RISING for r in intake.finding) else _UNNAMED


def _measured(known: Known, channel: str, celsius: Decimal) -> f.Measured:
    read_by = _thermometer([i for i in known.instruments if i.channel == channel])
    return f.Measured(
        quantity="temperature",
        value=celsius,
        unit="degC",
        evidence=Evidence(
            instrument=read_by.key if read_by else None,
            profile=read_by.profile if read_by else None,
        ),
    )


def _thermometer(there: Sequence[Instrument]) -> Instrument | None:
    ranked = (i for duty in THERMOMETERS for i in there if i.duty == duty)
    return next(ranked, None)

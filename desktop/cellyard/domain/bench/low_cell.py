"""How low the cells of a battery have been: what was once too low gets no second life."""

from decimal import Decimal

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.known import Known
from cellyard.domain.registers import BatteryModel


def mean(battery: Battery, model: BatteryModel | None) -> Decimal | None:
    """Return the lowest known mean of its cells in V, as intake and the meter of the bench read it.

    Some cell was no higher; how low it was, nobody knows. None without a reading or a model.
    """
    series = 1 if energy.level(battery, model) == "cell" else model.series if model else None
    intake, bench = battery.measurements.get("voltage"), battery.bench.resistance
    volts = [v for v in (intake and intake.value, bench and bench.voltage) if v is not None]
    return min(volts) / series if volts and series else None


def too_low(known: Known, battery: Battery) -> bool:
    """Tell whether a cell ever stood below the bench edition's limit for a second life.

    Families whose cells work as low as that are left out, as the edition on grading names them.
    """
    model = known.model(battery.model)
    exempt = known.edition_of("grading").of("history.cell_min_not_for").choice
    if energy.family(model, known.edition) in exempt:
        return False
    limit = known.edition_of("bench").number("second_life.cell_v")
    lows = (battery.bench.lowest_cell, mean(battery, model))
    return any(low is not None and low < limit for low in lows)

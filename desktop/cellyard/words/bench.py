"""What there is to know of a trace, in words."""

from cellyard.domain.bench.trace import Analysis
from cellyard.domain.bench.validity import Remark
from cellyard.words.catalogue import N_, _
from cellyard.words.numbers import number, quantity

REMARKS: dict[str, str] = {
    "few_points": N_("Only {value} samples: too few for a capacity. Record more often."),
    "uneven_sampling": N_(
        "The intervals differ by {value} %: too uneven for a capacity. Record at a fixed interval."
    ),
    "cutoff_not_reached": N_(
        "The cut-off was not reached, the lowest was {value} V: the capacity is only a part."
    ),
    "interrupted": N_(
        "The current set in {value} times: this is a sum of parts, no capacity test."
    ),
    "other_discharges": N_(
        "{value} smaller discharges in the file are left out; the largest counts."
    ),
    "voltage_rose": N_(
        "The voltage rose while current was drawn: look at the sign of the current."
    ),
    "weakest_cell": N_("Cell {value} ended the test while others stood high. Mark the cell."),
    "temperature_missing": N_("No temperature was recorded."),
    "samples_left_out": N_("{value} samples without a value are left out."),
}


def remark(of: Remark) -> str:
    """Return what there is to know as one sentence."""
    return _(REMARKS[of.code]).format(value="" if of.value is None else number(of.value))


def lines(found: Analysis) -> list[str]:
    """Return what a discharge gave, a line for each figure and each remark."""
    warmest = found.temperature_max_c
    lowest, highest = quantity(found.voltage_min_v, "V"), quantity(found.voltage_max_v, "V")
    figures = [
        quantity(found.capacity_ah, "Ah"),
        quantity(found.energy_wh, "Wh"),
        _("{lowest} to {highest}").format(lowest=lowest, highest=highest),
        _("{points} samples in {seconds}").format(
            points=number(found.points), seconds=quantity(found.duration_s, "s")
        ),
        *([] if warmest is None else [_("at most {t}").format(t=quantity(warmest, "°C"))]),
    ]
    return [*figures, *(remark(w) for w in found.warnings)]

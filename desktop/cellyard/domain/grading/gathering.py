"""Gathers what is known of a battery for its grade: results, type, history, certificates."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

import msgspec

from cellyard.domain import energy
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery, Measurement
from cellyard.domain.bench import low_cell
from cellyard.domain.bench.record import Bench
from cellyard.domain.grading.evidence import Calibration, Evidence
from cellyard.domain.registers import BatteryModel, Duty, Instrument
from cellyard.domain.rules import Edition


def evidence_of(
    battery: Battery,
    model: BatteryModel | None,
    intake: Edition,
    grading: Edition,
    *,
    today: str,
    instruments: Sequence[Instrument],
) -> Evidence:
    """Return what is known of a battery, as the rules of grading ask for it.

    A result with doubts is no ground for a grade; a certificate that has ended is said as such.
    An instrument whose accuracy nobody has entered may be off by what the grading edition says.
    """
    code = energy.code_of(battery)
    certificates = _certificates(battery.bench)
    if battery.bench.insulation is None and (read := battery.measurements.get("insulation")):
        certificates["insulation"] = _at_intake(read, instruments)
    known = Evidence(
        today=today,
        insulation_ohm=_insulation(battery),
        made=code.produced if code else None,
        family=energy.family(model, intake),
        lowest_cell_v_ever=battery.bench.lowest_cell,
        lowest_mean_v_ever=low_cell.mean(battery, model),
        stop_ever=battery.stop_ever,
        calibration=certificates,
        in_doubt=tuple(_in_doubt(battery.bench)),
    )
    errors = _Errors(instruments, grading.number("doubt.unstated_percent"))
    return _tested(_of_type(known, model), battery.bench, errors)


def _of_type(known: Evidence, model: BatteryModel | None) -> Evidence:
    if model is None:
        return known
    return msgspec.structs.replace(
        known,
        rated_ah=model.capacity_ah,
        resistance_new_ohm=model.resistance_new_ohm,
        max_v=model.max_v,
        chemistry=model.chemistry,
    )


class _Errors(NamedTuple):
    """How far readings may be off: as entered for each instrument, else by `unstated` percent."""

    instruments: Sequence[Instrument]
    unstated: Decimal

    def of(self, value: Decimal | None, by: Sequence[f.Evidence], *duties: Duty) -> Decimal | None:
        """Return the ± of a value by the largest limit of error of those who measured it.

        Where several have read other things besides, `duties` are those whose reading it is.
        """
        if value is None:
            return None
        used = {e.instrument for e in by}
        who = [i for i in self.instruments if i.key in used and (not duties or i.duty in duties)]
        errors = [self.unstated if i.accuracy is None else i.accuracy for i in who]
        return value * max(errors, default=self.unstated) / 100


def _tested(known: Evidence, bench: Bench, errors: _Errors) -> Evidence:
    if capacity := bench.capacity:
        known = msgspec.structs.replace(
            known,
            capacity_ah=capacity.capacity,
            capacity_valid=not _void(capacity.doubts),
            capacity_doubt=errors.of(capacity.capacity, capacity.instruments, "load"),
            spread_percent=capacity.spread,
            weakest=capacity.weakest,
        )
    if resistance := bench.resistance:
        known = msgspec.structs.replace(
            known,
            resistance_ohm=resistance.resistance,
            resistance_doubt=errors.of(resistance.resistance, (resistance.evidence,)),
            resistance_temperature_c=resistance.temperature,
        )
    if insulation := bench.insulation:
        known = msgspec.structs.replace(
            known,
            insulation_at_ceiling=insulation.at_least,
            insulation_doubt=errors.of(insulation.insulation, (insulation.evidence,)),
        )
    return known


def _in_doubt(bench: Bench) -> Iterator[str]:
    """Give what was measured anew and may not be used; of a capacity its own field says so."""
    for name, result in (("resistance", bench.resistance), ("insulation", bench.insulation)):
        if result is not None and _void(result.doubts):
            yield name


def _at_intake(read: Measurement, instruments: Sequence[Instrument]) -> Calibration:
    """Return how the certificate of what was read at intake stood on that day."""
    used = next((i for i in instruments if i.key == read.evidence.instrument), None)
    if used is None or not used.calibrated_until:
        return "unknown"
    day = datetime.fromtimestamp(read.at / 1000, UTC).date().isoformat()
    return "ended" if used.calibrated_until < day else "valid"


def _certificates(bench: Bench) -> dict[str, Calibration]:
    """Return by criterion what the certificates of those who measured it say.

    The cells behind a spread are read by the battery itself, which no laboratory calibrates.
    """
    of: dict[str, tuple[str, ...]] = {
        "capacity": bench.capacity.doubts if bench.capacity else (),
        "spread": ("calibration_unknown",),
        "resistance": bench.resistance.doubts if bench.resistance else (),
        "insulation": bench.insulation.doubts if bench.insulation else (),
    }
    return {criterion: _calibration(doubts) for criterion, doubts in of.items()}


def _insulation(battery: Battery) -> Decimal | None:
    """Return what the bench has found; without it, what was read at intake."""
    tested, read = battery.bench.insulation, battery.measurements.get("insulation")
    if tested is not None:
        return tested.insulation
    return read.value if read is not None else None


def _void(doubts: Sequence[str]) -> bool:
    """Tell whether anything but a certificate that has ended speaks against a result."""
    return any(doubt != "calibration_ended" for doubt in doubts)


def _calibration(doubts: Sequence[str]) -> Calibration:
    if "calibration_ended" in doubts:
        return "ended"
    return "unknown" if "calibration_unknown" in doubts else "valid"

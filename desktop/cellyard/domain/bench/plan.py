"""What a run is going to do and within which limits, from the battery, its model and the rules."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.bench.limits import DeviceLimits, GuardLimits, StartLimits
from cellyard.domain.bench.programme import Programme, Step
from cellyard.domain.facts import RunKind
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Instrument
from cellyard.domain.rules import Edition

_HUNDRED = Decimal(100)
_HOUR = Decimal(3600)
# A load takes its settings in thousandths.
_MILLI = Decimal("0.001")
# A load-on timer has 16 bits (command 50 of the IT8500): the load is switched on anew each step.
_LONGEST_TIMER = Decimal(65535)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a channel needs for one run. `run` is "" and `by`, `second` (person ids) are empty
    until somebody begins it; `start` is None in runs of before, which kept no such limits.
    """

    run: str = ""
    battery: str
    channel: str
    test: RunKind
    programme: Programme
    guard: GuardLimits
    device: DeviceLimits
    max_voltage: Decimal
    rated_ah: Decimal
    series: int
    edition: str
    start: StartLimits | None = None
    instruments: tuple[str, ...] = ()
    by: str = ""
    second: str | None = None

    @property
    def load_seconds(self) -> Decimal:
        """About how long the loads last when the battery has its rated capacity."""
        ampere = next(s.ampere for s in self.programme.steps if s.kind == "load")
        return self.rated_ah / ampere * _HOUR

    @property
    def seconds(self) -> Decimal:
        """About how long all of it lasts."""
        rests = sum(s.seconds for s in self.programme.steps if s.kind == "rest")
        return self.load_seconds + rests


class Type(msgspec.Struct, frozen=True, kw_only=True):
    """What must be known of a battery's type before a load may be joined to it."""

    chemistry: str
    series: int
    max_voltage: Decimal
    rated_ah: Decimal
    level: str


def type_of(battery: Battery, model: BatteryModel | None) -> Type:
    """Return what is known of the type. Refused: type_unknown with the ticket, type_incomplete
    with what is missing (`rated_capacity`, `cells`, `full_voltage`).
    """
    if model is None:
        raise Refused("type_unknown", ticket=battery.ticket)
    for name, value in (
        ("rated_capacity", model.capacity_ah),
        ("cells", model.series),
        ("full_voltage", model.max_v),
    ):
        if not value:
            raise Refused("type_incomplete", missing=name, model=model.title)
    return Type(
        chemistry=model.chemistry,
        series=model.series or 0,
        max_voltage=model.max_v or Decimal(0),
        rated_ah=model.capacity_ah or Decimal(0),
        level=energy.level(battery, model),
    )


def plan_of(
    test: RunKind,
    kind: Type,
    edition: Edition,
    there: Sequence[Instrument],
    *,
    battery: str,
    channel: str,
) -> Plan:
    """Return what a test of this type of battery would do on a channel; `there` works on it.

    Nobody is asked whether it may begin. Refused("cut_off_unknown").
    """
    programme = programme_of(test, kind, edition)
    cells = any(i.duty == "bms" for i in there)
    guard, device = limits_of(programme, kind, edition, cells=cells)
    return Plan(
        battery=battery,
        channel=channel,
        test=test,
        programme=programme,
        guard=guard,
        device=device,
        max_voltage=kind.max_voltage,
        rated_ah=kind.rated_ah,
        series=kind.series,
        edition=edition.id,
        start=start_of(test, edition),
        instruments=tuple(i.key for i in there),
    )


def cut_off(chemistry: str, edition: Edition) -> Decimal:
    """Return the operating cut-off of a cell in V. Refused("cut_off_unknown")."""
    try:
        return edition.number(f"cut_off.operating.{chemistry}")
    except Refused as none:
        raise Refused("cut_off_unknown", chemistry=chemistry, edition=edition.id) from none


def programme_of(test: RunKind, kind: Type, edition: Edition) -> Programme:
    """Return the steps of a test on this type of battery. Refused("cut_off_unknown")."""
    if test == "capacity":
        return _capacity(kind, edition)
    return _discharge(kind, edition)


def _capacity(kind: Type, edition: Edition) -> Programme:
    """Rest, 1 I5 down to the operating cut-off, rest (GB/T 34015-2017 cl. 3)."""
    cell = cut_off(kind.chemistry, edition)
    test = Step(
        kind="load",
        name="test",
        ampere=_ampere(kind, edition, "capacity.rate"),
        down_to=cell * kind.series,
        cell_down_to=cell,
    )
    before, after = (edition.number(f"capacity.rest_{when}_s") for when in ("before", "after"))
    rest = Step(kind="rest", name="rest", seconds=before)
    settle = Step(kind="rest", name="settle", seconds=after)
    return Programme(test="capacity", steps=(rest, test, settle))


def _discharge(kind: Type, edition: Edition) -> Programme:
    """Down, gently down again, rest and the rebound check; all of it again while it fails."""
    volts = edition.number("discharge.battery_v")
    down_to = min(edition.number("discharge.cut_off_cell_v") * kind.series, volts)
    loads = (
        Step(
            kind="load",
            name=name,
            ampere=_ampere(kind, edition, rate),
            down_to=down_to,
            cell_down_to=edition.number("discharge.cell_least_v"),
            empty_below=_share(kind.max_voltage, edition, "discharge.empty_percent"),
        )
        for name, rate in (("discharge", "discharge.rate"), ("gentle", "discharge.gentle_rate"))
    )
    rebound = Step(
        kind="rest",
        name="rebound",
        seconds=edition.number("discharge.rest_s"),
        limit=min(edition.number("discharge.rebound_cell_v") * kind.series, volts),
    )
    rounds = int(edition.number("discharge.rounds"))
    return Programme(test="discharge", steps=(*loads, rebound), rounds=rounds)


def _ampere(kind: Type, edition: Edition, rule: str) -> Decimal:
    return (kind.rated_ah * edition.number(rule)).quantize(_MILLI)


def limits_of(
    programme: Programme, kind: Type, edition: Edition, *, cells: bool
) -> tuple[GuardLimits, DeviceLimits]:
    """Return what guard and load are to keep. `cells`: the groups' voltages are read."""
    loads = [step for step in programme.steps if step.kind == "load"]
    down_to = min(step.down_to for step in loads)
    most = _share(kind.max_voltage, edition, "guard.voltage_high_percent")
    current = _share(max(s.ampere for s in loads), edition, "guard.current_percent")
    longest = _longest_load(programme, kind, edition)
    rests = sum(s.seconds for s in programme.steps if s.kind == "rest")
    cell = min(step.cell_down_to for step in loads)
    guard = GuardLimits(
        voltage_low=_share(down_to, edition, "guard.voltage_low_percent"),
        voltage_high=most,
        cell_low=_share(cell, edition, "guard.cell_low_percent") if cells else None,
        current_high=current,
        temperature_high=edition.number("guard.temperature_high"),
        temperature_rise=edition.number("guard.temperature_rise"),
        capacity_high=_share(kind.rated_ah, edition, "guard.capacity_percent"),
        seconds=((longest * len(loads) + rests) * programme.rounds).quantize(Decimal(1)),
        temperature_age=edition.number("guard.temperature_age_s"),
        cells_age=edition.number("guard.cells_age_s") if cells else None,
        load_silent=edition.number("guard.load_silent_s"),
    )
    device = DeviceLimits(
        # A little lower than the programme, which goes first; the load's own is the last resort.
        voltage_min=_share(down_to, edition, "guard.device_low_percent"),
        voltage_max=most,
        current_max=current,
        power_max=(most * current).quantize(_MILLI),
        seconds=min(longest.quantize(Decimal(1)), _LONGEST_TIMER),
    )
    return guard, device


def start_of(test: RunKind, edition: Edition) -> StartLimits:
    """Return between which temperatures of the battery a test begins."""
    low, high = (edition.number(f"{test}.start_{end}") for end in ("low", "high"))
    return StartLimits(low=low, high=high)


def _longest_load(programme: Programme, kind: Type, edition: Edition) -> Decimal:
    """Return how many s one step may draw: what is left for a gentle one is little, but slow."""
    amperes = [step.ampere for step in programme.steps if step.kind == "load"]
    left = _share(kind.rated_ah, edition, "guard.gentle_percent")
    slow = kind.rated_ah if programme.test == "capacity" else left
    hours = max(kind.rated_ah / max(amperes), slow / min(amperes))
    return _share(hours * _HOUR, edition, "guard.seconds_percent")


def _share(value: Decimal, edition: Edition, rule: str) -> Decimal:
    return (value * edition.number(rule) / _HUNDRED).quantize(_MILLI)

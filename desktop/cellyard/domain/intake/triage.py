"""The verdict on a battery from the evidence so far: four states, each with its reasons.

The six sections are those of special provision 376 (ADR 3.3.1): five are looked at, the sixth,
protection against short circuit, is answered by measuring. What nobody can tell, and what was
tried without a reading, counts as damaged.
"""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Quantity, Section, Verdict
from cellyard.domain.intake.doubts import identity_doubts
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition, FindingRule

LOOK: tuple[Section, ...] = (
    "acute_hazard",
    "misuse",
    "case_damage",
    "safety_features",
    "internal_safety",
)
_SEVERITY: dict[Verdict, int] = {"go": 0, "check": 1, "watch": 2, "stop": 3}


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict with its reasons, worst first, and the rules that gave them.

    `verdict` is None while nothing is abnormal and evidence is missing; `complete` when none is.
    """

    verdict: Verdict | None
    reasons: tuple[str, ...]
    rules: tuple[str, ...]
    complete: bool


def severity(verdict: Verdict | None) -> int:
    """Return how bad a verdict is, -1 for none yet."""
    return -1 if verdict is None else _SEVERITY[verdict]


def worse(a: Verdict | None, b: Verdict | None) -> Verdict | None:
    return a if severity(a) >= severity(b) else b


def needed(battery: Battery, model: BatteryModel | None) -> tuple[Quantity, ...]:
    """Return what must be measured. Insulation is against the case: only packs have one."""
    if energy.level(battery, model) == "pack":
        return ("voltage", "insulation", "temperature")
    return ("voltage", "temperature")


def next_sections(battery: Battery) -> tuple[Section, ...]:
    """Return the sections of the look that have no answer yet, in order."""
    return tuple(s for s in LOOK if not answered(battery, s))


def answered(battery: Battery, section: Section) -> bool:
    seen = battery.inspections.get(section)
    return seen is not None and seen.answer is not None


def missing(battery: Battery, model: BatteryModel | None) -> tuple[str, ...]:
    """Return the sections without answer and the quantities not yet tried."""
    untried = (q for q in needed(battery, model) if q not in battery.measurements)
    return (*next_sections(battery), *untried)


def findings(edition: Edition, section: str) -> tuple[FindingRule, ...]:
    """Return the findings to offer for a section answered Yes, worst first."""
    offered = (r for r in edition.finding if r.section == section and r.offered)
    return tuple(sorted(offered, key=lambda r: -severity(r.verdict)))


def photos_missing(battery: Battery, edition: Edition) -> tuple[Section, ...]:
    """Return the sections whose finding asks for a photo that nobody has taken."""
    wanted = {r.id for r in edition.finding if r.photo}
    return tuple(
        s
        for s in LOOK
        if (seen := battery.inspections.get(s)) and seen.finding in wanted and not seen.photos
    )


def verdict_so_far(battery: Battery, model: BatteryModel | None, edition: Edition) -> Judgement:
    """Judge all evidence there is. More evidence never makes the verdict better.

    A verdict once given stands as the least: only a correction lifts it.
    """
    complete = battery.kg is not None and not missing(battery, model)
    found = set(_looked(battery, edition)) | set(_measured(battery, model, edition))
    found |= set(identity_doubts(battery, model, edition, complete=complete))
    return judgement(battery, found, edition, complete=complete)


def judgement(battery: Battery, found: set[str], edition: Edition, *, complete: bool) -> Judgement:
    """Weigh reasons found against the verdict that stands; worst first, then by the edition."""
    given = battery.verdict
    ranks = {r.id: (-severity(r.verdict), n) for n, r in enumerate(edition.finding)}
    last = (-severity(given), len(ranks))
    # Reasons given under an older edition may have no entry in this one: they stand all the same.
    reasons = sorted(found | set(battery.reasons), key=lambda r: (*ranks.get(r, last), r))
    rules = {r.id: r for r in edition.finding}
    verdict: Verdict | None = worse(given, "go" if complete else None)
    for reason in reasons:
        if reason in rules:
            verdict = worse(verdict, rules[reason].verdict)
    used = dict.fromkeys(rules[r].rule for r in reasons if r in rules)
    if not used and verdict == "go":
        used = {"triage.none_found": None}
    return Judgement(verdict=verdict, reasons=tuple(reasons), rules=tuple(used), complete=complete)


def _looked(battery: Battery, edition: Edition) -> Iterator[str]:
    known = {r.id for r in edition.finding}
    for section, seen in battery.inspections.items():
        if seen.lifted:
            continue
        match seen.answer:
            case "yes":
                named = seen.finding if seen.finding in known else None
                yield named or f"{section}_yes"
            case "cant_tell":
                yield f"{section}_cant_tell"
            case "no" | None:
                pass


def _measured(battery: Battery, model: BatteryModel | None, edition: Edition) -> Iterator[str]:
    readings = {q: m for q, m in battery.measurements.items() if not m.lifted}
    if "voltage" in readings:
        yield from _voltage(readings["voltage"].value, battery, model, edition)
    if "insulation" in readings:
        yield from _insulation(readings["insulation"].value, model, edition)
    if "temperature" in readings:
        ambient = readings.get("ambient")
        around = ambient.value if ambient else None
        yield from heat(readings["temperature"].value, around, edition)


def _voltage(
    volts: Decimal | None, battery: Battery, model: BatteryModel | None, edition: Edition
) -> Iterator[str]:
    if volts is None:
        yield "voltage_unknown"
        return
    series = 1 if energy.level(battery, model) == "cell" else model.series if model else None
    if series is None:
        if model is not None:
            yield "cells_unknown"
        return
    if volts < edition.number("voltage.cell_dead") * series:
        yield "cell_voltage_dead"
    elif volts < edition.number("voltage.cell_low") * series:
        yield "cell_voltage_low"
    over = edition.number("voltage.cell_over") * series
    if model and model.max_v is not None and volts > model.max_v + over:
        yield "cell_voltage_high"


def _insulation(ohm: Decimal | None, model: BatteryModel | None, edition: Edition) -> Iterator[str]:
    if ohm is None:
        yield "insulation_unknown"
        return
    full = model.max_v if model else None
    volts = edition.number("insulation.assumed_v") if full is None else full
    if ohm < edition.number("insulation.ohm_per_volt") * volts:
        yield "insulation_low"


def heat(celsius: Decimal | None, ambient: Decimal | None, edition: Edition) -> Iterator[str]:
    """Give the reason that one temperature (degC, None: no reading) is, if it is any."""
    if celsius is None:
        yield "temperature_unknown"
    elif celsius > edition.number("temperature.stop"):
        yield "too_hot"
    elif celsius > warm_from(ambient, edition):
        yield "warm"


def warm_from(ambient: Decimal | None, edition: Edition) -> Decimal:
    """Return the degC above which a battery is warm in this air; assumed where nobody measured."""
    around = edition.number("temperature.ambient_assumed") if ambient is None else ambient
    return around + edition.number("temperature.above_ambient")

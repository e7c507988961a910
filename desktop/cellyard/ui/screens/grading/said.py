"""What grading says: the second line of each criterion, what decided, what is missing."""

from collections.abc import Sequence
from decimal import Decimal

from cellyard.domain.bench.record import Given
from cellyard.domain.grading import Criterion, Flip, Grading
from cellyard.domain.registers import BatteryModel
from cellyard.ui.screens.grading.survey import Judged
from cellyard.words import _, number, quantity
from cellyard.words.bench_facts import OVERRULE_REASONS
from cellyard.words.channels import sentence_case
from cellyard.words.codes import CHEMISTRIES
from cellyard.words.grading import CRITERIA, REASONS, ROUTES, UNITS
from cellyard.words.numbers import MINUS, listed

# What a run of the bench brings; without a model nothing of it can be judged.
_BY_BENCH = frozenset(
    {"not_measured", "capacity_test_invalid", "calibration_ended", "result_in_doubt"}
)


def what(model: BatteryModel | None) -> str:
    """Return chemistry, arrangement and rated capacity of a model."""
    if model is None:
        return _("Its model is not known")
    chemistry = CHEMISTRIES.get(model.chemistry, "")
    parts = [_(chemistry) if chemistry else model.chemistry]
    if model.series:
        parts.append(f"{model.series}s{model.parallel or 1}p")
    if model.capacity_ah:
        rated = quantity(model.capacity_ah.normalize(), "Ah")
        parts.append(_("rated {capacity}").format(capacity=rated))
    return listed(parts)


def second_line(criterion: Criterion, judged: Judged) -> str:
    """Return what stands under the name of a criterion: why it is missing, or how it was found."""
    if criterion.missing is not None:
        return sentence_case(_(REASONS[criterion.missing]))
    if not criterion.counts:
        return _("Shown only, for this chemistry")
    bench = judged.battery.bench
    match criterion.name:
        case "capacity" if bench.capacity is not None and judged.model is not None:
            rated = judged.model.capacity_ah or Decimal(0)
            words = _("{measured} of {rated} Ah")
            return words.format(
                measured=number(bench.capacity.capacity, 1), rated=number(rated.normalize())
            )
        case "spread" if bench.capacity is not None and bench.capacity.weakest:
            return _("weakest: group {number}").format(number=bench.capacity.weakest)
        case "resistance":
            return _("against new")
        case "insulation" if bench.insulation is not None and bench.insulation.test_voltage:
            volts = quantity(bench.insulation.test_voltage.normalize(), "V")
            return _("at {volts}").format(volts=volts)
        case "age":
            return _("since it was made")
        case "history":
            return _("lowest cell ever")
        case _:
            return ""


def why(grading: Grading) -> str:
    """Return what decided, or what is missing, in at most two short sentences."""
    if grading.grade is None:
        lacks = [_(CRITERIA[m.criterion]) for m in grading.missing if m.needed]
        return _("Missing: {what}").format(what=listed(lacks)) if lacks else _("Nothing measured")
    words = _decided(grading.deciding)
    others = {
        c.grade for c in grading.criteria if c.counts and c.grade and c.name not in grading.deciding
    }
    if not others:
        return words
    rest = max(others)
    return f"{words}\n" + _("All else would be {grade}.").format(grade=rest)


def _decided(deciding: Sequence[str]) -> str:
    first, *more = (_(CRITERIA[name]) for name in deciding)
    criteria = listed([first, *(name.lower() for name in more)])
    return _("{criteria} decided.").format(criteria=criteria)


def given(of: Given) -> str:
    """Return what decided when a grade was given, or why two people set it."""
    if of.overruled:
        return _(OVERRULE_REASONS[of.overruled])
    return _decided(of.deciding) if of.deciding else ""


def flip(of: Flip, money: str = "") -> tuple[str, str]:
    """Return a flip in two lines: the change that it takes, the value to be had then, and the
    change of `money` where that is known.
    """
    unit = _(UNITS.get(of.unit, of.unit))
    sign = "+" if of.change > 0 else MINUS
    change = f"{sign}{quantity(abs(of.change), unit, 1)}"
    first = _("{name} {change}").format(name=_(CRITERIA[of.criterion]), change=change)
    reach = quantity(of.reach, unit, 1)
    more = _("{value} or more") if of.change > 0 else _("{value} or less")
    second = more.format(value=reach)
    return first, listed([second, money]) if money else second


def lacks_model(grading: Grading) -> bool:
    """Whether no test helps: the type itself is not known."""
    needed = [m.reason for m in grading.missing if m.needed]
    return bool(needed) and not any(reason in _BY_BENCH for reason in needed)


def route(grading: Grading) -> str:
    """Return where the battery goes by its grade."""
    return _(ROUTES[grading.route]) if grading.route else ""

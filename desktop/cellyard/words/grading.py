"""A grade in words: its criteria, what is missing, what would flip it."""

from decimal import Decimal

from cellyard.domain.grading import Criterion, Flip, Grading, Missing, Route
from cellyard.words.catalogue import N_, _
from cellyard.words.numbers import NO_BREAK, listed, number, quantity

CRITERIA: dict[str, str] = {
    "capacity": N_("Capacity"),
    "spread": N_("Cell spread"),
    "resistance": N_("Resistance growth"),
    "insulation": N_("Insulation"),
    "age": N_("Calendar age"),
    "history": N_("History"),
}

ROUTES: dict[Route, str] = {"second_life": N_("Second life"), "recycling": N_("Recycling")}

REASONS: dict[str, str] = {
    "rated_capacity_unknown": N_("the rated capacity is not known. Give the battery its model."),
    "not_measured": N_("it was not measured."),
    "capacity_test_invalid": N_("the capacity test is not valid. Run it again."),
    "calibration_ended": N_(
        "the calibration of the instrument had ended. Measure again with another one."
    ),
    "result_in_doubt": N_("something speaks against the result. Measure again."),
    "resistance_new_unknown": N_("the resistance of a new one is not known."),
    "max_voltage_unknown": N_("the highest working voltage is not known."),
    "made_unknown": N_("nobody knows when it was made."),
    "made_wrong": N_("the day it was made cannot be. Look at the code."),
    "cell_voltage_unknown": N_("the lowest voltage of a cell is not known."),
}

UNITS: dict[str, str] = {"ohm/V": "Ω/V", "y": N_("y")}
_PLACES = {"capacity": 1, "spread": 1, "resistance": 0, "insulation": 0, "age": 1, "history": 2}


def parts(of: Criterion) -> tuple[str, str, str]:
    """Return the value of a criterion, its unit and its ±, each "" where there is none."""
    if of.value is None:
        return "", "", ""
    places = _PLACES.get(of.name)
    shown = number(of.value, places)
    if of.name == "resistance":
        shown = _signed(of.value) + shown
    doubt = "" if of.doubt is None else number(of.doubt, places)
    return shown, _(UNITS.get(of.unit, of.unit)), doubt


def figure(of: Criterion) -> str:
    """Return the value of a criterion with its unit and ±, e.g. `79.2 % ± 1.1`; "" without one."""
    shown, unit, doubt = parts(of)
    if not shown:
        return ""
    shown = f"{shown}{NO_BREAK}{unit}"
    if of.at_least:
        shown = _("at least {value}").format(value=shown)
    return f"{shown} ± {doubt}" if doubt else shown


def flip(of: Flip) -> str:
    """Return what would flip the grade, e.g. `Capacity +0.9 Ah: A`."""
    change = f"{_signed(of.change)}{quantity(of.change, _(UNITS.get(of.unit, of.unit)), 1)}"
    name = _(CRITERIA.get(of.criterion, of.criterion))
    return _("{name} {change}: {grade}").format(name=name, change=change, grade=of.grade)


def missing(of: Missing) -> str:
    """Return what is missing as one sentence."""
    name = _(CRITERIA.get(of.criterion, of.criterion))
    return _("{name}: {reason}").format(name=name, reason=_(REASONS[of.reason]))


def verdict(of: Grading) -> str:
    """Return the grade and what decided it; a grade that is not there says what it lacks."""
    if of.grade is None or of.route is None:
        lacks = " ".join(missing(m) for m in of.missing if m.needed)
        return _("No grade. {lacks}").format(lacks=lacks)
    deciding = listed([_(CRITERIA.get(name, name)) for name in of.deciding])
    return _("{grade}: {route}. Decided by {criteria}.").format(
        grade=of.grade, route=_(ROUTES[of.route]), criteria=deciding
    )


def lines(of: Grading) -> list[str]:
    """Return a whole grading, a line for each criterion, flip and missing thing."""
    found = [verdict(of)] if of.grade else []
    if of.borderline:
        found.append(_("Borderline to {grade}.").format(grade=of.borderline))
    for c in of.criteria:
        if c.grade:
            said = "" if c.counts else _("counts for no grade of this chemistry")
            found.append("  ".join((c.grade, _(CRITERIA[c.name]), figure(c), said)).rstrip())
    if of.flips:
        flips = listed([flip(one) for one in of.flips])
        found.append(_("What would flip it: {flips}").format(flips=flips))
    found += [missing(m) for m in of.missing if of.grade or not m.needed]
    return [*found, _("Rules {edition}").format(edition=of.edition)]


def _signed(value: Decimal) -> str:
    return "+" if value > 0 else ""

"""History: what once happened to a battery and no measurement makes good again."""

from decimal import Decimal

import msgspec

from cellyard.domain.grading.criterion import Criterion, Limit, grade_at
from cellyard.domain.grading.evidence import Evidence
from cellyard.domain.rules import Edition

NAME = "history"


def judge(evidence: Evidence, edition: Edition) -> Criterion:
    """Judge the lowest voltage a cell ever had, and whether the battery was ever judged STOP."""
    exempt = evidence.family in edition.of("history.cell_min_not_for").choice
    limit = Limit(edition.number("history.cell_min"), below="D", above="A")
    lowest = _lowest(evidence, limit.at)
    criterion = Criterion(
        name=NAME, unit="V", value=lowest, limits=() if exempt else (limit,), measured=False
    )
    if evidence.stop_ever:
        return msgspec.structs.replace(criterion, grade="D")
    if exempt:
        return msgspec.structs.replace(criterion, grade="A")
    if lowest is None:
        return msgspec.structs.replace(criterion, missing="cell_voltage_unknown")
    return msgspec.structs.replace(criterion, grade=grade_at(lowest, criterion.limits))


def _lowest(evidence: Evidence, limit: Decimal) -> Decimal | None:
    """Return the lowest voltage of a cell: as read, or a mean that is itself too low."""
    cell, mean = evidence.lowest_cell_v_ever, evidence.lowest_mean_v_ever
    if mean is None or mean >= limit:
        return cell
    return mean if cell is None else min(cell, mean)

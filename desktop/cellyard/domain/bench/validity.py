"""What a trace must be for its capacity to count, and what is said of one that is not."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from cellyard.domain.rules import Edition


class Validity(msgspec.Struct, frozen=True, kw_only=True):
    """The limits for a trace, as an edition on `grading` has them (rules `trace.…`).

    `rest_percent` of the largest current is a rest; `alone_percent` of all that was discharged,
    in one discharge, makes that one the test; `late_row_s` is how late a tester may write the
    first row of a step.
    """

    min_points: int
    max_jitter_percent: Decimal
    jitter_share_percent: Decimal
    rest_percent: Decimal
    alone_percent: Decimal
    late_row_s: Decimal
    cell_gap_v: Decimal


def validity(edition: Edition) -> Validity:
    """Return the limits of an edition. Refused("rule_missing") when it lacks one."""
    return Validity(
        min_points=int(edition.number("trace.min_points")),
        max_jitter_percent=edition.number("trace.max_jitter_percent"),
        jitter_share_percent=edition.number("trace.jitter_share_percent"),
        rest_percent=edition.number("trace.rest_percent"),
        alone_percent=edition.number("trace.alone_percent"),
        late_row_s=edition.number("trace.late_row_s"),
        cell_gap_v=edition.number("trace.cell_gap_v"),
    )


class Remark(msgspec.Struct, frozen=True):
    """One thing to know of a trace: its code (`words.bench` has the sentence) and its figure."""

    code: str
    value: Decimal | int | None = None

    def __str__(self) -> str:
        return self.code if self.value is None else f"{self.code}:{self.value}"


# The rest of the remarks inform: they leave the capacity a capacity.
VOIDING = frozenset(
    {
        "few_points",
        "uneven_sampling",
        "cutoff_not_reached",
        "interrupted",
        "other_discharges",
        "voltage_rose",
    }
)


def jitter(times: Sequence[Sequence[Decimal]], share_percent: Decimal) -> Decimal:
    """Return by how many % of the usual interval the intervals differ from it.

    That share of them differs by no more. Two rows of one time are no interval, and the first
    and last of each stretch are whatever the start and the end of a step left.
    """
    gaps = sorted(gap for stretch in times for gap in _inner(stretch))
    if not gaps:
        return Decimal(0)
    usual = gaps[len(gaps) // 2]
    off = sorted(abs(gap - usual) for gap in gaps)
    at = int((len(off) - 1) * share_percent / 100)
    return round(100 * off[at] / usual, 1)


def _inner(times: Sequence[Decimal]) -> Iterator[Decimal]:
    gaps = [b - a for a, b in pairwise(times)]
    return (gap for gap in gaps[1:-1] if gap)

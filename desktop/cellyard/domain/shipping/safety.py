"""The joint safety judgement of consignor and consignee, before anything is packed.

GB/T 38698.1-2020 clause 4: both judge by the items together; all "no" is a pass, one "yes" a
fail (4.3); what failed is not packed before it was treated, on record, and both accept (4.4).
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from cellyard.domain.facts import Answer
from cellyard.domain.rules import Edition
from cellyard.domain.transport import SafetyItem

Outcome = Literal["pass", "fail", "open"]


class SafetyJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers come to. `open` while an item of `missing` has no answer and none is yes.

    `failed` are the items answered yes, or that nobody can tell: unknown is the worse case.
    """

    outcome: Outcome
    failed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def items(edition: Edition) -> tuple[SafetyItem, ...]:
    """Return the items in the order in which they are asked."""
    return edition.safety_item


def judged(asked: Sequence[SafetyItem], answers: Mapping[str, Answer]) -> SafetyJudgement:
    """Return what the answers (item id: answer) come to; GB/T 38698.1-2020, 4.3."""
    failed = tuple(item.id for item in asked if answers.get(item.id) in ("yes", "cant_tell"))
    missing = tuple(item.id for item in asked if item.id not in answers)
    if failed:
        return SafetyJudgement(outcome="fail", failed=failed, missing=missing)
    return SafetyJudgement(outcome="open" if missing or not asked else "pass", missing=missing)

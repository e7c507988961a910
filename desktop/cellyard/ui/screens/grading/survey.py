"""What grading asks of the store: what waits for a grade, and what the rules say of a battery."""

from collections.abc import Sequence

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.grading import Grading
from cellyard.domain.grading.act import graded
from cellyard.domain.grading.worth import Worth, ground_of, worth
from cellyard.domain.known import Known
from cellyard.domain.registers import BatteryModel
from cellyard.ledger.questions import Questions


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A battery with what the rules of today say of it, written or not.

    `worth` is None where no price is entered, or there is no grade.
    """

    battery: Battery
    model: BatteryModel | None
    grading: Grading
    worth: Worth | None = None


class Ungraded(msgspec.Struct, frozen=True, kw_only=True):
    """A battery that was tested and has no grade yet."""

    battery: Battery
    model: BatteryModel | None


def waiting(questions: Questions, known: Known) -> Sequence[Ungraded]:
    """Return what waits for its grade, what came in first at the head."""
    found = sorted(questions.waiting("grade"), key=lambda b: b.received_at)
    return [Ungraded(battery=b, model=known.model(b.model)) for b in found]


def judged(questions: Questions, known: Known, battery_id: str) -> Judged | None:
    """Return what the rules say of a battery; None when there is no such battery."""
    battery = questions.battery(battery_id)
    if battery is None:
        return None
    grading = graded(known, battery)
    model, ground = known.model(battery.model), ground_of(known)
    return Judged(
        battery=battery,
        model=model,
        grading=grading,
        worth=worth(battery, model, grading, ground) if ground else None,
    )

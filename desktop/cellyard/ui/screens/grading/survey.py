"""What grading asks of the store: what waits for a grade, and what the rules say of a battery."""

from collections.abc import Sequence

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.bench.record import Given
from cellyard.domain.grading import Grading
from cellyard.domain.grading.act import graded
from cellyard.domain.known import Known
from cellyard.domain.registers import BatteryModel
from cellyard.ledger.questions import Questions


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A battery with what the rules of today say of it, written or not."""

    battery: Battery
    model: BatteryModel | None
    grading: Grading

    @property
    def given(self) -> Given | None:
        """The grade that stands; None where by later figures the same rules give another one.

        What two people have set stands, and what was discharged to safe has no way back.
        """
        bench, by_now = self.battery.bench, self.grading
        given = bench.given
        if given is None or given.overruled or bench.discharge is not None:
            return given
        same = by_now.grade in (None, given.grade) or given.edition != by_now.edition
        return given if same else None


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
    return Judged(battery=battery, model=known.model(battery.model), grading=grading)

"""A battery's way in: code, weight, look, measure, verdict, label; and taking back."""

from cellyard.domain.energy import Energy, family, kwh, level
from cellyard.domain.intake.doubts import WeightDoubt, weight_doubt, weight_off
from cellyard.domain.intake.identity import (
    Identifying,
    Naming,
    OutletNaming,
    Reception,
    TakingOver,
    identify,
    name_model,
    name_outlet,
    receive,
    take_over,
)
from cellyard.domain.intake.label import Labelling, high_voltage, label
from cellyard.domain.intake.look import Looking, Picturing, inspect, photograph
from cellyard.domain.intake.measure import Measuring, measure
from cellyard.domain.intake.progress import STEPS, Step, step
from cellyard.domain.intake.triage import (
    LOOK,
    Judgement,
    findings,
    missing,
    needed,
    next_sections,
    photos_missing,
    severity,
    verdict_so_far,
)
from cellyard.domain.intake.undo import (
    Correcting,
    CorrectionReason,
    Undoing,
    Withdrawing,
    correct,
    undo,
    withdraw,
)
from cellyard.domain.intake.verdict import Acknowledging, Judging, acknowledge, judge
from cellyard.domain.intake.weight import Weighing, weigh

__all__ = [
    "LOOK",
    "STEPS",
    "Acknowledging",
    "Correcting",
    "CorrectionReason",
    "Energy",
    "Identifying",
    "Judgement",
    "Judging",
    "Labelling",
    "Looking",
    "Measuring",
    "Naming",
    "OutletNaming",
    "Picturing",
    "Reception",
    "Step",
    "TakingOver",
    "Undoing",
    "Weighing",
    "WeightDoubt",
    "Withdrawing",
    "acknowledge",
    "correct",
    "family",
    "findings",
    "high_voltage",
    "identify",
    "inspect",
    "judge",
    "kwh",
    "label",
    "level",
    "measure",
    "missing",
    "name_model",
    "name_outlet",
    "needed",
    "next_sections",
    "photograph",
    "photos_missing",
    "receive",
    "severity",
    "step",
    "take_over",
    "undo",
    "verdict_so_far",
    "weigh",
    "weight_doubt",
    "weight_off",
    "withdraw",
]

"""Where a ticket stands: the one next step, told from its facts alone, so also after a crash."""

from typing import Literal

from cellyard.domain.battery import Battery
from cellyard.domain.intake.triage import missing, next_sections, photos_missing
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition

Step = Literal["code", "weight", "look", "measure", "verdict", "label", "slot", "done"]
STEPS: tuple[Step, ...] = ("code", "weight", "look", "measure", "verdict", "label", "slot")


def step(battery: Battery | None, model: BatteryModel | None, edition: Edition) -> Step:
    """Return the step that comes next. `verdict`: to be given, or a STOP to be read."""
    if battery is None or not battery.ticket:
        return "code"
    if not battery.open:
        return "done"
    if battery.verdict is None:
        return _to_find_out(battery, model, edition)
    if battery.verdict == "stop" and not battery.acknowledged:
        return "verdict"
    return "slot" if battery.labels else "label"


def _to_find_out(battery: Battery, model: BatteryModel | None, edition: Edition) -> Step:
    if battery.kg is None:
        return "weight"
    if next_sections(battery) or photos_missing(battery, edition):
        return "look"
    if missing(battery, model):
        return "measure"
    return "verdict"

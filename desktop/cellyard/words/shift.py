"""The words of a shift: its steps, what waits for what, loads under way."""

from typing import Literal

from cellyard.words.catalogue import N_

# What batteries wait for: to be put away, then for a step of the bench.
Lane = Literal["intake", "capacity", "grade", "discharge"]

STEPS: dict[str, str] = {
    "taken_in": N_("Taken in"),
    "judged": N_("Judged"),
    "tested": N_("Tested"),
    "graded": N_("Graded"),
    "discharged": N_("Discharged to safe"),
    "sent_out": N_("Sent out"),
}
# The same over a figure, where there is little room.
COUNTERS: dict[str, str] = {**STEPS, "discharged": N_("Discharged")}
LANES: dict[Lane, str] = {
    "intake": N_("To be put away"),
    "capacity": N_("Capacity test"),
    "grade": N_("Grade"),
    "discharge": N_("Discharge to safe"),
}
LOAD_STATES: dict[str, str] = {
    "open": N_("open"),
    "sealed": N_("sealed"),
    "dispatched": N_("on the road"),
    "arrived": N_("arrived"),
}
NOT_JUDGED = N_("Not judged yet")
AT_INTAKE = N_("Intake")
ON_HOLD = N_("On hold")
UNKNOWN_MODEL = N_("Unknown model")
ERASED = N_("name erased")

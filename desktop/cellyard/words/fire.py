"""The words of the fire sheet, on paper in both languages and in the short text for a phone."""

from cellyard.words.catalogue import N_
from cellyard.words.yard import ZONES

TITLE = N_("Fire brigade sheet")

STATES: dict[str, str] = {
    "stop": N_("STOP"),
    "closed": N_("CLOSED"),
    "watch": N_("WATCH"),
    "unknown": N_("Unknown"),
}

# where batteries are: the purpose of a zone, or in none
PLACES: dict[str, str] = {
    **ZONES,
    "bench": N_("Benches, under test"),
    "arriving": N_("Arriving, not put away"),
    "lost": N_("In a slot that is in no list"),
}

FIGURES = N_("{energy} in {count} batteries; highest {volts} V; {abnormal} abnormal")
ADDRESS = N_("Address")
GATE = N_("Gate, phone")
EDITION = N_("Rule edition")
TRAINING = N_("TRAINING: nothing here is real")
DISCHARGED = N_("discharged")
AT_INTAKE = N_("Intake")
NOT_ENTERED = N_("not entered")
NOT_JUDGED = N_("Not judged yet")

KEEP_CLEAR = N_("Keep {metres} m clear of {zones}.")
KEEP_FAR = N_("Keep well clear of {zones}.")
KEEP_ALL = N_("Keep {metres} m clear of every battery marked here.")
STAYS_LIVE = N_("Every battery stays live, also when burnt.")
AGAIN = N_("It can catch fire again after {hours} h and more.")
FULL = N_("Count every battery as full, also one that was discharged.")

"""What an instrument is for, in words."""

from cellyard.domain.readings import Flag
from cellyard.domain.registers import Duty, Instrument
from cellyard.words.catalogue import N_, _

DUTIES: dict[Duty, str] = {
    "scale": N_("Scale"),
    "scanner": N_("Scanner"),
    "meter": N_("Meter"),
    "thermometer": N_("Thermometer"),
    "load": N_("Load"),
    "insulation": N_("Insulation tester"),
    "bms": N_("BMS"),
    "label_printer": N_("Label printer"),
}
# What speaks against a reading, or belongs to it.
FLAGS: dict[Flag, str] = {
    "unstable": N_("not steady"),
    "manual": N_("typed"),
    "over_range": N_("over its range"),
    "under_range": N_("under its range"),
    "fault": N_("fault"),
    "busy": N_("busy"),
    "implausible": N_("implausible"),
    "negative": N_("below zero"),
    "net": N_("net"),
    "open": N_("nothing connected"),
    "no_value": N_("no value"),
    "wrong_unit": N_("unit of something else"),
}


def duty_word(duty: Duty) -> str:
    """Return what an instrument is for, in the language spoken now."""
    return _(DUTIES[duty])


def duty_within(duty: Duty) -> str:
    """Return what an instrument is for, as it stands inside a sentence; BMS stays BMS."""
    word = duty_word(duty)
    return word if word.isupper() else word.lower()


def instrument_name(instrument: Instrument) -> str:
    """Return an instrument as people name it: what it is for, and its channel if it has one."""
    return f"{duty_word(instrument.duty)} {instrument.channel}".strip()

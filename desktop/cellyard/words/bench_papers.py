"""The words of the bench's papers: doubts, criteria, limits, and what instruments are for."""

from cellyard.domain.registers import Duty
from cellyard.words.catalogue import N_

# Why a result is not acceptable.
DOUBTS: dict[str, str] = {
    "few_points": N_("too few samples"),
    "uneven_sampling": N_("sampled too unevenly"),
    "cutoff_not_reached": N_("the cut-off was not reached"),
    "interrupted": N_("the current set in more than once"),
    "other_discharges": N_("smaller discharges are left out"),
    "weakest_cell": N_("one cell ended the test while others stood high"),
    "temperature_missing": N_("no temperature was recorded"),
    "samples_left_out": N_("samples without a value are left out"),
    "calibration_ended": N_("the calibration of an instrument had ended"),
    "not_completed": N_("the run did not go to its end"),
}
CRITERIA: dict[str, str] = {
    "capacity": N_("Capacity"),
    "spread": N_("Cell spread"),
    "resistance": N_("Resistance growth"),
    "insulation": N_("Insulation"),
    "age": N_("Calendar age"),
    "history": N_("History"),
}
# By the names of `GuardLimits`.
LIMITS: dict[str, str] = {
    "voltage_low": N_("Lowest voltage"),
    "voltage_high": N_("Highest voltage"),
    "cell_low": N_("Lowest cell voltage"),
    "current_high": N_("Highest current"),
    "temperature_high": N_("Highest temperature"),
    "temperature_rise": N_("Fastest warming"),
    "capacity_high": N_("Most charge"),
    "seconds": N_("Longest time"),
    "temperature_age": N_("Oldest temperature"),
    "load_silent": N_("Load silent at most"),
}
DUTIES: dict[Duty, str] = {
    "scale": N_("Scale"),
    "scanner": N_("Scanner"),
    "meter": N_("Meter"),
    "thermometer": N_("Thermometer"),
    "load": N_("Load"),
    "insulation": N_("Insulation tester"),
    "bms": N_("Battery management"),
    "label_printer": N_("Label printer"),
}
# Which reading of a trace a line of raw evidence shows.
READINGS: dict[str, str] = {
    "first": N_("first"),
    "last": N_("last"),
    "lowest": N_("lowest voltage"),
    "highest": N_("highest voltage"),
    "warmest": N_("highest temperature"),
}

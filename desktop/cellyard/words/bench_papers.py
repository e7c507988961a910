"""The words of the bench's papers: doubts, criteria, limits, and what instruments are for."""

from cellyard.words.catalogue import N_

# Why a result is not acceptable: of the run and its trace, of the meter, of the insulation tester.
DOUBTS: dict[str, str] = {
    "few_points": N_("too few samples"),
    "cell_above": N_("a cell still stands above its limit"),
    "uneven_sampling": N_("sampled too unevenly"),
    "cutoff_not_reached": N_("the cut-off was not reached"),
    "interrupted": N_("the test was interrupted"),
    "other_discharges": N_("smaller discharges are left out"),
    "voltage_rose": N_("the voltage rose while current was drawn"),
    "trace_no_discharge": N_("no current was drawn"),
    "trace_time_backwards": N_("the time of the samples runs backwards"),
    "temperature_low": N_("too cold at the start"),
    "temperature_high": N_("too warm at the start"),
    "temperature_missing": N_("no temperature was recorded"),
    "calibration_ended": N_("the calibration of an instrument had ended"),
    "calibration_unknown": N_("nobody knows until when an instrument was calibrated"),
    "full_voltage_unknown": N_("the full voltage of the battery is not known"),
    "test_voltage_low": N_("the test voltage was too low"),
    "too_short": N_("the test was too short"),
    "judgement_missing": N_("the instrument judged nothing"),
    "wrong_unit": N_("the instrument showed another unit"),
    "under_range": N_("below what the instrument can show"),
    "unsteady": N_("the reading did not stand still"),
    "no_value": N_("the instrument gave no value"),
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
    "cells_age": N_("Oldest cell voltages"),
    "load_silent": N_("Load silent at most"),
}
# Which reading of a trace a line of raw evidence shows.
READINGS: dict[str, str] = {
    "first": N_("first"),
    "last": N_("last"),
    "lowest": N_("lowest voltage"),
    "highest": N_("highest voltage"),
    "warmest": N_("highest temperature"),
}

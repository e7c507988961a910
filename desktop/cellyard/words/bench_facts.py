"""What the bench's facts say, in words."""

from cellyard.domain import facts as f
from cellyard.words.catalogue import N_, _
from cellyard.words.numbers import quantity

TESTS: dict[f.TestKind, str] = {
    "resistance": N_("Resistance"),
    "insulation": N_("Insulation"),
    "capacity": N_("Capacity test"),
    "discharge": N_("Discharge to safe"),
}
# Where there is no room for the whole name; the two procedures never share one.
SHORT_TESTS: dict[f.TestKind, str] = {**TESTS, "capacity": N_("Capacity")}
ENDS: dict[f.RunEnd, str] = {
    "completed": N_("to its end"),
    "stopped": N_("stopped by a person"),
    "guard": N_("ended by the guard"),
    "load_lost": N_("the load was lost"),
    "not_armed": N_("the load never went on"),
    "broken_off": N_("the app ended meanwhile; closed by a person"),
}
# What the guard saw, as the second half of a sentence and as a card's own words.
WATCHED: dict[f.Watched, str] = {
    "voltage_low": N_("voltage too low"),
    "voltage_high": N_("voltage too high"),
    "cell_low": N_("a cell too low"),
    "current_high": N_("current too high"),
    "temperature_high": N_("too hot"),
    "temperature_rise": N_("warming too fast"),
    "temperature_missing": N_("temperature missing"),
    "cells_missing": N_("no cell voltages"),
    "capacity_high": N_("more charge than it can hold"),
    "too_long": N_("longer than it may take"),
    "load_silent": N_("load silent"),
    "load_off": N_("load went off by itself"),
    "load_protects": N_("load protects itself"),
    "load_stays_on": N_("load stays on"),
    "tester_silent": N_("tester silent"),
}
ROUTES: dict[f.Route, str] = {"second_life": N_("second life"), "recycling": N_("recycling")}
# What a refusal may say is missing: of a model in the register, or of a grade.
MISSING: dict[str, str] = {
    "rated_capacity": N_("rated capacity"),
    "cells": N_("cells in series"),
    "full_voltage": N_("voltage when full"),
    "capacity": N_("a capacity test that counts"),
    "resistance": N_("resistance"),
    "spread": N_("spread of the cells"),
    "insulation": N_("insulation"),
}
# A setting of a load that a refusal names, and what the load says: a tester's stay as its manual
# writes them.
SETTINGS: dict[str, str] = {
    "remote": N_("remote control"),
    "input": N_("input"),
    "mode": N_("mode"),
    "function": N_("function"),
    "sense": N_("sensing"),
    "local_key": N_("key for local control"),
    "voltage_limit": N_("highest voltage"),
    "current_limit": N_("highest current"),
    "power_limit": N_("highest power"),
    "minimum_voltage": N_("lowest voltage"),
    "current": N_("current"),
    "voltage": N_("voltage"),
    "power": N_("power"),
    "resistance": N_("resistance"),
    "timer": N_("timer"),
    "timer_state": N_("state of the timer"),
}
SAID: dict[str, str] = {
    "checksum_wrong": N_("checksum wrong"),
    "parameter_wrong": N_("value not possible"),
    "not_now": N_("not now"),
    "unknown_command": N_("command not known"),
    "cc": N_("constant current"),
    "cv": N_("constant voltage"),
    "cw": N_("constant power"),
    "cr": N_("constant resistance"),
    "on": N_("on"),
    "off": N_("off"),
    "fixed": N_("fixed"),
    "short": N_("short circuit"),
    "transient": N_("transient"),
    "list": N_("list"),
    "battery": N_("battery test"),
    "local": N_("at the load"),
    "remote": N_("at the battery"),
}
OVERRULE_REASONS: dict[str, str] = {
    "visible_damage": N_("Damage seen on the bench"),
    "customer_rules": N_("The customer’s own rules"),
    "history_known": N_("Its history is known better"),
    "second_test": N_("A second test says so"),
}


def said_of_bench(fact: f.BenchFact) -> str:
    """Return one short line in the language spoken now."""
    match fact:
        case f.RunBegan():
            said = _("{test} on channel {channel} began")
            return said.format(test=_(TESTS[fact.test]), channel=fact.channel)
        case f.RunEnded():
            seen = f" ({_(WATCHED[fact.trip.watched])})" if fact.trip else ""
            return _("Run over: {end}").format(end=_(ENDS[fact.end])) + seen
        case f.ResistanceTested() | f.InsulationTested() | f.CapacityTested():
            return _result(fact)
        case f.DischargedToSafe():
            said = (
                _("Below {limit}: {voltage}") if fact.below else _("Still above {limit}: {voltage}")
            )
            return said.format(
                limit=quantity(fact.limit.normalize(), "V"), voltage=quantity(fact.voltage, "V")
            )
        case f.Graded():
            said = _("Grade {grade}, {route}").format(grade=fact.grade, route=_(ROUTES[fact.route]))
            agreed = _("two people")
            return f"{said} ({agreed})" if fact.second else said
        case f.GradeOverruled():
            reason = _(OVERRULE_REASONS.get(fact.reason, fact.reason))
            said = _("Grade {grade} in place of {was}: {reason}")
            return said.format(grade=fact.grade, was=fact.was, reason=reason)


def _result(fact: f.ResistanceTested | f.InsulationTested | f.CapacityTested) -> str:
    match fact:
        case f.ResistanceTested():
            shown = fact.resistance and quantity((fact.resistance * 1000).normalize(), "mΩ")
            words = _("Resistance {value}").format(value=shown or _("no reading"))
        case f.InsulationTested():
            shown = fact.insulation and quantity((fact.insulation / 10**6).normalize(), "MΩ")
            above = _("better than the instrument can show")
            words = _("Insulation {value}").format(
                value=shown or (above if fact.at_least else _("no reading"))
            )
        case f.CapacityTested():
            words = _("Capacity {value}").format(value=quantity(round(fact.capacity, 2), "Ah"))
    return words + (f" ({_('not acceptable')})" if fact.doubts else "")

"""The words of intake: steps, questions, findings, verdicts with their reasons and what follows."""

from cellyard.domain.facts import Answer, Quantity, Section, Verdict
from cellyard.domain.rules import Edition
from cellyard.words.catalogue import N_, _, ngettext
from cellyard.words.numbers import number

STEPS: dict[str, str] = {
    "code": N_("Code"),
    "weight": N_("Weight"),
    "look": N_("Look"),
    "measure": N_("Measure"),
    "verdict": N_("Verdict"),
    "label": N_("Label"),
    "slot": N_("Slot"),
    "done": N_("Done"),
}

# section: the question, and under it what to look for
SECTIONS: dict[Section, tuple[str, str]] = {
    "acute_hazard": (N_("Gas, smoke, heat or leak"), N_("Hissing, smell, wet spots, warm case")),
    "misuse": (N_("Crash, water or misuse"), N_("Accident car, flood, opened before")),
    "case_damage": (N_("Damage to the case"), N_("Dents, swelling, holes, corrosion")),
    "safety_features": (N_("Service plug, vents, cover"), N_("Missing, loose or broken")),
    "internal_safety": (N_("Battery management"), N_("Stored fault, or no answer on the plug")),
    "short_circuit": (N_("Voltage and insulation"), N_("Meter on the service plug")),
}

LOOK_HINT = N_("Walk round the battery once. What you cannot see counts as damaged.")

ANSWERS: dict[Answer, str] = {
    "no": N_("No"),
    "yes": N_("Yes"),
    "cant_tell": N_("Can’t tell"),
}

# finding: a short word for a key of its own
FINDINGS: dict[str, str] = {
    "smoke": N_("Smoke or gas"),
    "leaking": N_("Leak"),
    "hissing": N_("Hissing, popping"),
    "hot": N_("Hot case"),
    "arcing": N_("Sparks, live case"),
    "odour": N_("Smell"),
    "thermal_event": N_("Fire or heat before"),
    "flooded": N_("Under water"),
    "airbag": N_("Airbag went off"),
    "crash": N_("Accident car"),
    "opened": N_("Opened before"),
    "pierced": N_("Hole"),
    "swollen": N_("Swollen"),
    "dented": N_("Dent"),
    "corroded": N_("Corrosion"),
    "scratched": N_("Scratches"),
    "vent_broken": N_("Vent broken"),
    "cable_damaged": N_("Cable damaged"),
    "plug_missing": N_("Plug missing"),
    "cover_loose": N_("Cover loose"),
    "fuse_fired": N_("Pyro fuse fired"),
    "bms_silent": N_("No answer"),
    "bms_fault": N_("Fault stored"),
}

QUANTITIES: dict[Quantity, str] = {
    "voltage": N_("Voltage"),
    "insulation": N_("Insulation"),
    "temperature": N_("Temperature"),
    "ambient": N_("Ambient"),
}

LEVELS: dict[str, str] = {
    "pack": N_("Pack"),
    "module": N_("Module"),
    "cell": N_("Cell"),
}

VERDICTS: dict[Verdict, str] = {
    "stop": N_("STOP"),
    "watch": N_("WATCH"),
    "check": N_("CHECK"),
    "go": N_("GO"),
}

# reason: what is, in one sentence
REASONS: dict[str, str] = {
    "smoke": N_("Smoke or gas comes out."),
    "leaking": N_("Electrolyte is leaking."),
    "hissing": N_("It hisses or pops."),
    "hot": N_("The case is hot."),
    "arcing": N_("Sparks, or voltage on the case."),
    "odour": N_("It smells of solvent."),
    "too_hot": N_("It is far too hot."),
    "temperature_rising": N_("It warms up too fast."),
    "temperature_trend": N_("It warms up while it lies there."),
    "temperature_lost": N_("Its temperature was not read again and again."),
    "acute_hazard_yes": N_("Gas, smoke, heat or leak."),
    "acute_hazard_cant_tell": N_("Gas, smoke, heat or leak cannot be ruled out."),
    "thermal_event": N_("It burned or ran hot before."),
    "flooded": N_("It was under water."),
    "pierced": N_("Case is pierced."),
    "swollen": N_("Case is swollen."),
    "dented": N_("Case is dented."),
    "corroded": N_("Case is corroded."),
    "case_damage_yes": N_("Case is damaged."),
    "case_damage_cant_tell": N_("Case cannot be seen."),
    "airbag": N_("An airbag went off."),
    "crash": N_("It comes from an accident car."),
    "opened": N_("It was opened before."),
    "misuse_yes": N_("It was misused."),
    "misuse_cant_tell": N_("Nobody knows its history."),
    "insulation_low": N_("Insulation is too low."),
    "insulation_unknown": N_("No insulation reading."),
    "cell_voltage_dead": N_("Cell voltage is far too low."),
    "cell_voltage_high": N_("Cell voltage is too high."),
    "cell_voltage_low": N_("Cell voltage is low."),
    "voltage_unknown": N_("No voltage reading."),
    "short_circuit_yes": N_("Short-circuit protection has failed."),
    "short_circuit_cant_tell": N_("Short-circuit protection is unknown."),
    "warm": N_("It is warmer than its surroundings."),
    "was_stop": N_("It was STOP, and clean since."),
    "was_watch": N_("It was WATCH, and clean since."),
    "temperature_unknown": N_("No temperature reading."),
    "vent_broken": N_("A vent is broken."),
    "cable_damaged": N_("A cable is damaged."),
    "safety_features_yes": N_("Plug, vent or cover is damaged."),
    "safety_features_cant_tell": N_("Plug, vents and cover cannot be seen."),
    "fuse_fired": N_("The pyro fuse has fired."),
    "bms_silent": N_("Battery management does not answer."),
    "bms_fault": N_("Battery management has a fault."),
    "internal_safety_yes": N_("Battery management is damaged."),
    "internal_safety_cant_tell": N_("Battery management is unknown."),
    "plug_missing": N_("Service plug is missing."),
    "cover_loose": N_("A cover is loose."),
    "scratched": N_("Case is scratched."),
    "code_twice": N_("Its code is on two batteries."),
    "weight_doubt": N_("Weight does not fit the model."),
    "chemistry_doubt": N_("Code and model differ in chemistry."),
    "level_doubt": N_("Code and model differ in level."),
    "date_doubt": N_("The code is older than its standard."),
    "code_refused": N_("The code cannot be right."),
    "code_doubt": N_("The code is doubtful."),
    "code_unreadable": N_("No code can be read."),
    "model_unknown": N_("Its type is unknown."),
    "cells_unknown": N_("Its cells in series are unknown."),
    "no_photo": N_("A photo is missing."),
}

# reason: in a few words for lists, where the sentence is long and no finding names it
BRIEF: dict[str, str] = {
    "temperature_trend": N_("Warms up lying there"),
    "temperature_lost": N_("Temperature not read"),
    "was_stop": N_("Was STOP"),
    "was_watch": N_("Was WATCH"),
    "temperature_rising": N_("Warms up too fast"),
    "acute_hazard_yes": N_("Gas, smoke, heat or leak"),
    "acute_hazard_cant_tell": N_("Hazard not ruled out"),
    "case_damage_cant_tell": N_("Case not seen"),
    "misuse_cant_tell": N_("History unknown"),
    "short_circuit_yes": N_("Protection failed"),
    "short_circuit_cant_tell": N_("Protection unknown"),
    "cell_voltage_dead": N_("Cell voltage far low"),
    "cell_voltage_high": N_("Cell voltage high"),
    "warm": N_("Warm"),
    "safety_features_yes": N_("Plug, vent or cover"),
    "safety_features_cant_tell": N_("Plug, vents not seen"),
    "internal_safety_yes": N_("Management damaged"),
    "internal_safety_cant_tell": N_("Management unknown"),
    "weight_doubt": N_("Weight does not fit"),
    "chemistry_doubt": N_("Chemistry in doubt"),
    "level_doubt": N_("Level in doubt"),
    "date_doubt": N_("Date in doubt"),
    "code_twice": N_("Code on two batteries"),
    "cells_unknown": N_("Cells unknown"),
}

# verdict: what happens next. Speak it through `follows`.
FOLLOWS: dict[Verdict, str] = {
    "stop": N_("Move it outside now."),
    "watch": N_("Goes to observation for {hours} h or more."),
    "check": N_("Bench only on the fire-proof stand."),
    "go": N_("Goes to a normal slot."),
}

SO_FAR = N_("So far. Measuring can only make it worse.")
NOTHING_FOUND = N_("Nothing abnormal was found.")

# A STOP in three things to do: title and text. Filled with {metres}, {slot}, {name}, {phone}.
STOP_STEPS: dict[str, tuple[str, str]] = {
    "step_back": (
        N_("Step back 3 m"),
        N_("Keep people and other batteries away. Do not touch the liquid."),
    ),
    "forklift": (
        N_("Forklift to {slot}"),
        N_("Quarantine, outdoors, {metres} m clear. Held for this battery."),
    ),
    "outdoors": (
        N_("Forklift outdoors"),
        N_("No quarantine slot is free. Keep {metres} m clear all round."),
    ),
    "tell": (
        N_("Tell {name}"),
        N_("Shift supervisor, phone {phone}."),
    ),
    "tell_supervisor": (
        N_("Tell the supervisor"),
        N_("Say what you saw and where it stands."),
    ),
}

CORRECTION_REASONS: dict[str, str] = {
    "undo": N_("Undone at once"),
    "wrong_battery": N_("Wrong battery"),
    "mistyped": N_("Typed wrongly"),
    "instrument_off": N_("Instrument was off"),
    "seen_wrong": N_("Seen wrongly"),
    "wrong_slot": N_("Wrong slot"),
    "other": N_("Another reason"),
}


def reason(id_: str) -> str:
    """Return a reason as a sentence; one of a newer edition by its id."""
    return _(REASONS[id_]) if id_ in REASONS else id_


def brief(id_: str) -> str:
    """Return a reason in so few words that a list of narrow lines takes them."""
    short = FINDINGS.get(id_) or BRIEF.get(id_)
    return _(short) if short else reason(id_).rstrip(".。")


def copies(count: int) -> str:
    """Return how many labels there are; whether paper came out, only the printer knows."""
    return ngettext("{count} label", "{count} labels", count).format(count=number(count))


def follows(verdict: Verdict, edition: Edition) -> str:
    """Return what happens next, with the edition's figures."""
    return _(FOLLOWS[verdict]).format(hours=number(edition.number("observation.hours")))

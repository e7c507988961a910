"""The words of the yard and of the people in it: zones, limits, rules, roles."""

from cellyard.domain.facts import Qualification, Role
from cellyard.domain.registers import Purpose
from cellyard.words.catalogue import N_

# purpose: a short word, for forms
PURPOSES: dict[Purpose, str] = {
    "normal": N_("Normal"),
    "second_life": N_("Second life"),
    "recycling": N_("Recycling"),
    "observation": N_("Observation"),
    "quarantine": N_("Quarantine"),
    "receiving": N_("Receiving"),
    "lead_acid": N_("Lead-acid"),
    "nimh": N_("NiMH"),
}

# purpose: the title of a zone on the map, when it has none of its own
ZONES: dict[Purpose, str] = {
    "normal": N_("Waiting for the bench"),
    "second_life": N_("Second-life stock"),
    "recycling": N_("Recycling, discharged"),
    "observation": N_("Observation, fire walls"),
    "quarantine": N_("Quarantine, outdoors"),
    "receiving": N_("Receiving bays"),
    "lead_acid": N_("Lead-acid batteries"),
    "nimh": N_("NiMH batteries"),
}

ABNORMAL: dict[str, str] = {
    "stop": N_("STOP"),
    "stop_coming": N_("STOP, moving now"),
    "watch": N_("WATCH"),
    "watch_coming": N_("WATCH, moving now"),
    "hold": N_("On hold"),
    "nearly_full": N_("Zone {zone} nearly full"),
    "no_slot": N_("Lies in a slot that is gone"),
}

LEFT = N_("{kwh} kWh left")

# what a yard cannot open without
ENOUGH: dict[str, str] = {
    "normal": N_("A normal zone is missing. Add one."),
    "observation": N_("An observation zone is missing. Add one."),
    "quarantine": N_("A quarantine zone is missing. Add one."),
}

OVERRULE_REASONS: dict[str, str] = {
    "station_down": N_("That station is down"),
    "no_room": N_("No room in our own slots"),
    "agreed": N_("Agreed with that station"),
}
# The same in the room that one of three keys has.
OVERRULE_KEYS: dict[str, str] = {
    "station_down": N_("Station is down"),
    "no_room": N_("No room here"),
    "agreed": N_("Agreed"),
}

QUALIFICATIONS: dict[Qualification, str] = {
    "dg_adviser": N_("dangerous-goods safety adviser"),
    "site_safety": N_("site safety officer"),
}
ROLES: dict[Role, str] = {
    "operator": N_("Operator"),
    "technician": N_("Technician"),
    "supervisor": N_("Shift supervisor"),
    "administrator": N_("Administrator"),
}

# row error of a layout: filled with its `shown`
LAYOUT_ERRORS: dict[str, str] = {
    "zone_name": N_("“{zone}” is no zone name. Take a letter, then letters or figures."),
    "zone_twice": N_("Zone {zone} is there twice. Give it another name."),
    "zone_empty": N_("Zone {zone} has no slot. Enter at least 1 everywhere."),
    "zone_too_large": N_("Zone {zone} is too large. Look at racks, levels and places."),
    "limit_missing": N_("Zone {zone} needs kg and kWh above 0."),
    "zone_two_purposes": N_("Zone {zone} has two purposes. Give it one."),
    "purpose": N_("“{purpose}” is no purpose of a zone. Take one of the list, e.g. normal."),
    "no_number": N_("“{text}” is no number above 0."),
    "slot_name": N_("“{slot}” is no slot name. Take letters, figures and hyphens."),
    "slot_twice": N_("Slot {slot} is there twice."),
    "columns": N_("The columns {columns} are missing in the first line."),
    "no_csv": N_("The file is no CSV text. Save it as CSV, UTF-8."),
}

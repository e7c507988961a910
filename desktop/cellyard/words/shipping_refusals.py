"""The sentence of every reason why a battery or a load stays: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "apart_in_package": N_("It may not share a package with {other}. Pack it by itself."),
    "apart_on_unit": N_("It may not travel with {other}. Give it a load of its own."),
    "chemistry_unknown": N_("Its chemistry is not known. Choose its model in Find."),
    "facts_unread": N_("A newer program wrote about it. Update this one first."),
    "judgement_failed": N_("The safety judgement failed. Treat it, then judge it again together."),
    "mixed_in_package": N_(
        "Package {package} holds {other}, packed or marked otherwise. Pack it by itself."
    ),
    "mode_unruled": N_("The rules here do not cover this way of travel. Choose another one."),
    "never_by_air": N_("Nothing goes by air from here. Choose another way of travel."),
    "never_by_rail": N_("It may not go by rail. Choose another way of travel."),
    "never_by_this": N_("It may not go this way. Choose another way of travel."),
    "no_name": N_("The rules name no UN number for it. Ask the dangerous-goods adviser."),
    "no_packing_fits": N_("No packing of its rule takes it. Ask the dangerous-goods adviser."),
    "no_row": N_("No rule fits its chemistry and condition. Ask the dangerous-goods adviser."),
    "no_waste_code": N_("No waste code is known for it on {day}. Ask the dangerous-goods adviser."),
    "not_triaged": N_("It has no verdict yet. Finish looking and measuring first."),
    "not_weighed": N_("It has no weight. Weigh it first."),
    "on_hold": N_("It is on hold. Two people have to release it."),
    "on_the_bench": N_("A run on the bench is open. Close it first."),
    "other_purpose": N_("It is not stock for this purpose. Take it out."),
    "over_relief": N_(
        "{kg} kg of exempt batteries are too much, {limit} kg may go together. Take some out."
    ),
    "package_over_kg": N_(
        "Package {package} would weigh {kg} kg, its limit is {limit} kg. Pack it in two."
    ),
    "packaging_missing": N_("Needs a {packing} packaging, none here. Order one, or take it out."),
    "type_not_tested": N_(
        "Nobody has said that its type passed UN 38.3. Enter it in Set up, Models."
    ),
    "under_observation": N_("Under observation until {until}. Leave it where it lies."),
    "undischarged": N_("It was not discharged to safe yet. Discharge it on the bench first."),
    "ungraded": N_("It has no grade yet. Grade it first."),
    "untested": N_("It was not tested yet. Bring it to the bench first."),
    "vehicle_over_kg": N_("{value} kg are loaded, the vehicle takes {limit} kg. Take some out."),
    "vehicle_over_kwh": N_("{value} kWh are loaded, the vehicle takes {limit} kWh. Take some out."),
}

"""The sentence of every scan that is of no use where it was heard: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "card_damaged": N_("This card is damaged or newer than this station. Use another card."),
    "card_of_no_use": N_("The card {name} does nothing here."),
    "code_of_several": N_(
        "{count} batteries carry {scanned}. Scan the label that was printed here."
    ),
    "code_taken": N_("This code is taken: ticket {ticket} in {slot}. Confirm, then choose."),
    "code_unknown": N_("{scanned} is not known here. Type a part of it, or book it in at Intake."),
    "finding_of_other_rules": N_("This finding is not in the rules of today. Use another card."),
    "label_unknown": N_("No battery here has this label. Look for it in Find."),
    "nobody_signed_in": N_("Nobody is signed in. Scan your badge first."),
    "not_booked_in": N_("{scanned} is not known here. Book it in at Intake first."),
    "scan_of_no_use": N_("{text} is of no use here. Go to Intake or Find."),
    "slot_too_early": N_("The slot comes last. Finish this ticket first."),
    "slot_not_here": N_("There is no slot {slot} in this yard. Scan the code on the slot."),
}

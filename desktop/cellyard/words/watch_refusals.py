"""The sentence of every refusal of the watched yard: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "already_held": N_("Ticket {ticket} is on hold already. Two people lift a hold in Yard."),
    "downgrade_checks": N_(
        "Ticket {ticket} has {clean} of {checks} clean checks, {gap} h apart. Look at it again "
        "when the next one is due."
    ),
    "downgrade_late": N_("Ticket {ticket} was not looked at in time. Read it now."),
    "downgrade_not_stored": N_("Ticket {ticket} lies in no slot. Scan it and its slot."),
    "downgrade_on_hold": N_("Ticket {ticket} is on hold. Two people lift the hold first."),
    "downgrade_too_early": N_(
        "Ticket {ticket} is observed for {hours} h more. Look at it again after that."
    ),
    "hold_stands": N_("A hold is not taken back. Two people lift that of ticket {ticket} in Yard."),
    "not_held": N_("Ticket {ticket} is not on hold. Open the slot again."),
    "not_watched": N_(
        "Ticket {ticket} is neither WATCH nor STOP nor on hold. It needs no readings."
    ),
    "battery_on_hold": N_(
        "Ticket {ticket} is on hold: nobody may move, test or list it. Two people lift the hold "
        "in Yard."
    ),
    "second_person_downgrade": N_(
        "The second person must be a technician or a supervisor. Let one of them scan a badge."
    ),
    "second_person_hold": N_("The second person may not act here. Let another one scan a badge."),
}

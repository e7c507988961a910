"""The sentence of every refusal about what cannot all be true."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "another_battery": N_(
        "This is ticket {ticket}, another battery. Scan the one that the task is about."
    ),
    "battery_merged": N_(
        "Ticket {ticket} turned out to be the same battery as another ticket. Scan the battery."
    ),
    "code_open": N_(
        "Tickets {ticket} and {other} carry one code, and nobody has looked yet whether they are "
        "one battery. Answer that in Tasks first."
    ),
    "conflict_changed": N_(
        "Something more has come in about it since this was shown. Read it again, then answer."
    ),
    "conflict_open": N_(
        "What stations wrote of ticket {ticket} cannot all be true. Answer that in Tasks first."
    ),
    "conflict_over": N_("Somebody has answered this already. Nothing more is to be done."),
    "merge_listed": N_(
        "Ticket {ticket} is on a load. Take it off the load, then say that both are one battery."
    ),
    "not_on_either": N_("Load {number} is none of the two. Scan a paper of one of these."),
    "own_act": N_("Nobody confirms their own acts. Another supervisor does it."),
    "slot_needed": N_(
        "One station has it in {one}, the other one in {other}. Scan the slot where it lies."
    ),
    "no_such_slot": N_("There is no slot {slot}. Scan the slot where the battery lies."),
    "version_gone": N_(
        "The content of this version has not come yet. It comes when the station is online."
    ),
}

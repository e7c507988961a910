"""The sentence of every refusal of loads, papers, releases: what is, then what to do."""

from cellyard.words.catalogue import N_

SENTENCES: dict[str, str] = {
    "arrived_already": N_("Load {number} has arrived already. Go on with its receipt."),
    "edition_anew": N_("Edition {edition} was published anew. Look through it again."),
    "half_done_here": N_(
        "Something is half-done here. Finish it, or leave it with Esc; then scan."
    ),
    "items_missing": N_("{count} items of the safety judgement have no answer. Answer them."),
    "judgement_missing": N_(
        "{count} batteries lack a safety judgement that both parties accept. Judge them first."
    ),
    "list_open": N_("The list of load {number} is open. Close it first."),
    "listed_already": N_("Ticket {ticket} is on this list already."),
    "listed_elsewhere": N_("Ticket {ticket} is listed for load {number}. Take it out there first."),
    "load_blocked": N_("{count} reasons keep this load here. Take out the lines that may not go."),
    "load_closed": N_("The list of load {number} is closed. Open it again to change it."),
    "load_changed": N_(
        "What load {number} carries changed after its list was closed. Open the list again, then "
        "issue its papers anew."
    ),
    "load_date_wrong": N_("“{text}” is no day to leave on. Give a day from today on."),
    "load_empty": N_("Load {number} has no battery. Scan one, or add from stock."),
    "load_gone": N_("Load {number} has left or was given up; nothing of it is changed any more."),
    "load_newer_facts": N_(
        "A newer version of the app wrote about load {number}. Update the app first."
    ),
    "load_not_gone": N_("Load {number} has not left yet. Dispatch it first."),
    "load_of_other_station": N_("Load {number} belongs to station {home}. Go on there."),
    "load_other_day": N_(
        "The papers of load {number} are made for {day}. Open the list again and give today at "
        "Vehicle and driver."
    ),
    "no_paper_printer": N_(
        "No document printer is set up. Choose one in Set up, Printers; the papers are kept."
    ),
    "not_on_a_load": N_("Ticket {ticket} is on no load. Open a load, then scan it."),
    "not_listed": N_("Ticket {ticket} is not on this list. Scan another battery."),
    "not_qualified": N_(
        "You are not entered as {qualification}. An administrator enters it in Set up, People."
    ),
    "not_released": N_("Nobody stands for edition {edition} now. Nothing was withdrawn."),
    "number_taken": N_("The number {number} was given meanwhile. Issue the paper again."),
    "package_wrong": N_(
        "Ticket {ticket} weighs {kg} kg by itself. Give a package from 1 on and its gross mass."
    ),
    "paper_is_draft": N_(
        "{number} is a draft. Have the rule editions released, then issue it again."
    ),
    "paper_void": N_("{number} does not count any more. Open the papers of the load again."),
    "paper_stands": N_("{number} counts already. Make it void before another one is issued."),
    "papers_missing": N_("Load {number} lacks papers that must be signed. Issue them first."),
    "papers_stand": N_(
        "Load {number} has papers that name vehicle and driver. Open the list again first."
    ),
    "qualification_date_wrong": N_("“{text}” is no day from today on. Give it as 2027-01-31."),
    "received_already": N_("The receipt of load {number} is complete."),
    "release_date_wrong": N_("Give a day from {earliest} to {latest}; no release lasts longer."),
    "release_ended": N_(
        "Nobody stands any more for the rules that {number} was made under. Have them released, "
        "then issue it again."
    ),
    "rules_unconfirmed": N_("{count} rules of edition {edition} are not confirmed. Confirm each."),
    "signature_missing": N_("{number} is not signed yet: {party}. Have it signed first."),
    "signature_unasked": N_("{number} has no place for this signature: {party}. Sign another one."),
    "signed_already": N_("{number} is signed already: {party}."),
    "unknown_edition": N_("There is no edition {edition} here. Choose one of the list."),
    "unknown_load": N_("This load is not known here. Open the list of loads again."),
}

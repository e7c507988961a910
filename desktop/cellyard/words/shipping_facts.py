"""What the facts of shipping say, in words, and the words that they are made of."""

from cellyard.domain import facts as f
from cellyard.words.bench_facts import ROUTES
from cellyard.words.catalogue import N_, _, ngettext
from cellyard.words.numbers import number, quantity

MODES: dict[f.Mode, str] = {
    "road": N_("by road"),
    "sea": N_("by sea"),
    "rail": N_("by rail"),
    "air": N_("by air"),
}
PARTIES: dict[f.Party, str] = {
    "consignor": N_("Consignor"),
    "driver": N_("Driver"),
    "consignee": N_("Consignee"),
}
STANDINGS: dict[f.Standing, str] = {
    "final": N_("final"),
    "draft": N_("draft"),
    "demo": N_("demonstration"),
}
# What the consignee says of one battery.
OUTCOMES: dict[f.Outcome, str] = {
    "as_listed": N_("as listed"),
    "missing": N_("did not arrive"),
    "damaged": N_("arrived damaged"),
    "other_mass": N_("weighs otherwise"),
    "refused": N_("was refused"),
}
# Words for why a list was opened again, a paper made void, a load given up.
REASONS: dict[str, str] = {
    "list_changed": N_("the list changed"),
    "mistake": N_("a mistake on it"),
    "carriage_changed": N_("vehicle or driver changed"),
    "edition_changed": N_("the rules changed"),
    "not_collected": N_("not collected"),
    "consignee_declined": N_("the consignee declined"),
    "lost": N_("the paper is lost"),
}
# By the name of a document: what a paper is called in one line.
PAPERS: dict[str, str] = {
    "loading-list": N_("Loading list"),
    "packing-list": N_("Packing list"),
    "package-marks": N_("Package marks"),
    "safety-judgement": N_("Safety judgement"),
}


def said_of_shipping(fact: f.LeavingFact | f.LoadFact) -> str:
    """Return what happened as one short line in the language spoken now."""
    match fact:
        case f.DocumentIssued() | f.DocumentVoided() | f.Signed():
            return _of_paper(fact)
        case f.Listed() | f.Unlisted() | f.Packed() | f.SafetyJudged() | f.ReceiptLine():
            return _of_battery(fact)
        case _:
            return _of_load(fact)


def _of_load(
    fact: f.LoadOpened
    | f.CarriageNamed
    | f.LoadSealed
    | f.LoadUnsealed
    | f.Dispatched
    | f.LoadArrived
    | f.LoadReceived
    | f.LoadCancelled,
) -> str:
    match fact:
        case f.LoadOpened():
            words = _("Load {number} opened, {route}")
            return words.format(number=fact.number, route=_(ROUTES[fact.route]))
        case f.CarriageNamed():
            return _("Vehicle and driver named")
        case f.LoadSealed():
            words = ngettext(
                "List closed: {count} battery", "List closed: {count} batteries", fact.batteries
            )
            return words.format(count=number(fact.batteries, 0))
        case f.LoadUnsealed():
            return _("List opened again: {reason}").format(reason=_(REASONS[fact.reason]))
        case f.Dispatched():
            return _("Left the gate")
        case f.LoadArrived():
            return _("Arrived at the consignee")
        case f.LoadReceived():
            if not fact.differences:
                return _("Received as listed")
            words = ngettext(
                "Received, {count} difference", "Received, {count} differences", fact.differences
            )
            return words.format(count=fact.differences)
        case f.LoadCancelled():
            return _("Load given up: {reason}").format(reason=_(REASONS[fact.reason]))


def _of_battery(
    fact: f.Listed | f.Unlisted | f.Packed | f.SafetyJudged | f.ReceiptLine,
) -> str:
    match fact:
        case f.Listed():
            return _("Listed for a load")
        case f.Unlisted():
            return _("Taken out of a load")
        case f.Packed():
            words = _("Packed as {instruction}, package {package}, {mass}")
            return words.format(
                instruction=fact.instruction,
                package=fact.package,
                mass=quantity(fact.gross_kg, "kg"),
            )
        case f.SafetyJudged():
            words = (
                _("Safety judgement passed, {party}")
                if fact.passed
                else _("Safety judgement not passed, {party}")
            )
            return words.format(party=_(PARTIES[fact.party]))
        case f.ReceiptLine():
            return _("At the consignee: {outcome}").format(outcome=_(OUTCOMES[fact.outcome]))


def _of_paper(fact: f.DocumentIssued | f.DocumentVoided | f.Signed) -> str:
    match fact:
        case f.DocumentIssued():
            words = _("{paper} {number} issued, {standing}")
            return words.format(
                paper=_(PAPERS[fact.document]) if fact.document in PAPERS else fact.document,
                number=fact.number,
                standing=_(STANDINGS[fact.standing]),
            )
        case f.DocumentVoided():
            words = _("{number} is void: {reason}")
            return words.format(number=fact.number, reason=_(REASONS[fact.reason]))
        case f.Signed():
            words = _("{number} signed: {party}")
            return words.format(number=fact.number, party=_(PARTIES[fact.party]))

"""What the rules of an edition already see to, in a few words."""

from datetime import datetime

from cellyard.domain.rules import Edition
from cellyard.words import N_, _, number

JURISDICTIONS: dict[str, str] = {"CN": N_("China"), "EU": N_("European Union")}
# Countries of a jurisdiction that have waste codes of their own, and "" for the others.
REGIONS: dict[str, dict[str, str]] = {
    "EU": {"": N_("another country"), "DE": N_("Germany")},
}

# What an edition rules.
SUBJECTS: dict[str, str] = {
    "intake": N_("Intake and yard"),
    "bench": N_("Bench"),
    "grading": N_("Grading"),
    "transport": N_("Transport"),
    "value": N_("Valuation"),
}

# How well a number is known; the letters stand in the editions.
CONFIDENCE: dict[str, str] = {
    "V": N_("official text"),
    "V2": N_("secondary source"),
    "D": N_("derived"),
    "M": N_("from memory"),
    "P": N_("proposal"),
}


def today() -> str:
    """Return the day by the wall clock as an ISO date."""
    return datetime.now().astimezone().date().isoformat()


def edition_name(id_: str) -> str:
    """Return an edition as people name it: `cn-2026-3` is CN 2026-3, and a centre's own says so.

    What is not on intake names its subject: `transport-eu-2026-1` is Transport EU 2026-1.
    """
    begins, _hyphen, rest = id_.partition("-")
    name = _(SUBJECTS[begins]) if begins in SUBJECTS else begins.upper()
    own, _hyphen, number_of = rest.partition("-")
    if own.upper() in JURISDICTIONS:
        return f"{name} {own.upper()} {number_of}"
    if own != "centre":
        return f"{name} {rest}"
    return _("{name}, own {number}").format(name=name, number=number_of)


def known(edition: Edition) -> list[str]:
    """Return what nobody has to set up, because the edition says it."""
    rules = {rule.id: rule for rule in edition.rule}
    purposes = {zone.purpose for zone in edition.zone}
    clear = rules.get("quarantine.clear_m")
    found = [
        _("Damaged never beside intact") if "segregation.damage" in rules else "",
        _("Chemistries apart in one fire zone") if "segregation.chemistry" in rules else "",
        _("Lead-acid and NiMH on their own") if {"lead_acid", "nimh"} <= purposes else "",
        _("{metres} m clear round quarantine").format(metres=number(clear.value))
        if clear and clear.value is not None
        else "",
        _("One damaged battery in a place") if "slot.one_damaged" in rules else "",
    ]
    return [words for words in found if words]

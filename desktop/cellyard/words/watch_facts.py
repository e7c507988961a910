"""What the facts of the watched yard say, in words."""

from cellyard.domain import facts as f
from cellyard.words.catalogue import N_, _
from cellyard.words.intake import FINDINGS
from cellyard.words.numbers import listed, quantity

# Why nobody may touch a battery.
HOLDS: dict[str, str] = {
    "recall": N_("recall check"),
    "police": N_("held for the authorities"),
    "owner": N_("ownership is not clear"),
    "damage": N_("damage to be looked at"),
    "paper": N_("papers are missing"),
}
RELEASES: dict[str, str] = {
    "checked": N_("checked, nothing found"),
    "cleared": N_("cleared by the authorities"),
    "owner_agreed": N_("the owner agreed"),
    "mistake": N_("held by mistake"),
}


def said_of_watch(fact: f.WatchFact) -> str:
    """Return what happened as one short line in the language spoken now."""
    match fact:
        case f.Observed():
            seen = quantity(fact.temperature, "°C") if fact.temperature is not None else ""
            found = _(FINDINGS[fact.seen]) if fact.seen in FINDINGS else fact.seen
            parts = [part for part in (seen or _("no reading"), found) if part]
            return _("Looked at: {seen}").format(seen=listed(parts))
        case f.HoldPlaced():
            return _("On hold: {reason}").format(reason=_(HOLDS[fact.reason]))
        case f.HoldReleased():
            return _("Hold lifted by two people: {reason}").format(reason=_(RELEASES[fact.reason]))

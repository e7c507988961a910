"""What asks for a reason at Ship: the question, and the words to choose from."""

from dataclasses import dataclass
from typing import Any

import msgspec

from cellyard.domain.shipping import departure, issuing, listing
from cellyard.ledger.ledger import Decide
from cellyard.words import N_


@dataclass(frozen=True)
class Asked:
    """A question for a reason; the texts are marked, the reasons are keys of words."""

    title: str
    sub: str
    act: str
    reasons: tuple[str, ...]


ASKED = {
    "unseal": Asked(
        N_("Why is the list opened again?"),
        N_("Every paper made from it becomes void."),
        N_("Open the list"),
        departure.UNSEAL_REASONS,
    ),
    "cancel": Asked(
        N_("Why is the load given up?"),
        N_("Its papers become void, its batteries stay where they are."),
        N_("Give it up"),
        listing.CANCEL_REASONS,
    ),
    "void": Asked(
        N_("Why is the paper void?"),
        N_("Its number is never given again."),
        N_("Make it void"),
        issuing.VOID_REASONS,
    ),
}


def order(what: str, load: str, number: str, word: str) -> tuple[Decide[Any], object]:
    """Return the decision that a reason was asked for, and its order. Refused later by it, when
    the word is none of its reasons.
    """
    match what:
        case "unseal":
            return departure.unseal, msgspec.convert(
                {"load": load, "reason": word}, departure.Unsealing
            )
        case "cancel":
            return listing.cancel, msgspec.convert(
                {"load": load, "reason": word}, listing.Cancelling
            )
        case _:
            return issuing.void, msgspec.convert(
                {"load": load, "number": number, "reason": word}, issuing.Voiding
            )

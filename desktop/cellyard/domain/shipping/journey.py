"""Where a load goes, how, on which day, and what there is to pack it in."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from cellyard.domain.facts import Mode
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, in_force
from cellyard.domain.transport import Use

SUBJECT = "transport"


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """One transport unit on one day. `day` is the ISO date on which it goes out.

    `region` is a part of the jurisdiction with codes of its own (`DE`). `packagings` are those at
    the centre that a packing instruction asks for by name (`P908`, `P911`). `max_kg` and
    `max_kwh` are what the vehicle takes, None when nobody said so.
    """

    mode: Mode = "road"
    jurisdiction: str
    region: str = ""
    day: str
    purpose: Use
    packagings: tuple[str, ...] = ()
    max_kg: Decimal | None = None
    max_kwh: Decimal | None = None


def edition_for(editions: Iterable[Edition], journey: Journey) -> Edition:
    """Return the edition on transport in force on the day it goes out; Refused("no_edition")."""
    found = in_force(list(editions), journey.day, journey.jurisdiction, SUBJECT)
    if found is None:
        raise Refused("no_edition", jurisdiction=journey.jurisdiction, day=journey.day)
    return found


def check_in_force(edition: Edition, journey: Journey) -> None:
    """Refused("no_edition") when an edition does not rule this journey on its day."""
    edition_for((edition,), journey)

"""What every act on a battery begins with: the role, the battery, and that it may be acted on."""

from cellyard.domain import codes, ids
from cellyard.domain.battery import Battery
from cellyard.domain.facts import BlobRef, Entry, Fact
from cellyard.domain.known import Known
from cellyard.domain.people import Act, check_may
from cellyard.domain.refusals import Refused


def take(known: Known, act: Act, battery: str) -> Battery:
    """Return the battery when the actor may do this to it.

    Refused: sign_in_first, role_missing, unknown_battery, and with its ticket battery_withdrawn,
    battery_merged.
    """
    check_may(known, act)
    found = known.battery(battery)
    if found.withdrawn:
        raise Refused("battery_withdrawn", ticket=found.ticket)
    if found.merged:
        raise Refused("battery_merged", ticket=found.ticket)
    return found


def check_not_held(battery: Battery) -> None:
    """Refuse to touch what is on hold. Refused("battery_on_hold") with its ticket."""
    if battery.watch.hold is not None:
        raise Refused("battery_on_hold", ticket=battery.ticket)


def check_certain(known: Known, battery: Battery) -> None:
    """Refuse what would be grave, while stations have written what cannot all be true.

    Refused("newer_facts"), ("conflict_open") and, for a code that two batteries carry and nobody
    has looked, ("code_open") with the other ticket.
    """
    if battery.opaque:
        raise Refused("newer_facts")
    if battery.conflict is not None:
        raise Refused("conflict_open", ticket=battery.ticket)
    for key in {codes.key(i.code) for i in battery.identifiers} - {""}:
        for other in known.with_code(key):
            if not other.gone and not apart(battery, other):
                raise Refused("code_open", ticket=battery.ticket, other=other.ticket)


def apart(one: Battery, other: Battery) -> bool:
    """Tell whether two batteries with one code are known to be two things, or are the same one."""
    looked = other.id in one.distinguished or one.id in other.distinguished
    return looked or one.id == other.id


def about(battery: str, *facts: Fact) -> list[Entry]:
    """Return facts as entries about one battery."""
    return [Entry(subject=ids.battery(battery), fact=fact) for fact in facts]


def with_file(battery: str, fact: Fact, file: BlobRef) -> list[Entry]:
    return [Entry(subject=ids.battery(battery), fact=fact, blobs=(file,))]

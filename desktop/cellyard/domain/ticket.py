"""What every act on a battery begins with: the role, the battery, and that it may be acted on."""

from cellyard.domain import ids
from cellyard.domain.battery import Battery
from cellyard.domain.facts import BlobRef, Entry, Fact
from cellyard.domain.known import Known
from cellyard.domain.people import Act, check_may
from cellyard.domain.refusals import Refused


def take(known: Known, act: Act, battery: str) -> Battery:
    """Return the battery when the actor may do this to it.

    Refused: sign_in_first, role_missing, unknown_battery, battery_withdrawn (with its ticket).
    """
    check_may(known, act)
    found = known.battery(battery)
    if found.withdrawn:
        raise Refused("battery_withdrawn", ticket=found.ticket)
    return found


def check_not_held(battery: Battery) -> None:
    """Refuse to touch what is on hold. Refused("battery_on_hold") with its ticket."""
    if battery.watch.hold is not None:
        raise Refused("battery_on_hold", ticket=battery.ticket)


def about(battery: str, *facts: Fact) -> list[Entry]:
    """Return facts as entries about one battery."""
    return [Entry(subject=ids.battery(battery), fact=fact) for fact in facts]


def with_file(battery: str, fact: Fact, file: BlobRef) -> list[Entry]:
    return [Entry(subject=ids.battery(battery), fact=fact, blobs=(file,))]

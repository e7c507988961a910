"""The words of tasks: their groups, what each is called, and what its answers mean."""

from cellyard.domain.shipping.receipt import Answer
from cellyard.domain.tasks import Group, Kind
from cellyard.words import conflicts
from cellyard.words.catalogue import N_, _, ngettext
from cellyard.words.times import lasted

GROUPS: dict[Group, str] = {
    "look": N_("Go and look"),
    "decide": N_("To be decided"),
    "deadline": N_("Deadlines"),
}
# What a task is called on paper, where its name stands beside it.
KINDS: dict[Kind, str] = {
    "reading": N_("Reading is due"),
    "paper": N_("Papers may be printed already"),
    "observed": N_("Observed for long enough"),
    "difference": N_("Receipt differs"),
    "not_left": N_("Load has not left"),
    "not_received": N_("Receipt is missing"),
    "calibration": N_("Calibration ends"),
    "edition": N_("Rules end, none follow"),
    "release": N_("Release of the rules ends"),
    "qualification": N_("Qualification ends"),
    **conflicts.KINDS,
}
# How a difference is answered: the word on its tile, and what it means.
ANSWERS: dict[Answer, tuple[str, str]] = {
    "difference_accepted": (
        N_("Accepted"),
        N_("We take the consignee’s word. Nothing more is asked of anybody."),
    ),
    "found": (
        N_("Found"),
        N_("It turned up after all, here or there. The papers stay as they are."),
    ),
    "claimed": (N_("Claimed"), N_("A claim was made to carrier or consignee, outside this app.")),
    "done": (N_("Settled otherwise"), N_("It was settled in another way, and somebody knows how.")),
}


def left(days: int) -> str:
    """Return how many days are left, as it stands at the right of a line."""
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("{count} day ago", "{count} days ago", -days).format(count=-days)
    return ngettext("in {count} day", "in {count} days", days).format(count=days)


def age(at_ms: int, now_ms: int) -> str:
    """Return how long a task stands open."""
    return _("for {time}").format(time=lasted(now_ms - at_ms))

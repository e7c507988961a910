"""How a station stands with its central server: as a lamp, and in full."""

from collections.abc import Sequence

from cellyard.domain.refusals import Refused
from cellyard.jobs.sync_state import SyncState
from cellyard.ui.widgets.status_line import LampKind
from cellyard.words import N_, _, clock, ngettext, number, sentence
from cellyard.words.times import lasted, local, short_day

# What waits for a person, in the room that the lamp has; anything else is told in Set up.
_FOR_A_PERSON = {
    "station_revoked": N_("Enrolment taken back"),
    "station_not_enrolled": N_("Enrol this station anew"),
    "chain_forked": N_("Writing has stopped"),
    "station_goes_on_elsewhere": N_("Writing has stopped"),
    "hub_too_new": N_("Update the app"),
}
# With these nothing may be written any more.
STOPPING = frozenset({"chain_forked", "station_goes_on_elsewhere"})
# From here on a clock is worth a word, in ms (custody-and-sync.md D 2.2).
SKEWED_MS = 120_000
_MANY = 9999


def lamp(state: SyncState, now: int) -> tuple[LampKind, str]:
    """Return the lamp and its words. A missing network is no news: it disturbs nobody."""
    if not state.enrolled and state.said is None:
        return "absent", _("Everything is kept here")
    if isinstance(state.said, Refused):
        stops = state.said.code in STOPPING
        words = _FOR_A_PERSON.get(state.said.code, N_("Central server: see Set up"))
        return "other_server" if stops else "refused", _(words)
    if state.said:
        return "absent", _no_way(state.last_at, now)
    if state.unsent:
        return "unsent", _unsent(state.unsent)
    if state.handed_over:
        return "handed_over", _handed_over(state.handed_over)
    return "well", _("All recorded")


def forms(state: SyncState) -> Sequence[str]:
    """Return what else may come to stand there, so that nothing beside it has to move."""
    if not state.enrolled:
        return ()
    return (
        _("All recorded"),
        _unsent(_MANY),
        _handed_over(_MANY),
        _("No server since {clock}, all is kept").format(clock="00:00"),
        *(_(words) for words in _FOR_A_PERSON.values()),
    )


def detail(state: SyncState, now: int) -> tuple[str, str]:
    """Return what stands in the way and what to do; two empty words when nothing does."""
    if not state.enrolled and state.said is None:
        return _("No central server. Everything is kept here."), _("A code enrols this station.")
    if isinstance(state.said, Refused):
        return lamp(state, now)[1], sentence(state.said)
    if state.said:
        return _no_way(state.last_at, now), sentence(state.said)
    if abs(state.skew) > SKEWED_MS:
        words = _("The clock of this computer is {span} wrong.")
        wrong = words.format(span=lasted(abs(state.skew)))
        return wrong, _("Set it. What happened in which order is right all the same.")
    return "", ""


def _unsent(count: int) -> str:
    return ngettext("{count} unsent", "{count} unsent", count).format(count=number(count))


def _handed_over(count: int) -> str:
    words = ngettext("{count} handed over", "{count} handed over", count)
    return words.format(count=number(count))


def _no_way(last_at: int, now: int) -> str:
    if not last_at:
        return _("No server yet, all is kept")
    today = local(last_at).date() == local(now).date()
    then = clock(local(last_at)) if today else short_day(last_at, now)
    return _("No server since {clock}, all is kept").format(clock=then)

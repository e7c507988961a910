"""What the page of the central server says: how this station stands with it, who else is there."""

from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.domain.fingerprint import six_words
from cellyard.jobs import enrolment, membership
from cellyard.jobs.enrolment import Proposed
from cellyard.jobs.membership import Membership
from cellyard.jobs.station import identity
from cellyard.jobs.sync_state import SyncState
from cellyard.ledger.stations import StationSeen
from cellyard.ui import sync_lamp
from cellyard.ui.setting_up.points import code_and_words, side
from cellyard.ui.widgets.line_list import Line
from cellyard.words import _, ngettext, number
from cellyard.words.times import lasted, when

Pairs = tuple[tuple[str, str], ...]


class Pinned(msgspec.Struct, frozen=True, kw_only=True):
    """The hub that is believed here, one that was `proposed`, and the words to compare."""

    hub: Membership | None
    proposed: Proposed | None
    words: tuple[str, ...] = ()


def pinned(folder: Path) -> Pinned:
    """Read which hub is believed here, or waits to be, with the words of its key and ours."""
    hub, proposed = membership.read(folder), enrolment.proposed(folder)
    asked = proposed.hub if proposed else hub
    words = six_words(asked.compared, identity(folder).public_key) if asked else ()
    return Pinned(hub=hub, proposed=proposed, words=words)


def how_it_goes() -> QWidget:
    """Return what stands beside the fields while no central server is believed."""
    return side(
        _("How it goes"),
        *code_and_words(),
        (_("Then, by itself"), _("What is here goes there; what other stations know comes here.")),
        hint=_("The code is good once, for a quarter of an hour."),
    )


def stands(state: SyncState, facts: int, now: int) -> Pairs:
    """Return how far this station, which has written so many facts, has come with the hub."""
    recorded = max(0, facts - state.unsent - state.handed_over)
    return (
        (_("Last contact"), when(state.last_at, now) if state.last_at else _("not yet")),
        (_("Unsent"), number(state.unsent)),
        (_("Handed over"), number(state.handed_over)),
        (_("Recorded"), number(recorded) if state.last_at and facts else ""),
    )


def clock_said(state: SyncState) -> str:
    """Say how far the clock of this computer is from that of the central server."""
    if not state.last_at:
        return ""
    if abs(state.skew) <= sync_lamp.SKEWED_MS:
        return _("as that of the central server")
    words = _("{span} ahead") if state.skew > 0 else _("{span} behind")
    return words.format(span=lasted(abs(state.skew)))


def line(one: StationSeen, own: str, now: int) -> Line:
    """Return a station of the centre as a line; `own` is the name of this one."""
    second = _("taken back") if one.revoked else when(one.last_at, now)
    shape = "caution" if one.revoked else "now" if one.name == own else "done"
    words = ngettext("{count} fact", "{count} facts", one.facts)
    return Line(
        one.name, one.name, second, right=words.format(count=number(one.facts)), shape=shape
    )

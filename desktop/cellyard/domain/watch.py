"""What the yard has seen of a battery: where it lay and when, its readings, and its holds."""

from decimal import Decimal
from typing import assert_never

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.envelope import Envelope


class Stay(msgspec.Struct, frozen=True, array_like=True):
    """From `since` to `until` (ms; 0: until now) the battery lay in a slot, or had it held."""

    slot: str
    held: bool
    verdict: f.Verdict | None
    since: int
    until: int = 0


class Observation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One look at it. Temperatures in degC, None: no reading."""

    at: int
    by: str
    temperature: Decimal | None
    ambient: Decimal | None = None
    seen: str = ""
    clean: bool


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """Nobody may touch it: why, since when (ms), and who said so."""

    reason: str
    at: int
    by: str


class Watch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All observations, oldest first, and the hold that stands."""

    observations: tuple[Observation, ...] = ()
    hold: Hold | None = None


def after(watch: Watch, e: Envelope, fact: f.WatchFact) -> Watch:
    """Return what the yard knows after one more fact."""
    replace = msgspec.structs.replace
    match fact:
        case f.Observed():
            seen = Observation(
                at=e.at,
                by=e.actor,
                temperature=fact.temperature,
                ambient=fact.ambient,
                seen=fact.seen,
                clean=fact.clean,
            )
            return replace(watch, observations=(*watch.observations, seen))
        case f.HoldPlaced():
            return replace(watch, hold=Hold(reason=fact.reason, at=e.at, by=e.actor))
        case f.HoldReleased():
            return replace(watch, hold=None)
        case _:
            assert_never(fact)


def stayed(
    stays: tuple[Stay, ...], slot: str | None, held: str | None, verdict: f.Verdict | None, at: int
) -> tuple[Stay, ...]:
    """Return the stays when, from `at` on, it lies in `slot` and has another one `held`."""
    if not (stays or slot or held):
        return stays  # it has never lain anywhere
    going_on = {(s.slot, s.held) for s in stays if not s.until and s.verdict == verdict}
    now = [(place, kept) for place, kept in ((slot, False), (held, True)) if place]
    if going_on == set(now) and not any(s.until == 0 and s.verdict != verdict for s in stays):
        return stays
    ended = (msgspec.structs.replace(s, until=s.until or at) for s in stays)
    # What began and ended in the same moment was never there to be seen.
    kept = tuple(s for s in ended if s.until != s.since)
    return (*kept, *(Stay(place, kept_for, verdict, at) for place, kept_for in now))

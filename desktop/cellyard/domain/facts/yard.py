"""Facts of the watched yard: repeated readings, and what nobody may touch."""

from decimal import Decimal

from cellyard.domain.facts.payload import Decided, Evidence, Payload


class Observed(Payload, frozen=True, kw_only=True):
    """Somebody went and looked at a battery under observation or in quarantine.

    Temperatures in degC; None: tried, no reading. `seen` names a finding of the intake edition,
    "" for nothing. `clean` when nothing speaks against the battery, by the rules that decided.
    """

    temperature: Decimal | None
    ambient: Decimal | None = None
    seen: str = ""
    clean: bool
    evidence: Evidence
    decided: Decided


class HoldPlaced(Payload, frozen=True, kw_only=True):
    """Nobody may move, test or ship the battery. `reason` is a word."""

    reason: str
    second: str | None = None


class HoldReleased(Payload, frozen=True, kw_only=True):
    """Two people have lifted the hold: the actor, and `second`."""

    reason: str
    second: str


WatchFact = Observed | HoldPlaced | HoldReleased

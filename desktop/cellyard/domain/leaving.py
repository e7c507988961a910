"""A battery's way out, as its own facts tell it: the load it is listed for, until its receipt."""

from decimal import Decimal
from typing import assert_never

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.envelope import Envelope


class Leaving(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`load` is the load it is (or was) listed for, `""` for none; `left_at` in ms, 0: still here.

    `judged` is the newest safety judgement by party. `package` counts within the load.
    """

    load: str = ""
    listed_at: int = 0
    package: int = 0
    instruction: str = ""
    gross_kg: Decimal | None = None
    approval: str = ""
    judged: dict[str, f.SafetyJudged] = {}
    judged_at: int = 0
    left_at: int = 0
    outcome: f.Outcome | None = None
    outcome_kg: Decimal | None = None

    def judgement(self, party: f.Party, edition: str) -> f.SafetyJudged | None:
        """Return what a party said by the items of an edition; items of another one are others."""
        said = self.judged.get(party)
        return said if said and said.decided.edition == edition else None

    def accepted(self, edition: str) -> bool:
        """Both parties have judged it: passed, or treated first (GB/T 38698.1-2020, 4.3, 4.4)."""
        return self.accepted_by("consignor", edition) and self.accepted_by("consignee", edition)

    def accepted_by(self, party: f.Party, edition: str) -> bool:
        """Tell whether a party has judged it by the items of an edition, and accepts it."""
        said = self.judgement(party, edition)
        return said is not None and (said.passed or bool(said.pretreatment))


def after(leaving: Leaving, e: Envelope, fact: f.LeavingFact) -> Leaving:
    """Return the battery's way out after one more fact."""
    replace = msgspec.structs.replace
    match fact:
        case f.Listed():
            return Leaving(load=fact.load, listed_at=e.at)
        case f.Unlisted():
            return Leaving() if leaving.load == fact.load else leaving
        case f.Packed():
            return replace(
                leaving,
                package=fact.package,
                instruction=fact.instruction,
                gross_kg=fact.gross_kg,
                approval=fact.approval,
            )
        case f.SafetyJudged():
            judged = {**leaving.judged, fact.party: fact}
            return replace(leaving, judged=judged, judged_at=e.at)
        case f.Dispatched():
            return replace(leaving, load=fact.load, left_at=e.at)
        case f.ReceiptLine():
            return replace(leaving, outcome=fact.outcome, outcome_kg=fact.kg)
        case _:
            assert_never(fact)

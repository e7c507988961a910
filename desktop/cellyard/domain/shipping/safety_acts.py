"""The joint safety judgement as it is written: each party's answers for batteries of a load."""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.facts import Answer, Decided, Entry
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import safety
from cellyard.domain.shipping.listing import take_open
from cellyard.domain.ticket import about, take

# Words, not free text: what was done with a battery that failed (GB/T 38698.1-2020, 4.4).
Pretreatment = Literal["", "terminals_insulated", "drained", "discharged", "sealed_in", "repaired"]
PRETREATMENTS: tuple[Pretreatment, ...] = get_args(Pretreatment)
JudgingParty = Literal["consignor", "consignee"]


class SafetyJudging(msgspec.Struct, frozen=True, kw_only=True):
    """One party's answers, item by item, for batteries of a load that all get the same ones."""

    load: str
    batteries: tuple[str, ...]
    party: JudgingParty
    answers: tuple[tuple[str, Answer], ...]
    pretreatment: Pretreatment = ""


def judge_safety(known: Known, order: SafetyJudging) -> Sequence[Entry]:
    """Write a party's judgement. Refused: as `take_open`, not_listed, items_missing with the
    count, reason_missing.
    """
    load = take_open(known, order.load)
    edition = known.releases.on("transport", load.leaves_on)
    asked = safety.items(edition)
    outcome = safety.judged(asked, dict(order.answers))
    if outcome.missing:
        raise Refused("items_missing", count=len(outcome.missing))
    if order.pretreatment not in PRETREATMENTS:
        raise Refused("reason_missing")
    judged = f.SafetyJudged(
        load=load.id,
        party=order.party,
        items=order.answers,
        passed=outcome.outcome == "pass",
        pretreatment=order.pretreatment,
        decided=Decided(edition=edition.id, rules=outcome.failed or ("safety.profile",)),
    )
    entries: list[Entry] = []
    for id_ in order.batteries:
        battery = take(known, "ship", id_)
        if battery.leaving.load != load.id:
            raise Refused("not_listed", ticket=battery.ticket)
        entries.extend(about(battery.id, judged))
    return entries

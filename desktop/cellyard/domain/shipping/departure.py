"""Closing a load's list, opening it again, and the moment the load leaves the gate."""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids, release
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Decided, Entry
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.issuing import LOADING_LIST, voided
from cellyard.domain.shipping.judgement import Judgement
from cellyard.domain.shipping.listing import take_load, take_open
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.loading import judged
from cellyard.domain.ticket import about

# Words, not free text: why a closed list is opened again.
UnsealReason = Literal["list_changed", "carriage_changed", "edition_changed", "mistake"]
UNSEAL_REASONS: tuple[UnsealReason, ...] = get_args(UnsealReason)
# Whose signature the papers carry before the load leaves; the consignee signs on arrival.
SIGNED_BEFORE: tuple[f.Party, ...] = ("consignor", "driver")


class Sealing(msgspec.Struct, frozen=True, kw_only=True):
    """Close the list: papers are made from it."""

    load: str


class Unsealing(msgspec.Struct, frozen=True, kw_only=True):
    """Open the list again; every paper made from it is void."""

    load: str
    reason: UnsealReason


class Dispatching(msgspec.Struct, frozen=True, kw_only=True):
    """The load leaves the gate now. `seal` is the number of the vehicle's seal, if any."""

    load: str
    seal: str = ""


def seal(known: Known, order: Sealing) -> Sequence[Entry]:
    """Write that the list is closed, under the edition of the day on which the load leaves.

    Refused: as `take_open`, load_empty, judgement_missing with the count, load_blocked with the
    count, no_edition.
    """
    load = take_open(known, order.load)
    batteries = known.loads.batteries(load.id)
    if not batteries:
        raise Refused("load_empty", number=load.number)
    if open_ := sum(not b.leaving.accepted for b in batteries):
        raise Refused("judgement_missing", count=open_)
    found = _may_travel(known, load, batteries)
    sealed = f.LoadSealed(
        batteries=len(batteries),
        kg=found.kg,
        kwh=found.kwh,
        decided=Decided(edition=found.edition, rules=tuple(sorted({g.rule for g in found.goods}))),
    )
    return [Entry(subject=ids.load(load.id), fact=sealed)]


def unseal(known: Known, order: Unsealing) -> Sequence[Entry]:
    """Write that the list is open again. Refused: as `take_load`, list_open, reason_missing."""
    load = take_load(known, order.load)
    if load.sealed is None:
        raise Refused("list_open", number=load.number)
    if order.reason not in UNSEAL_REASONS:
        raise Refused("reason_missing")
    opened = Entry(subject=ids.load(load.id), fact=f.LoadUnsealed(reason=order.reason))
    return [*voided(load, *load.standing_documents, reason=order.reason), opened]


def dispatch(known: Known, order: Dispatching) -> Sequence[Entry]:
    """Write that the load and each of its batteries left the gate.

    All is judged once more, since what stands in the yard may have changed after the papers were
    made. Refused: as `take_load`, list_open, load_other_day, papers_missing, paper_is_draft,
    release_ended, signature_missing with the party, load_blocked with the count.
    """
    load = take_load(known, order.load)
    if load.sealed is None:
        raise Refused("list_open", number=load.number)
    if load.leaves_on != known.today:
        raise Refused("load_other_day", day=load.leaves_on, number=load.number)
    batteries = known.loads.batteries(load.id)
    found = _may_travel(known, load, batteries)
    _check_papers(known, load, count=len(found.papers))
    gone = f.Dispatched(load=load.id, seal=order.seal.strip())
    left = (entry for b in batteries for entry in about(b.id, gone))
    return [Entry(subject=ids.load(load.id), fact=gone), *left]


def _may_travel(known: Known, load: Load, batteries: Sequence[Battery]) -> Judgement:
    edition = known.releases.on("transport", load.leaves_on)
    found = judged(known, load, batteries, edition)
    if not found.may_travel:
        raise Refused("load_blocked", count=len(found.blocks) + len(found.whole))
    return found


def _check_papers(known: Known, load: Load, *, count: int) -> None:
    lists = [d for d in load.standing_documents if d.document == LOADING_LIST]
    if {d.part for d in lists} != set(range(1, count + 1)):
        raise Refused("papers_missing", number=load.number)
    for paper in lists:
        if paper.standing == "draft":
            raise Refused("paper_is_draft", number=paper.number)
        if release.standing(known, paper.editions, known.today) == "draft":
            raise Refused("release_ended", number=paper.number)
        for party in SIGNED_BEFORE:
            if party not in load.signed(paper.number):
                raise Refused("signature_missing", number=paper.number, party=party)

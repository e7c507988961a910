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
from cellyard.domain.shipping.issuing import LOADING_LIST, SAFETY_JUDGEMENT, voided
from cellyard.domain.shipping.judgement import Judgement
from cellyard.domain.shipping.listing import take_load, take_open
from cellyard.domain.shipping.load import Issued, Load
from cellyard.domain.shipping.loading import judged
from cellyard.domain.ticket import about, check_certain

# Words, not free text: why a closed list is opened again.
UnsealReason = Literal["list_changed", "carriage_changed", "edition_changed", "mistake"]
UNSEAL_REASONS: tuple[UnsealReason, ...] = get_args(UnsealReason)
# Whose signatures which papers carry before the load leaves, in the order of signing. Consignor
# and consignee judge together before anything is packed (GB/T 38698.1-2020, 4); that the goods
# came the consignee signs on arrival, on paper.
SIGNED_BEFORE: dict[str, tuple[f.Party, ...]] = {
    SAFETY_JUDGEMENT: ("consignor", "consignee"),
    LOADING_LIST: ("consignor", "driver"),
}


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
    count, no_edition, and as `check_certain` for each battery.
    """
    load = take_open(known, order.load)
    batteries = known.loads.batteries(load.id)
    if not batteries:
        raise Refused("load_empty", number=load.number)
    _check_certain(known, batteries)
    edition = known.releases.on("transport", load.leaves_on)
    if open_ := sum(not b.leaving.accepted(edition.id) for b in batteries):
        raise Refused("judgement_missing", count=open_)
    found = _may_travel(known, load, batteries)
    sealed = f.LoadSealed(
        batteries=len(batteries),
        kg=found.kg,
        kwh=found.kwh,
        decided=_decided(found),
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
    made. Refused: as `take_load`, list_open, load_other_day, load_blocked with the count,
    as `check_certain` for each battery, load_changed, papers_missing, paper_is_draft,
    release_ended, signature_missing with the party.
    """
    load = take_load(known, order.load)
    if load.sealed is None:
        raise Refused("list_open", number=load.number)
    if load.leaves_on != known.today:
        raise Refused("load_other_day", day=load.leaves_on, number=load.number)
    batteries = known.loads.batteries(load.id)
    _check_certain(known, batteries)
    found = _may_travel(known, load, batteries)
    if changed(load, found):
        raise Refused("load_changed", number=load.number)
    _check_papers(known, load, lists=len(found.papers))
    gone = f.Dispatched(load=load.id, seal=order.seal.strip())
    left = (entry for b in batteries for entry in about(b.id, gone))
    return [Entry(subject=ids.load(load.id), fact=gone), *left]


def changed(load: Load, found: Judgement) -> bool:
    """Tell whether what is said of a closed list is not what it was closed with.

    A battery that was weighed or judged anew since then stands on the papers as it was.
    """
    was = load.sealed
    now = (found.kg, found.kwh, _decided(found))
    return was is not None and (was.kg, was.kwh, was.decided) != now


def unsigned(load: Load) -> tuple[Issued, f.Party] | None:
    """Return the first paper that lacks a signature before the load may leave, and whose.

    None when each has all of them.
    """
    for document, parties in SIGNED_BEFORE.items():
        for paper in load.standing_documents:
            signed = load.signed(paper.number)
            missing: f.Party | None = next((p for p in parties if p not in signed), None)
            if paper.document == document and missing is not None:
                return paper, missing
    return None


def _check_certain(known: Known, batteries: Sequence[Battery]) -> None:
    for battery in batteries:
        if not battery.opaque:  # what a newer app wrote of it is told among what keeps it here
            check_certain(known, battery)


def _may_travel(known: Known, load: Load, batteries: Sequence[Battery]) -> Judgement:
    edition = known.releases.on("transport", load.leaves_on)
    found = judged(known, load, batteries, edition)
    if not found.may_travel:
        raise Refused("load_blocked", count=len(found.blocks) + len(found.whole))
    return found


def _decided(found: Judgement) -> Decided:
    return Decided(edition=found.edition, rules=tuple(sorted({g.rule for g in found.goods})))


def _check_papers(known: Known, load: Load, *, lists: int) -> None:
    needed = {(SAFETY_JUDGEMENT, 1), *((LOADING_LIST, part) for part in range(1, lists + 1))}
    papers = [d for d in load.standing_documents if d.document in SIGNED_BEFORE]
    if {(d.document, d.part) for d in papers} != needed:
        raise Refused("papers_missing", number=load.number)
    for paper in papers:
        if paper.standing == "draft":
            raise Refused("paper_is_draft", number=paper.number)
        if release.standing(known, paper.editions, known.today) == "draft":
            raise Refused("release_ended", number=paper.number)
    if found := unsigned(load):
        raise Refused("signature_missing", number=found[0].number, party=found[1])

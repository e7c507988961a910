"""A load's papers: issued with a number of their own, signed, made void; never changed."""

from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.facts import BlobRef, Entry
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.listing import take_load
from cellyard.domain.shipping.load import Issued, Load

# Words, not free text: why a paper no longer counts.
VoidReason = Literal["mistake", "list_changed", "carriage_changed", "edition_changed", "lost"]
VOID_REASONS: tuple[VoidReason, ...] = get_args(VoidReason)
SAFETY_JUDGEMENT = "safety-judgement"
LOADING_LIST, PACKING_LIST, PACKAGE_MARKS = "loading-list", "packing-list", "package-marks"
# The papers that go with every load, in the order in which they are made: judged, then packed.
PAPERS = (SAFETY_JUDGEMENT, LOADING_LIST, PACKING_LIST, PACKAGE_MARKS)
# Who has a box to sign in on which paper.
_ALL_THREE: tuple[f.Party, ...] = ("consignor", "driver", "consignee")
SIGNERS: dict[str, tuple[f.Party, ...]] = {
    SAFETY_JUDGEMENT: ("consignor", "consignee"),
    LOADING_LIST: _ALL_THREE,
    PACKING_LIST: _ALL_THREE,
}


class Issuing(msgspec.Struct, frozen=True, kw_only=True):
    """Issue a paper as it was drawn under the number of `next_number`, in the place of a void one
    of the same kind and part.
    """

    load: str
    number: str
    document: str
    pages_hash: str
    content_hash: str
    pages: int
    standing: f.Standing
    editions: tuple[str, ...]
    paper: BlobRef
    content: BlobRef
    part: int = 1


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """A party has signed a paper: `sheet` is the hash of the personal sheet with the signature."""

    load: str
    number: str
    party: f.Party
    sheet: BlobRef


class Voiding(msgspec.Struct, frozen=True, kw_only=True):
    """Make a paper void."""

    load: str
    number: str
    reason: VoidReason


def next_number(load: Load, mark: str) -> str:
    """Return the number of the load's next paper: the load's own and a count, void ones too.

    `mark` is that of the station's own series. A load of another one, or of this station before
    it was restored, has it behind the count: papers may have been issued of which nothing is
    known here.
    """
    number = f"{load.number}/{len(load.documents) + 1}"
    return number if load.number.endswith(f"-{mark}") else f"{number}-{mark}"


def issue(known: Known, order: Issuing) -> Sequence[Entry]:
    """Write that a paper was issued.

    Refused: as `take_load`, list_open, number_taken, paper_stands where one of the same kind and
    part counts already: two of them might travel in two cabs.
    """
    load = take_load(known, order.load)
    if load.sealed is None:
        raise Refused("list_open", number=load.number)
    if order.number != next_number(load, known.loads.mark):
        # Drawn while somebody else issued another one: its number stands on every page.
        raise Refused("number_taken", number=order.number)
    stands = load.standing(order.document, order.part)
    if stands is not None:
        raise Refused("paper_stands", number=stands.number)
    issued = f.DocumentIssued(
        number=order.number,
        document=order.document,
        pages_hash=order.pages_hash,
        content_hash=order.content_hash,
        pages=order.pages,
        standing=order.standing,
        editions=order.editions,
        part=order.part,
        replaces=load.stands_for(order.document, order.part),
    )
    return [Entry(subject=ids.load(load.id), fact=issued, blobs=(order.paper, order.content))]


def sign(known: Known, order: Signing) -> Sequence[Entry]:
    """Write that a party has signed. Refused: as `take_load`, paper_void, signed_already,
    paper_is_draft, signature_unasked for a party that the paper has no box for.
    """
    load = take_load(known, order.load)
    paper = _standing(load, order.number)
    if paper.standing == "draft":
        raise Refused("paper_is_draft", number=paper.number)
    if order.party not in SIGNERS.get(paper.document, ()):
        raise Refused("signature_unasked", number=paper.number, party=order.party)
    if order.party in load.signed(paper.number):
        raise Refused("signed_already", number=paper.number, party=order.party)
    signed = f.Signed(
        number=paper.number,
        document=paper.pages_hash,
        party=order.party,
        sheet=order.sheet.sha256,
    )
    return [Entry(subject=ids.load(load.id), fact=signed, blobs=(order.sheet,))]


def void(known: Known, order: Voiding) -> Sequence[Entry]:
    """Write that a paper no longer counts. Refused: as `take_load`, paper_void, reason_missing."""
    load = take_load(known, order.load)
    paper = _standing(load, order.number)
    if order.reason not in VOID_REASONS:
        raise Refused("reason_missing")
    return voided(load, paper, reason=order.reason)


def voided(load: Load, *papers: Issued, reason: VoidReason) -> list[Entry]:
    """Return the facts that make papers void."""
    return [
        Entry(subject=ids.load(load.id), fact=f.DocumentVoided(number=p.number, reason=reason))
        for p in papers
    ]


def _standing(load: Load, number: str) -> Issued:
    found = next((d for d in load.standing_documents if d.number == number), None)
    if found is None:
        raise Refused("paper_void", number=number)
    return found

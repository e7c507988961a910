"""Facts of a battery's way out: from the load list over papers and signatures to the receipt.

Some kinds are written of the load and of each of its batteries in one act, one fact a subject.
"""

from decimal import Decimal
from typing import Literal

from cellyard.domain.facts.bench import Route
from cellyard.domain.facts.payload import Answer, Decided, Payload

Mode = Literal["road", "sea", "rail", "air"]
# Who signs a load's papers.
Party = Literal["consignor", "driver", "consignee"]
# `demo`: under editions that a demonstration's adviser has released.
Standing = Literal["final", "draft", "demo"]
# What the consignee says of one battery of a load.
Outcome = Literal["as_listed", "missing", "damaged", "other_mass", "refused"]


class LoadOpened(Payload, frozen=True, kw_only=True):
    """A load is being made up. `consignee` and `carrier` are entries of the partner register.

    `number` is the station's own series; `leaves_on` an ISO date.
    """

    number: str
    route: Route
    consignee: str
    carrier: str = ""
    mode: Mode = "road"
    leaves_on: str


class CarriageNamed(Payload, frozen=True, kw_only=True):
    """What carries the load. Driver, plate and telephone stand in the personal `sheet` (its hash).

    `limit_kg` is what the vehicle may carry, `authority_no` the number of the authorities' own
    transfer manifest, `leaves_on` another day than before (ISO), "" for the same.
    """

    sheet: str
    limit_kg: Decimal | None = None
    authority_no: str = ""
    leaves_on: str = ""


class Listed(Payload, frozen=True, kw_only=True):
    """The battery is to leave with a load."""

    load: str


class Unlisted(Payload, frozen=True, kw_only=True):
    """The battery stays: taken out of a load."""

    load: str


class Packed(Payload, frozen=True, kw_only=True):
    """The battery is in a package of its load: how it is packed, and the package's gross mass.

    `approval` is the number of a competent authority's approval, where the packing needs one.
    """

    load: str
    package: int
    instruction: str
    gross_kg: Decimal
    approval: str = ""


class SafetyJudged(Payload, frozen=True, kw_only=True):
    """One party's safety judgement before packing (GB/T 38698.1-2020, 4): any yes fails.

    `pretreatment` is a word for what was done before a failed battery was judged again.
    """

    load: str
    party: Party
    items: tuple[tuple[str, Answer], ...]
    passed: bool
    pretreatment: str = ""
    decided: Decided


class LoadSealed(Payload, frozen=True, kw_only=True):
    """The list is closed: what may travel together was judged, and papers are made from it."""

    batteries: int
    kg: Decimal
    kwh: Decimal
    decided: Decided


class LoadUnsealed(Payload, frozen=True, kw_only=True):
    """The list is open again; papers made from it are void. `reason` is a word."""

    reason: str


class DocumentIssued(Payload, frozen=True, kw_only=True):
    """A paper with a number of the station's series. The fact's blobs are its pages as drawn and
    what they were drawn from; neither names a person.

    `pages_hash` is the hash of the pages (documents.archive), `content_hash` SHA-256 of the
    content. `part` counts the papers of one kind that a load needs, from 1. `editions` are those
    it stands under, `replaces` the number of a void paper.
    """

    number: str
    document: str
    pages_hash: str
    content_hash: str
    pages: int
    standing: Standing
    editions: tuple[str, ...]
    part: int = 1
    replaces: str = ""


class DocumentVoided(Payload, frozen=True, kw_only=True):
    """The paper of this number no longer counts. `reason` is a word."""

    number: str
    reason: str


class Signed(Payload, frozen=True, kw_only=True):
    """A party has signed a paper, on screen: the drawn signature is a personal sheet (its hash).

    `document` is the paper's `pages_hash`.
    """

    number: str
    document: str
    party: Party
    sheet: str


class Dispatched(Payload, frozen=True, kw_only=True):
    """It left the gate. Written of the load and of each battery. `seal` is the vehicle's seal."""

    load: str
    seal: str = ""


class LoadArrived(Payload, frozen=True, kw_only=True):
    """The consignee says that the vehicle is there."""


class ReceiptLine(Payload, frozen=True, kw_only=True):
    """What the consignee says of one battery; `kg` is their scale's."""

    load: str
    outcome: Outcome
    kg: Decimal | None = None


class LoadReceived(Payload, frozen=True, kw_only=True):
    """The consignee's receipt is complete: `differences` of its lines differ."""

    differences: int


class LoadCancelled(Payload, frozen=True, kw_only=True):
    """The load is given up before it left. `reason` is a word."""

    reason: str


# Of a battery on its way out; of a load alone.
LeavingFact = Listed | Unlisted | Packed | SafetyJudged | Dispatched | ReceiptLine
LoadFact = (
    LoadOpened
    | CarriageNamed
    | LoadSealed
    | LoadUnsealed
    | DocumentIssued
    | DocumentVoided
    | Signed
    | LoadArrived
    | LoadReceived
    | LoadCancelled
)

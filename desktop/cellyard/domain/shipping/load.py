"""A load as its facts tell it: where it goes, its papers and signatures, how far it has come."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, assert_never

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.envelope import Envelope, Recorded
from cellyard.domain.ids import kind_and_id

LoadState = Literal["open", "sealed", "dispatched", "arrived", "received", "cancelled"]


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A paper of a load. `ref` is its fact, `paper` the blob of its pages as drawn, `content` that
    of what they were drawn from; `voided` the reason why it no longer counts.
    """

    number: str
    document: str
    ref: str
    paper: str
    content: str
    pages_hash: str
    pages: int
    standing: f.Standing
    editions: tuple[str, ...]
    at: int
    part: int = 1
    voided: str = ""
    replaces: str = ""


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed which paper: the party, and the hash of the personal sheet."""

    number: str
    party: f.Party
    sheet: str
    at: int
    by: str


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One load now. `id` is 32 hex digits, times are ms; `by` opened it at `station`.

    `closed` names the fact that closed the list, and its hash.
    Its batteries name the load, not the load them: a list is a question to the store.
    """

    id: str
    number: str = ""
    station: str = ""
    by: str = ""
    opened_at: int = 0
    route: f.Route = "recycling"
    consignee: str = ""
    carrier: str = ""
    mode: f.Mode = "road"
    leaves_on: str = ""
    sheet: str = ""
    limit_kg: Decimal | None = None
    authority_no: str = ""
    sealed: f.LoadSealed | None = None
    closed: tuple[str, str] = ("", "")
    documents: tuple[Issued, ...] = ()
    signatures: tuple[Signature, ...] = ()
    seal: str = ""
    dispatched_at: int = 0
    arrived_at: int = 0
    received_at: int = 0
    differences: int = 0
    cancelled: str = ""
    resolved: dict[str, f.Resolved] = {}
    opaque: bool = False
    newest: tuple[str, ...] = ()

    @property
    def state(self) -> LoadState:
        if self.cancelled:
            return "cancelled"
        if self.received_at:
            return "received"
        if self.arrived_at:
            return "arrived"
        if self.dispatched_at:
            return "dispatched"
        return "sealed" if self.sealed else "open"

    @property
    def standing_documents(self) -> tuple[Issued, ...]:
        """The papers that are not void."""
        return tuple(d for d in self.documents if not d.voided)

    def standing(self, document: str, part: int) -> Issued | None:
        """Return the paper of this kind and part that counts, None when there is none."""
        same = (d for d in self.standing_documents if (d.document, d.part) == (document, part))
        return next(same, None)

    def stands_for(self, document: str, part: int) -> str:
        """Return the number of the newest void paper in whose place this one would stand."""
        same = [d for d in self.documents if (d.document, d.part) == (document, part)]
        return same[-1].number if same and same[-1].voided else ""

    def signed(self, number: str) -> frozenset[f.Party]:
        """Return the parties that have signed the paper of this number."""
        return frozenset(s.party for s in self.signatures if s.number == number)


def fold(recorded: Iterable[Recorded], subject: str) -> Load:
    """Return the load from all its facts; the facts may come in any order."""
    line = sorted(recorded, key=lambda r: r.place)
    void: set[str] = set()
    for r in reversed(line):
        if isinstance(r.fact, f.Corrected) and r.ref not in void:
            void.update(r.fact.facts)
    load = Load(id=kind_and_id(subject)[1])
    for r in line:
        heard = set(r.envelope.after)
        newest = (*(n for n in load.newest if n not in heard), r.ref)
        load = msgspec.structs.replace(load, newest=newest)
        if r.ref not in void:
            load = _apply(load, r)
    return load


def _apply(load: Load, r: Recorded) -> Load:
    replace, e = msgspec.structs.replace, r.envelope
    match r.fact:
        case f.LoadOpened() as opened:
            return _opened(load, e, opened)
        case f.CarriageNamed() as named:
            return replace(
                load,
                sheet=named.sheet,
                limit_kg=named.limit_kg,
                authority_no=named.authority_no,
                leaves_on=named.leaves_on or load.leaves_on,
            )
        case f.LoadSealed() as sealed:
            return replace(load, sealed=sealed, closed=(r.ref, r.hash))
        case f.LoadUnsealed():
            return replace(load, sealed=None)
        case f.DocumentIssued() | f.DocumentVoided() | f.Signed():
            return _paper(load, r, r.fact)
        case f.Dispatched() as gone:
            return replace(load, seal=gone.seal, dispatched_at=e.at)
        case f.LoadArrived():
            return replace(load, arrived_at=e.at)
        case f.LoadReceived() as received:
            return replace(load, received_at=e.at, differences=received.differences)
        case f.LoadCancelled() as cancelled:
            return replace(load, cancelled=cancelled.reason)
        case f.Resolved() as answer:
            return replace(load, resolved={**load.resolved, answer.task: answer})
        case f.Unread():
            return replace(load, opaque=True)
        case _:
            return load


def _opened(load: Load, e: Envelope, fact: f.LoadOpened) -> Load:
    return msgspec.structs.replace(
        load,
        number=fact.number,
        station=e.station,
        by=e.actor,
        opened_at=e.at,
        route=fact.route,
        consignee=fact.consignee,
        carrier=fact.carrier,
        mode=fact.mode,
        leaves_on=fact.leaves_on,
    )


def _paper(load: Load, r: Recorded, fact: f.DocumentIssued | f.DocumentVoided | f.Signed) -> Load:
    replace, e = msgspec.structs.replace, r.envelope
    match fact:
        case f.DocumentIssued():
            issued = Issued(
                number=fact.number,
                document=fact.document,
                ref=r.ref,
                paper=e.blobs[0].sha256 if e.blobs else "",
                content=e.blobs[1].sha256 if len(e.blobs) > 1 else "",
                pages_hash=fact.pages_hash,
                pages=fact.pages,
                standing=fact.standing,
                editions=fact.editions,
                at=e.at,
                part=fact.part,
                replaces=fact.replaces,
            )
            return replace(load, documents=(*load.documents, issued))
        case f.DocumentVoided():
            documents = tuple(
                replace(d, voided=fact.reason) if d.number == fact.number else d
                for d in load.documents
            )
            return replace(load, documents=documents)
        case f.Signed():
            signature = Signature(
                number=fact.number, party=fact.party, sheet=fact.sheet, at=e.at, by=e.actor
            )
            return replace(load, signatures=(*load.signatures, signature))
        case _:
            assert_never(fact)

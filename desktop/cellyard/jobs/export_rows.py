"""What an export says of all that a store holds, as rows of plain values.

A fact stands three times: as its bytes, as a test of the bench, and in what its battery or load is
now. Files that name people are left out, and so is their register.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import msgspec

from cellyard.domain import envelope, ids
from cellyard.domain.battery import Battery
from cellyard.domain.facts import BlobRef, Graded, GradeOverruled
from cellyard.domain.facts.bench import BenchFact
from cellyard.domain.shipping.load import Issued, Load
from cellyard.jobs.people import SHEET_MEDIA
from cellyard.ledger.whole import Span, Whole

Value = str | int | Decimal | bool | tuple[str, ...] | msgspec.Raw | None
Row = tuple[Value, ...]

BATTERIES = (
    "id", "ticket", "station", "received_at", "outlet", "outlet_name", "expected", "code", "codes",
    "model", "model_name", "kg", "voltage_v", "insulation_ohm", "temperature_degc", "verdict",
    "reasons", "triage_edition", "grade", "route", "grade_edition", "capacity_ah", "energy_wh",
    "resistance_ohm", "discharged", "stock", "slot", "held_slot", "load", "left_at", "withdrawn",
)  # fmt: skip
FACTS = (
    "hash", "centre", "station", "epoch", "seq", "prev", "order", "at", "after", "act", "actor",
    "type", "tv", "subject", "payload", "blobs",
)  # fmt: skip
REGISTERS = ("register", "key", "version", "sha256", "content")
LOADS = (
    "id", "number", "station", "state", "route", "consignee", "consignee_name", "carrier",
    "carrier_name", "mode", "leaves_on", "limit_kg", "authority_no", "seal", "opened_at",
    "dispatched_at", "arrived_at", "received_at", "differences", "cancelled",
)  # fmt: skip
PAPERS = (
    "number", "load", "document", "part", "standing", "editions", "issued_at", "pages", "voided",
    "replaces", "signed", "fact", "pages_hash", "pages_file", "content_file",
)  # fmt: skip
TESTS = (
    "fact", "at", "battery", "type", "run", "test", "channel", "end", "lasted_s", "capacity_ah",
    "energy_wh", "duration_s", "voltage_v", "limit_v", "resistance_ohm", "insulation_ohm",
    "test_voltage_v", "temperature_degc", "below", "judgement", "doubts", "edition", "trace_file",
)  # fmt: skip
SEALS = ("station", "epoch", "seq", "hash", "signature")
FILES = ("sha256", "size", "media", "fact", "here")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "batteries": BATTERIES,
    "loads": LOADS,
    "papers": PAPERS,
    "tests": TESTS,
    "facts": FACTS,
    "seals": SEALS,
    "registers": REGISTERS,
    "files": FILES,
}

_PEOPLE = ids.register_entry("people", "")
_encoder = msgspec.json.Encoder()


def rows(store: Whole, name: str, span: Span) -> Iterator[Row]:
    """Give the rows of one set; registers stand as they are now, whatever the span."""
    partners = {p.key: p.name for p in store.registers.partners()}
    match name:
        case "batteries":
            models = {m.key: m.title for m in store.registers.models()}
            return (_battery(b, partners, models) for b in store.batteries(span))
        case "loads":
            return (_load(load, partners) for load in store.loads(span))
        case "papers":
            return (_paper(load, d) for load in store.loads(span) for d in load.documents)
        case "tests":
            return (row for _hash, content in store.facts(span) for row in _test(content))
        case "facts":
            return (_fact(hash_, content) for hash_, content in store.facts(span))
        case "seals":
            seals = store.seals(span)
            return ((s.station, s.epoch, s.seq, s.hash.hex(), s.signature.hex()) for s in seals)
        case "files":
            return (
                (blob.sha256, blob.size, blob.media, ref, store.blobs.holds(blob.sha256))
                for blob, ref in files(store, span)
            )
        case _:
            return (
                (e.register, e.key, e.version, e.sha256, msgspec.Raw(e.content or b"null"))
                for e in store.entries()
            )


def files(store: Whole, span: Span) -> Iterator[tuple[BlobRef, str]]:
    """Give each file that a fact of the span names first, and that fact; none that names people."""
    seen: set[bytes] = set()
    for _hash, content in store.facts(span):
        e = envelope.decode_envelope(content)
        if e.subject.startswith(_PEOPLE):
            continue
        for blob in e.blobs:
            digest = bytes.fromhex(blob.sha256)
            if blob.media != SHEET_MEDIA and digest not in seen:
                seen.add(digest)
                yield blob, f"{e.station}/{e.epoch}/{e.seq}"


def json_lines(store: Whole, name: str, span: Span) -> Iterator[bytes]:
    """Give the same rows as JSON objects; a fact as its hash and the very bytes it is made of."""
    if name == "facts":
        for hash_, content in store.facts(span):
            yield _encoder.encode({"hash": hash_.hex(), "fact": msgspec.Raw(content)})
        return
    for row in rows(store, name, span):
        yield _encoder.encode(dict(zip(COLUMNS[name], row, strict=True)))


def iso(at_ms: int) -> str:
    """Return a moment (ms) as ISO 8601 in UTC, to the millisecond; "" for never."""
    if not at_ms:
        return ""
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")


def _battery(b: Battery, partners: Mapping[str, str], models: Mapping[str, str]) -> Row:
    bench, given = b.bench, b.bench.given
    return (
        b.id, b.ticket, b.station, iso(b.received_at), b.outlet, partners.get(b.outlet or ""),
        b.expected, b.code, tuple(i.code for i in b.identifiers), b.model,
        models.get(b.model or ""), b.kg, *(_measured(b, q) for q in _MEASURED), b.verdict,
        b.reasons, b.triage.edition if b.triage else None, given.grade if given else None,
        given.route if given else None, given.edition if given else None,
        bench.capacity.capacity if bench.capacity else None,
        bench.capacity.energy if bench.capacity else None,
        bench.resistance.resistance if bench.resistance else None, bench.discharged,
        b.stock, b.slot, b.held_slot, b.leaving.load, iso(b.leaving.left_at), b.withdrawn,
    )  # fmt: skip


_MEASURED: Sequence[str] = ("voltage", "insulation", "temperature")


def _measured(b: Battery, quantity: str) -> Decimal | None:
    found = b.measurements.get(quantity)
    return found.value if found else None


def _load(load: Load, partners: Mapping[str, str]) -> Row:
    return (
        load.id, load.number, load.station, load.state, load.route, load.consignee,
        partners.get(load.consignee), load.carrier, partners.get(load.carrier), load.mode,
        load.leaves_on, load.limit_kg, load.authority_no, load.seal, iso(load.opened_at),
        iso(load.dispatched_at), iso(load.arrived_at), iso(load.received_at), load.differences,
        load.cancelled,
    )  # fmt: skip


def _paper(load: Load, paper: Issued) -> Row:
    signed = tuple(s.party for s in load.signatures if s.number == paper.number)
    return (
        paper.number, load.number, paper.document, paper.part, paper.standing, paper.editions,
        iso(paper.at), paper.pages, paper.voided, paper.replaces, signed, paper.ref,
        paper.pages_hash, paper.paper, paper.content,
    )  # fmt: skip


# Where the columns of a test stand in its fact; what a kind of test does not have stays empty.
_OF_TEST = {
    "run": "run", "test": "test", "channel": "channel", "end": "end", "lasted_s": "lasted_s",
    "capacity_ah": "capacity", "energy_wh": "energy", "duration_s": "duration",
    "voltage_v": "voltage", "limit_v": "limit", "resistance_ohm": "resistance",
    "insulation_ohm": "insulation", "test_voltage_v": "test_voltage",
    "temperature_degc": "temperature", "below": "below", "judgement": "judgement",
    "doubts": "doubts",
}  # fmt: skip
_TESTS = frozenset(
    kind.__name__ for kind in get_args(BenchFact) if kind not in (Graded, GradeOverruled)
)


def _test(content: bytes) -> Iterator[Row]:
    """Give the row of a fact that is of a test; none of another."""
    if envelope.decode_envelope(content).type not in _TESTS:
        return
    r = envelope.recorded(content)
    e, decided = r.envelope, getattr(r.fact, "decided", None)
    values: dict[str, Value] = {name: getattr(r.fact, of, None) for name, of in _OF_TEST.items()}
    yield (
        r.ref, iso(e.at), ids.kind_and_id(e.subject)[1], e.type, *values.values(),
        decided.edition if decided else None, next((b.sha256 for b in e.blobs), None),
    )  # fmt: skip


def _fact(hash_: bytes, content: bytes) -> Row:
    e = envelope.decode_envelope(content)
    blobs = tuple(blob.sha256 for blob in e.blobs)
    return (
        hash_.hex(), e.centre, e.station, e.epoch, e.seq, e.prev, e.order, iso(e.at), e.after,
        e.act, e.actor, e.type, e.tv, e.subject, e.payload, blobs,
    )  # fmt: skip

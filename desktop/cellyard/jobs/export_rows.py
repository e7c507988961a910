"""What an export says of each battery, fact and register entry, as rows of plain values."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

from cellyard.domain import envelope
from cellyard.domain.battery import Battery
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
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "batteries": BATTERIES,
    "facts": FACTS,
    "registers": REGISTERS,
}

_encoder = msgspec.json.Encoder()


def rows(store: Whole, name: str, span: Span) -> Iterator[Row]:
    """Give the rows of one set; registers stand as they are now, whatever the span."""
    match name:
        case "batteries":
            partners = {p.key: p.name for p in store.registers.partners()}
            models = {m.key: m.title for m in store.registers.models()}
            return (_battery(b, partners, models) for b in store.batteries(span))
        case "facts":
            return (_fact(hash_, content) for hash_, content in store.facts(span))
        case _:
            return (
                (e.register, e.key, e.version, e.sha256, msgspec.Raw(e.content or b"null"))
                for e in store.entries()
            )


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


def _fact(hash_: bytes, content: bytes) -> Row:
    e = envelope.decode_envelope(content)
    blobs = tuple(blob.sha256 for blob in e.blobs)
    return (
        hash_.hex(), e.centre, e.station, e.epoch, e.seq, e.prev, e.order, iso(e.at), e.after,
        e.act, e.actor, e.type, e.tv, e.subject, e.payload, blobs,
    )  # fmt: skip

"""The envelope of a fact: frozen fields, written once as canonical JSON, hashed as bytes."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, cast

import msgspec

from cellyard.domain.facts import KINDS, VERSIONS, BlobRef, Entry, Fact, Unread

VERSION = 1
FACT_DOMAIN = b"cellyard-fact-v1\0"
SEAL_DOMAIN = b"cellyard-seal-v1\0"
NO_PREVIOUS = "0" * 64


# What every store can hold, and every screen show: a number beyond would stop whoever takes the
# fact. The order leaves room for all that is yet to be written behind it.
Number = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]
Order = Annotated[int, msgspec.Meta(ge=0, le=1 << 62)]
# A day within the years 1 and 9999, whatever the time zone.
Moment = Annotated[int, msgspec.Meta(ge=-62_135_510_400_000, le=253_402_214_400_000)]
_LONG = re.compile(rb"[0-9]{19}")  # no shorter integer leaves 64 bits


class Envelope(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What every fact carries (custody-and-sync.md A). Few fields, never changed.

    `prev` is the hash (hex) of the station's previous fact; `order` the logical clock;
    `at` the wall clock in ms, for people only; `after` the newest facts of the subject, and the
    actor's newest role fact, that the writer knew, each as `station/epoch/seq`.
    """

    v: int
    centre: str
    station: str
    epoch: str
    seq: Number
    prev: str
    order: Order
    at: Moment
    after: tuple[str, ...]
    act: str
    actor: str
    type: str
    tv: Number
    subject: str
    payload: msgspec.Raw
    blobs: tuple[BlobRef, ...]


class Recorded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact as the ledger holds it: envelope, content, and the hash of its bytes (hex)."""

    envelope: Envelope
    fact: Fact
    hash: str

    @property
    def ref(self) -> str:
        return ref(self.envelope.station, self.envelope.epoch, self.envelope.seq)

    @property
    def place(self) -> tuple[int, str, str, int]:
        """Where it stands in the one order that all stations fold in."""
        e = self.envelope
        return (e.order, e.station, e.epoch, e.seq)


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Envelope)
_payloads = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}


def ref(station: str, epoch: str, seq: int) -> str:
    """Return the identity of a fact without its hash: `station/epoch/seq`."""
    return f"{station}/{epoch}/{seq}"


def encode_payload(fact: Fact) -> msgspec.Raw:
    return msgspec.Raw(_encoder.encode(fact))


def encode(envelope: Envelope) -> bytes:
    """Return the canonical bytes: they are stored, hashed and forwarded, never encoded again."""
    return _encoder.encode(envelope)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where and in which act facts are written: the chain, the wall clock in ms, who acts."""

    centre: str
    station: str
    epoch: str
    act: str
    at: int
    actor: str = ""


def composed(
    entry: Entry, place: Place, *, seq: int, prev: str, order: int, after: tuple[str, ...] = ()
) -> bytes:
    """Return the bytes of a new fact's envelope: the one place where one is made."""
    kind = type(entry.fact).__name__
    envelope = Envelope(
        v=VERSION,
        centre=place.centre,
        station=place.station,
        epoch=place.epoch,
        seq=seq,
        prev=prev,
        order=order,
        at=place.at,
        after=after,
        act=place.act,
        actor=place.actor,
        type=kind,
        tv=VERSIONS.get(kind, 1),
        subject=entry.subject,
        payload=encode_payload(entry.fact),
        blobs=entry.blobs,
    )
    return encode(envelope)


def fact_hash(envelope_bytes: bytes) -> bytes:
    """Return SHA-256 over the domain word and the envelope's bytes."""
    return hashlib.sha256(FACT_DOMAIN + envelope_bytes).digest()


def fact_hashes(contents: Iterable[bytes]) -> list[bytes]:
    """Return the hashes of many facts."""
    sha256, domain = hashlib.sha256, FACT_DOMAIN
    return [sha256(domain + content).digest() for content in contents]


def seal_message(hash_: bytes) -> bytes:
    """Return the bytes that a seal signs."""
    return SEAL_DOMAIN + hash_


def decode_envelope(envelope_bytes: bytes) -> Envelope:
    """Return the envelope; raises msgspec.DecodeError when the bytes are none."""
    return _decoder.decode(envelope_bytes)


def decode_canonical(contents: Sequence[bytes]) -> list[Envelope]:
    """Return the envelopes of facts that are in the one form of bytes; ValueError for any other.

    One envelope has one form: nothing is hidden in a doubled or an unknown field. All at once,
    since each has to be decoded and encoded again; of those that are not so, ask one by one.
    """
    if b"\n" in b"".join(contents):
        raise ValueError("a line feed within a fact")
    joined = b"\n".join(contents)
    # The payload too has to be text, which decoding passes over.
    joined.decode()
    try:
        envelopes = _decoder.decode_lines(joined)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError("no envelope") from error
    if len(envelopes) != len(contents) or _encoder.encode_lines(envelopes)[:-1] != joined:
        raise ValueError("in another form")
    if any(e.v != VERSION for e in envelopes):
        raise ValueError("of another version")
    return envelopes


def decode_fact(envelope: Envelope) -> Fact:
    """Return the content; a kind or meaning that this version does not know is `Unread`."""
    decoder = _payloads.get(envelope.type)
    if decoder is None:
        return Unread(kind=envelope.type, tv=envelope.tv)
    try:
        fact = cast("Fact", decoder.decode(envelope.payload))
    except msgspec.ValidationError:
        return Unread(kind=envelope.type, tv=envelope.tv)
    if _LONG.search(envelope.payload) and not _storable(msgspec.json.decode(envelope.payload)):
        return Unread(kind=envelope.type, tv=envelope.tv)
    return fact


def _storable(content: object) -> bool:
    """Tell whether every integer in a payload is one that a store can hold."""
    match content:
        case dict():
            return all(_storable(part) for part in content.values())
        case list():
            return all(_storable(part) for part in content)
        case int():
            return -(1 << 63) <= content < 1 << 63
        case _:
            return True


def recorded(envelope_bytes: bytes) -> Recorded:
    """Return a stored fact from its bytes."""
    envelope = decode_envelope(envelope_bytes)
    return Recorded(
        envelope=envelope, fact=decode_fact(envelope), hash=fact_hash(envelope_bytes).hex()
    )

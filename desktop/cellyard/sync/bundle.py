"""Bundles: batches of facts as one body on the wire, in the log, the feed and the courier file.

    body     zstd( "CYB1", section ... )
    section  kind (1 byte), length (u32, big-endian), content
      C      a chain goes on: JSON {"epoch", "prev", "seq", "station"}; prev is a hash as hex
      F      the next fact of it: the envelope's bytes, "prev" emptied: the reader has that hash
      S      the seal of the last fact, 64 bytes: the batch ends
      P      how far the feed has come: a checkpoint as JSON, once, at the end

A hash cannot be compressed; whoever reads the facts one after the other knows it anyway.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import zstandard

from cellyard.domain import envelope as env
from cellyard.domain.refusals import Refused
from cellyard.ledger.batches import Batch
from cellyard.sync.checkpoint import Checkpoint

MAGIC = b"CYB1"
MEDIA = "application/vnd.cellyard.bundle+zstd"
# Unpacked; a page of 500 facts is a third of a megabyte, and a bomb is a thousand times that.
MOST_BYTES = 64 << 20
_LEVEL = 3
_SECTION = struct.Struct(">cI")
# The first one is the envelope's: before it stand numbers and plain texts alone, and a payload,
# which may have one of its own, comes behind.
_PREV = b'"prev":"'
_HEX = 64


class Bundle(NamedTuple):
    """What a body holds."""

    batches: tuple[Batch, ...]
    checkpoint: Checkpoint | None = None


class _Chain(msgspec.Struct, frozen=True, kw_only=True):
    epoch: str
    prev: str
    seq: int
    station: str


_encoder = msgspec.json.Encoder(order="deterministic")
_chain_decoder = msgspec.json.Decoder(_Chain)
_checkpoint_decoder = msgspec.json.Decoder(Checkpoint)


def packed(batches: Sequence[Batch], checkpoint: Checkpoint | None = None) -> bytes:
    """Return the body of these batches."""
    parts: list[bytes] = [MAGIC]
    for batch in batches:
        chain = _Chain(
            epoch=batch.epoch, prev=batch.prev.hex(), seq=batch.seq, station=batch.station
        )
        _add(parts, b"C", _encoder.encode(chain))
        for content in batch.facts:
            at = content.find(_PREV) + len(_PREV)
            _add(parts, b"F", content[:at] + content[at + _HEX :])
        _add(parts, b"S", batch.seal)
    if checkpoint is not None:
        _add(parts, b"P", _encoder.encode(checkpoint))
    return zstandard.ZstdCompressor(level=_LEVEL).compress(b"".join(parts))


def _add(parts: list[bytes], kind: bytes, content: bytes) -> None:
    parts.append(_SECTION.pack(kind, len(content)))
    parts.append(content)


def read(body: bytes, most: int = MOST_BYTES) -> Bundle:
    """Return what a body holds; whether it is true, seals and checkpoint say.

    Refused("bundle_damaged") when it is none, ("bundle_too_large") when it unpacks to more than
    `most` bytes.
    """
    try:
        return _read(_sections(_unpacked(body, most)))
    except (struct.error, ValueError, msgspec.MsgspecError, zstandard.ZstdError) as error:
        raise Refused("bundle_damaged") from error


def _unpacked(body: bytes, most: int) -> bytes:
    # Read as a stream: what a frame says of its size is the sender's word.
    with zstandard.ZstdDecompressor(max_window_size=most).stream_reader(body) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise Refused("bundle_too_large", most=most >> 20)
    if not content.startswith(MAGIC):
        raise ValueError("no bundle")
    return content


def _sections(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(MAGIC)
    while at < len(content):
        kind, length = _SECTION.unpack_from(content, at)
        at += _SECTION.size
        if at + length > len(content):
            raise ValueError("cut off")
        yield kind, content[at : at + length]
        at += length


def _read(sections: Iterator[tuple[bytes, bytes]]) -> Bundle:
    batches: list[Batch] = []
    chain, facts, prev = None, list[bytes](), b""
    for kind, content in sections:
        if kind == b"F" and chain is not None:
            facts.append(_with_prev(content, prev))
            prev = env.fact_hash(facts[-1]).hex().encode()
        elif kind == b"C" and chain is None:
            chain = _chain_decoder.decode(content)
            prev = chain.prev.encode()
        elif kind == b"S" and chain is not None and facts:
            before = bytes.fromhex(chain.prev)
            batches.append(
                Batch(chain.station, chain.epoch, chain.seq, before, tuple(facts), content)
            )
            chain, facts = None, []
        elif kind == b"P" and chain is None:
            rest = next(sections, None)
            if rest is None:
                return Bundle(tuple(batches), _checkpoint_decoder.decode(content))
            raise ValueError("goes on behind its end")
        else:
            raise ValueError("out of place")
    if chain is not None:
        raise ValueError("no seal")
    return Bundle(tuple(batches))


def _with_prev(content: bytes, prev: bytes) -> bytes:
    at = content.find(_PREV) + len(_PREV)
    if at < len(_PREV) or content[at : at + 1] != b'"':
        raise ValueError("no envelope")
    return content[:at] + prev + content[at:]

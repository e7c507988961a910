"""Batches: facts of one chain in a row with the seal of the last, as they travel between stores.

    station  epoch  seq of the first  |  hash of the fact before  |  envelopes ...  |  seal

What proves a batch is in it: each envelope names the hash of the one before, and the seal signs the
last hash (custody-and-sync.md A, Seals; C 3). Whose the key is says an enrolment.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.ledger import seals
from cellyard.ledger.chains import written_so

NOTHING = bytes(32)  # what stands before the first fact of a chain


class Batch(NamedTuple):
    """`seq` is the first fact's number, `prev` the hash before it, `seal` signs the last hash."""

    station: str
    epoch: str
    seq: int
    prev: bytes
    facts: tuple[bytes, ...]
    seal: bytes

    @property
    def chain(self) -> tuple[str, str]:
        return self.station, self.epoch

    @property
    def last(self) -> int:
        """The number of the last fact."""
        return self.seq + len(self.facts) - 1


class Fork(Exception):
    """A chain says two things under one number: `seq` is the first that differs."""

    def __init__(self, batch: Batch, seq: int, held: bytes) -> None:
        super().__init__(f"{batch.station}/{batch.epoch}/{seq}")
        self.batch, self.seq, self.held = batch, seq, held


def proven(batch: Batch, public_key: str, centre: str) -> list[tuple[Recorded, bytes]]:
    """Return the facts of a batch with their bytes, once its chain and its seal have proven them.

    Refused("batch_broken") names the first fact that is not as it was written.
    """
    found: list[tuple[Recorded, bytes]] = []
    prev, seq = batch.prev.hex(), batch.seq
    for content in batch.facts:
        r = _read(content)
        e = r.envelope if r else None
        names = (centre, *batch.chain, seq, prev)
        if r is None or e is None or (e.centre, e.station, e.epoch, e.seq, e.prev) != names:
            raise _broken(batch, seq)
        found.append((r, content))
        prev, seq = r.hash, seq + 1
    if not found or not seals.holds(public_key, bytes.fromhex(prev), batch.seal):
        raise _broken(batch, batch.last)
    return found


def _read(content: bytes) -> Recorded | None:
    try:
        content.decode()  # the payload too: decoding the envelope passes over it
        r = env.recorded(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return r if written_so(r.envelope, content) else None


def _broken(batch: Batch, seq: int) -> Refused:
    return Refused("batch_broken", station=batch.station, epoch=batch.epoch[:8], seq=seq)


def fresh(
    batch: Batch, facts: Sequence[tuple[Recorded, bytes]], held: Sequence[bytes], have: int
) -> Sequence[tuple[Recorded, bytes]]:
    """Return what a store that holds the chain up to `have` does not hold yet.

    `held` are the hashes that it holds from the batch's first number on. Raises Fork where one
    differs, Refused("batch_gap") when facts between are missing.
    """
    if batch.seq > have + 1:
        raise Refused("batch_gap", station=batch.station, have=have)
    for (r, _content), hash_ in zip(facts, held, strict=False):
        if bytes.fromhex(r.hash) != hash_:
            raise Fork(batch, r.envelope.seq, hash_)
    return facts[max(0, have - batch.seq + 1) :]

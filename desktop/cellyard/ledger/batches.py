"""Batches: facts of one chain in a row with the seal of the last, as they travel between stores.

    station  epoch  seq of the first  |  hash of the fact before  |  envelopes ...  |  seal

What proves a batch is in it: each envelope names the hash of the one before, and the seal signs the
last hash (custody-and-sync.md A, Seals; C 3). Whose the key is says an enrolment.
"""

from collections.abc import Sequence
from itertools import count, repeat
from operator import eq
from typing import NamedTuple

import msgspec

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Envelope, Recorded
from cellyard.domain.refusals import Refused
from cellyard.ledger import seals

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


class Proven(msgspec.Struct, frozen=True, gc=False):
    """A fact of a batch that its seal has proven: the envelope, the hash, and its bytes."""

    envelope: Envelope
    hash: bytes
    content: bytes

    def recorded(self) -> Recorded:
        """Return it with its payload read."""
        return Recorded(
            envelope=self.envelope, fact=env.decode_fact(self.envelope), hash=self.hash.hex()
        )


def proven(batch: Batch, public_key: str, centre: str) -> list[Proven]:
    """Return the facts of a batch, once its chain and its seal have proven them.

    Refused("batch_broken") names the first fact that is not as it was written.
    """
    envelopes = _read(batch)
    hashes = env.fact_hashes(batch.facts)
    before = (hash_.hex() for hash_ in (batch.prev, *hashes))
    names = zip(count(batch.seq), before, repeat((centre, *batch.chain)))
    for at, same in enumerate(map(eq, map(_names, envelopes), names)):
        if not same:
            raise _broken(batch, batch.seq + at)
    if not hashes or not seals.holds(public_key, hashes[-1], batch.seal):
        raise _broken(batch, batch.last)
    return list(map(Proven, envelopes, hashes, batch.facts))


def _names(e: Envelope) -> tuple[int, str, tuple[str, str, str]]:
    return e.seq, e.prev, (e.centre, e.station, e.epoch)


def _read(batch: Batch) -> list[Envelope]:
    try:
        return env.decode_canonical(batch.facts)
    except ValueError as error:
        raise _broken(batch, batch.seq + _first_unreadable(batch.facts)) from error


def _first_unreadable(contents: Sequence[bytes]) -> int:
    for at, content in enumerate(contents):
        try:
            env.decode_canonical([content])
        except ValueError:
            return at
    return 0


def _broken(batch: Batch, seq: int) -> Refused:
    return Refused("batch_broken", station=batch.station, epoch=batch.epoch[:8], seq=seq)


def fresh(
    batch: Batch, facts: Sequence[Proven], held: Sequence[bytes], have: int
) -> Sequence[Proven]:
    """Return what a store that holds the chain up to `have` does not hold yet.

    `held` are the hashes that it holds from the batch's first number on. Raises Fork where one
    differs, Refused("batch_gap") when facts between are missing.
    """
    if batch.seq > have + 1:
        raise Refused("batch_gap", station=batch.station, have=have)
    for fact, hash_ in zip(facts, held, strict=False):
        if fact.hash != hash_:
            raise Fork(batch, fact.envelope.seq, hash_)
    return facts[max(0, have - batch.seq + 1) :]

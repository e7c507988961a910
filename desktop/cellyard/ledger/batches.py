"""Batches: facts of one chain in a row with the seal of the last, as they travel between stores.

    station  epoch  seq of the first  |  hash of the fact before  |  envelopes ...  |  seal

What proves a batch is in it: each envelope names the hash of the one before, and the seal signs the
last hash (custody-and-sync.md A, Seals; C 3). Whose the key is says an enrolment.
"""

from collections.abc import Sequence
from typing import NamedTuple

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


class Proven(NamedTuple):
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
    found: list[Proven] = []
    prev = batch.prev
    for seq, (content, e) in enumerate(zip(batch.facts, _read(batch), strict=True), batch.seq):
        names = (centre, batch.station, batch.epoch, seq, prev.hex())
        if (e.centre, e.station, e.epoch, e.seq, e.prev) != names:
            raise _broken(batch, seq)
        prev = env.fact_hash(content)
        found.append(Proven(e, prev, content))
    if not found or not seals.holds(public_key, prev, batch.seal):
        raise _broken(batch, batch.last)
    return found


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

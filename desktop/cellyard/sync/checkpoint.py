"""Checkpoints: how far a hub's log has come, signed; the cursor of whoever follows it.

    signed   "cellyard-checkpoint-v1" NUL, then by line feeds: origin, centre, size, root

`root` is that of the Merkle tree over the facts' hashes in the order of their positions (RFC 9162).
A follower grows the tree itself, so one signature at the end proves every fact and its position.
"""

from collections.abc import Iterable, Sequence

import msgspec

from cellyard.domain import envelope as env
from cellyard.ledger import seals
from cellyard.ledger.batches import Batch
from cellyard.ledger.seals import SealingKey
from cellyard.sync import merkle

DOMAIN = b"cellyard-checkpoint-v1\0"
# How many earlier places a follower remembers, so that a hub restored from a backup can name the
# last one that it has in common.
EARLIER = 32


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """`origin` names the hub's log, anew after each restore; `root` and `signature` are hex."""

    origin: str
    centre: str
    size: int
    root: str
    signature: str = ""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a follower was: the size of the log, and the peaks (hex) of its tree."""

    size: int = 0
    peaks: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        return merkle.root([bytes.fromhex(peak) for peak in self.peaks]).hex()


class Cursor(msgspec.Struct, frozen=True, kw_only=True):
    """How far a store has come with a hub.

    `earlier` are places it was at before, newest first. `acked` is the number of the newest own
    fact that the hub has stored, `back` of the newest that has come back in its feed. `apart` says
    up to which fact it keeps chains of others apart, that came from here: forked, or revoked.
    `enrolment` is under which of them this was so.
    """

    origin: str = ""
    place: Place = Place()
    earlier: tuple[Place, ...] = ()
    acked: int = 0
    back: int = 0
    checkpoint: Checkpoint | None = None
    apart: tuple[tuple[str, str, int], ...] = ()
    enrolment: str = ""

    def under(self, enrolment: str) -> "Cursor":
        """Return it as it is at the beginning of another enrolment.

        What was read of the log stays read. What the hub has of that which is here is not known:
        the store may be one that was restored, or was in step with another hub meanwhile.
        """
        if enrolment == self.enrolment:
            return self
        return Cursor(place=self.place, earlier=self.earlier, enrolment=enrolment)


def signed(key: SealingKey, origin: str, centre: str, size: int, root: bytes) -> Checkpoint:
    """Return a checkpoint that the hub's key signs."""
    bare = Checkpoint(origin=origin, centre=centre, size=size, root=root.hex())
    return msgspec.structs.replace(bare, signature=key.sign(_message(bare)).hex())


def holds(checkpoint: Checkpoint, hub_key: str) -> bool:
    """Tell whether the hub of this key (hex) has signed a checkpoint."""
    try:
        signature = bytes.fromhex(checkpoint.signature)
    except ValueError:
        return False
    return seals.signed(hub_key, _message(checkpoint), signature)


def _message(c: Checkpoint) -> bytes:
    return DOMAIN + "\n".join((c.origin, c.centre, str(c.size), c.root)).encode()


def grown(place: Place, hashes: Sequence[bytes]) -> Place:
    """Return the place after the facts of these hashes."""
    peaks = [bytes.fromhex(peak) for peak in place.peaks]
    leaves = [merkle.leaf(hash_) for hash_ in hashes]
    after = merkle.grown(peaks, place.size, leaves)
    return Place(size=place.size + len(hashes), peaks=tuple(peak.hex() for peak in after))


def hashes(batches: Iterable[Batch]) -> list[bytes]:
    """Return the hashes of all facts of these batches, in their order."""
    return env.fact_hashes(content for batch in batches for content in batch.facts)


def moved(cursor: Cursor, place: Place, checkpoint: Checkpoint) -> Cursor:
    """Return the cursor at a new place, the one it leaves remembered.

    The further back, the sparser: of the places kept, each older one may be far before the next.
    """
    earlier = (cursor.place, *cursor.earlier) if cursor.place.size else cursor.earlier
    if len(earlier) > EARLIER:
        # Dropping every second of the older half keeps a log of any length within reach.
        half = EARLIER // 2
        earlier = earlier[:half] + earlier[half::2]
    return msgspec.structs.replace(
        cursor, origin=checkpoint.origin, place=place, earlier=earlier, checkpoint=checkpoint
    )

"""The Merkle tree over the facts of a centre, as RFC 9162 (section 2.1) builds it.

    leaf    SHA-256(0x00 || hash of the fact, 32 bytes)
    node    SHA-256(0x01 || left || right)
    empty   SHA-256()

A tree of n leaves is kept as its peaks: the roots of the full subtrees that n is the sum of, the
largest first. One more leaf changes only the last of them.
"""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256().digest()


def leaf(content: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(peaks: Sequence[bytes], size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the peaks of a tree of `size` leaves after more leaves (hashed, see `leaf`)."""
    grown_ = list(peaks)
    for at, one in enumerate(leaves, size):
        peak, rest = one, at
        while rest & 1:
            peak = node(grown_.pop(), peak)
            rest >>= 1
        grown_.append(peak)
    return tuple(grown_)


def root(peaks: Sequence[bytes]) -> bytes:
    """Return the root of the tree that has these peaks."""
    if not peaks:
        return EMPTY
    whole = peaks[-1]
    for peak in reversed(peaks[:-1]):
        whole = node(peak, whole)
    return whole

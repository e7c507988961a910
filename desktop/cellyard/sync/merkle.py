"""The Merkle tree over the facts of a centre, as RFC 9162 (section 2.1) builds and proves it.

    leaf    SHA-256(0x00 || hash of the fact, 32 bytes)
    node    SHA-256(0x01 || left || right)
    empty   SHA-256()

A tree of n leaves is kept as its peaks: the roots of the full subtrees that n is the sum of, the
largest first. One more leaf changes only the last of them.
"""

import hashlib
from collections.abc import Callable, Sequence

EMPTY = hashlib.sha256().digest()
# The root of the full subtree of 2**level leaves that begins at leaf index * 2**level.
Subtree = Callable[[int, int], bytes]


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


def peaks_of(size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """Return the peaks of the tree of the first `size` leaves."""
    return tuple(subtree(level, index) for level, index in _full(0, size))


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that a leaf stands at `index` of `size` (section 2.1.3.1)."""
    proof: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        left = index < middle
        proof.append(_range(middle, end, subtree) if left else _range(begin, middle, subtree))
        begin, end = (begin, middle) if left else (middle, end)
    return proof[::-1]


def consistency(first: int, second: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that the tree of `second` leaves begins with that of `first`
    (section 2.1.4.1); 0 < first <= second.
    """
    proof: list[bytes] = []
    begin, end, whole = 0, second, True
    while first != end - begin or not whole:
        if first == end - begin:
            proof.append(_range(begin, end, subtree))
            break
        k = _split(end - begin)
        if first <= k:
            proof.append(_range(begin + k, end, subtree))
            end = begin + k
        else:
            proof.append(_range(begin, begin + k, subtree))
            begin, first, whole = begin + k, first - k, False
    return proof[::-1]


def includes(content: bytes, index: int, size: int, proof: Sequence[bytes], root_: bytes) -> bool:
    """Tell whether a leaf stands at `index` of the tree of `size` with this root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, r = index, size - 1, leaf(content)
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root_


def continues(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the second tree begins with the whole of the first (section 2.1.4.2)."""
    if first == 0:
        return not proof and first_root == EMPTY
    if first == second:
        return not proof and first_root == second_root
    if not (0 < first < second and proof):
        return False
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and (fr, sr) == (first_root, second_root)


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _full(begin: int, end: int) -> list[tuple[int, int]]:
    """Return (level, index) of the full subtrees from leaf `begin`, where one of them begins that
    is no smaller than any, up to `end`.
    """
    found: list[tuple[int, int]] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def _range(begin: int, end: int, subtree: Subtree) -> bytes:
    return root([subtree(level, index) for level, index in _full(begin, end)])

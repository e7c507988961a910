"""The tree against the vectors of RFC 9162 as its examples and other logs print them."""

import hashlib

from cellyard.sync import merkle as m

LEAVES = [
    bytes.fromhex(x)
    for x in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def mth(d):
    if not d:
        return hashlib.sha256().digest()
    if len(d) == 1:
        return m.leaf(d[0])
    k = m._split(len(d))
    return m.node(mth(d[:k]), mth(d[k:]))


def sub(d):
    return lambda level, index: mth(d[index << level : (index + 1) << level])


def test_the_roots_are_those_of_other_logs() -> None:
    for n in range(1, 9):
        peaks = m.grown((), 0, [m.leaf(x) for x in LEAVES[:n]])
        assert m.root(peaks).hex() == ROOTS[n - 1] == mth(LEAVES[:n]).hex()


MANY = [bytes([i]) for i in range(40)]


def test_peaks_grow_as_the_tree_does() -> None:
    for n in range(40):
        peaks = m.peaks_of(n, sub(MANY))
        assert m.root(peaks) == mth(MANY[:n])
        assert m.grown(peaks, n, [m.leaf(x) for x in MANY[n:]]) == m.peaks_of(40, sub(MANY))


def test_a_leaf_is_proven_in_its_place_and_nothing_else_is() -> None:
    for n in range(1, 40):
        root = mth(MANY[:n])
        for i in range(n):
            proof = m.inclusion(i, n, sub(MANY))
            assert m.includes(MANY[i], i, n, proof, root)
            assert not m.includes(b"another", i, n, proof, root)
            for spoiled in range(len(proof)):
                wrong = [*proof[:spoiled], b"x" * 32, *proof[spoiled + 1 :]]
                assert not m.includes(MANY[i], i, n, wrong, root)


def test_a_log_that_goes_on_is_told_from_one_that_was_changed() -> None:
    for n in range(1, 40):
        for first in range(1, n + 1):
            proof = m.consistency(first, n, sub(MANY))
            assert m.continues(first, mth(MANY[:first]), n, mth(MANY[:n]), proof)
            assert not m.continues(first, mth(MANY[1 : first + 1]), n, mth(MANY[:n]), proof)

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
    k = 1 << ((len(d) - 1).bit_length() - 1)  # the largest power of two below
    return m.node(mth(d[:k]), mth(d[k:]))


def test_the_roots_are_those_of_other_logs() -> None:
    for n in range(1, 9):
        peaks = m.grown((), 0, [m.leaf(x) for x in LEAVES[:n]])
        assert m.root(peaks).hex() == ROOTS[n - 1] == mth(LEAVES[:n]).hex()


MANY = [bytes([i]) for i in range(40)]


def test_a_tree_that_grows_is_the_tree_of_all_its_leaves() -> None:
    for n in range(40):
        peaks = m.grown((), 0, [m.leaf(x) for x in MANY[:n]])
        assert m.root(peaks) == mth(MANY[:n])
        assert m.root(m.grown(peaks, n, [m.leaf(x) for x in MANY[n:]])) == mth(MANY)

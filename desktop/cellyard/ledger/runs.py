"""Runs: facts of one chain that stand in a row in a store, held against each other at once.

Proving a fact by itself costs several times what its bytes do. So a page is decoded, hashed and
compared as a whole; only what is not as it should be is then looked at row by row, to be named.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter, eq
from typing import NamedTuple

import sqlalchemy as sa

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Envelope

PAGE = 500
_FIRST, _LAST = -(1 << 63), (1 << 63) - 1
_ROWS = (
    "SELECT pos, station, epoch, type, subject, seq, ord, at, hash, envelope"
    " FROM fact WHERE pos >= ? ORDER BY pos LIMIT ?"
)
_SEALS = (
    "SELECT seq, hash, signature FROM seal WHERE station = ? AND epoch = ? AND seq BETWEEN ? AND ?"
)
_copies = attrgetter("station", "epoch", "type", "subject", "seq", "order", "at")


class Seal(NamedTuple):
    """A seal as the store holds it."""

    seq: int
    hash: bytes
    signature: bytes


class Run(NamedTuple):
    """Facts of one chain from position `first` to `last`, each of them as its copies say.

    `envelopes` is empty where something was not: then its rows are to be looked at one by one.
    """

    first: int
    last: int
    envelopes: Sequence[Envelope] = ()
    hashes: Sequence[bytes] = ()
    seals: Sequence[Seal] = ()


def runs(connection: sa.Connection) -> Iterator[Run]:
    """Go through all facts of a store in the order of `pos`."""
    # The driver's own rows: there may be millions of them.
    cursor = connection.connection.cursor()
    at = _FIRST
    while True:
        try:
            rows = cursor.execute(_ROWS, (at, PAGE)).fetchall()
            page = list(_cut(connection, rows)) if rows else []
        except sqlite3.Error:  # a text that is none, or a part of the file: to be looked at closely
            page = [Run(at, _LAST)]
        yield from page
        if not page or page[-1].last == _LAST:
            return
        at = page[-1].last + 1


def _cut(
    connection: sa.Connection,
    rows: Sequence[tuple[int, str, str, str, str, int, int, int, bytes, bytes]],
) -> Iterator[Run]:
    pos, station, epoch, type_, subject, seq, order, at, hashes, contents = zip(*rows, strict=True)
    copies = zip(station, epoch, type_, subject, seq, order, at, strict=True)
    try:
        envelopes = env.decode_canonical(contents)
        same = all(map(eq, map(_copies, envelopes), copies))
        same = same and env.fact_hashes(contents) == list(hashes)
    except (TypeError, ValueError):
        same, envelopes = False, list[Envelope]()
    if not same:
        yield Run(pos[0], pos[-1])
        return
    begin = 0
    for (name, epoch_), members in groupby(zip(station, epoch, strict=True)):
        end = begin + len(list(members))
        part = (connection, name, epoch_, seq[begin], seq[end - 1])
        yield Run(pos[begin], pos[end - 1], envelopes[begin:end], hashes[begin:end], _seals(*part))
        begin = end


def _seals(
    connection: sa.Connection, station: str, epoch: str, first: int, last: int
) -> list[Seal]:
    cursor = connection.connection.cursor()
    return [Seal(*row) for row in cursor.execute(_SEALS, (station, epoch, first, last))]

"""Sealed stretches: facts taken out of a store with what proves them, and proven without a store.

A stretch is a piece of one chain that ends at a seal, as a batch of the log does. The seal signs
the last fact's hash, each fact holds the hash of the one before it: one altered byte breaks it.
Every act ends at a seal, so a stretch is as long as the acts it is taken from. What is not asked
for but stands between a fact and its seal comes along: a hash cannot be had without its bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from cellyard.domain import envelope as env
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import StationOpened
from cellyard.domain.refusals import Refused
from cellyard.ledger import facts, schema, seals
from cellyard.ledger.chains import Fault, written_so

_Chain = tuple[str, str]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A fact by its name `station/epoch/seq` and its hash (hex)."""

    ref: str
    hash: str


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Facts of a chain, one after the other, as their bytes; `seal` signs the last one's hash."""

    station: str
    epoch: str
    public_key: str
    facts: tuple[msgspec.Raw, ...]
    seal: str


class Proven(NamedTuple):
    """The facts that their seals prove, by `station/epoch/seq`, and what was not as written."""

    facts: dict[str, Recorded]
    faults: tuple[Fault, ...]


_AT = "SELECT envelope FROM fact WHERE station = ? AND epoch = ? AND seq = ?"
_BETWEEN = (
    "SELECT envelope FROM fact WHERE station = ? AND epoch = ? AND seq BETWEEN ? AND ? ORDER BY seq"
)
_SEAL = (
    "SELECT seq, signature FROM seal WHERE station = ? AND epoch = ? AND seq >= ?"
    " ORDER BY seq LIMIT 1"
)


def newest(folder: Path, subjects: Iterable[str]) -> dict[str, tuple[Named, ...]]:
    """Return the newest facts of each subject of a store; more than one when concurrent."""
    engine = schema.reader(folder, snapshot=True)
    try:
        with engine.connect() as connection, connection.begin():
            found: dict[str, tuple[Named, ...]] = {}
            for subject in subjects:
                line = {r.ref: r.hash for r in facts.of_subject(connection, subject)}
                heads = facts.heads(connection, subject)
                found[subject] = tuple(Named(ref=ref, hash=line[ref]) for ref in heads)
            return found
    finally:
        engine.dispose()


def taken(folder: Path, roots: Iterable[str]) -> tuple[Stretch, ...]:
    """Return what proves these facts (`station/epoch/seq`) and all that they come after.

    Raises Refused("fact_damaged") when one is not in the store, or not sealed.
    """
    engine = schema.reader(folder, snapshot=True)
    try:
        with engine.connect() as connection, connection.begin():
            return _Taking(connection).taken(roots)
    finally:
        engine.dispose()


def proven(stretches: Sequence[Stretch]) -> Proven:
    """Prove stretches by their seals. Whose the keys are is another question."""
    found: dict[str, Recorded] = {}
    faults: list[Fault] = []
    keys: dict[_Chain, str] = {}
    for stretch in stretches:
        try:
            key = keys.setdefault((stretch.station, stretch.epoch), stretch.public_key)
            found |= _proven(stretch, key, found)
        except _Faulty as no:
            faults.append(no.fault)
    return Proven(found, tuple(faults))


def before(proven: Mapping[str, Recorded], roots: Iterable[str]) -> tuple[set[str], set[str]]:
    """Return the roots with every fact that they come after, and of these what is not there."""
    met: set[str] = set()
    missing: set[str] = set()
    ahead = list(roots)
    while ahead:
        ref = ahead.pop()
        if ref in met:
            continue
        met.add(ref)
        r = proven.get(ref)
        if r is None:
            missing.add(ref)
        else:
            ahead.extend(r.envelope.after)
    return met, missing


class _Taking:
    """Reads facts by their names; of the driver itself, since a paper asks for thousands."""

    def __init__(self, connection: sa.Connection) -> None:
        self._cursor = connection.connection.cursor()

    def taken(self, roots: Iterable[str]) -> tuple[Stretch, ...]:
        wanted: dict[_Chain, set[int]] = {}
        met: set[str] = set()
        ahead = list(roots)
        while ahead:
            ref = ahead.pop()
            if ref in met:
                continue
            met.add(ref)
            station, epoch, seq = _place(ref)
            wanted.setdefault((station, epoch), set()).add(seq)
            ahead.extend(env.decode_envelope(self._one(_AT, station, epoch, seq)[0]).after)
        return tuple(
            self._stretch(chain, self._key(chain), *part)
            for chain, seqs in sorted(wanted.items())
            for part in self._parts(chain, sorted(seqs))
        )

    def _parts(self, chain: _Chain, seqs: Sequence[int]) -> list[tuple[int, int, bytes]]:
        """Return first, last and seal of each stretch; what adjoins is one."""
        parts: list[tuple[int, int, bytes]] = []
        for seq in seqs:
            first = seq
            if parts:
                if seq <= parts[-1][1]:
                    continue
                if seq == parts[-1][1] + 1:
                    first = parts.pop()[0]
            sealed, signature = self._one(_SEAL, *chain, seq)
            parts.append((first, sealed, signature))
        return parts

    def _stretch(
        self, chain: _Chain, public_key: str, first: int, last: int, seal: bytes
    ) -> Stretch:
        rows = self._cursor.execute(_BETWEEN, (*chain, first, last)).fetchall()
        return Stretch(
            station=chain[0],
            epoch=chain[1],
            public_key=public_key,
            facts=tuple(msgspec.Raw(row[0]) for row in rows),
            seal=seal.hex(),
        )

    def _key(self, chain: _Chain) -> str:
        opened = env.recorded(self._one(_AT, *chain, 1)[0]).fact
        if not isinstance(opened, StationOpened):
            raise Refused("fact_damaged")
        return opened.public_key

    def _one(self, statement: str, *values: str | int) -> tuple[Any, ...]:
        row = self._cursor.execute(statement, values).fetchone()
        if row is None:
            raise Refused("fact_damaged")
        return row


def _place(ref: str) -> tuple[str, str, int]:
    station, epoch, seq = ref.rsplit("/", 2)
    return station, epoch, int(seq)


class _Faulty(Exception):
    def __init__(self, stretch: Stretch, seq: int, what: str) -> None:
        super().__init__(what)
        self.fault = Fault(station=stretch.station, epoch=stretch.epoch, seq=seq, what=what)


def _proven(
    stretch: Stretch, public_key: str, known: Mapping[str, Recorded]
) -> dict[str, Recorded]:
    if stretch.public_key != public_key:  # one chain, one key
        raise _Faulty(stretch, 0, "key_differs")
    found: dict[str, Recorded] = {}
    last: Recorded | None = None
    for content in map(bytes, stretch.facts):
        r = _read(stretch, content, last)
        if r.ref in known:
            raise _Faulty(stretch, r.envelope.seq, "chain_broken")
        found[r.ref] = last = r
    if last is None:
        raise _Faulty(stretch, 0, "chain_broken")
    if not seals.holds(stretch.public_key, bytes.fromhex(last.hash), _bytes(stretch.seal)):
        raise _Faulty(stretch, last.envelope.seq, "seal_differs")
    return found


def _read(stretch: Stretch, content: bytes, last: Recorded | None) -> Recorded:
    seq = last.envelope.seq + 1 if last else 0
    try:
        content.decode()  # the payload too: decoding the envelope passes over it
        r = env.recorded(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _Faulty(stretch, seq, "envelope_unreadable") from error
    e = r.envelope
    if not written_so(e, content) or (e.station, e.epoch) != (stretch.station, stretch.epoch):
        raise _Faulty(stretch, e.seq, "envelope_unreadable")
    if last and (e.seq, e.prev) != (seq, last.hash):
        raise _Faulty(stretch, seq, "hash_differs")
    if isinstance(r.fact, StationOpened) and r.fact.public_key != stretch.public_key:
        raise _Faulty(stretch, e.seq, "key_differs")
    return r


def _bytes(hex_: str) -> bytes:
    try:
        return bytes.fromhex(hex_)
    except ValueError:
        return b""

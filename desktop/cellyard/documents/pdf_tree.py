"""What a PDF holds, as one hash: the same for the same objects, however a program has filed them.

Every object below a root is written to SHA-256 with its kind and length, keys in byte order,
streams as they are when unpacked; an object that was met before is named by its turn. So the hash
depends on no object number, offset or packing, and on everything that a page can show.
"""

import hashlib
import zlib
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object

# What a foreign file may cost: bytes read and unpacked, objects looked at, one in another.
MOST_BYTES = 192 << 20
MOST_OBJECTS = 2_000_000
DEEPEST = 64

# How a stream was packed is no part of what it holds.
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
_FLATE = "/FlateDecode"


class Unfit(Exception):
    """A file that is too large, too deep or otherwise none of ours."""


class Budget:
    """What may still be read of a file; shared by all that is read of it."""

    def __init__(self) -> None:
        self._bytes = MOST_BYTES
        self._objects = MOST_OBJECTS

    def object(self) -> None:
        """Take note of one object. Raises Unfit when there were too many."""
        self._objects -= 1
        if self._objects < 0:
            raise Unfit

    def unpacked(self, stream: "Object") -> bytes:
        """Return the bytes of a stream that is packed by Flate or not at all, else as they are.

        Raises Unfit when they are too many, or no Flate.
        """
        self._take(int(stream.stream_dict.get("/Length", 0)))
        raw = stream.read_raw_bytes()
        if not _by_flate(stream):
            return raw
        unpacking = zlib.decompressobj()
        try:
            content = unpacking.decompress(raw, self._bytes + 1)
        except zlib.error as error:
            raise Unfit from error
        self._take(len(content))
        if not unpacking.eof:
            raise Unfit
        return content

    def _take(self, count: int) -> None:
        self._bytes -= count
        if count < 0 or self._bytes < 0:
            raise Unfit


def tree_hash(root: "Object", budget: Budget, *, without: tuple[str, ...] = ()) -> str:
    """Return the hash (hex) of an object and all below it, less these keys of the object itself.

    Raises Unfit for what is beyond the budget.
    """
    return _Walk(budget).hashed(root, without)


def reached(root: "Object", budget: Budget) -> int:
    """Return how many objects of a file a root leads to, itself among them; Unfit as above."""
    walk = _Walk(budget)
    walk.hashed(root, ())
    return walk.met


class _Walk:
    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._hash = hashlib.sha256(b"cellyard-pdf-tree-v1\0")
        self._turns: dict[tuple[int, int], int] = {}

    @property
    def met(self) -> int:
        return len(self._turns)

    def hashed(self, root: "Object", without: tuple[str, ...]) -> str:
        self._turns[root.objgen] = 0
        self._entries(root, frozenset(without), 0)
        return self._hash.hexdigest()

    def _value(self, value: object, depth: int) -> None:
        import pikepdf

        self._budget.object()
        if depth > DEEPEST:
            raise Unfit
        match value:
            case None | bool() | int() | Decimal():
                self._say(type(value).__name__.encode(), str(value).encode())
            case pikepdf.Name():
                self._say(b"/", str(value).encode())
            case pikepdf.String():
                self._say(b"(", bytes(value))
            case pikepdf.Object():
                self._holder(value, depth)
            case _:
                raise Unfit

    def _holder(self, value: "Object", depth: int) -> None:
        import pikepdf

        turn = self._turns.get(value.objgen) if value.is_indirect else None
        if turn is not None:
            self._say(b"again", b"%d" % turn)
            return
        if value.is_indirect:
            self._turns[value.objgen] = len(self._turns)
            self._say(b"object", b"")
        match value:
            case pikepdf.Array():
                self._say(b"[", b"%d" % len(value))
                for one in value.as_list():
                    self._value(one, depth + 1)
            case pikepdf.Dictionary():
                self._entries(value, frozenset(), depth)
            case pikepdf.Stream():
                packing = {"/Length", *(_PACKING if _by_flate(value) else ())}
                self._entries(value, frozenset(packing), depth)
                self._say(b"stream", self._budget.unpacked(value))
            case _:
                raise Unfit

    def _entries(self, value: "Object", without: frozenset[str], depth: int) -> None:
        keys = sorted(set(value.keys()) - without)
        self._say(b"<", b"%d" % len(keys))
        for key in keys:
            self._say(b"/", key.encode())
            self._value(value[key], depth + 1)

    def _say(self, kind: bytes, content: bytes) -> None:
        self._hash.update(b"%s %d " % (kind, len(content)))
        self._hash.update(content)


def _by_flate(stream: "Object") -> bool:
    """Tell whether a stream is packed by Flate alone, without a predictor, or not at all."""
    filter_ = stream.stream_dict.get("/Filter")
    if filter_ is None:
        return False
    return filter_ == _FLATE and "/DecodeParms" not in stream.stream_dict

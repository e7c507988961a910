"""The courier file: facts and files for one named receiver, carried by hand where no network is.

    file      "CYC1", head, lock, piece ..., signature
    head      length (u16, big-endian), JSON {"epoch", "receiver", "station", "v"}: the chain that
              signs, and the receiver's public box key (X25519, hex); nothing else is in clear
    lock      80 bytes: the file's own key (32 bytes), HPKE-sealed to the receiver (`ledger.boxes`);
              info: "cellyard-courier-v1" NUL, then SHA-256 over all before
    piece     64 KiB of the content, the last one less, each with a 16-byte tag: ChaCha20-Poly1305
              with the file's key; nonce: number of the piece from 0 (11 bytes, big-endian), then
              01 for the last one, else 00
    signature Ed25519 with the chain's key over "cellyard-courier-v1" NUL, SHA-256 over all before

    content   section ...
    section   kind (1 byte), length (u32, big-endian), then as many bytes
      N       first, once: what it is, and what the sender has, as JSON (`Note`)
      B       batches of facts in a row, a body as in log and feed (`sync.bundle`)
      K       a file begins: JSON {"sha256", "size"}
      D       the next part of it
      E       nothing follows: the end

Cut, turned or lengthened anywhere, it is refused as a whole. It opens in bounded memory, a piece
and a section at a time.
"""

import hashlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Annotated, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from cellyard.domain.refusals import Refused
from cellyard.ledger import boxes, seals
from cellyard.ledger.boxes import BoxKey
from cellyard.ledger.seals import SealingKey

MAGIC, VERSION = b"CYC1", 1
DOMAIN = b"cellyard-courier-v1\0"
ENDING = ".courier"
# The largest file that a memory stick with FAT32 takes.
MOST_BYTES = (4 << 30) - 1
PIECE, TAG, LOCK, SIGNATURE = 1 << 16, 16, 80, 64
# A part of a file, and a page of facts, are far below this.
MOST_SECTION = 16 << 20
_LARGEST_HEAD = 1024
_HEAD = struct.Struct(">H")
_SECTION = struct.Struct(">cI")


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in clear: who signs, and the box key (hex) of the one who can open it."""

    v: int = VERSION
    station: str
    epoch: str
    receiver: str


class Held(msgspec.Struct, frozen=True, array_like=True):
    """How far a chain is held."""

    station: str
    epoch: str
    seq: int


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is: of which centre, made when (ms), and what its sender has.

    `lacks` are files (SHA-256) that the sender's facts name and that are not there. Where a hub is
    the sender, `origin` and `size` say how long its log is.
    """

    centre: str
    app: str
    at: int
    heads: tuple[Held, ...]
    lacks: tuple[str, ...] = ()
    origin: str = ""
    size: int = 0


class FileBegins(msgspec.Struct, frozen=True, kw_only=True):
    """A file follows."""

    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    size: int


_encoder = msgspec.json.Encoder(order="deterministic")


class Writing:
    """Writes a courier file; it is there, whole and durable, when the block ends well."""

    def __init__(self, path: Path, head: Head, key: SealingKey, most: int = MOST_BYTES) -> None:
        self._path, self._part = path, path.with_name(path.name + ".part")
        self._key, self._most = key, most
        self._file: IO[bytes] = self._part.open("wb")
        self._digest, self.size = hashlib.sha256(), 0
        self._pending, self._count = bytearray(), 0
        clear = _encoder.encode(head)
        self._put(MAGIC + _HEAD.pack(len(clear)) + clear)
        secret = os.urandom(32)
        self._put(boxes.closed(head.receiver, secret, DOMAIN + self._digest.digest()))
        self._aead = ChaCha20Poly1305(secret)

    @property
    def room(self) -> int:
        """How many bytes still go in; a thousandth is for tags and lengths."""
        return (self._most - self.size - len(self._pending) - 4 * PIECE) * 999 // 1000

    def note(self, note: Note) -> None:
        self.add(b"N", _encoder.encode(note))

    def file(self, sha256: str, size: int) -> None:
        """A file begins; its parts follow by `add(b"D", ...)`."""
        self.add(b"K", _encoder.encode(FileBegins(sha256=sha256, size=size)))

    def add(self, kind: bytes, content: bytes) -> None:
        """Add a section. Refused("courier_too_large"), OSError."""
        if len(content) > self.room:
            raise Refused("courier_too_large", most=self._most >> 20)
        self._pending += _SECTION.pack(kind, len(content))
        self._pending += content
        while len(self._pending) > PIECE:
            self._piece(bytes(self._pending[:PIECE]), last=False)
            del self._pending[:PIECE]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._end()
        finally:
            self._file.close()
            self._part.unlink(missing_ok=True)

    def _end(self) -> None:
        self.add(b"E", b"")
        self._piece(bytes(self._pending), last=True)
        self._put(self._key.sign(DOMAIN + self._digest.digest()))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)

    def _piece(self, content: bytes, *, last: bool) -> None:
        self._put(self._aead.encrypt(_nonce(self._count, last=last), content, None))
        self._count += 1

    def _put(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self.size += len(content)


class Reading:
    """Opens a courier file with the key of its receiver.

    Refused("courier_not_one") for what is none, ("courier_newer"), ("courier_too_large"),
    ("courier_not_for_us"), and ("courier_damaged") as soon as something is not as it was written.
    """

    def __init__(self, path: Path, box: BoxKey, most: int = MOST_BYTES) -> None:
        self._path, self._box = path, box
        self._size = path.stat().st_size
        if self._size > most:
            raise Refused("courier_too_large", most=most >> 20)
        with path.open("rb") as file:
            self.head = self._read_head(file)
        if self.head.receiver != box.public_key:
            raise Refused("courier_not_for_us")
        self._digest = b""
        self._signature = b""

    @property
    def name(self) -> str:
        """How the file is called."""
        return self._path.name

    def sections(self) -> Iterator[tuple[bytes, bytes]]:
        """Go through the content; at the end it is known to be whole, and `signed_by` may say."""
        pending, seen_end = bytearray(), False
        for piece in self._pieces():
            pending += piece
            while len(pending) >= _SECTION.size:
                kind, length = _SECTION.unpack_from(pending)
                if length > MOST_SECTION or seen_end:
                    raise self.damaged()
                if len(pending) < _SECTION.size + length:
                    break
                content = bytes(pending[_SECTION.size : _SECTION.size + length])
                del pending[: _SECTION.size + length]
                seen_end = kind == b"E"
                if not seen_end:
                    yield kind, content
        if pending or not seen_end:
            raise self.damaged()

    def signed_by(self, public_key: str) -> bool:
        """Tell whether the file, gone through to its end, bears the signature of a key (hex)."""
        return seals.signed(public_key, DOMAIN + self._digest, self._signature)

    def _pieces(self) -> Iterator[bytes]:
        digest = hashlib.sha256()
        with self._path.open("rb") as file:
            self._read_head(file)
            begin = file.tell()
            file.seek(0)
            digest.update(file.read(begin))
            lock = file.read(LOCK)
            secret = self._box.open(lock, DOMAIN + digest.digest())
            if secret is None or len(secret) != 32:
                raise self.damaged()
            digest.update(lock)
            aead, left, count = ChaCha20Poly1305(secret), self._size - begin - LOCK, 0
            left -= SIGNATURE
            while left > 0:
                sealed = file.read(min(PIECE + TAG, left))
                left -= PIECE + TAG
                digest.update(sealed)
                try:
                    yield aead.decrypt(_nonce(count, last=left <= 0), sealed, None)
                except InvalidTag as error:
                    raise self.damaged() from error
                count += 1
            self._signature = file.read()
        self._digest = digest.digest()

    def _read_head(self, file: IO[bytes]) -> Head:
        if file.read(len(MAGIC)) != MAGIC:
            raise Refused("courier_not_one", file=self._path.name)
        try:
            (length,) = _HEAD.unpack(file.read(_HEAD.size))
            clear = file.read(min(length, _LARGEST_HEAD))
            newer = msgspec.json.decode(clear, type=_Versioned).v > VERSION
            head = None if newer else msgspec.json.decode(clear, type=Head)
        except (struct.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self.damaged() from error
        if head is None:
            raise Refused("courier_newer", file=self._path.name)
        return head

    def damaged(self) -> Refused:
        """Return what to say of a file that is not as it was written."""
        return Refused("courier_damaged", file=self._path.name)


class _Versioned(msgspec.Struct):
    v: int = 0


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])

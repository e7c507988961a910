"""Wire logs: every byte of a line, kept while wanted, exported to a file, and read back."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import msgspec

from cellyard import durable
from cellyard.devices import profile as profiles
from cellyard.devices.decoding import canonical
from cellyard.devices.replay import Player
from cellyard.devices.wirelog import Wired, WireLog, forerunners, sifted
from cellyard.domain.readings import Reading
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument

FOLDER = "wire"
# So much of a log is read at a time: no call into the system holds more than a megabyte.
_CHUNK = 1 << 20
# Of a longer log the newest pieces are decoded: more than anybody looks through.
MOST = 20_000

# `read`: a frame was understood; `asked`: we said it; `goes_on`: the rest of a frame is still to
# come; `unknown`: bytes that belong to no frame of the profile.
Meaning = Literal["read", "asked", "goes_on", "unknown"]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What lies of an instrument's log: all its bytes, and when it was written last (s, epoch)."""

    size: int = 0
    newest: float = 0.0


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of a log and what it means. `at` is ms of the wall clock (0: not kept).

    `readings` are those of every frame that this piece completes, in the units of our floors.
    """

    at: int
    port: str
    raw: bytes
    meaning: Meaning
    readings: tuple[dict[str, Reading], ...] = ()


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """A log played back. `wrong` lines were no pieces; `left_out` pieces came before `pieces`."""

    pieces: tuple[Piece, ...]
    wrong: int = 0
    left_out: int = 0

    @property
    def frames(self) -> int:
        """How many frames were understood."""
        return sum(len(piece.readings) for piece in self.pieces)

    @property
    def unknown(self) -> int:
        """How many pieces hold bytes of no frame."""
        return sum(piece.meaning == "unknown" for piece in self.pieces)


def path(folder: Path, key: str) -> Path:
    """Return where the log of an instrument lies in a data folder, whatever its key is made of."""
    return folder / FOLDER / f"{quote(key, safe=' ')}.jsonl"


def opened(folder: Path, instrument: Instrument) -> WireLog | None:
    """Return the log of an instrument's line; None where none is wanted, or the disk has no room.

    A log is there to find faults with: that it cannot be kept never keeps a line from reading.
    """
    if not instrument.wire_log:
        return None
    file = path(folder, instrument.key)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return WireLog(file)
    except OSError:
        return None


def kept(folder: Path, key: str) -> Kept:
    """Return how much of an instrument's log there is."""
    stats = [file.stat() for file in _files(folder, key)]
    if not stats:
        return Kept()
    return Kept(size=sum(s.st_size for s in stats), newest=max(s.st_mtime for s in stats))


def export(folder: Path, key: str, target: Path) -> int:
    """Write an instrument's log to one new file, the oldest piece first; returns its bytes.

    Refused: `no_wire_log_kept` where nothing lies, `file_exists` (nothing is written over), and
    what `durable.refusal` says of the disk.
    """
    files = _files(folder, key)
    if not files:
        raise Refused("no_wire_log_kept")
    try:
        written = target.open("xb")
    except FileExistsError as there:
        raise Refused("file_exists", file=target.name) from there
    except OSError as failed:
        raise durable.refusal(failed) from failed
    try:
        with written:
            for file in files:
                for chunk in _chunks(file):
                    written.write(chunk)
            return written.tell()
    except OSError as failed:
        # Half of it would be in the way of the next try, which writes over nothing.
        with suppress(OSError):
            target.unlink()
        raise durable.refusal(failed) from failed


def profile_names() -> dict[str, str]:
    """Return the names of the profiles by id."""
    return {p.id: p.about.name for p in profiles.load_all()}


def replay(file: Path, profile_id: str) -> Replay:
    """Return what each piece of a log means by a profile; each port of the log is read for itself.

    Refused: `unknown_profile`, `no_wire_log` where no line is a piece, and what
    `durable.refusal` says of the file.
    """
    described = profiles.load(profile_id)
    try:
        pieces, wrong = sifted(file)
    except OSError as failed:
        raise durable.refusal(failed) from failed
    if not pieces:
        raise Refused("no_wire_log", file=file.name)
    players: dict[str, Player] = {}
    newest = pieces[-MOST:]
    made = [
        _piece(described, players.setdefault(wired.port, Player(described)), wired)
        for wired in newest
    ]
    return Replay(pieces=tuple(made), wrong=len(wrong), left_out=len(pieces) - len(newest))


def _piece(described: profiles.Profile, player: Player, wired: Wired) -> Piece:
    raw = bytes.fromhex(wired.hex)
    if wired.dir == "TX":
        return Piece(at=wired.at, port=wired.port, raw=raw, meaning="asked")
    before = player.dropped
    frames = [frame for _t, frame in player.feed(wired.t, raw)]
    readings = tuple(canonical(described, frame.readings) for frame in frames)
    spoilt = player.dropped > before
    meaning: Meaning = "read" if frames else "unknown" if spoilt else "goes_on"
    return Piece(at=wired.at, port=wired.port, raw=raw, meaning=meaning, readings=readings)


def _files(folder: Path, key: str) -> list[Path]:
    """Return the files of a log that are there, the oldest first."""
    newest = path(folder, key)
    return [file for file in (*reversed(forerunners(newest)), newest) if file.is_file()]


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as log:
        while chunk := log.read(_CHUNK):
            yield chunk

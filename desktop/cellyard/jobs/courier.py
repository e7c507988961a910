"""Courier files of a station: one is made for a receiver of its centre, one that came is taken.

`make` reads beside the running app. `take` proves a file likewise, and hands what is new to
whoever writes, page by page.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from cellyard import __version__, durable
from cellyard.domain.refusals import Refused
from cellyard.jobs import erasing, keys, receivers
from cellyard.jobs.membership import Membership
from cellyard.jobs.receivers import Receiver
from cellyard.jobs.slices import Slices, Write
from cellyard.jobs.station import Identity, Station, identity
from cellyard.ledger import counterparts, erasures, file_errands, leaving, schema
from cellyard.ledger.batches import Batch
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.enrolments import Enrolments
from cellyard.ledger.file_errands import Errand
from cellyard.ledger.ledger import wall_clock
from cellyard.sync import packing, unpacking
from cellyard.sync.courier_file import ENDING, Head, Held, Note, Reading, Writing
from cellyard.sync.packing import PAGE, PEOPLE, Content, Packed
from cellyard.sync.unpacking import Chain, FileComing, Proven

__all__ = [
    "FILE_BYTES",
    "Found",
    "Packed",
    "Taken",
    "found",
    "make",
    "make_in",
    "take",
    "take_into",
]

T = TypeVar("T")
# Photos and traces of some weeks; registers and facts are small beside them.
FILE_BYTES = 512 << 20
# A note stays far below what one section holds; what is left over is asked for the next time.
MOST_LACKING = 20_000


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What was new in a file: facts, files; `gaps` are chains whose facts did not join.

    `forks` are numbers under which a chain says two things; both are kept.
    """

    station: str
    facts: int
    files: int
    gaps: tuple[tuple[str, str, int], ...] = ()
    forks: tuple[str, ...] = ()


def make(folder: Path, to: str, out: Path, budget: int = FILE_BYTES) -> tuple[Path, Packed]:
    """Write what a receiver may lack into a file, a new one where `out` is a folder.

    `budget` is how many bytes of photos, traces and papers go along. Refused("courier_nobody"),
    ("courier_too_large"), ("file_exists"), or as the disk says.
    """
    who, pinned = identity(folder), receivers.pinned(folder)
    path = out / _new_name() if out.is_dir() else out
    if path.exists():
        raise Refused("file_exists", file=path.name)
    with schema.reading(folder) as connection:
        receiver = receivers.named(receivers.of_centre(connection, who, pinned), to)
        key = keys.read(folder, who.epoch).key
        head = Head(station=who.station, epoch=who.epoch, receiver=receiver.box_key)
        own = (who.station, who.epoch)
        known = receivers.known_there(connection, receiver, own, pinned)
        new = leaving.after(connection, known, own, PAGE)
        choose = _contents(connection, folder, receiver)
        try:
            with Writing(path, head, key) as file:
                packed = packing.pack(file, _note(connection, folder, who), new, choose, budget)
        except OSError as error:
            raise durable.refusal(error) from error
    return path, msgspec.structs.replace(packed, size=path.stat().st_size)


def make_in(folder: Path, to: str, out: Path, budget: int) -> tuple[Path, Packed]:
    """Make a file in a folder, e.g. of a memory stick; refused as `make`."""
    if not out.is_dir():
        raise Refused("file_missing", file=str(out))
    return make(folder, to, out, budget)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A courier file in a folder; `at` in ms."""

    name: str
    size: int
    at: int


def found(folder: Path) -> list[Found]:
    """Return the courier files in a folder, the newest first; none where there is no folder."""
    try:
        there = [(path.name, path.stat()) for path in folder.glob(f"*{ENDING}")]
    except OSError:
        return []
    files = (Found(name=n, size=s.st_size, at=int(s.st_mtime * 1000)) for n, s in there)
    return sorted(files, key=lambda f: (-f.at, f.name))


def take(folder: Path, path: Path, write: Write) -> Taken:
    """Store what is new of a file; a second time changes nothing. `write` is waited for.

    Refused as `Reading` and `unpacking.prove`; also ("station_goes_on_elsewhere"), and
    ("courier_no_room"). Then nothing was stored.
    """
    who, pinned = identity(folder), receivers.pinned(folder)
    file = _opened(folder, who, path)
    with schema.reading(folder) as connection:
        store = _Known(connection, who, pinned)
        proven = unpacking.prove(file, store, who.centre)
        _check_own(proven, who, store)
        said = counterparts.kept(connection, receivers.counterpart(proven.sender))
    of = receivers.counterpart(proven.sender)
    slices = Slices(write, pinned.hub_key, of=of, carried=True)
    try:
        storing = _Storing(folder, slices, proven)
        taken = storing.run(file)
        state = msgspec.json.encode(proven.note)
        if state != said:
            slices.apply((), state)
    finally:
        slices.end()
    write(lambda station: _finish(station, storing.brought))
    return taken


def _finish(station: Station, brought: Sequence[Errand]) -> None:
    """Drop what was erased, and offer the files to the hub: who named them may never meet it."""
    erasing.finish(station)
    with station.ledger.connection.begin():
        file_errands.keep(station.ledger.connection, brought, None)


def take_into(station: Station, path: Path) -> Taken:
    """Take a file into an open station; refused as `take`."""

    def write(work: Callable[[Station], T]) -> T:
        return work(station)

    return take(station.folder, path, write)


def _opened(folder: Path, who: Identity, path: Path) -> Reading:
    try:
        file = Reading(path, keys.box(folder, who.epoch))
        if shutil.disk_usage(folder).free < path.stat().st_size * 2:
            raise Refused("courier_no_room")
    except OSError as error:
        raise durable.refusal(error) from error
    return file


def _check_own(proven: Proven, who: Identity, store: "_Known") -> None:
    """What the sender has of our own chain we have written: or this store was rolled back."""
    own = (who.station, who.epoch)
    there = max((h.seq for h in proven.note.heads if (h.station, h.epoch) == own), default=0)
    if there > store.last(own):
        raise Refused("station_goes_on_elsewhere")


class _Known:
    """The store of a station, as proving a file needs it."""

    def __init__(self, connection: sa.Connection, who: Identity, pinned: Membership) -> None:
        self._connection = connection
        own = {(who.station, who.epoch): who.public_key}
        self._enrolled = Enrolments(connection, pinned.hub_key, own)

    def key(self, chain: Chain) -> str | None:
        return self._enrolled.key(*chain)

    def revoked(self, chain: Chain) -> bool:
        return self._enrolled.counted(*chain) is not None

    def relay(self, chain: Chain) -> bool:
        found = self._enrolled.enrolled(*chain)
        return found is not None and found.relay

    def last(self, chain: Chain) -> int:
        return leaving.last(self._connection, *chain)


class _Storing:
    """Stores a proven file: facts through the writer, then the files that they name."""

    def __init__(self, folder: Path, slices: Slices, proven: Proven) -> None:
        self._folder, self._slices, self._proven = folder, slices, proven
        self._blobs = Blobs(folder / "blobs")
        self._gone: set[str] | None = None
        self.brought: list[Errand] = []
        self._facts = self._files = 0
        self._forks: list[str] = []

    def run(self, file: Reading) -> Taken:
        for content in unpacking.contents(file):
            match content:
                case list():
                    self._page(content)
                case FileComing():
                    self._file(content)
                case Note():
                    pass
        return Taken(
            station=self._proven.sender[0],
            facts=self._facts,
            files=self._files,
            gaps=self._proven.gaps,
            forks=tuple(self._forks),
        )

    def _page(self, page: Sequence[Batch]) -> None:
        if joining := unpacking.joining(page, self._proven):
            arrived = self._slices.apply(joining, None)
            self._facts += len(arrived.facts)
            self._forks += (f"{b.station}/{b.epoch}/{b.seq}" for b in arrived.forks)

    def _file(self, coming: FileComing) -> None:
        # The facts have come before: what they erase is taken from nobody.
        if self._gone is None:
            self._gone = erasures.files(self._folder)
        if coming.sha256 not in self._gone and not self._blobs.intact(coming.sha256):
            self._blobs.take(coming.sha256, coming)
            self._files += 1
            self.brought.append(Errand(coming.sha256, "put"))


# --- what goes in -------------------------------------------------------------------------------


def _note(connection: sa.Connection, folder: Path, who: Identity) -> Note:
    held = leaving.heads(connection)
    blobs, gone = Blobs(folder / "blobs"), erasures.files(folder)
    named = _with_sheets(blobs, file_errands.all_named(connection))
    lacks = (s for s in named if s not in gone and not blobs.holds(s))
    return Note(
        centre=who.centre,
        app=__version__,
        at=wall_clock(),
        heads=tuple(Held(h.station, h.epoch, h.seq) for h in held),
        lacks=tuple(islice(lacks, MOST_LACKING)),
    )


def _with_sheets(blobs: Blobs, named: Mapping[str, str]) -> dict[str, str]:
    """Return these files, and the sheets that those of people name."""
    entries = (s for s, register in named.items() if register == PEOPLE and blobs.intact(s))
    sheets = (packing.sheet_of(blobs.get(sha256)) for sha256 in entries)
    return {**named, **{sheet: PEOPLE for sheet in sheets if sheet}}


def _contents(
    connection: sa.Connection, folder: Path, receiver: Receiver
) -> Callable[[Mapping[str, str]], list[Content]]:
    """Return what chooses the files to bring: those here that are new, or that it said it lacks."""
    said, blobs = receivers.said_by(connection, receiver), Blobs(folder / "blobs")

    def choose(named: Mapping[str, str]) -> list[Content]:
        wanted = _with_sheets(blobs, named)
        if said and said.lacks:
            all_ = _with_sheets(blobs, file_errands.all_named(connection))
            wanted |= {sha256: all_[sha256] for sha256 in said.lacks if sha256 in all_}
        gone = erasures.files(folder)
        return [
            Content(s, blobs.path(s).stat().st_size, register, partial(blobs.parts, s))
            for s, register in wanted.items()
            if s not in gone and blobs.intact(s)
        ]

    return choose


def _new_name() -> str:
    """Return a file name that names nobody."""
    day = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    return f"cellyard-{day}-{os.urandom(2).hex()}{ENDING}"

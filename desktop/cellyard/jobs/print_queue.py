"""What waits for a printer, on disk: one file a job, until the printer has it.

Labels and papers wait in the same form; what is sent, and what is done when nobody can tell
whether it came out, stands with each.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from cellyard.domain.refusals import Trouble
from cellyard.durable import sync_folder, write_durably

_DAMAGED = ".damaged"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for printer `target`. `begun`: how often it may have reached it so far."""

    number: int
    title: str
    target: str
    begun: int = 0


J = TypeVar("J", bound=Job)


@dataclass(frozen=True)
class Printed(Generic[J]):
    """What the printer took. `copy` is 1, or more when an earlier paper of it may exist."""

    job: J
    copy: int


@dataclass(frozen=True)
class Flushed(Generic[J]):
    """What a round did: what came out, what holds up which printer, how many still wait.

    `held` is how many of these lie until a person says what is to become of them. `damaged` names
    files that are no jobs; they are kept aside and nothing waits for them.
    """

    printed: tuple[Printed[J], ...]
    troubles: dict[str, Trouble]
    waiting: int
    held: int
    damaged: tuple[str, ...]


class PrintQueue(Generic[J]):
    """The files of a queue. All of it may be called from different threads.

    `kind` is what its files hold, `ending` how their names end, `not_kept` the Trouble of a disk
    that takes none. `awake` is set to have the queue looked at now.
    """

    def __init__(self, folder: Path, kind: type[J], ending: str, not_kept: str) -> None:
        self._folder, self._kind, self._ending = folder, kind, ending
        self._not_kept = not_kept
        self.awake = threading.Event()
        self._numbering = threading.Lock()
        self._flushing = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        for part in folder.glob("*.part"):  # never finished, so nobody was told that it waits
            part.unlink()
        self._last = max((int(path.stem) for path in self._files()), default=0)

    def waiting(self) -> list[J]:
        """Return what waits, oldest first."""
        return [job for _, job in self._read() if job]

    def count(self) -> int:
        """Return how many wait."""
        return len(self._files())

    def _put(self, make: Callable[[int], J]) -> J:
        """Keep a job under the next number. When this returns, a power cut does not lose it."""
        with self._numbering:
            job = make(self._last + 1)
            self._keep(job)
            self._last = job.number
        return job

    def _round(self, send: Callable[[J], int | None]) -> Flushed[J]:
        """Send what waits, oldest first; a printer in trouble keeps its jobs for the next round.

        `send` returns which copy came out, or None for what is held.
        """
        with self._flushing:
            printed: list[Printed[J]] = []
            troubles: dict[str, Trouble] = {}
            damaged: list[str] = []
            held = 0
            for path, job in self._read():
                if job is None:
                    damaged.append(self._put_aside(path))
                elif job.target not in troubles:
                    try:
                        copy = send(job)
                    except Trouble as trouble:
                        troubles[job.target] = trouble
                        continue
                    if copy is None:
                        held += 1
                    else:
                        self._remove(job.number)
                        printed.append(Printed(job, copy))
            return Flushed(tuple(printed), troubles, self.count(), held, tuple(damaged))

    def _keep(self, job: J) -> None:
        try:
            write_durably(self._path(job.number), msgspec.json.encode(job))
        except OSError as failed:
            why = failed.strerror or str(failed)
            raise Trouble(self._not_kept, title=job.title, why=why) from failed

    def _remove(self, number: int) -> None:
        self._path(number).unlink(missing_ok=True)
        sync_folder(self._folder)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:010d}{self._ending}"

    def _files(self) -> list[Path]:
        found = self._folder.glob(f"*{self._ending}")
        return sorted(path for path in found if path.stem.isdecimal())

    def _read(self) -> Iterator[tuple[Path, J | None]]:
        for path in self._files():
            try:
                yield path, msgspec.json.decode(path.read_bytes(), type=self._kind)
            except FileNotFoundError:  # dropped meanwhile
                continue
            except (msgspec.DecodeError, OSError):
                yield path, None

    def _put_aside(self, path: Path) -> str:
        aside = path.with_suffix(_DAMAGED)
        path.replace(aside)
        return aside.name

"""Labels on their way to a printer, on disk: one file a label, until the printer has it.

A label is sent at least once. Where a power cut or a printer that stopped half-way leaves open
whether it came out, it is sent again with REPRINT and the number of the try printed on it, so
that nobody takes the second label for a second battery.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cellyard.documents import zpl as language
from cellyard.domain.refusals import Trouble
from cellyard.durable import sync_folder, write_durably
from cellyard.jobs import printing
from cellyard.jobs.printing import PATIENT, Patience

_ENDING = ".label"
_DAMAGED = ".damaged"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A label that waits. `begun`: how often its bytes may have reached the printer so far."""

    number: int
    title: str
    target: str
    zpl: bytes
    answers: bool = True
    begun: int = 0


@dataclass(frozen=True)
class Printed:
    """A label that came out. `copy` is 1, or more when an earlier paper of it may exist."""

    job: Job
    copy: int


@dataclass(frozen=True)
class Flushed:
    """What a round did: what came out, what holds up which printer, how many still wait.

    `damaged` names files that are no labels; they are kept aside and nothing waits for them.
    """

    printed: tuple[Printed, ...]
    troubles: dict[str, Trouble]
    waiting: int
    damaged: tuple[str, ...]


class Outbox:
    """The print queue of a station. `put` and `flush` may be called from different threads."""

    def __init__(self, folder: Path, *, patience: Patience = PATIENT) -> None:
        self._folder = folder
        self._patience = patience
        self._numbering = threading.Lock()
        self._flushing = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        for part in folder.glob("*.part"):  # never finished, so nobody was told that it waits
            part.unlink()
        self._last = max((int(path.stem) for path in self._files()), default=0)

    def put(self, zpl: bytes, target: str, *, title: str, answers: bool = True) -> Job:
        """Keep a label for its printer. When this returns, a power cut does not lose it.

        Raises Trouble("label_not_kept") when the disk does not take it.
        """
        with self._numbering:
            number = self._last + 1
            job = Job(number=number, title=title, target=target, zpl=zpl, answers=answers)
            self._keep(job)
            self._last = number
        return job

    def waiting(self) -> list[Job]:
        """Return the labels that wait, oldest first."""
        return [job for _, job in self._read() if job]

    def drop(self, number: int) -> None:
        """Give up a label that waits. Nothing happens when it is gone already."""
        self._path(number).unlink(missing_ok=True)
        sync_folder(self._folder)

    def flush(self) -> Flushed:
        """Send what waits, oldest first; a printer in trouble keeps its labels for the next call.

        Blocks while printers print: call it on a thread of its own.
        """
        with self._flushing:
            printed: list[Printed] = []
            troubles: dict[str, Trouble] = {}
            damaged: list[str] = []
            for path, job in self._read():
                if job is None:
                    damaged.append(self._put_aside(path))
                elif job.target not in troubles:
                    try:
                        printed.append(self._send(job))
                    except Trouble as trouble:
                        troubles[job.target] = trouble
            return Flushed(tuple(printed), troubles, len(self._files()), tuple(damaged))

    def _send(self, job: Job) -> Printed:
        copy = job.begun + 1
        printing.send(
            job.zpl if copy == 1 else language.reprint(job.zpl, copy),
            job.target,
            answers=job.answers,
            patience=self._patience,
            # On disk before the first byte leaves: after a power cut it counts as perhaps printed.
            began=lambda: self._keep(msgspec.structs.replace(job, begun=copy)),
        )
        self.drop(job.number)
        return Printed(job, copy)

    def _keep(self, job: Job) -> None:
        try:
            write_durably(self._path(job.number), msgspec.json.encode(job))
        except OSError as failed:
            why = failed.strerror or str(failed)
            raise Trouble("label_not_kept", label=job.title, why=why) from failed

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:010d}{_ENDING}"

    def _files(self) -> list[Path]:
        return sorted(path for path in self._folder.glob(f"*{_ENDING}") if path.stem.isdecimal())

    def _read(self) -> Iterator[tuple[Path, Job | None]]:
        for path in self._files():
            try:
                yield path, msgspec.json.decode(path.read_bytes(), type=Job)
            except FileNotFoundError:  # dropped meanwhile
                continue
            except (msgspec.DecodeError, OSError):
                yield path, None

    def _put_aside(self, path: Path) -> str:
        aside = path.with_suffix(_DAMAGED)
        path.replace(aside)
        return aside.name

"""The nightly backup: a thread that waits for its hour, and a process of its own for the work.

Proving a large store keeps a processor busy for minutes. In this process it would take the
screen's turns; in one of its own, at a low priority, it takes what is left over.
"""

import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

from cellyard.domain.refusals import Refused
from cellyard.jobs import backups
from cellyard.jobs.backups import State
from cellyard.jobs.scratch import under_way
from cellyard.jobs.station import IDENTITY
from cellyard.ledger.ledger import wall_clock

# How often the clock is looked at: a computer may sleep, and a clock may be set.
LOOK_S = 20.0
# A round that gave no proven backup is tried again after this time.
AGAIN_MS = 3_600_000
_POLL_S = 0.2


class Nightly:
    """Backs a station up at its hour, or at the next start after; `now` does so at once.

    `state` is the newest note; all of it may be called from any thread.
    """

    def __init__(self, folder: Path, *, target: str, at: str) -> None:
        self._folder = folder
        self._target, self._at = target, at
        self._awake = threading.Event()
        self._wanted = threading.Event()
        self._stopping = threading.Event()
        self._busy = False
        self.state: State = backups.state(folder)
        # The note as it was read last: a disk that takes no note leaves `state` ahead of it.
        self._read = self.state
        self._thread = threading.Thread(target=self._run, name="nightly")
        self._thread.start()

    def use(self, *, target: str, at: str) -> None:
        """Back up there, and at this time of the day (HH:MM), from now on."""
        self._target, self._at = target, at

    def now(self) -> None:
        """Back up at once."""
        self._wanted.set()
        self._awake.set()

    def stop(self) -> None:
        """End; a round that is at work is broken off, and leaves nothing that counts."""
        self._stopping.set()
        self._awake.set()
        self._thread.join()

    @property
    def working(self) -> bool:
        """Whether a round is at work, or wanted."""
        return self._busy or self._wanted.is_set()

    @property
    def target(self) -> Path:
        """Where the backups go."""
        return backups.target(self._folder, self._target)

    def _run(self) -> None:
        while not self._stopping.is_set():
            if self._wanted.is_set() or self._due():
                self._busy = True
                self._wanted.clear()
                self._round()
                self._busy = False
            self._awake.wait(LOOK_S)
            self._awake.clear()

    def _due(self) -> bool:
        # Asked anew: a round may have been made by command meanwhile.
        noted = backups.state(self._folder)
        if noted != self._read:
            self.state = self._read = noted
        tried, failed = self.state.tried_at or self._begun(), bool(self.state.refused)
        return due(tried, wall_clock(), self._at, failed=failed) and not under_way(self._folder)

    def _begun(self) -> int:
        """Return since when there is something to back up (ms); by the clock of now, not later."""
        try:
            founded = int((self._folder / IDENTITY).stat().st_mtime * 1000)
        except FileNotFoundError:
            return wall_clock()
        return min(founded, wall_clock())

    def _round(self) -> None:
        """Have a backup made, and see to it that a note says what came of it."""
        before = backups.state(self._folder)
        no = self._made()
        self.state = self._read = backups.state(self._folder)
        if self._stopping.is_set():
            return
        if no is None and self.state == before and not under_way(self._folder):
            # It ended without a word: killed, or it could not begin.
            no = Refused("backup_broke_off")
        if no:
            self.state = backups.note(self._folder, no)
            self._read = backups.state(self._folder)

    def _made(self) -> Refused | None:
        """Run the process to its end, or until the app is closed; returns why it did not begin."""
        try:
            backups.check_there(self._target)
            with subprocess.Popen(
                _command(self._folder, self.target),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=_FLAGS,
            ) as process:
                while process.poll() is None:
                    if self._stopping.wait(_POLL_S):
                        process.terminate()
                        break
        except Refused as no:
            return no
        except OSError as error:
            return Refused("backup_not_begun", why=error.strerror or str(error))
        return None


def due(tried: int, now: int, at: str, *, failed: bool) -> bool:
    """Tell whether a round is due (ms): its hour came since the last, or that one failed.

    One that was tried later than now tells that the clock was set back: nobody knows how far.
    """
    if tried > now or (failed and now - tried >= AGAIN_MS):
        return True
    there = datetime.fromtimestamp(now / 1000).astimezone()
    hour, _colon, minute = at.partition(":")
    last = there.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    if last > there:
        last -= timedelta(days=1)
    return tried < last.timestamp() * 1000


def _command(folder: Path, target: Path) -> list[str]:
    # An installed app is its own command; otherwise Python runs the package.
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cellyard"]
    return [*own, "--data", str(folder), "backup", "--to", str(target)]


if sys.platform == "win32":
    _FLAGS = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
else:
    _FLAGS = 0

"""The folder with the fire sheet: a thread that writes it anew each minute and after changes.

It asks the store by a read-only connection of its own and never holds up whoever writes. Nobody
who reads the folder sees half a file, and no file name there has anything of a person.
"""

import threading
import time
from contextlib import closing
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.domain.refusals import Refused
from cellyard.jobs import fire_sheet
from cellyard.ledger.questions import Questions

# In a station's own folder; a folder that the settings name must be there already, or a share
# that is away would be written to the empty place where it is usually mounted.
OWN = "fire-sheet"
PDF, TEXT = "fire-sheet.pdf", "fire-sheet.txt"
# After so long without a new sheet the one in the folder is old, whatever the reason.
OLD_MS = 180_000
_AWAY_S = 5.0


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds: to the first sheet (the app's start goes first), between two, after a change."""

    first: float = 5.0
    every: float = 60.0
    gap: float = 5.0


class FolderState(msgspec.Struct, frozen=True, kw_only=True):
    """When the newest sheet was written (ms, 0 for never), and what keeps the next one away."""

    written_at: int = 0
    trouble: Refused | None = None


class FireFolder:
    """Keeps the sheet fresh. `wake` after a change, `stop` at the end; `state` for the lamps."""

    def __init__(self, folder: Path, station: str, target: str = "", pace: Pace | None = None):
        self._folder, self._station = folder, station
        self._target = target
        self._pace = pace or Pace()
        self._awake, self._stopping = threading.Event(), threading.Event()
        self._began_at = _now_ms()
        self.state = FolderState()
        # A share that hangs must not keep the app from ending: what it writes is whole or nothing.
        self._thread = threading.Thread(target=self._run, name="fire sheet", daemon=True)
        self._thread.start()

    @property
    def path(self) -> Path:
        """The folder that is kept fresh."""
        return Path(self._target) if self._target else self._folder / OWN

    def use(self, target: str) -> None:
        """Keep another folder fresh from now on; "" for the station's own."""
        if target != self._target:
            self._target = target
            self.wake()

    def wake(self) -> None:
        """Something has changed: write it soon."""
        self._awake.set()

    def stop(self) -> None:
        """End after the sheet that is being written."""
        self._stopping.set()
        self._awake.set()
        self._thread.join(_AWAY_S)

    @property
    def old(self) -> bool:
        """True when the sheet in the folder is not of now any more: a person has to know."""
        late = _now_ms() - max(self.state.written_at, self._began_at) > OLD_MS
        return self.state.trouble is not None or late

    def _run(self) -> None:
        self._stopping.wait(self._pace.first)
        while not self._stopping.is_set():
            self._awake.clear()
            self.state = self._refreshed()
            if self._awake.wait(self._pace.every):
                self._stopping.wait(self._pace.gap)

    def _refreshed(self) -> FolderState:
        """Write the sheet; return how that went."""
        trouble: Refused
        try:
            return FolderState(written_at=self._write())
        except Refused as no:
            trouble = no
        except OSError as no:
            trouble = durable.refusal(no)
        except Exception:  # noqa: BLE001 - the mouth of the thread: the next minute tries again
            trouble = Refused("fire_sheet_failed")
        return msgspec.structs.replace(self.state, trouble=trouble)

    def _write(self) -> int:
        now, path, own = _now_ms(), self.path, not self._target
        with closing(Questions(self._folder)) as questions:
            sheet = fire_sheet.content(questions, station=self._station, now=now)
        if own:
            path.mkdir(exist_ok=True)
        elif not path.is_dir():
            raise Refused("fire_folder_away", folder=str(path))
        durable.write_durably(path / PDF, fire_sheet.render(sheet))
        durable.write_durably(path / TEXT, fire_sheet.plain(sheet))
        return now


def _now_ms() -> int:
    return time.time_ns() // 1_000_000

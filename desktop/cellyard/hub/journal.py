"""What a hub writes down of its own work: a JSON line for each event, never a secret or a body."""

import logging
import os
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import BinaryIO

import msgspec

from cellyard.hub.door import wall_clock


class Journal:
    """Writes whole lines to a stream; any thread may."""

    def __init__(self, stream: BinaryIO) -> None:
        self._descriptor = stream.fileno()

    def line(self, event: str, **told: object) -> None:
        """Write one event with what is told of it: numbers, names of routes and of stations."""
        at = datetime.fromtimestamp(wall_clock() / 1000, UTC).isoformat(timespec="milliseconds")
        content = msgspec.json.encode({"at": at, "event": event, **told}) + b"\n"
        # One write a line: lines of several threads and processes do not run into each other.
        os.write(self._descriptor, content)

    def crash(self, error: BaseException) -> None:
        """Write where something went wrong that nobody foresaw.

        Places only: what an error says may hold what somebody sent.
        """
        self.line("crash", error=type(error).__name__, where=_places(error.__traceback__))


class Server(logging.Handler):
    """Takes what the web server says of itself into the journal."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(logging.WARNING)
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self._journal.crash(record.exc_info[1])
        else:
            self._journal.line("server", level=record.levelname, said=record.getMessage())


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)
    return [f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in frames]  # noqa: PTH119

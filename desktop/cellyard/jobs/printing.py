"""Sends a label to its printer, and says so when the printer would lose it.

A target is `file:PATH` (a file, or a folder that ends in `/`), `socket://HOST:9100`, or anything
that pyserial opens, with its speed after a question mark: `/dev/ttyUSB0?baud=115200`.
"""

import os
import socket
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

import serial

from cellyard.documents import status
from cellyard.documents.status import PrinterStatus
from cellyard.domain.refusals import Trouble
from cellyard.durable import write_durably

FILE = "file:"
RAW_PORT = 9100
BAUD = 9600  # what a label printer is set to when it leaves its factory

# Small enough that a slow line shows progress within the patience for one piece.
_PIECE = 1024

if sys.platform == "win32":
    _WILL_NOT_OPEN: tuple[type[Exception], ...] = (OSError, ValueError)
else:
    import termios

    _WILL_NOT_OPEN = (OSError, ValueError, termios.error)


@dataclass(frozen=True)
class Patience:
    """Seconds to wait: for the connection, for an answer, for a piece to go, for the print."""

    connect: float = 5.0
    answer: float = 2.0
    piece: float = 10.0
    printing: float = 30.0
    ask_again: float = 0.2


PATIENT = Patience()


def _nothing() -> None:
    pass


def send(
    zpl: bytes,
    target: str,
    *,
    answers: bool = True,
    patience: Patience = PATIENT,
    began: Callable[[], None] = _nothing,
) -> PrinterStatus | None:
    """Print a label and return the printer's state after it (None where nothing answers).

    The printer is asked (`~HS`) before and after; `answers=False` for a one-way line. `began` is
    called before the first byte of the label leaves: a Trouble before that left no paper, one
    after it may have. Blocks for seconds: never on the main thread.

    Raises Trouble, each with `printer`: `printer_absent`, `printer_silent`, `printer_lost`,
    `printer_busy`, `printer_head_open`, `printer_paper_out`, `printer_ribbon_out`,
    `printer_too_hot`, `printer_too_cold`, `printer_paused`; `label_not_written` for a file.
    """
    if target.startswith(FILE):  # written whole or not at all, so a repeat is no second label
        _to_file(zpl, target)
        return None
    with _wire(target, patience) as wire:
        if answers:
            _ask(wire, target, patience)
        began()
        _pour(wire, zpl)
        if answers:
            return _printed(wire, target, patience)
        wire.drain(patience.piece)
    return None


def _to_file(zpl: bytes, target: str) -> None:
    named = target.removeprefix(FILE)
    named = named.removeprefix("//") if named.startswith("///") else named
    path = Path(named)
    if named.endswith(("/", os.sep)) or path.is_dir():
        path /= f"label-{sha256(zpl).hexdigest()[:12]}.zpl"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, zpl)
    except OSError as failed:
        why = failed.strerror or str(failed)
        raise Trouble("label_not_written", file=str(path), why=why) from failed


class _Wire(Protocol):
    """A line to a printer. Every failure is an OSError."""

    def write(self, data: bytes) -> None: ...
    def read(self) -> bytes: ...  # what came within a moment, b"" for nothing
    def drain(self, seconds: float) -> None: ...
    def close(self) -> None: ...


class _Tcp:
    def __init__(self, host: str, port: int, patience: Patience) -> None:
        self._socket = socket.create_connection((host, port), timeout=patience.connect)
        self._patience = patience

    def write(self, data: bytes) -> None:
        self._socket.settimeout(self._patience.piece)
        self._socket.sendall(data)

    def read(self) -> bytes:
        self._socket.settimeout(self._patience.ask_again)
        try:
            came = self._socket.recv(4096)
        except TimeoutError:
            return b""
        if not came:
            raise ConnectionResetError("closed by the printer")
        return came

    def drain(self, seconds: float) -> None:
        """Say that nothing more comes and wait for the printer to close, so that all arrives."""
        self._socket.shutdown(socket.SHUT_WR)
        self._socket.settimeout(seconds)
        with suppress(OSError):
            while self._socket.recv(4096):
                pass

    def close(self) -> None:
        self._socket.close()


class _Serial:
    def __init__(self, url: str, baud: int, patience: Patience) -> None:
        self._port = serial.serial_for_url(
            url,
            baudrate=baud,
            timeout=patience.ask_again,
            write_timeout=patience.piece,
            xonxoff=True,  # a picture is longer than the buffer of an old printer
            exclusive=True,
        )
        self._patience = patience

    def write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except serial.SerialTimeoutException as stuck:
            raise TimeoutError(str(stuck)) from stuck

    def read(self) -> bytes:
        return self._port.read(max(1, self._port.in_waiting))

    def drain(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while getattr(self._port, "out_waiting", 0):
            if time.monotonic() > until:
                raise TimeoutError("the printer takes nothing more")
            time.sleep(self._patience.ask_again / 4)

    def close(self) -> None:
        self._port.close()


@contextmanager
def _wire(target: str, patience: Patience) -> Generator[_Wire, None, None]:
    try:
        wire = _opened(target, patience)
    except _WILL_NOT_OPEN as failed:
        raise Trouble("printer_absent", printer=target) from failed
    try:
        yield wire
    except TimeoutError as stuck:
        raise Trouble("printer_busy", printer=target) from stuck
    except OSError as failed:
        raise Trouble("printer_lost", printer=target) from failed
    finally:
        with suppress(OSError):
            wire.close()


def _opened(target: str, patience: Patience) -> _Wire:
    at = urlsplit(target)
    if at.scheme == "socket":
        if not at.hostname:
            raise ValueError("no host")
        return _Tcp(at.hostname, at.port or RAW_PORT, patience)
    if at.scheme and "://" in target:
        return _Serial(target, BAUD, patience)
    device, _, options = target.partition("?")
    return _Serial(device, int(parse_qs(options).get("baud", [str(BAUD)])[0]), patience)


def _ask(wire: _Wire, target: str, patience: Patience) -> PrinterStatus:
    """Return the printer's state; raise what keeps it from printing."""
    wire.write(status.QUERY)
    reply = b""
    until = time.monotonic() + patience.answer
    while (said := status.parse(reply)) is None:
        if time.monotonic() > until:
            raise Trouble("printer_silent", printer=target)
        reply += wire.read()
    if said.trouble:
        raise Trouble(said.trouble, printer=target)
    return said


def _pour(wire: _Wire, zpl: bytes) -> None:
    for at in range(0, len(zpl), _PIECE):
        wire.write(zpl[at : at + _PIECE])


def _printed(wire: _Wire, target: str, patience: Patience) -> PrinterStatus:
    """Wait until the printer has nothing left to print."""
    until = time.monotonic() + patience.printing
    while True:
        said = _ask(wire, target, patience)
        if not said.waiting:
            return said
        if time.monotonic() > until:
            raise Trouble("printer_busy", printer=target)
        time.sleep(patience.ask_again)

"""Ports: which there are, what one says and which profile fits, and a label to try a printer."""

import os
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import get_args

import msgspec

from cellyard import durable
from cellyard.devices import probe, profile
from cellyard.domain.readings import Link, PortFound, Proposal, Reading
from cellyard.domain.refusals import Refused, Trouble
from cellyard.domain.registers import Duty
from cellyard.jobs import printing

SAID = "wire"
# One opening of the port: long enough for the scales' questions and some of the others.
ROUND_S = 3.0
# Windows needs a second between closing and opening a port (pyserial, issue 458).
REOPEN_S = 1.0 if os.name == "nt" else 0.0
# What came longer ago is no help in telling what hangs on the port.
ROOM = 2048
# Bytes of text: printable ASCII, tab, line feed, carriage return.
_TEXT = bytes(range(0x20, 0x7F)) + b"\t\n\r"
# Of text, so much is printable even when some of it is spoilt on its way.
_MOSTLY = 0.7
_ROW = 16


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What a port has said so far. `lines` are (text, name of its end), newest last.

    What is no text comes as rows of hex, without an end. `fits` are the profiles, best first.
    `seconds` since the test began, `count` of all bytes; `trouble` while the port does not open.
    """

    seconds: float = 0.0
    count: int = 0
    lines: tuple[tuple[str, str], ...] = ()
    fits: tuple[Proposal, ...] = ()
    trouble: Trouble | None = None


def ports() -> list[PortFound]:
    """Return the serial ports of this machine; may take a second."""
    return probe.ports()


def links() -> list[Link]:
    """Return the settings that instruments of our profiles come with, the likeliest first."""
    found = {
        Link(baud=baud, character=character, flow=p.link.flow): None
        for p in profile.load_all()
        for character in p.link.character
        for baud in p.link.baud
    }
    return sorted(found, key=lambda link: (link.character != "8N1", link != Link()))


def unusual(profile_id: str, link: Link) -> Link | None:
    """Return the settings of a port if its profile does not take them for granted."""
    return None if profile.load(profile_id).link.usual == link else link


def duty(fit: Proposal) -> Duty:
    """Return what an instrument of this profile is for: the kind that its profile names."""
    return next((known for known in get_args(Duty) if known == fit.kind), "scale")


def value(fit: Proposal) -> Reading | None:
    """Return the last value that a profile found, or None; a text where there is no number."""
    found = [r for r in fit.last.values() if r.value is not None]
    return next((r for r in found if not isinstance(r.value, str)), found[0] if found else None)


class PortTest:
    """Listens to a port on a thread of its own until stopped; `heard` at any time, any thread.

    `after` is a test that was stopped and may still hold the same port: it is waited for.
    """

    def __init__(self, url: str, link: Link | None = None, after: "PortTest | None" = None) -> None:
        self.url = url
        self.link = link or Link()
        self._before = after
        self._began = time.monotonic()
        self._stopping = threading.Event()
        # Replaced whole by the thread, read whole by everybody else.
        self._raw = b""
        self._count = 0
        self._trouble: Trouble | None = None
        self._understood = (b"", Heard())
        self._thread = threading.Thread(target=self._listen, name=f"test of {url}", daemon=True)
        self._thread.start()

    @property
    def heard(self) -> Heard:
        """What the port has said, and what fits it."""
        raw = self._raw
        known, told = self._understood
        if raw is not known:
            told = Heard(lines=tuple(_lines(raw)), fits=tuple(probe.proposals(raw)))
            self._understood = (raw, told)
        seconds = time.monotonic() - self._began
        return msgspec.structs.replace(
            told, seconds=seconds, count=self._count, trouble=self._trouble
        )

    def save(self, folder: Path) -> Path:
        """Keep the newest bytes as they came, for whoever writes a profile; returns the file.

        Refused("file_not_written") when the disk does not take it.
        """
        at = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        path = folder / SAID / f"port-{at}.bin"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            durable.write_durably(path, self._raw)
        except OSError as failed:
            raise Refused("file_not_written", file=path.name, why=failed.strerror) from failed
        return path

    def stop(self) -> None:
        """Listen no longer; the port is given back within a few seconds."""
        self._stopping.set()

    def wait(self) -> None:
        """Wait until the port is given back; after `stop`."""
        self._thread.join()

    def _listen(self) -> None:
        if self._before is not None:
            self._before.wait()
            self._before = None
            self._stopping.wait(REOPEN_S)
        while not self._stopping.is_set():
            try:
                probe.listen(self.url, self.link, ROUND_S, self._keep)
                self._trouble = None
            except Trouble as trouble:
                self._trouble = trouble
                self._stopping.wait(1.0)
            self._stopping.wait(REOPEN_S)

    def _keep(self, piece: bytes) -> None:
        self._trouble = None
        self._count += len(piece)
        raw = self._raw + piece
        if len(raw) > ROOM:
            # From the beginning of a line, so that the cut one does not count as not understood.
            newest = raw[-ROOM:]
            raw = newest.partition(b"\n")[2] if _is_text(newest) else newest
        self._raw = raw


def shown(frame: bytes) -> str:
    """Return a frame as people may read it: text as text, all else in hex."""
    if _is_text(frame):
        return frame.decode("ascii", "backslashreplace").strip()
    return frame.hex(" ").upper()


def _is_text(raw: bytes) -> bool:
    return len(raw.translate(None, _TEXT)) <= (1 - _MOSTLY) * len(raw)


def _lines(raw: bytes) -> list[tuple[str, str]]:
    if _is_text(raw):
        return probe.lines(raw)
    return [(raw[n : n + _ROW].hex(" ").upper(), "") for n in range(0, len(raw), _ROW)]


def test_label(target: str) -> None:
    """Print a label of no battery. Blocks for seconds; raises Trouble as `printing.send`."""
    from cellyard.documents import zpl
    from cellyard.documents.label import draw, sample

    printing.send(zpl.label(draw(sample()), note="test"), target)

"""Talks to a simulated instrument over its real line, with nothing of ours but the port."""

from dataclasses import dataclass
from pathlib import Path

import serial

DEADLINE_S = 5.0
QUIET_S = 0.3


@dataclass
class Hand:
    """A wall clock that is turned by hand: seconds."""

    t: float = 0.0

    def __call__(self) -> float:
        return self.t


class Caller:
    """One open port."""

    def __init__(self, url: str) -> None:
        self._port = serial.serial_for_url(url, timeout=DEADLINE_S)

    def close(self) -> None:
        self._port.close()

    def send(self, data: bytes) -> None:
        self._port.write(data)

    def frame(self, data: bytes, length: int) -> bytes:
        """Send a request and return a reply of so many bytes."""
        self.send(data)
        return self._port.read(length)

    def line(self, text: str, end: bytes = b"\r\n") -> str:
        """Send a line and return the line that comes back, without its end."""
        self.send(text.encode("ascii") + end)
        reply = self._port.read_until(b"\n")
        assert reply.endswith(end), reply
        return reply.removesuffix(end).decode("ascii")

    def nothing(self, data: bytes) -> None:
        """Send this and see that no answer comes."""
        self.send(data)
        self._port.timeout = QUIET_S
        assert self._port.read(1) == b""
        self._port.timeout = DEADLINE_S


def vectors(path: Path) -> dict[str, bytes]:
    """Return the bytes of each record of a vector file by its id."""
    records = path.read_text("utf-8").split("\n\n")
    found: dict[str, bytes] = {}
    for record in records:
        lines = dict(line.split(": ", 1) for line in record.splitlines() if ": " in line)
        if "id" in lines and "hex" in lines:
            found[lines["id"]] = bytes.fromhex(lines["hex"])
    return found

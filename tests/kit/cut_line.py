"""A line on loopback that is cut after so many bytes, in one of its two directions."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

Way = Literal["out", "back"]
_PIECE = 1 << 16
# Ends a connection by a reset instead of an orderly end (socket(7), SO_LINGER).
_RESET = struct.pack("ii", 1, 0)


class CutLine:
    """Passes connections on to a server. `cut` says after how many bytes, which way, it ends."""

    def __init__(self, url: str) -> None:
        split = urlsplit(url)
        self._target = (split.hostname, split.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._cut: tuple[Way, int] | None = None
        self.passed: dict[Way, int] = {"out": 0, "back": 0}

    def cut(self, way: Way, after: int) -> None:
        """Cut the next connection after so many bytes."""
        self._cut = (way, after)

    def whole(self) -> None:
        """Let everything through, and count it."""
        self._cut = None
        self.passed = {"out": 0, "back": 0}

    def run(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return  # closed
            with near, socket.create_connection(self._target) as far:
                for one in (near, far):  # what passes is not kept back for more to come
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                ways = ("out", near, far), ("back", far, near)
                threads = [threading.Thread(target=self._pass, args=way) for way in ways]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _pass(self, way: Way, source: socket.socket, target: socket.socket) -> None:
        left = self._cut[1] if self._cut and self._cut[0] == way else None
        try:
            while piece := source.recv(_PIECE):
                part = piece if left is None else piece[:left]
                target.sendall(part)
                self.passed[way] += len(part)
                if left is not None:
                    left -= len(part)
                    if left <= 0:
                        break
            ended = left is None or left > 0
            for one in (target, source) if not ended else (target,):
                if not ended:
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                one.shutdown(socket.SHUT_RDWR if not ended else socket.SHUT_WR)
        except OSError:
            return  # the other way has been cut


@contextmanager
def line_to(url: str) -> Iterator[CutLine]:
    """Put a line before a server."""
    line = CutLine(url)
    thread = threading.Thread(target=line.run, name="line")
    thread.start()
    try:
        yield line
    finally:
        line.close()
        thread.join()

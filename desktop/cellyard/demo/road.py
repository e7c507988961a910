"""The network of the demonstration: a way from the stations to the central server, to be cut."""

import contextlib
import socket
import threading

_PIECE = 1 << 16
_HOST = "127.0.0.1"


class Road:
    """Carries bytes between whoever connects to `port` and the port of the central server."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._open = True
        self._under_way: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listening = socket.create_server((_HOST, 0))
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, name="road")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://{_HOST}:{self.port}"

    def cut(self) -> None:
        """End what is under way in the middle of it, and let nobody through."""
        self._open = False
        with self._guard:
            under_way, self._under_way = self._under_way, set()
        for end in under_way:
            _close(end)

    def mend(self) -> None:
        self._open = True

    def close(self) -> None:
        _close(self._listening)
        self.cut()
        self._thread.join()

    def _listen(self) -> None:
        while True:
            try:
                comes, _address = self._listening.accept()
            except OSError:  # closed
                return
            if not self._open:
                _close(comes)
                continue
            try:
                goes = socket.create_connection((_HOST, self._to))
            except OSError:  # the central server is down
                _close(comes)
                continue
            with self._guard:
                self._under_way |= {comes, goes}
            for a, b in ((comes, goes), (goes, comes)):
                threading.Thread(target=self._carry, args=(a, b), daemon=True).start()

    def _carry(self, a: socket.socket, b: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := a.recv(_PIECE):
                b.sendall(piece)
        for end in (a, b):
            _close(end)
        with self._guard:
            self._under_way -= {a, b}


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()

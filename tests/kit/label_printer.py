"""A label printer of our own behind loopback TCP or a pseudo-terminal."""

import os
import select
import socket
import threading
import tty
from typing import Self

STATUS = (
    "\x02030,{paper},{paused},1245,{waiting:03d},0,0,0,000,0,0,0\x03\r\n"
    "\x02000,0,{head},{ribbon},0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
)


class LabelPrinter:
    """Keeps the labels that come, answers `~HS`, and has the faults that a test gives it."""

    def __init__(self) -> None:
        self.labels: list[bytes] = []
        self.faults = {"paper": 0, "paused": 0, "head": 0, "ribbon": 0}
        self.silent = False
        self.waiting = 0  # what it says it has yet to print; one less at each question
        self.paper_for = 10_000  # labels until the roll is empty
        self.cut_after: int | None = None  # bytes after which it closes the line
        self.falls_silent = False  # answers nothing from its first label on
        self.printed = threading.Event()
        self._buffer = b""
        self._stop, self._stopped = os.pipe()
        self._thread = threading.Thread(target=self._run, name="label printer")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        os.write(self._stopped, b"x")
        self._thread.join()
        os.close(self._stop)
        os.close(self._stopped)

    def heard(self, data: bytes) -> bytes:
        """Take bytes from the line and return the answer to them."""
        self._buffer += data
        answer = b""
        if b"~HS" in self._buffer:
            self._buffer = self._buffer.replace(b"~HS", b"")
            self._print()
            shown = STATUS.format(waiting=self.waiting, **self.faults).encode()
            self.waiting = max(0, self.waiting - 1)
            answer = b"" if self.silent else shown
        self._print()
        return answer

    def _print(self) -> None:
        while b"^XZ" in self._buffer and not self.faults["paper"]:
            label, _, self._buffer = self._buffer.partition(b"^XZ")
            self.labels.append(label + b"^XZ")
            self.silent = self.silent or self.falls_silent
            self.printed.set()
            if len(self.labels) >= self.paper_for:
                self.faults["paper"] = 1

    def _until(self, descriptor: int) -> bool:
        """Wait for the line; False when the test is over."""
        ready, _, _ = select.select([descriptor, self._stop], [], [])
        return self._stop not in ready

    def _run(self) -> None:
        raise NotImplementedError


class TcpPrinter(LabelPrinter):
    def __init__(self) -> None:
        super().__init__()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.target = f"socket://127.0.0.1:{self._server.getsockname()[1]}"

    def _run(self) -> None:
        with self._server:
            while self._until(self._server.fileno()):
                line, _ = self._server.accept()
                with line:
                    self._serve(line)
                self._buffer = b""  # a printer forgets half a label when the line ends

    def _serve(self, line: socket.socket) -> None:
        taken = 0
        while self._until(line.fileno()):
            try:
                data = line.recv(4096)
                taken += len(data)
                if not data or (self.cut_after is not None and taken > self.cut_after):
                    return
                line.sendall(self.heard(data))
            except ConnectionError:
                return


class PtyPrinter(LabelPrinter):
    def __init__(self) -> None:
        super().__init__()
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.target = os.ttyname(self._slave)

    def _run(self) -> None:
        while self._until(self._master):
            os.write(self._master, self.heard(os.read(self._master, 4096)))
        os.close(self._slave)
        os.close(self._master)

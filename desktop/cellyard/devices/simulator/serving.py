"""Puts simulated instruments on real lines: a pseudo-terminal, or TCP on this machine only."""

import contextlib
import os
import shutil
import socket
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Generic, Literal, Protocol, Self, TypeVar

Over = Literal["pty", "tcp"]

TURN_S = 0.01
CHUNK = 4096
NOISE = bytes(range(255, -1, -1))


class Simulated(Protocol):
    """What every simulated instrument does: answer bytes, and speak by itself."""

    def answer(self, data: bytes) -> bytes: ...

    def says(self, now: float) -> bytes: ...


class Wire(Protocol):
    """One end of a line. What nobody takes is lost, as on a real one."""

    url: str

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    def read(self) -> bytes: ...

    def write(self, data: bytes) -> None: ...


class PtyWire:
    """A pseudo-terminal behind a steady name: a link to the device of the moment."""

    def __init__(self, path: Path) -> None:
        self.url = str(path)
        self._path = path
        self._ends: tuple[int, int] | None = None

    def plug(self) -> None:
        import tty

        here, there = os.openpty()
        tty.setraw(there)
        os.set_blocking(here, False)
        self._ends = here, there
        self._path.symlink_to(os.ttyname(there))

    def unplug(self) -> None:
        if self._ends is None:
            return
        self._path.unlink()
        for end in self._ends:
            os.close(end)
        self._ends = None

    def read(self) -> bytes:
        if self._ends:
            with contextlib.suppress(BlockingIOError):
                return os.read(self._ends[0], CHUNK)
        return b""

    def write(self, data: bytes) -> None:
        if self._ends:
            with contextlib.suppress(BlockingIOError):
                os.write(self._ends[0], data)


class TcpWire:
    """A port of this machine with one client at a time; the port number stays."""

    def __init__(self) -> None:
        self._door: socket.socket | None = None
        self._client: socket.socket | None = None
        self._at = ("127.0.0.1", 0)
        self.url = ""

    def plug(self) -> None:
        self._door = socket.create_server(self._at)
        self._door.settimeout(0)
        self._at = self._door.getsockname()
        self.url = f"socket://127.0.0.1:{self._at[1]}"

    def unplug(self) -> None:
        for end in (self._client, self._door):
            if end is not None:
                end.close()
        self._client = self._door = None

    def read(self) -> bytes:
        self._accept()
        if self._client is None:
            return b""
        try:
            data = self._client.recv(CHUNK)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._client.close()
            self._client = None
        return data

    def write(self, data: bytes) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.send(data)

    def _accept(self) -> None:
        if self._door is None:
            return
        with contextlib.suppress(BlockingIOError):
            client, _ = self._door.accept()
            if self._client is None:
                client.settimeout(0)
                self._client = client
            else:
                client.close()


Kind_co = TypeVar("Kind_co", bound=Simulated, covariant=True)


class Served(Generic[Kind_co]):
    """One instrument on its line. `url` is what a line of ours opens; `instrument` is played."""

    def __init__(self, instrument: Kind_co, wire: Wire) -> None:
        self.instrument = instrument
        self._wire = wire
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._wire.plug()
        self._thread = threading.Thread(target=self._live, name=f"simulated {wire.url}")
        self._thread.start()

    @property
    def url(self) -> str:
        return self._wire.url

    def unplug(self) -> None:
        """Pull the cable."""
        with self._lock:
            self._wire.unplug()

    def plug(self) -> None:
        """Put the cable back: the same name, the same port."""
        with self._lock:
            self._wire.plug()

    def garbage(self, noise: bytes = NOISE) -> None:
        """Send these bytes between what the instrument says."""
        with self._lock:
            self._wire.write(noise)

    def close(self) -> None:
        """Stop for good."""
        self._stopping.set()
        self._thread.join()
        self._wire.unplug()

    def _live(self) -> None:
        while not self._stopping.wait(TURN_S):
            with self._lock:
                heard = self._wire.read()
                spoken = self.instrument.answer(heard) if heard else b""
                spoken += self.instrument.says(time.monotonic())
                if spoken:
                    self._wire.write(spoken)


class Simulation:
    """All simulated instruments of one run; leaving it stops their threads and clears up."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="cellyard-ports-"))
        self._served: list[Served[Simulated]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def serve(self, name: str, instrument: Kind_co, over: Over = "pty") -> Served[Kind_co]:
        """Put an instrument on a line. `pty` needs Linux or macOS."""
        wire = PtyWire(self._folder / name) if over == "pty" else TcpWire()
        served = Served(instrument, wire)
        self._served.append(served)
        return served

    def close(self) -> None:
        """Stop everything."""
        for served in self._served:
            served.close()
        self._served.clear()
        shutil.rmtree(self._folder, ignore_errors=True)

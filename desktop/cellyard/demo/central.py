"""The central server of the demonstration: the real program in a process of its own."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S = 60.0
_HOST = "127.0.0.1"


class Central:
    """Runs on one port of its own; `kill` and `start` again as often as the story wants."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server((_HOST, 0)) as free:
            self.port: int = free.getsockname()[1]

    def start(self) -> None:
        """Start it and wait until it says that it is well."""
        with (self.folder / "hub.log").open("ab") as log:
            listen = ("--listen", f"{_HOST}:{self.port}")
            self._process = subprocess.Popen(
                self._command("serve", *listen), stdout=subprocess.DEVNULL, stderr=log
            )
        until = time.monotonic() + PATIENCE_S
        while not self._is_well():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError("the central server does not start")
            time.sleep(0.05)

    def kill(self) -> None:
        """Take its power away, whatever it is doing."""
        if self._process:
            self._process.kill()
            self._process.wait(PATIENCE_S)

    def stop(self) -> None:
        """Let it finish what is under way and end."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(PATIENCE_S)

    def code(self, station: str) -> str:
        """Return a code that a station of this name enrols with."""
        return str(self._told("enrol-code", "--station", station)["code"])

    def digest(self) -> str:
        """Return the digest of the one centre, projected up to the end of its log."""
        return self._said("digest").strip()

    def _told(self, *words: str) -> dict[str, object]:
        return json.loads(self._said(*words, "--json"))

    def _said(self, *words: str) -> str:
        done = subprocess.run(
            self._command(*words), check=True, capture_output=True, text=True, timeout=PATIENCE_S
        )
        return done.stdout

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "cellyard.hub", *words, "--data", str(self.folder)]

    def _is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{_HOST}:{self.port}/health", timeout=5) as said:
                return said.status == 200
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def running(folder: Path) -> Generator[Central]:
    """Start one in a folder, and let it end with the block."""
    central = Central(folder)
    try:
        central.start()
        yield central
    finally:
        central.stop()

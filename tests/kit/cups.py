"""A real CUPS of its own on a loopback port, with one printer that prints into a file.

Everything that it was given stays in its spool, where tests read it.
"""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 30
_CUPSD = shutil.which("cupsd", path=os.environ.get("PATH", "") + ":/usr/sbin")
_ALL = "<Limit All>\nOrder allow,deny\nAllow all\n</Limit>"


@dataclass(frozen=True)
class Job:
    """What the spooler was given."""

    title: str
    copies: int
    pdf: bytes


class Cups:
    """The spooler of one test: `do` a command of it, `start` and `stop` it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.server = f"127.0.0.1:{free.getsockname()[1]}"
        self._daemon: subprocess.Popen[bytes] | None = None
        folders = {
            "ServerRoot": ".",
            "RequestRoot": "spool",
            "TempDir": "spool",
            "StateDir": "run",
            "CacheDir": "cache",
        }
        for name in folders.values():
            (folder / name).mkdir(exist_ok=True)
        lines = [f"{key} {folder / name}" for key, name in folders.items()]
        lines += [f"{kind}Log {folder / 'log'}" for kind in ("Access", "Error", "Page")]
        lines += ["FileDevice Yes", *(["User lp", "Group lp"] if os.geteuid() == 0 else [])]
        (folder / "files.conf").write_text("\n".join(lines) + "\n")
        (folder / "cupsd.conf").write_text(
            f"Listen {self.server}\nBrowsing Off\nDefaultAuthType None\nWebInterface No\n"
            "PreserveJobFiles Yes\nPreserveJobHistory Yes\nDirtyCleanInterval 0\n"
            "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
            f"<Policy default>\n{_ALL}\n</Policy>\n"
        )
        if os.geteuid() == 0:
            for path in (folder, *folder.iterdir()):
                shutil.chown(path, "lp", "lp")

    def start(self) -> None:
        assert _CUPSD
        conf = ("-c", str(self.folder / "cupsd.conf"), "-s", str(self.folder / "files.conf"))
        self._daemon = subprocess.Popen(
            [_CUPSD, "-f", *conf], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE_S
        while b"is running" not in self._run("lpstat", "-r").stdout:
            assert time.monotonic() < until, "CUPS does not start"
            time.sleep(0.05)

    def stop(self) -> None:
        if self._daemon:
            self._daemon.terminate()
            self._daemon.wait(PATIENCE_S)
            self._daemon = None

    def add(self, name: str) -> None:
        """Add a printer."""
        out = f"file:{self.folder / 'spool' / name}.out"
        assert not self._run("lpadmin", "-p", name, "-E", "-v", out, "-m", "raw").returncode

    def do(self, command: str) -> None:
        """Start or stop the spooler, or let a command of CUPS do something to the printer."""
        match command:
            case "start":
                self.start()
            case "stop":
                self.stop()
            case _:
                assert not self._run(command, "office").returncode

    def printed(self, count: int) -> list[Job]:
        """Wait until so many jobs were handed over, and return all, oldest first."""
        until = time.monotonic() + PATIENCE_S
        while len(jobs := self._jobs()) < count:
            assert time.monotonic() < until, "the spooler was given less"
            time.sleep(0.02)
        return jobs

    def _jobs(self) -> list[Job]:
        """Read the spool; a control file that is being written has another ending."""
        spool = self.folder / "spool"
        controls = sorted(p for p in spool.glob("c*") if p.name[1:].isdecimal())
        pairs = [(control, spool / f"d{control.name[1:]}-001") for control in controls]
        return [_job(control.read_bytes(), paper) for control, paper in pairs if paper.is_file()]

    def _run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        there = {**os.environ, "CUPS_SERVER": self.server}
        return subprocess.run(command, env=there, capture_output=True, check=False, timeout=60)


def _job(control: bytes, document: Path) -> Job:
    """Read a control file: attributes of IPP, each a name and two bytes of length (RFC 8010)."""
    name = re.search(rb"job-name(..)", control, re.DOTALL)
    copies = re.search(rb"copies\x00\x04(....)", control, re.DOTALL)
    assert name
    size = int.from_bytes(name[1], "big")
    return Job(
        title=control[name.end() : name.end() + size].decode(),
        copies=int.from_bytes(copies[1], "big") if copies else 1,
        pdf=document.read_bytes(),
    )


@contextmanager
def spooler() -> Iterator[Cups | None]:
    """Give a CUPS with the printer `office`; None where there is none on this machine."""
    if _CUPSD is None:
        yield None
        return
    # Not below pytest's own folder: CUPS works as another user, who may not look in there.
    with tempfile.TemporaryDirectory(prefix="cups-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cups = Cups(folder)
        cups.start()
        try:
            cups.add("office")
            yield cups
        finally:
            cups.stop()

"""Which computer this is: noted when a station is enrolled, compared at each start.

A data folder that was copied to a second computer would go on as the same station on both.
"""

import hashlib
import re
import subprocess
import sys
import uuid
from pathlib import Path

from cellyard import durable
from cellyard.domain.refusals import Refused

FILE = "machine"
_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_WINDOWS = r"SOFTWARE\Microsoft\Cryptography"
_MAC = ("/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice")
_MULTICAST = 1 << 40  # a node number with this bit is made up anew at each start (RFC 9562, 6.10)


def fingerprint(epoch: str) -> str:
    """Return a hash that tells this computer from another one, for this epoch alone.

    "" where the system tells nothing that lasts.
    """
    number = _number()
    if not number:
        return ""
    return hashlib.sha256(f"cellyard-machine-v1\0{epoch}\0{number}".encode()).hexdigest()


def note(folder: Path, epoch: str) -> None:
    """Keep which computer this is, beside the store; nothing where it cannot be told."""
    if here := fingerprint(epoch):
        durable.write_durably(folder / FILE, here.encode())


def check(folder: Path, epoch: str) -> None:
    """Refused("store_copied") when the folder was noted on another computer than this."""
    path = folder / FILE
    if not path.exists():
        return
    here, noted = fingerprint(epoch), path.read_text("ascii", errors="replace").strip()
    if here and noted != here:
        raise Refused("store_copied", folder=str(folder))


def _number() -> str:
    """Return what the system calls this computer by, "" when it says nothing that lasts."""
    if sys.platform == "win32":
        found = _windows()
    elif sys.platform == "darwin":
        found = _mac()
    else:
        found = next((text for path in _LINUX if (text := _line(path))), "")
    if found:
        return found
    node = uuid.getnode()
    return "" if node & _MULTICAST else f"{node:012x}"


def _line(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        # The 64 bit view: a 32 bit process would be shown a registry of its own.
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS, 0, access) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


def _mac() -> str:
    try:
        said = subprocess.run(_MAC, capture_output=True, text=True, timeout=10, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    found = re.search(r'"IOPlatformUUID" = "([^"]+)"', said)
    return found[1] if found else ""

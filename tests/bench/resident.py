"""Resident memory of the app over 1,000,000 facts against an empty PySide6 window."""

import os
import subprocess
import sys
from pathlib import Path

import startup
import stock
from measuring import Row

# The highest resident memory since the program began; `ru_maxrss` would count what this runner
# held at the moment of forking.
RESIDENT = """
import atexit
from pathlib import Path
def say():
    lines = Path("/proc/self/status").read_text().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), flush=True)
atexit.register(say)
"""


def rows(folder: Path) -> list[Row]:
    """Return the highest resident memory of both, in MB."""
    ours, empty = _resident(startup.OURS, str(folder)), _resident(startup.EMPTY)
    name = f"resident memory at {stock.FACTS} facts"
    return [Row(name, ours, empty, ours / empty, "MB", "")]


def _resident(script: str, *arguments: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", RESIDENT + script, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return int(done.stdout.split()[-1]) / 1024

"""Resident memory of the app over 1,000,000 facts against an empty PySide6 window."""

import os
import subprocess
import sys
from pathlib import Path

import startup
import stock
from measuring import Row

RESIDENT = """
import atexit, resource
atexit.register(
    lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
)
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

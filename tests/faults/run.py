"""Every fault in full, and the table of it: what was done, how, how often, what was lost.

python tests/faults/run.py [--share PERCENT] [part of a name ...]
"""

import argparse
import importlib
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "kit"), str(HERE.parent / "kit" / "day")]
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from fault_table import Fault  # noqa: E402 - the path to it is set above

LINE = "{:<34} {:<76} {:>7} {:>7} {:>7}"


def all_faults() -> list[Fault]:
    """Return the faults of every test file beside this one."""
    names = sorted(path.stem for path in HERE.glob("test_*.py"))
    return [
        fault for name in names for fault in getattr(importlib.import_module(name), "FAULTS", ())
    ]


def main() -> int:
    """Play the faults that a word names, or all; returns how many facts were lost."""
    parser = argparse.ArgumentParser(description="what sync bears, in a table")
    parser.add_argument("--share", type=int, default=100, help="of the full tries, in percent")
    parser.add_argument("words", nargs="*", help="parts of names")
    options = parser.parse_args()
    print(LINE.format("fault", "how", "tries", "losses", "s"))
    lost = 0
    for fault in all_faults():
        if options.words and not any(word in fault.name for word in options.words):
            continue
        tries = max(fault.small, fault.full * options.share // 100)
        began = time.monotonic()
        tally = fault.tried(tries)
        took = round(time.monotonic() - began)
        print(LINE.format(fault.name, fault.how, tally.tries, tally.losses, took), flush=True)
        lost += tally.losses
    print(LINE.format("all", "", "", lost, ""))
    return lost


if __name__ == "__main__":
    sys.exit(1 if main() else 0)

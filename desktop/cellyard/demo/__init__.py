"""The demonstration: a shift played through the real application."""

import sys
from pathlib import Path

import msgspec

from cellyard.words import _


def play(out: Path, *, show: bool, as_json: bool, trace: Path | None = None) -> int:
    """Play the shift, print its summary, and return the exit code."""
    from cellyard.demo.shift import play as play_shift

    shift = play_shift(out, show=show, trace=trace)
    if as_json:
        sys.stdout.write(msgspec.json.encode(shift).decode() + "\n")
    else:
        sys.stdout.write(_summary(out, msgspec.to_builtins(shift)))
    return 0 if shift.verified else 1


def _summary(out: Path, shift: dict[str, object]) -> str:
    head = _("The shift is over. Everything is in {folder}.").format(folder=out)
    rows = [f"  {name:12} {_shown(value)}" for name, value in shift.items()]
    return "\n".join((head, *rows, ""))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return str(value)

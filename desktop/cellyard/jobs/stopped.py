"""That a station has stopped writing until a person decides: a plain file beside the store.

Two computers that write as one station would say two things under one number. Once that is known,
nothing more is written here, also after a restart.
"""

from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.domain.refusals import Refused

FILE = "stopped.json"
# What stops a station: others than those wait for a person while it goes on.
STOPS = frozenset({"station_goes_on_elsewhere", "chain_forked"})


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """Why, as the code of a refusal, and since when (ms)."""

    code: str
    at: int


def read(folder: Path) -> Stopped | None:
    """Return why nothing is written here, None when everything is; a spoiled file stops too."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Stopped)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Stopped(code="chain_forked", at=0)


def why(folder: Path) -> Refused | None:
    """Return the refusal of everything that would be written here, None for none."""
    found = read(folder)
    return Refused(found.code) if found else None


def note(folder: Path, code: str, at: int) -> None:
    """Stop from now on, durably; the first reason stays."""
    if read(folder) is None:
        durable.write_durably(folder / FILE, msgspec.json.encode(Stopped(code=code, at=at)))

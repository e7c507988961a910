"""Papers printed into a folder: for a hot folder that prints what it finds, or without a printer.

A target is `file:FOLDER`, as labels have it. The folder must be there: a share that is away is
not written to the empty place where it is usually mounted.
"""

import os
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

from cellyard.domain.refusals import Trouble
from cellyard.durable import write_durably
from cellyard.jobs import folders
from cellyard.jobs.paper_queue import NotTaken
from cellyard.jobs.printing import FILE

# What any file system takes in a name.
_ODD = re.compile(r"[^0-9A-Za-z._-]+")


def target(folder: str) -> str:
    """Return the target that prints into a folder; "" for no folder."""
    return f"{FILE}{folder}" if folder else ""


def folder_of(target: str) -> Path | None:
    """Return the folder that a target prints into; None for a printer of this computer."""
    return Path(target.removeprefix(FILE)) if target.startswith(FILE) else None


def named(target: str) -> str:
    """Return what people are told of a target: the name of the printer, or the folder."""
    return target.removeprefix(FILE)


def look(folder: Path) -> None:
    """Trouble("paper_folder_away") when the folder is not there: nothing need be drawn."""
    if not folders.there(folder):
        raise Trouble("paper_folder_away", folder=str(folder))


def put(folder: Path, title: str, pdf: bytes, began: Callable[[], None]) -> Path:
    """Put printed pages into a folder under a name of their own; returns the file.

    Whole or not at all, and over no other file: whoever prints from there may not be done with it.
    `began` is called at the last moment before. Raises Trouble("paper_folder_away") before it, and
    NotTaken("paper_folder_full", `folder`, `why`) after it.
    """
    look(folder)
    stem = _ODD.sub("-", title).strip("-.") or "paper"
    names = (f"{stem}.pdf" if n == 1 else f"{stem}-{n}.pdf" for n in count(1))
    path = next(p for p in (folder / name for name in names) if not os.path.lexists(p))
    began()
    try:
        write_durably(path, pdf)
    except OSError as failed:
        raise not_taken(folder, failed) from failed
    return path


def not_taken(folder: Path, failed: OSError) -> NotTaken:
    """Return what to tell when the system does not take what is printed into a folder."""
    why = failed.strerror or str(failed)
    return NotTaken("paper_folder_full", folder=str(folder), why=why)

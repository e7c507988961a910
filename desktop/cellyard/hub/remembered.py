"""What a hub remembers beside its database: how far each log had come, to know that one was set
back.

    hub-seen.json   {centre: {"origin": hex, "size": facts}}

A database that was restored from an older backup has lost what stations know that it had. Nothing
in it says so; this file does, being kept where the backup is not.
"""

import os
from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard import durable
from cellyard.hub import restoring
from cellyard.hub import tables as t
from cellyard.hub.door import Hub

FILE, LOCK = "hub-seen.json", "hub-seen.lock"


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How far the log of a centre had come, under which origin."""

    origin: str
    size: int


def settle(hub: Hub, folder: Path) -> list[str]:
    """Compare what is remembered with the database, and remember what it holds now.

    A log that is shorter than it was begins a new origin (see `restoring`). Returns those centres.
    """
    try:
        lock = durable.hold(folder / LOCK)
    except BlockingIOError:
        return []  # another process of this folder is at it
    try:
        # The file before the database: what the file says, the database had before it was read.
        before = _read(folder / FILE)
        less = [c for c, mark in _marks(hub).items() if _set_back(before.get(c), mark)]
        for centre in less:
            restoring.begin_anew(hub, centre, instead_of=before[centre].origin)
        now = {**before, **_marks(hub)}
        if now != before:
            durable.write_durably(folder / FILE, msgspec.json.encode(now))
        return less
    finally:
        os.close(lock)


def _set_back(before: Mark | None, now: Mark) -> bool:
    return before is not None and before.origin == now.origin and now.size < before.size


def _read(path: Path) -> dict[str, Mark]:
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Mark])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return {}  # spoiled: nothing is known of before, as at the first start


def _marks(hub: Hub) -> dict[str, Mark]:
    c = t.centre.c
    with hub.store.reading() as connection:
        rows = connection.execute(sa.select(c.id, c.origin, c.size)).all()
    return {row.id: Mark(origin=row.origin, size=row.size) for row in rows}

"""Links that a consignee confirms a load's receipt under: for that load alone, once, for a time."""

import hashlib
import secrets
from typing import NamedTuple

import sqlalchemy as sa

from cellyard.domain.refusals import Refused
from cellyard.hub import tables as t

# A lorry is days under way, and a receipt weeks on somebody's desk.
LASTS_MS = 45 * 24 * 3_600_000


class Linked(NamedTuple):
    """What a link is for."""

    centre: str
    load: str
    until: int
    used_at: int


def give(connection: sa.Connection, centre: str, load: str, *, now: int) -> tuple[str, int]:
    """Return a new word for a load and until when (ms) it is good; earlier ones end with it."""
    c = t.receipt_link.c
    same = (c.centre == centre, c.load == load, c.used_at == 0)
    connection.execute(sa.delete(t.receipt_link).where(*same))
    word, until = secrets.token_urlsafe(24), now + LASTS_MS
    row = {
        "sha256": _hashed(word), "centre": centre, "load": load, "until": until, "used_at": 0,
    }  # fmt: skip
    connection.execute(sa.insert(t.receipt_link), row)
    return word, until


def find(connection: sa.Connection, word: str, *, now: int, lock: bool = False) -> Linked:
    """Return what a word is good for, used or not. Refused("link_wrong") for another, or ended.

    `lock` keeps others from using it meanwhile.
    """
    c = t.receipt_link.c
    wanted = sa.select(c.centre, c.load, c.until, c.used_at).where(c.sha256 == _hashed(word))
    row = connection.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None or row.until < now:
        raise Refused("link_wrong")
    return Linked(row.centre, row.load, row.until, row.used_at)


def used(connection: sa.Connection, word: str, *, now: int) -> None:
    """Say of a link that its receipt was given."""
    where = t.receipt_link.c.sha256 == _hashed(word)
    connection.execute(sa.update(t.receipt_link).where(where).values(used_at=now))


def _hashed(word: str) -> str:
    return hashlib.sha256(b"cellyard-receipt-v1\0" + word.encode(errors="replace")).hexdigest()

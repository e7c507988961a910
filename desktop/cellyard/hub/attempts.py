"""Tries that may be wrong: counted before they are judged, by every process of a hub together."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from cellyard.domain import people
from cellyard.domain.refusals import Refused
from cellyard.hub import tables as t

# Nobody who types a password wrong remembers it so long.
FORGOTTEN_MS = 24 * 3_600_000


def begin(connection: sa.Connection, key: str, now: int) -> None:
    """Count a try as a wrong one, in the transaction that is open, until `right` says otherwise.

    Refused("sign_in_closed") with the seconds left while too many were wrong. Counted first: of
    many tries at once, none is judged for nothing.
    """
    c = t.attempt.c
    connection.execute(sa.delete(t.attempt).where(c.at < now - FORGOTTEN_MS, c.until < now))
    new = sqlite.insert(t.attempt) if _on_sqlite(connection) else postgresql.insert(t.attempt)
    row = {"key": key, "failures": 0, "until": 0, "at": now}
    connection.execute(new.on_conflict_do_nothing(index_elements=["key"]), row)
    held = connection.execute(
        sa.select(c.failures, c.until).where(c.key == key).with_for_update()
    ).one()
    if now < held.until:
        raise Refused("sign_in_closed", seconds=-(-(held.until - now) // 1000))
    failures = held.failures + 1
    until = now + people.lockout_ms(failures)
    counted = sa.update(t.attempt).where(c.key == key)
    connection.execute(counted.values(failures=failures, until=until, at=now))


def right(connection: sa.Connection, key: str) -> None:
    """Forget the wrong tries: this one was right."""
    connection.execute(sa.delete(t.attempt).where(t.attempt.c.key == key))


def _on_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"

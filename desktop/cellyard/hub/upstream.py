"""Where a relay forwards to: the central hub, its keys, and how far the relay has come with it."""

import msgspec
import sqlalchemy as sa

from cellyard.hub import tables as t
from cellyard.sync.checkpoint import Cursor


class Upstream(msgspec.Struct, frozen=True, kw_only=True):
    """The central hub of a relay, the centre that it serves, and as which chain it is enrolled."""

    centre: str
    station: str
    epoch: str
    url: str
    hub_key: str
    hub_box_key: str


def read(connection: sa.Connection) -> Upstream | None:
    """Return the central hub of a relay; None where this is one itself."""
    u, c = t.upstream.c, t.centre.c
    wanted = sa.select(u.centre, c.station, c.epoch, u.url, u.hub_key, u.hub_box_key)
    row = connection.execute(wanted.join(t.centre, c.id == u.centre)).first()
    return msgspec.convert(row, Upstream, from_attributes=True) if row else None


def cursor(connection: sa.Connection, centre: str) -> Cursor:
    """Return how far a relay has come with its central hub."""
    u = t.upstream.c
    kept = connection.execute(sa.select(u.cursor).where(u.centre == centre)).scalar_one()
    return msgspec.json.decode(bytes(kept), type=Cursor) if kept else Cursor()


def keep(connection: sa.Connection, centre: str, come: Cursor) -> None:
    """Keep how far it has come, in the transaction that is open."""
    _put(connection, centre, msgspec.json.encode(come))


def forget(connection: sa.Connection, centre: str) -> None:
    """Follow the central hub from its beginning again: the store was set back."""
    _put(connection, centre, b"")


def _put(connection: sa.Connection, centre: str, content: bytes) -> None:
    kept = sa.update(t.upstream).where(t.upstream.c.centre == centre)
    connection.execute(kept.values(cursor=content))

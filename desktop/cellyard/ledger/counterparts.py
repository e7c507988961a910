"""How far this store has come with each hub: a note that is written together with what arrived."""

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.ledger.tables import counterpart

_new = insert(counterpart)
_put = _new.on_conflict_do_update(index_elements=["key"], set_={"state": _new.excluded.state})
_state = sa.select(counterpart.c.state).where(counterpart.c.key == sa.bindparam("key"))


def kept(connection: sa.Connection, key: str) -> bytes | None:
    """Return what is kept about a hub, by its public key (hex)."""
    return connection.execute(_state, {"key": key}).scalar()


def keep(connection: sa.Connection, key: str, state: bytes) -> None:
    """Keep how far this store has come with a hub, in the transaction that is open."""
    connection.execute(_put, {"key": key, "state": state})

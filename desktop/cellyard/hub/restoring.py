"""A hub whose database was restored: its log goes on under a new origin, its own chain anew.

Stations see the new origin, go back to the last place that both have, and bring what was lost; it
comes under other positions. What the hub itself had written and lost, they bring too: so it writes
on a new epoch, never a second fact under an old number. A relay's own come back from the central
hub, which it follows from the beginning before it writes again.
"""

import os

import sqlalchemy as sa

from cellyard.hub import own_chain, upstream
from cellyard.hub import tables as t
from cellyard.hub.door import Hub


def begin_anew(hub: Hub, centre: str, *, instead_of: str = "") -> None:
    """Begin a new origin of a centre's log and a new epoch of the hub's own chain in it.

    With `instead_of` only where that is still the origin: of several processes that see the same,
    one does it.
    """
    c = t.centre.c
    with hub.store.alone() as connection:
        origin = connection.execute(sa.select(c.origin).where(c.id == centre)).scalar_one()
        if instead_of and origin != instead_of:
            return
        if hub.upstream:
            upstream.forget(connection, centre)
        else:
            own_chain.open_epoch(connection, hub.log, hub.key, centre, now=hub.clock())
        anew = sa.update(t.centre).where(c.id == centre).values(origin=os.urandom(16).hex())
        connection.execute(anew)

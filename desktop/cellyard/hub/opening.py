"""A hub in its folder: keys, database and what it remembers, checked against each other."""

from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard.domain import fingerprint
from cellyard.domain.refusals import Refused
from cellyard.hub import keys, remembered, tls, upstream
from cellyard.hub import tables as t
from cellyard.hub.door import Hub
from cellyard.hub.store import Store, sqlite_url
from cellyard.ledger.seals import SealingKey


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """Where a hub lives: its folder, its database ("" for a file there), its key files."""

    folder: Path
    database: str = ""
    seal_key: Path | None = None
    box_key: Path | None = None


def opened(home: Home) -> Hub:
    """Open the hub of a folder, made where it is missing; who opens it closes its store.

    Refused("hub_key_differs") where the database is another hub's, Trouble where it is away.
    """
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seed = keys.seed(home.seal_key or home.folder / keys.SEAL)
    box = keys.seed(home.box_key or home.folder / keys.BOX)
    store = Store(home.database or sqlite_url(home.folder))
    try:
        with store.reading() as connection:
            central = upstream.read(connection)
        box_key = keys.public_box_key(box)
        hub = Hub(store, SealingKey(seed), seed, box_key=box_key, upstream=central)
        if central and (made := home.folder / tls.CERTIFICATE).exists():
            hub.certificate = tls.pin(made)
        _own(hub)
        hub.begun_anew = remembered.settle(hub, home.folder)
    except BaseException:
        store.close()
        raise
    return hub


def _own(hub: Hub) -> None:
    """Take a database that is new; refuse one that another key has written in."""
    with hub.store.alone() as connection:
        owner = connection.execute(sa.select(t.owner.c.seal_key)).scalar()
        if owner is None:
            connection.execute(sa.insert(t.owner), {"id": 1, "seal_key": hub.key.public_key})
        elif owner != hub.key.public_key:
            raise Refused("hub_key_differs", known=fingerprint.fingerprint(owner))

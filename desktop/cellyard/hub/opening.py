"""A hub in its folder: keys, database and what it remembers, checked against each other."""

from pathlib import Path

import msgspec

from cellyard.hub import keys
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
    """Open the hub of a folder, made where it is missing; who opens it closes its store."""
    home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seed = keys.seed(home.seal_key or home.folder / keys.SEAL)
    box = keys.seed(home.box_key or home.folder / keys.BOX)
    store = Store(home.database or sqlite_url(home.folder))
    return Hub(store, SealingKey(seed), seed, box_key=keys.public_box_key(box))

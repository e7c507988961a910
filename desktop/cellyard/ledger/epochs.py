"""The epochs of a station: one that a restore began goes on where the one before it ended."""

from typing import NamedTuple

import sqlalchemy as sa

from cellyard.domain.facts import StationOpened
from cellyard.ledger import facts
from cellyard.ledger.tables import fact

_first = sa.select(fact.c.envelope).where(
    fact.c.station == sa.bindparam("station"),
    fact.c.epoch == sa.bindparam("epoch"),
    fact.c.seq == 1,
)


class Ended(NamedTuple):
    """An epoch that was gone on from: the key (hex) that seals it, and its last fact then."""

    epoch: str
    seal_key: str
    ends: int


def earlier(connection: sa.Connection, station: str, epoch: str) -> list[Ended]:
    """Return the epochs that this one goes on from, the oldest first, as their first facts say."""
    found: dict[str, Ended] = {}
    opened = _opened(connection, station, epoch)
    while opened and (end := opened.continues) and end.epoch not in found:
        opened = _opened(connection, station, end.epoch)
        if opened:
            found[end.epoch] = Ended(end.epoch, opened.public_key, end.seq)
    return list(reversed(found.values()))


def _opened(connection: sa.Connection, station: str, epoch: str) -> StationOpened | None:
    content = connection.execute(_first, {"station": station, "epoch": epoch}).scalar()
    found = facts.recorded_or_none(content) if content else None
    return found.fact if found and isinstance(found.fact, StationOpened) else None

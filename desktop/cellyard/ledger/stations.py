"""The stations of a centre, as this store knows them: by their chains and their enrolments."""

from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard.domain.ids import HUB
from cellyard.ledger import leaving, schema
from cellyard.ledger.enrolments import Enrolments
from cellyard.ledger.tables import fact

_at = sa.select(fact.c.at).where(
    fact.c.station == sa.bindparam("station"),
    fact.c.epoch == sa.bindparam("epoch"),
    fact.c.seq == sa.bindparam("seq"),
)


_of_hub = sa.select(fact.c.seq).where(fact.c.station == HUB).limit(1)


class StationSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A station: how many of its facts are here, when (ms) it wrote the newest of them.

    `revoked`: the hub has taken its newest enrolment back. `began`: in how many epochs it wrote.
    """

    name: str
    facts: int
    last_at: int
    began: int = 1
    revoked: bool = False


def knew_hub(folder: Path) -> bool:
    """Tell whether a store holds facts of a hub: its station was enrolled once."""
    engine = schema.reader(folder)
    try:
        with engine.connect() as connection, connection.begin():
            return connection.execute(_of_hub).first() is not None
    finally:
        engine.dispose()


class Stations:
    """Asks one connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def seen(self) -> list[StationSeen]:
        """Return every station with facts here but the hub itself, by name."""
        return _seen(self._connection)


def _seen(connection: sa.Connection) -> list[StationSeen]:
    enrolled = Enrolments(connection)
    found: dict[str, StationSeen] = {}
    newest: dict[str, str] = {}
    for head in leaving.heads(connection):
        if head.station == HUB:
            continue
        place = {"station": head.station, "epoch": head.epoch, "seq": head.seq}
        at = connection.execute(_at, place).scalar() or 0
        before = found.get(head.station)
        if before is None or at >= before.last_at:
            newest[head.station] = head.epoch
        found[head.station] = StationSeen(
            name=head.station,
            facts=head.seq + (before.facts if before else 0),
            last_at=max(at, before.last_at if before else 0),
            began=1 + (before.began if before else 0),
            revoked=enrolled.revoked(head.station, newest[head.station]),
        )
    return [found[name] for name in sorted(found)]

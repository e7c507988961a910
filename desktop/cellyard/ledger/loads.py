"""Loads as a store knows them: each by its id, its batteries, and its next number."""

from collections.abc import Sequence
from typing import get_args

import msgspec
import sqlalchemy as sa

from cellyard.domain import ids
from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.load import Load, LoadState
from cellyard.ledger import facts, projections, subjects
from cellyard.ledger.tables import battery, chain, claimed, load

PAGE = 50
_EVERY_ONE = -1  # SQLite: no limit
_EVERY_STATE: tuple[LoadState, ...] = get_args(LoadState)

_newest = (
    sa.select(load.c.content)
    .where(load.c.state.in_(sa.bindparam("states", expanding=True)))
    .order_by(load.c.no.desc())
    .limit(sa.bindparam("count"))
)
# What a load's papers are called stands in its content, which is JSON.
_naming = (
    sa.select(load.c.content)
    .where(sa.func.instr(load.c.content, sa.bindparam("signs")) > 0)
    .order_by(load.c.no.desc())
)
_series = sa.select(load.c.number).where(
    load.c.number >= sa.bindparam("least"), load.c.number < sa.bindparam("most")
)
_claims = sa.select(claimed.c.battery).where(
    claimed.c.what == "load", claimed.c.name == sa.bindparam("load")
)
_batteries = sa.select(battery.c.state).where(
    sa.or_(battery.c.load == sa.bindparam("load"), battery.c.id.in_(_claims))
)
_key = sa.select(chain.c.public_key).where(
    chain.c.station == sa.bindparam("station"), chain.c.epoch == sa.bindparam("epoch")
)


class Loads:
    """Implements `domain.known.KnownLoads` on an open transaction (or on a reader)."""

    def __init__(self, connection: sa.Connection, *, station: str, epoch: str, year: int) -> None:
        self._connection = connection
        self._series = (station, epoch, year)
        self.mark = ids.series_mark(station, epoch)

    def of(self, id_: str) -> Load:
        """Return the load; Refused("unknown_load") when there is none."""
        found = subjects.read_load(self._connection, id_)
        if found is None:
            raise Refused("unknown_load")
        return found

    def batteries(self, id_: str) -> Sequence[Battery]:
        """Return the batteries of a load by any station's word, in the order they were listed."""
        rows = self._connection.execute(_batteries, {"load": id_})
        states = [projections.decode_state(row.state) for row in rows]
        return sorted(states, key=lambda b: (b.leaving.listed_at, b.ticket, b.id))

    def next_number(self) -> str:
        """Return the next number of the station's series in the year."""
        first = ids.series_number(*self._series, 1)
        begins = first.rsplit("-", 2)[0]
        rows = self._connection.execute(_series, {"least": f"{begins}-", "most": f"{begins}-~"})
        own = (row.number for row in rows if row.number.endswith(f"-{self.mark}"))
        given = [ids.number_in_series(number) for number in own]
        return ids.series_number(*self._series, max(given, default=0) + 1)

    def newest(self, *states: LoadState, count: int = PAGE) -> list[Load]:
        """Return the newest loads in these states (in any when none is named), newest first."""
        asked = {"states": states or _EVERY_STATE, "count": count}
        return [subjects.decode_load(r.content) for r in self._connection.execute(_newest, asked)]

    def naming(self, signs: str) -> list[Load]:
        """Return the loads in which these signs stand as a whole text, newest first."""
        quoted = msgspec.json.encode(signs)
        rows = self._connection.execute(_naming, {"signs": quoted})
        return [subjects.decode_load(row.content) for row in rows]

    def all(self) -> list[Load]:
        """Return every load that there ever was, newest first."""
        return self.newest(count=_EVERY_ONE)

    def sealing_key(self, ref: str) -> str:
        """Return the public key (hex) of the chain that a fact, `station/epoch/seq`, stands in."""
        station, epoch, _ = ref.rsplit("/", 2)
        asked = {"station": station, "epoch": epoch}
        return self._connection.execute(_key, asked).scalar_one()

    def line(self, id_: str) -> list[Recorded]:
        """Return all facts of a load, oldest first."""
        return facts.of_subject(self._connection, ids.load(id_))

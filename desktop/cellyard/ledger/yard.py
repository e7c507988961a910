"""The yard as a store knows it: what is watched, what is in stock, and where things lay once."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from cellyard.domain.battery import Battery, Stock
from cellyard.domain.facts import HoldPlaced, Verdict
from cellyard.ledger import projections, trouble
from cellyard.ledger.tables import battery, stay

_watched = sa.select(battery.c.state).where(battery.c.watched == 1).order_by(battery.c.no)
_stock = (
    sa.select(battery.c.state)
    .where(battery.c.stock == sa.bindparam("stock"))
    .order_by(battery.c.no)
)
_begins = sa.select(sa.func.min(stay.c.since))
# Drawn while somebody moves a slider: of the driver itself, no more than the map shows. Told
# which index: to be spared the sorting, SQLite would else go through all there ever was.
_LAY = (
    "SELECT battery, slot, held, verdict, kg, model, since FROM stay"
    " INDEXED BY stay_by_until WHERE until > ? AND since <= ?"
    " ORDER BY battery, n"
)
# What was put on hold names that act in its state, which is JSON.
_HELD = (
    "SELECT battery.id FROM json_each(?) AS asked JOIN battery ON battery.id = asked.value"
    " WHERE instr(battery.state, ?)"
)


class Lay(NamedTuple):
    """One line of the map of a past moment: `kg` as its digits, `held` 1 while it was expected.

    `since`: from when on (ms) it lay there with this verdict.
    """

    battery: str
    slot: str
    held: int
    verdict: Verdict | None
    kg: str | None
    model: str | None
    since: int


class YardQuestions:
    """What screens and papers ask of the yard."""

    def __init__(self, connection: sa.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def watched(self) -> list[Battery]:
        """Return what is under observation, in quarantine or on hold."""
        rows = self._connection.execute(_watched)
        return [projections.decode_state(row.state) for row in rows]

    def stock(self, *stocks: Stock) -> list[Battery]:
        """Return every battery in these stocks, in the order they came."""
        return [
            projections.decode_state(row.state)
            for stock in stocks
            for row in self._connection.execute(_stock, {"stock": stock})
        ]

    def begins(self) -> int:
        """Return the moment (ms) from which on the map shows anything; 0 while it never did."""
        return self._connection.execute(_begins).scalar() or 0

    def lay_at(self, moment: int) -> list[Lay]:
        """Return what lay (or was expected) in every slot at a moment in ms, by battery."""
        return [Lay(*row) for row in self._rows(_LAY, moment, moment)]

    def ever_held(self, batteries: Iterable[str]) -> list[str]:
        """Return which of these batteries (ids) were on hold at any time."""
        asked, held = msgspec.json.encode(list(batteries)).decode(), f'"{HoldPlaced.__name__}"'
        return [battery for (battery,) in self._rows(_HELD, asked, held.encode())]

    def _rows(self, sql: str, *asked: object) -> list[tuple[Any, ...]]:
        cursor = self._connection.connection.cursor()
        try:
            return cursor.execute(sql, asked).fetchall()
        except sqlite3.Error as error:
            raise trouble.refusal(error, self._folder) or error from error

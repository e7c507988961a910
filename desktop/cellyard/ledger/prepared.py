"""Statements compiled once and given to the driver as they are: where thousands of rows go by."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

# SQLAlchemy looks at each value of each row on its way; SQLite takes text, numbers and bytes as
# they are, and a page of facts is ten thousand of them.
_DIALECT = sqlite.dialect(paramstyle="qmark")


class Prepared:
    """A statement by its names; `columns` are those of an INSERT, when not all of its table."""

    def __init__(self, statement: sa.ClauseElement, columns: Iterable[str] | None = None) -> None:
        names = None if columns is None else list(columns)
        compiled = statement.compile(dialect=_DIALECT, column_keys=names)
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())
        # What the statement itself says: how many rows at most, for one.
        said = compiled.params or {}
        self._said = {name: value for name, value in said.items() if value is not None}

    def all(self, connection: sa.Connection, **values: object) -> "Sequence[sa.Row[Any]]":
        """Return every row."""
        return connection.exec_driver_sql(self._sql, self._placed(values)).all()

    def first(self, connection: sa.Connection, **values: object) -> "sa.Row[Any] | None":
        """Return the first row, or None."""
        return connection.exec_driver_sql(self._sql, self._placed(values)).first()

    def many(self, connection: sa.Connection, rows: Iterable[Mapping[str, object]]) -> None:
        """Run it for each row."""
        placed = [self._placed(row) for row in rows]
        if placed:
            connection.exec_driver_sql(self._sql, placed)

    def _placed(self, values: Mapping[str, object]) -> tuple[object, ...]:
        if self._said:
            values = {**self._said, **values}
        return tuple([values[name] for name in self._names])

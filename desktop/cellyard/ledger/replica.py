"""A store without a chain of its own: it holds what arrives, folded, to be asked and compared."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from cellyard.ledger import arriving, counterparts, projections, schema
from cellyard.ledger.arriving import Arrived
from cellyard.ledger.batches import Batch
from cellyard.ledger.enrolments import Enrolments
from cellyard.ledger.tables import register_entry

# Who works at a centre is nobody's business outside of it.
_contents = sa.select(register_entry.c.sha256).where(register_entry.c.register != "people")


class Replica:
    """The one writer of such a store; `hub_key` (hex) is whose enrolments count."""

    def __init__(self, folder: Path, centre: str, hub_key: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        schema.prepare(folder)
        self._engine = schema.writer(folder)
        self._connection = self._engine.connect()
        self._centre, self._hub_key = centre, hub_key
        try:
            with self._connection.begin():
                schema.check(self._connection)
        except BaseException:
            self.close()
            raise

    def apply(self, arrived: Sequence[Batch], state: bytes) -> Arrived:
        """Store and fold what is new, with how far it has come; refused as `arriving.arrive`."""
        with self._connection.begin():
            enrolled = Enrolments(self._connection, self._hub_key)
            new = arriving.arrive(self._connection, arrived, enrolled, self._centre)
            counterparts.keep(self._connection, self._hub_key, state)
            return new

    def state(self) -> bytes | None:
        """Return how far it has come, as `apply` was told last."""
        with self._connection.begin():
            return counterparts.kept(self._connection, self._hub_key)

    def digest(self) -> str:
        """Return the digest of what is folded."""
        with self._connection.begin():
            return projections.digest(self._connection)

    def contents(self) -> list[str]:
        """Return what the entries of all registers but that of people say now, by its hash."""
        with self._connection.begin():
            return [row.sha256 for row in self._connection.execute(_contents)]

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

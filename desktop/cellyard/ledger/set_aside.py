"""A store that was set aside, beside the one that goes on: what is carried over, what differs."""

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from cellyard.domain.envelope import Recorded
from cellyard.domain.ids import HUB
from cellyard.ledger import leaving, schema
from cellyard.ledger.batches import Batch
from cellyard.ledger.enrolments import Enrolments
from cellyard.ledger.facts import recorded_or_none
from cellyard.ledger.leaving import ChainHead
from cellyard.ledger.tables import fact

_PAGE = 500
_after = (
    sa.select(fact.c.envelope)
    .where(
        fact.c.station == sa.bindparam("station"),
        fact.c.epoch == sa.bindparam("epoch"),
        fact.c.seq > sa.bindparam("after"),
    )
    .order_by(fact.c.seq)
)


class SetAside:
    """Reads both stores; `here` is a connection of the one that goes on. Close it."""

    def __init__(self, place: Path, here: sa.Connection) -> None:
        schema.refuse_other(place)
        self._engine = schema.reader(place)
        self._there, self._here = self._engine.connect(), here

    def close(self) -> None:
        self._there.close()
        self._engine.dispose()

    def carried(self, hub_key: str) -> Iterator[list[Batch]]:
        """Go through each chain that only goes on further there: its batches, as they are sealed.

        What was never enrolled, or counts no more, is not carried: nobody else would believe it.
        """
        for head in self._heads():
            with self._here.begin():
                enrolled = Enrolments(self._here, hub_key)
                known = enrolled.key(head.station, head.epoch) is not None
                counted = enrolled.counted(head.station, head.epoch)
                common, last = self._common(head), leaving.last(self._here, *head[:2])
            if not known or common < last or common == head.seq:
                continue
            with self._there.begin():
                found = leaving.batches(self._there, *head[:2], common + 1, _PAGE)
                yield [b for b in found if counted is None or b.last <= counted]

    def only_there(self) -> list[Recorded]:
        """Return the facts that stand only there, chain by chain."""
        found: list[Recorded] = []
        for head in self._heads():
            with self._here.begin():
                after = self._common(head)
            with self._there.begin():
                place = {"station": head.station, "epoch": head.epoch, "after": after}
                rows = [row.envelope for row in self._there.execute(_after, place)]
            found.extend(r for row in rows if (r := recorded_or_none(row)))
        return found

    def _heads(self) -> list[ChainHead]:
        with self._there.begin():
            return [head for head in leaving.heads(self._there) if head.station != HUB]

    def _common(self, head: ChainHead) -> int:
        """Return up to which fact both say the same: hashes chain, so it is found by halving."""
        low, high = 0, min(head.seq, leaving.last(self._here, *head[:2]))
        with self._there.begin():
            while low < high:
                middle = (low + high + 1) // 2
                there = leaving.hash_at(self._there, *head[:2], middle)
                if there == leaving.hash_at(self._here, *head[:2], middle):
                    low = middle
                else:
                    high = middle - 1
        return low

"""Questions about the yard as a whole: what is on site, who was heard when, what a shift has done.

`fact` has no index on `at`. Within one chain the time only grows (a clock that is set back is the
exception, and then a few facts are counted in the shift before), so the first fact of a shift is
found by halving the chain, and the rest is read from there in the order of the chain's own index.
"""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Corrected, Payload
from cellyard.domain.refusals import Refused
from cellyard.ledger import causes, projections
from cellyard.ledger.facts import recorded_or_none
from cellyard.ledger.tables import battery, chain, fact

# Greater than nothing, not IS NOT NULL: only so are the indexes of the two columns used.
_on_site = sa.select(battery.c.state).where(
    sa.or_(battery.c.slot > "", battery.c.held_slot > "", battery.c.open == 1)
)
_chains = sa.select(
    chain.c.station,
    chain.c.epoch,
    sa.select(sa.func.max(fact.c.seq))
    .where(fact.c.station == chain.c.station, fact.c.epoch == chain.c.epoch)
    .scalar_subquery()
    .label("last"),
)
_of_chain = (fact.c.station == sa.bindparam("station"), fact.c.epoch == sa.bindparam("epoch"))
_at = sa.select(fact.c.at).where(*_of_chain, fact.c.seq == sa.bindparam("seq"))
_from = (
    sa.select(fact.c.envelope)
    .where(
        *_of_chain,
        fact.c.seq >= sa.bindparam("seq"),
        fact.c.type.in_(sa.bindparam("kinds", expanding=True)),
    )
    .order_by(fact.c.seq)
)
_subjects = (
    sa.select(fact.c.subject).where(*_of_chain, fact.c.seq >= sa.bindparam("seq")).distinct()
)


class FlowQuestions:
    """Asks on the connection of `Questions`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def on_site(self) -> list[Battery]:
        """Return every battery that is here: stored, on its way to a slot, or on a ticket."""
        rows = self._connection.execute(_on_site)
        return [projections.decode_state(row.state) for row in rows]

    def heard(self) -> dict[str, int]:
        """Return, by station, the time (ms) of the newest fact of it that has come here."""
        newest: dict[str, int] = {}
        for station, epoch, last in self._ends():
            at = self._when(station, epoch, last)
            newest[station] = max(at, newest.get(station, 0))
        return newest

    def heads(self, subject: str) -> tuple[str, ...]:
        """Return the newest facts of a subject: what a fact that is decided on this comes after."""
        return causes.heads(self._connection, subject)

    def done(self, kinds: Iterable[type[Payload]], since: int, until: int) -> list[Recorded]:
        """Return the facts of these kinds from `since` up to `until` (ms) that still count.

        What was taken back, also later, is left out. Refused("fact_damaged").
        """
        wanted = {kind.__name__ for kind in kinds}
        names = sorted({*wanted, Corrected.__name__})
        found = [r for end in self._ends() for r in self._since(*end, since, names)]
        void = {ref for r in found if isinstance(r.fact, Corrected) for ref in r.fact.facts}
        return [
            r
            for r in found
            if r.envelope.type in wanted and since <= r.envelope.at < until and r.ref not in void
        ]

    def touched(self, since: int) -> set[str]:
        """Return the ids of the batteries of which anything was written since then (ms)."""
        found: set[str] = set()
        for station, epoch, last in self._ends():
            seq = self._first(station, epoch, last, since)
            asked = {"station": station, "epoch": epoch, "seq": seq}
            found.update(row.subject for row in self._connection.execute(_subjects, asked))
        return {s.removeprefix("battery/") for s in found if s.startswith("battery/")}

    def _ends(self) -> list[tuple[str, str, int]]:
        rows = self._connection.execute(_chains).all()
        return [(row.station, row.epoch, row.last) for row in rows if row.last]

    def _since(
        self, station: str, epoch: str, last: int, since: int, kinds: list[str]
    ) -> Iterator[Recorded]:
        first = self._first(station, epoch, last, since)
        asked = {"station": station, "epoch": epoch, "seq": first, "kinds": kinds}
        for row in self._connection.execute(_from, asked):
            r = recorded_or_none(row.envelope)
            if r is None:
                raise Refused("fact_damaged")
            yield r

    def _first(self, station: str, epoch: str, last: int, since: int) -> int:
        """Return where in a chain the facts from `since` on begin, one past its end for none."""
        low, high = 1, last + 1
        while low < high:
            middle = (low + high) // 2
            if self._when(station, epoch, middle) < since:
                low = middle + 1
            else:
                high = middle
        return low

    def _when(self, station: str, epoch: str, seq: int) -> int:
        row = self._connection.execute(_at, {"station": station, "epoch": epoch, "seq": seq})
        return row.scalar() or 0

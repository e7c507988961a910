"""Who is enrolled: the keys that chains may be sealed with, as the hub's own chain says."""

import sqlalchemy as sa

from cellyard.domain import ids
from cellyard.domain.facts import Enrolled, Revoked
from cellyard.ledger import facts


class Enrolments:
    """Answers from the facts of a store. `hub_key` (hex) is pinned; "" where there is no hub.

    `own` are keys that need no enrolment: this store's own chain.
    """

    def __init__(
        self,
        connection: sa.Connection,
        hub_key: str = "",
        own: dict[tuple[str, str], str] | None = None,
    ) -> None:
        self._connection = connection
        self._hub_key = hub_key
        self._own = own or {}

    def key(self, station: str, epoch: str) -> str | None:
        """Return the public key (hex) that a chain is sealed with; None for a stranger's."""
        if station == ids.HUB:
            return self._hub_key or None
        if own := self._own.get((station, epoch)):
            return own
        return next((e.seal_key for e in self._of(station) if e.epoch == epoch), None)

    def revoked(self, station: str, epoch: str) -> bool:
        """Tell whether the hub has taken an enrolment back."""
        line = facts.of_subject(self._connection, ids.station(station))
        said = [
            r.fact
            for r in line
            if r.envelope.station == ids.HUB and isinstance(r.fact, Enrolled | Revoked)
        ]
        return any(isinstance(fact, Revoked) and fact.epoch == epoch for fact in said)

    def _of(self, station: str) -> list[Enrolled]:
        line = facts.of_subject(self._connection, ids.station(station))
        return [
            r.fact for r in line if r.envelope.station == ids.HUB and isinstance(r.fact, Enrolled)
        ]

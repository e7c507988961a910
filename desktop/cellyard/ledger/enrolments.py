"""Who is enrolled: the keys that chains may be sealed with, as the hub's own chain says.

A relay enrols stations too, on its own chain, as long as the hub's says that it may.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from cellyard.domain import ids
from cellyard.domain.envelope import Envelope
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
        found = self.enrolled(station, epoch)
        return found.seal_key if found else None

    def enrolled(self, station: str, epoch: str) -> Enrolled | None:
        """Return the enrolment of a chain, the first that counts; None for a stranger's."""
        said = (fact for e, fact in self._said(station) if self._may_enrol(e))
        return next((f for f in said if isinstance(f, Enrolled) and f.epoch == epoch), None)

    def newest(self, station: str) -> Enrolled | None:
        """Return the newest enrolment of a station that was not taken back; None for none."""
        said = [f for e, f in self._said(station) if isinstance(f, Enrolled) and self._may_enrol(e)]
        standing = (f for f in reversed(said) if self.counted(station, f.epoch) is None)
        return next(standing, None)

    def revoked(self, station: str, epoch: str) -> bool:
        """Tell whether the hub has taken an enrolment back."""
        return self._until(station, epoch) is not None

    def counted(self, station: str, epoch: str) -> int | None:
        """Return the last fact that counts of a chain that is revoked, or that its station has left
        behind; None of one that goes on.
        """
        until = self._until(station, epoch)
        if until is None and (found := self.enrolled(station, epoch)):
            return found.ends
        return until

    def _until(self, station: str, epoch: str) -> int | None:
        revoked = (
            f
            for e, f in self._said(station)
            if e.station == ids.HUB and isinstance(f, Revoked) and f.epoch == epoch
        )
        return next((f.seq for f in revoked), None)

    def _may_enrol(self, e: Envelope) -> bool:
        """Tell whether an enrolment here counts: the hub's, or a relay's in its time."""
        if e.station == ids.HUB:
            return True
        relays = (
            f
            for by, f in self._said(e.station)
            if by.station == ids.HUB and isinstance(f, Enrolled) and f.epoch == e.epoch
        )
        if not any(f.relay for f in relays):
            return False
        until = self._until(e.station, e.epoch)
        return until is None or e.seq <= until

    def _said(self, station: str) -> Iterator[tuple[Envelope, Enrolled | Revoked]]:
        for r in facts.of_subject(self._connection, ids.station(station)):
            if isinstance(r.fact, Enrolled | Revoked) and r.fact.station == station:
                yield r.envelope, r.fact

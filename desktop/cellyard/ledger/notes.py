"""Local notes of a station: scans not yet worked off, drafts, wrong PINs. No facts."""

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.ledger.tables import attempt, draft, scan

_new_draft = insert(draft)
_put_draft = _new_draft.on_conflict_do_update(
    index_elements=["key"], set_={"value": _new_draft.excluded.value}
)
_new_attempt = insert(attempt)
_put_attempt = _new_attempt.on_conflict_do_update(
    index_elements=["person"],
    set_={
        "failures": _new_attempt.excluded.failures,
        "locked_until": _new_attempt.excluded.locked_until,
    },
)
_waiting = sa.select(scan).where(scan.c.done == 0).order_by(scan.c.no)


class HeardScan(msgspec.Struct, frozen=True, kw_only=True):
    """A scan as it was heard; `at` in ms, `heard_by` the port or "keys"."""

    no: int
    at: int
    text: str
    heard_by: str


class Attempts(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong PINs in a row, and until when (ms) no further try is taken."""

    failures: int = 0
    locked_until: int = 0


class Notes:
    """Reads and writes notes on the writing connection; each call is one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def hear(self, text: str, heard_by: str, at: int) -> HeardScan:
        """Keep a scan before anything is done with it; returns it with its number."""
        with self._connection.begin():
            result = self._connection.execute(
                sa.insert(scan), {"at": at, "text": text, "heard_by": heard_by, "done": 0}
            )
            no = result.lastrowid
        return HeardScan(no=no, at=at, text=text, heard_by=heard_by)

    def waiting(self) -> list[HeardScan]:
        """Return the scans that were heard and not worked off, oldest first."""
        with self._connection.begin():
            rows = self._connection.execute(_waiting).all()
        return [HeardScan(no=r.no, at=r.at, text=r.text, heard_by=r.heard_by) for r in rows]

    def done(self, no: int) -> None:
        """Mark a scan as worked off."""
        with self._connection.begin():
            self._connection.execute(sa.update(scan).where(scan.c.no == no).values(done=1))

    def keep(self, key: str, value: str) -> None:
        """Keep what is being typed; an empty value forgets it."""
        with self._connection.begin():
            if value:
                self._connection.execute(_put_draft, {"key": key, "value": value})
            else:
                self._connection.execute(sa.delete(draft).where(draft.c.key == key))

    def kept(self, prefix: str = "") -> dict[str, str]:
        """Return what was being typed, by key."""
        with self._connection.begin():
            rows = self._connection.execute(
                sa.select(draft).where(draft.c.key.startswith(prefix, autoescape=True))
            ).all()
        return {row.key: row.value for row in rows}

    def attempts(self, person: str) -> Attempts:
        with self._connection.begin():
            row = self._connection.execute(
                sa.select(attempt).where(attempt.c.person == person)
            ).first()
        return Attempts(failures=row.failures, locked_until=row.locked_until) if row else Attempts()

    def put_attempts(self, person: str, attempts: Attempts) -> None:
        with self._connection.begin():
            self._connection.execute(
                _put_attempt,
                {
                    "person": person,
                    "failures": attempts.failures,
                    "locked_until": attempts.locked_until,
                },
            )

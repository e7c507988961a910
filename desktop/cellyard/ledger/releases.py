"""Who stands for which rule edition, and who is qualified to."""

import sqlalchemy as sa

from cellyard.domain.facts import Qualification
from cellyard.domain.known import Release
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, in_force
from cellyard.ledger.registers import Registers
from cellyard.ledger.tables import qualification, release

_release = sa.select(release).where(release.c.edition == sa.bindparam("edition"))
_qualified = sa.select(qualification.c.until).where(
    qualification.c.person == sa.bindparam("person"),
    qualification.c.qualification == sa.bindparam("qualification"),
)


class Releases:
    """Implements `domain.known.KnownReleases` on an open transaction (or on a reader)."""

    def __init__(self, connection: sa.Connection, registers: Registers) -> None:
        self._connection = connection
        self._registers = registers

    def of(self, edition: str) -> Release | None:
        """Return who stands for an edition as it is now; None when nobody does, or it changed."""
        row = self._connection.execute(_release, {"edition": edition}).first()
        if row is None or row.sha256 != self.content_hash(edition):
            return None
        return Release(
            edition=row.edition,
            sha256=row.sha256,
            person=row.person,
            qualification=row.qualification,
            until=row.until,
            demo=bool(row.demo),
            confirmed=tuple(row.confirmed.split()),
            at=row.at,
        )

    def edition(self, id_: str) -> Edition | None:
        """Return the edition of this id, in force or not; None when there is none."""
        return next((e for e in self._registers.editions() if e.id == id_), None)

    def on(self, subject: str, day: str) -> Edition:
        """Return the edition on a subject in force on an ISO date; Refused("no_edition")."""
        jurisdiction = self._registers.centre().jurisdiction
        found = in_force(self._registers.editions(), day, jurisdiction, subject)
        if found is None:
            raise Refused("no_edition", jurisdiction=jurisdiction, day=day)
        return found

    def content_hash(self, edition: str) -> str:
        """Return the hash of the edition's content as it is now, "" when there is none."""
        return self._registers.content_hash("editions", edition)

    def qualified_until(self, person: str, qualification: Qualification) -> str:
        """Return the last ISO date on which a person is qualified, "" for never."""
        asked = {"person": person, "qualification": qualification}
        return self._connection.execute(_qualified, asked).scalar() or ""

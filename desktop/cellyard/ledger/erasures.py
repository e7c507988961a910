"""What was erased because somebody asked for it, or because its time was over: for ever."""

from collections.abc import Collection
from pathlib import Path
from typing import Literal

import msgspec
import sqlalchemy as sa

from cellyard.domain.facts import Erased
from cellyard.domain.ids import kind_and_id, person
from cellyard.ledger import schema
from cellyard.ledger.facts import recorded_or_none
from cellyard.ledger.tables import erased, fact, role

_facts = (
    sa.select(fact.c.envelope)
    .where(fact.c.subject.in_(sa.select(erased.c.subject)), fact.c.type == Erased.__name__)
    .order_by(fact.c.pos)
)
_administrators = sa.select(role.c.person).where(role.c.role == "administrator")


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was erased, of whom or of which sheet (`subject`), on what ground, when (ms)."""

    subject: str
    blob: str
    ground: Literal["retention_ended", "request_of_the_person"]
    at: int


def lasting(folder: Path) -> tuple[Erasure, ...]:
    """Return what must stay erased whatever is restored: people who asked, and sheets.

    A name that was only corrected is not among them: what replaces it came later than an earlier
    backup, and taking it out there would leave its bearer without any.
    """
    said: dict[str, list[Erasure]] = {}
    asked: set[str] = set()
    with schema.reading(folder) as connection:
        rows = connection.execute(_facts).all()
    for row in rows:
        r = recorded_or_none(row.envelope)
        if r is None or not isinstance(r.fact, Erased):
            continue
        subject, ground = r.envelope.subject, r.fact.ground
        said.setdefault(subject, []).append(
            Erasure(subject=subject, blob=r.fact.blob, ground=ground, at=r.envelope.at)
        )
        if kind_and_id(subject)[0] == "sheet" or ground == "request_of_the_person":
            asked.add(subject)
    return tuple(e for subject, found in said.items() if subject in asked for e in found)


def files(folder: Path) -> set[str]:
    """Return every file that a fact has erased (SHA-256 in hex)."""
    with schema.reading(folder) as connection:
        return {row.blob for row in connection.execute(sa.select(erased.c.blob))}


def leave_administrator(folder: Path, given: Collection[Erasure]) -> bool:
    """Tell whether somebody may still administer a store once these are erased in it."""
    gone = {e.subject for e in given}
    with schema.reading(folder) as connection:
        return any(person(row.person) not in gone for row in connection.execute(_administrators))

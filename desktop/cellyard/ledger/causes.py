"""What a new fact comes after: the newest facts of its subject that are known here."""

import sqlalchemy as sa

from cellyard.domain.ids import kind_and_id
from cellyard.ledger import facts, projections, subjects


def heads(connection: sa.Connection, subject: str) -> tuple[str, ...]:
    """Return the newest facts of a subject, as `station/epoch/seq`: more when concurrent."""
    kind, id_ = kind_and_id(subject)
    if kind == "battery":
        state = projections.read_state(connection, id_)
        return state.newest if state else ()
    if kind == "load":
        load = subjects.read_load(connection, id_)
        return load.newest if load else ()
    return facts.heads(connection, subject)

"""Errands: facts that came by another way than the hub's feed, to be offered to it when it is met.

A courier file brings facts of any station. The hub may never meet who wrote them; what it gives
out in its feed, it has.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from cellyard.domain.envelope import Recorded
from cellyard.ledger import leaving
from cellyard.ledger.batches import Batch
from cellyard.ledger.leaving import ChainHead
from cellyard.ledger.tables import errand

# One that is open already begins earlier.
_note = insert(errand).on_conflict_do_nothing()
_open = sa.select(errand.c.station, errand.c.epoch, errand.c.seq)
_chain = sa.and_(
    errand.c.station == sa.bindparam("of_station"), errand.c.epoch == sa.bindparam("of_epoch")
)
_move = sa.update(errand).where(_chain, errand.c.seq < sa.bindparam("upto"))
_end = sa.delete(errand).where(_chain)


def note(connection: sa.Connection, carried: Iterable[Recorded]) -> None:
    """Note facts that were new here, in the order of their chains."""
    for r in carried:
        e = r.envelope
        row = {"station": e.station, "epoch": e.epoch, "seq": e.seq - 1}
        connection.execute(_note, row)


def settle(connection: sa.Connection, fed: Iterable[Batch]) -> None:
    """Take from the list what came in the hub's feed."""
    noted = {(row.station, row.epoch): row.seq for row in connection.execute(_open)}
    for batch in fed if noted else ():
        if batch.chain in noted:
            named = {"of_station": batch.station, "of_epoch": batch.epoch}
            last = leaving.last(connection, *batch.chain)
            if batch.last >= last:
                connection.execute(_end, named)
            else:
                connection.execute(_move, {**named, "upto": batch.last, "seq": batch.last})


def open_ones(connection: sa.Connection) -> list[ChainHead]:
    """Return the chains that the hub may lack facts of, each with the newest that is held."""
    noted = {(row.station, row.epoch) for row in connection.execute(_open)}
    return [h for h in leaving.heads(connection) if h[:2] in noted] if noted else []


def after(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """Return behind which fact of a chain the hub may lack the rest."""
    return {(row.station, row.epoch): row.seq for row in connection.execute(_open)}

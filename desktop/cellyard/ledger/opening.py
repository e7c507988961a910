"""Taking up a chain where it was left, in the store, with the key and as the station it was."""

from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard.domain import envelope as env
from cellyard.domain.facts import ChainEnd, StationOpened
from cellyard.domain.refusals import Refused
from cellyard.ledger import schema
from cellyard.ledger.facts import recorded_or_none
from cellyard.ledger.head import Head, HeadFile
from cellyard.ledger.tables import fact

_own = sa.select(fact.c.seq, fact.c.hash, fact.c.envelope).where(
    fact.c.station == sa.bindparam("station"), fact.c.epoch == sa.bindparam("epoch")
)
_newest = _own.order_by(fact.c.seq.desc()).limit(1)
_at = _own.where(fact.c.seq == sa.bindparam("seq"))


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """Whose chain is written: the centre, the station and the epoch of its key."""

    centre: str
    station: str
    epoch: str


def check_there(folder: Path, head_file: HeadFile) -> None:
    """Refused("store_missing") when facts were written here and their store is gone."""
    head = head_file.read()
    if head and head.seq and not (folder / schema.STORE).exists():
        raise Refused("store_missing", folder=str(folder))


def resume(
    connection: sa.Connection,
    head_file: HeadFile,
    chain: Chain,
    public_key: str,
    before: ChainEnd | None = None,
) -> tuple[Head, int]:
    """Return the newest own fact, and the largest logical clock ever stored.

    `before` is where the epoch before ended, when a new one is to begin in its store.
    Refused("store_rolled_back") when the store is not the one that the head remembers, and
    ("station_differs") when chain or key are not those that the store began with.
    """
    own = {"station": chain.station, "epoch": chain.epoch}
    remembered = head_file.read()
    left = before.epoch if before else chain.epoch
    if remembered and remembered.epoch not in (chain.epoch, left):
        raise Refused("station_differs")
    newest = connection.execute(_newest, own).first()
    if newest is None and before:
        head = _new_epoch(connection, head_file, chain, before)
    elif newest is None:
        head = _nothing_yet(connection, head_file, chain, remembered)
    else:
        head = Head(epoch=chain.epoch, seq=newest.seq, hash=newest.hash.hex())
        _check_remembered(connection, own, head, remembered)
        _check_first(connection, own, chain, public_key)
    order = connection.execute(sa.select(sa.func.max(fact.c.ord))).scalar()
    return head, order or 0


def _nothing_yet(
    connection: sa.Connection, head_file: HeadFile, chain: Chain, remembered: Head | None
) -> Head:
    if connection.execute(sa.select(fact.c.pos).limit(1)).first():
        raise Refused("station_differs")
    if remembered and remembered.seq:
        raise Refused("store_rolled_back", store=0, remembered=remembered.seq)
    return remembered or head_file.begin(chain.epoch, env.NO_PREVIOUS)


def _new_epoch(
    connection: sa.Connection, head_file: HeadFile, chain: Chain, before: ChainEnd
) -> Head:
    left = {"station": chain.station, "epoch": before.epoch}
    last = connection.execute(_newest, left).first()
    if last is None or (last.seq, last.hash.hex()) != (before.seq, before.hash):
        raise Refused("station_differs")
    return head_file.begin(chain.epoch, env.NO_PREVIOUS)


def _check_remembered(
    connection: sa.Connection, own: dict[str, str], head: Head, remembered: Head | None
) -> None:
    if remembered is None:
        # The file is made before the first fact, so somebody took it away.
        raise Refused("head_missing", store=head.seq)
    if not remembered.seq:
        return
    then = connection.execute(_at, {**own, "seq": remembered.seq}).first()
    if then is None or then.hash.hex() != remembered.hash:
        raise Refused("store_rolled_back", store=head.seq, remembered=remembered.seq)


def _check_first(
    connection: sa.Connection, own: dict[str, str], chain: Chain, public_key: str
) -> None:
    first = connection.execute(_at, {**own, "seq": 1}).first()
    r = recorded_or_none(first.envelope) if first else None
    ours = (
        r is not None
        and isinstance(r.fact, StationOpened)
        and (r.fact.public_key, r.envelope.centre) == (public_key, chain.centre)
    )
    if not ours:
        raise Refused("station_differs")

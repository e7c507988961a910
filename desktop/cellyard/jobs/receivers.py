"""Who a courier file can be made for, and how far each of them has the facts, if that is known."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused
from cellyard.jobs import membership
from cellyard.jobs.membership import Membership
from cellyard.jobs.station import Identity, identity
from cellyard.ledger import counterparts, errands, facts, leaving, schema
from cellyard.ledger.enrolments import Enrolments
from cellyard.sync.checkpoint import Cursor
from cellyard.sync.courier_file import Note
from cellyard.sync.unpacking import Chain


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """Who a file can be made for: a station of the centre, or its central server (`HUB`)."""

    station: str
    epoch: str
    box_key: str


def receivers(folder: Path) -> list[Receiver]:
    """Return who a file can be made for, the central server first.

    Refused("courier_without_centre") for a station that is not enrolled.
    """
    with schema.reading(folder) as connection:
        return of_centre(connection, identity(folder), pinned(folder))


def known(folder: Path) -> list[Receiver]:
    """Return who a file can be made for; nobody where the station is not enrolled."""
    return receivers(folder) if membership.read(folder) else []


def pinned(folder: Path) -> Membership:
    """Return the central server of a station; Refused("courier_without_centre")."""
    found = membership.read(folder)
    if found is None:
        raise Refused("courier_without_centre")
    return found


def of_centre(connection: sa.Connection, who: Identity, at: Membership) -> list[Receiver]:
    """Return who a file can be made for, the central server first."""
    found = [Receiver(station=HUB, epoch="", box_key=at.hub_box_key)]
    enrolled = Enrolments(connection, at.hub_key)
    for station in facts.stations(connection):
        newest = enrolled.newest(station) if station != who.station else None
        if newest:
            found.append(Receiver(station=station, epoch=newest.epoch, box_key=newest.box_key))
    return [r for r in found if r.box_key]


def named(receivers: Sequence[Receiver], name: str) -> Receiver:
    """Return the receiver of a name; Refused("courier_nobody")."""
    found = next((r for r in receivers if r.station == name), None)
    if found is None:
        raise Refused("courier_nobody", station=name)
    return found


def counterpart(chain: Chain) -> str:
    """Return the key that what a counterpart said last is kept by; a hub's epoch may change."""
    station, epoch = chain
    return f"courier/{station}" if station == HUB else f"courier/{station}/{epoch}"


def said_by(connection: sa.Connection, receiver: Receiver) -> Note | None:
    """Return what the last file of a receiver said that it has; None when none came."""
    kept = counterparts.kept(connection, counterpart((receiver.station, receiver.epoch)))
    return msgspec.json.decode(kept, type=Note) if kept else None


def known_there(
    connection: sa.Connection, receiver: Receiver, own: Chain, at: Membership
) -> dict[Chain, int]:
    """Return how far the receiver has each chain, as far as is known; rather less than more."""
    said = said_by(connection, receiver)
    by_file = {(h.station, h.epoch): h.seq for h in said.heads} if said else {}
    kept = counterparts.kept(connection, at.hub_key)
    if receiver.station != HUB or at.reply_key or kept is None:
        return by_file
    cursor = msgspec.json.decode(kept, type=Cursor)
    if cursor.enrolment != at.enrolment:
        return by_file
    online = {h[:2]: h.seq for h in leaving.heads(connection)}
    online |= errands.after(connection) | {own: cursor.acked}
    if said is None:
        return online
    if said.origin == cursor.origin:
        return by_file if said.size >= cursor.place.size else online
    return {chain: min(seq, by_file.get(chain, 0)) for chain, seq in online.items()}

"""What an administrator does with a hub: gives out codes, takes back, sees how it stands."""

import msgspec
import sqlalchemy as sa

from cellyard.domain import fingerprint
from cellyard.domain.refusals import Refused
from cellyard.hub import enrolling
from cellyard.hub import tables as t
from cellyard.hub.door import Hub


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was given out. `fingerprint` is that of the hub's key, for a person to compare."""

    code: str
    station: str
    centre: str
    minutes: int
    fingerprint: str


def give_code(hub: Hub, station: str, centre: str | None) -> Code:
    """Give out a code for a station of this name. Without a centre it is the only one there is.

    "" is for a centre that its first station brings along. Refused("hub_centre_which"),
    ("hub_centre_unknown").
    """
    with hub.store.writing() as connection:
        found = which(connection, centre)
        code = enrolling.give_code(connection, found, station, now=hub.clock())
    return Code(
        code=code,
        station=station,
        centre=found,
        minutes=enrolling.LASTS_MS // 60_000,
        fingerprint=fingerprint.fingerprint(hub.key.public_key),
    )


def which(connection: sa.Connection, centre: str | None) -> str:
    """Return the centre that is meant, the only one where none is named; "" while there is none.

    Refused("hub_centre_which"), ("hub_centre_unknown").
    """
    known = list(connection.execute(sa.select(t.centre.c.id)).scalars())
    if centre is None:
        if len(known) > 1:
            raise Refused("hub_centre_which", count=len(known))
        return known[0] if known else ""
    if centre and centre not in known:
        raise Refused("hub_centre_unknown", centre=centre)
    return centre

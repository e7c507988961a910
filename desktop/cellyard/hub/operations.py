"""What an administrator does with a hub: gives out codes, takes back, sees how it stands."""

from typing import Literal

import msgspec
import sqlalchemy as sa

from cellyard.domain import fingerprint, ids
from cellyard.domain.facts import Entry, Revoked
from cellyard.domain.refusals import Refused
from cellyard.hub import apart as bounds
from cellyard.hub import enrolling, feed, own_chain, restoring
from cellyard.hub import tables as t
from cellyard.hub.door import Hub


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was given out. `fingerprint` is of the hub's key, for a person to compare."""

    code: str
    station: str
    centre: str
    minutes: int
    fingerprint: str


def give_code(hub: Hub, station: str, centre: str | None, *, relay: bool = False) -> Code:
    """Give out a code for a station of this name, or for a `relay`.

    Without a centre it is the only one there is.

    "" is for a centre that its first station brings along. Refused("hub_centre_which"),
    ("hub_centre_unknown").
    """
    with hub.store.writing() as connection:
        found = which(connection, centre)
        code = enrolling.give_code(connection, found, station, now=hub.clock(), relay=relay)
    return Code(
        code=code,
        station=station,
        centre=found,
        minutes=enrolling.LASTS_MS // 60_000,
        fingerprint=fingerprint.fingerprint(hub.key.public_key),
    )


class SixWords(msgspec.Struct, frozen=True, kw_only=True):
    """What both screens show of an enrolment: the words hang on the keys of both sides."""

    station: str
    epoch: str
    words: tuple[str, ...]


def six_words(hub: Hub, station: str, centre: str | None) -> list[SixWords]:
    """Return the words of a station's enrolments; Refused as `revoke`."""
    c = t.chain.c
    with hub.store.reading() as connection:
        wanted = sa.select(c.epoch, c.seal_key).where(
            c.centre == which(connection, centre),
            c.station == station,
            c.station != ids.HUB,
            c.counted.is_(None),
            c.ends.is_(None),
        )
        rows = connection.execute(wanted.order_by(c.epoch)).all()
    if not rows:
        raise Refused("hub_station_unknown", station=station)
    ours = hub.key.public_key
    if hub.upstream:
        ours = fingerprint.of_relay(hub.upstream.hub_key, ours, hub.certificate)
    said = (fingerprint.six_words(ours, row.seal_key) for row in rows)
    return [
        SixWords(station=station, epoch=row.epoch, words=words)
        for row, words in zip(rows, said, strict=True)
    ]


class StationState(msgspec.Struct, frozen=True, kw_only=True):
    """A station as the hub knows it. `seen_at` is its last contact in ms (0 never).

    `facts` are held of it; `unsent` is what it said that it had not sent; `skew` how far its clock
    was ahead, in ms. `apart` are batches that contradict it, or came after it was revoked; `full`
    when no more of them are kept. `left`: the station has gone on from this epoch after a restore.
    """

    station: str
    epoch: str
    facts: int
    seen_at: int
    unsent: int
    skew: int
    app: str
    revoked: bool
    apart: int
    full: bool = False
    left: bool = False


class CentreState(msgspec.Struct, frozen=True, kw_only=True):
    """A centre's log: how many facts it has, under which origin, and who writes it."""

    centre: str
    origin: str
    size: int
    stations: tuple[StationState, ...]


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A hub: its version, what a person compares of its key, its database and its centres."""

    version: str
    fingerprint: str
    database: Literal["postgresql", "sqlite"]
    centres: tuple[CentreState, ...]


def state(hub: Hub) -> State:
    """Return how the hub stands."""
    c = t.centre.c
    with hub.store.reading() as connection:
        rows = connection.execute(sa.select(c.id, c.origin, c.size).order_by(c.id)).all()
        centres = tuple(
            CentreState(
                centre=row.id,
                origin=row.origin,
                size=row.size,
                stations=_stations(connection, row.id),
            )
            for row in rows
        )
    return State(
        version=hub.app,
        fingerprint=fingerprint.fingerprint(hub.key.public_key),
        database="postgresql" if hub.store.postgres else "sqlite",
        centres=centres,
    )


def _stations(connection: sa.Connection, centre: str) -> tuple[StationState, ...]:
    c, b = t.chain.c, t.branch.c
    counted = (
        sa.select(b.station, b.epoch, sa.func.count())
        .where(b.centre == centre)
        .group_by(b.station, b.epoch)
    )
    apart = {(row[0], row[1]): row[2] for row in connection.execute(counted)}
    wanted = sa.select(t.chain).where(c.centre == centre, c.station != ids.HUB)
    return tuple(
        StationState(
            station=row.station,
            epoch=row.epoch,
            facts=row.seq,
            seen_at=row.seen_at,
            unsent=row.unsent,
            skew=row.skew,
            app=row.app,
            revoked=row.counted is not None,
            apart=apart.get((row.station, row.epoch), 0),
            full=bounds.is_full(row.apart),
            left=row.ends is not None,
        )
        for row in connection.execute(wanted.order_by(c.station, c.seen_at, c.epoch))
    )


def revoke(
    hub: Hub, station: str, reason: str, *, epoch: str = "", centre: str | None = None
) -> int:
    """Take the enrolments of a station back; returns of how many epochs. `reason` is one of the
    words of `words.facts.REVOKED`.

    `epoch` is the beginning of one of them, "" for all. What a station has written until now
    counts; what it brings from now on is kept apart. Refused("hub_station_unknown"), or as
    `give_code`; ("relay_takes_nothing_back") for a relay.
    """
    if hub.upstream:
        raise Refused("relay_takes_nothing_back")
    with hub.store.alone() as connection:
        found = which(connection, centre)
        c = t.chain.c
        wanted = sa.select(c.epoch).where(
            c.centre == found,
            c.station == station,
            c.station != ids.HUB,
            c.counted.is_(None),
            c.epoch.startswith(epoch, autoescape=True),
        )
        epochs = list(connection.execute(wanted.order_by(c.epoch)).scalars())
        if not epochs:
            raise Refused("hub_station_unknown", station=station)
        for one in epochs:
            _revoke(connection, hub, found, (station, one), reason)
    return len(epochs)


def _revoke(
    connection: sa.Connection, hub: Hub, centre: str, chain: tuple[str, str], reason: str
) -> None:
    # The hub's own chain before the station's, and both before the counter, as everywhere.
    own_chain.lock(connection, centre)
    last = feed.known(connection, centre, *chain, lock=True).seq
    revoked = Revoked(station=chain[0], epoch=chain[1], seq=last, reason=reason)
    entry = Entry(subject=ids.station(chain[0]), fact=revoked)
    own_chain.record(connection, hub.log, hub.key, centre, [entry], now=hub.clock())


def restored(hub: Hub, centre: str | None) -> list[str]:
    """Begin the logs anew behind a restore of the database: of one centre, or of all (None)."""
    with hub.store.reading() as connection:
        known = list(connection.execute(sa.select(t.centre.c.id)).scalars())
    if centre is not None and centre not in known:
        raise Refused("hub_centre_unknown", centre=centre)
    wanted = known if centre is None else [centre]
    for one in wanted:
        restoring.begin_anew(hub, one)
    return wanted


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

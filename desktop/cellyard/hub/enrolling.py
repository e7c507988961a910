"""Enrolling: a code that is given out once, and a station that proves its keys with it."""

import base64
import hashlib
import ipaddress
import os
from typing import Any

import sqlalchemy as sa

from cellyard.domain import ids
from cellyard.domain.facts import Enrolled, Entry
from cellyard.domain.refusals import Refused
from cellyard.hub import feed, own_chain
from cellyard.hub import tables as t
from cellyard.hub.log import Log
from cellyard.ledger.seals import SealingKey
from cellyard.sync import wire
from cellyard.sync.messages import Enrol, proof_message

# 50 bits, for a quarter of an hour, five tries: nobody guesses it.
SIGNS, LASTS_MS, TRIES = 10, 15 * 60_000, 5


def give_code(
    connection: sa.Connection, centre: str, station: str, *, now: int, relay: bool = False
) -> str:
    """Return a new one-time code; only its hash is kept. `centre` "" for one that is to come.

    `relay`: who comes with it may enrol stations itself.
    """
    code = base64.b32encode(os.urandom(8)).decode()[:SIGNS]
    row = {
        "sha256": _hashed(code), "centre": centre, "station": station, "until": now + LASTS_MS,
        "tries": 0, "used_at": 0, "relay": int(relay),
    }  # fmt: skip
    connection.execute(sa.insert(t.code), row)
    return f"{code[:5]}-{code[5:]}"


def knock(connection: sa.Connection, code: str, address: str, *, now: int) -> int:
    """Count a try with a code; returns 0, or how long this address has to wait, in ms.

    Before the code is looked at, and kept when it is refused: so a try counts, and what never got
    through to be judged does not.
    """
    tried = sa.update(t.code).where(t.code.c.sha256 == _hashed(code))
    connection.execute(tried.values(tries=t.code.c.tries + 1))
    k = t.knock.c
    connection.execute(sa.delete(t.knock).where(k.began < now - LASTS_MS))
    named = k.address == _address(address)
    row = connection.execute(sa.select(k.began, k.tries).where(named).with_for_update()).first()
    if row is None:
        first = {"address": _address(address), "began": now, "tries": 1}
        connection.execute(sa.insert(t.knock), first)
        return 0
    connection.execute(sa.update(t.knock).where(named).values(tries=row.tries + 1))
    return row.began + LASTS_MS - now if row.tries >= TRIES else 0


def enrol(
    connection: sa.Connection,
    log: Log,
    key: SealingKey,
    asked: Enrol,
    address: str = "",
    *,
    now: int,
) -> str:
    """Enrol a station in the transaction that is open; returns its centre.

    Who did not hear the answer asks again with the same keys, and gets it. The code is for a name:
    so it vouches for the epochs that were written under that name before. Refused("code_wrong"),
    ("centre_unknown"), ("station_differs") or ("proof_wrong").
    """
    if not wire.holds(asked.seal_key, proof_message(asked), asked.proof):
        raise Refused("proof_wrong")
    code = _code(connection, asked)
    known = feed.enrolled(connection, asked.station, asked.epoch)
    again = known if known and known.seal_key == asked.seal_key and not known.revoked else None
    if code.used_at and again:
        return again.centre
    if code.used_at or code.until < now or (known and not again):
        raise Refused("code_wrong")
    centre = code.centre or asked.centre
    if not centre or asked.centre not in ("", centre):
        raise Refused("centre_unknown")
    _begin(connection, log, key, centre)
    entries = _earlier(connection, asked)
    if not again:
        entries.append(_enrolled(asked, relay=bool(code.relay)))
    if entries:
        own_chain.record(connection, log, key, centre, entries, now=now)
    used = sa.update(t.code).where(t.code.c.sha256 == code.sha256).values(used_at=now)
    connection.execute(used)
    connection.execute(sa.delete(t.knock).where(t.knock.c.address == _address(address)))
    return centre


def _begin(connection: sa.Connection, log: Log, key: SealingKey, centre: str) -> None:
    """Begin a centre that nobody was enrolled in yet."""
    begun = sa.select(t.centre.c.id).where(t.centre.c.id == centre)
    if connection.execute(begun).first() is None:
        if connection.execute(sa.select(t.upstream.c.centre)).first():
            raise Refused("centre_unknown")  # a relay serves the one that it is enrolled in
        own_chain.begin(connection, log, key, centre, "")


def _code(connection: sa.Connection, asked: Enrol) -> sa.Row[*tuple[Any, ...]]:
    wanted = sa.select(t.code).where(t.code.c.sha256 == _hashed(asked.code))
    code = connection.execute(wanted.with_for_update()).first()
    if code is None or code.tries > TRIES:
        raise Refused("code_wrong")
    if code.station != asked.station or asked.station == ids.HUB:
        raise Refused("station_differs")
    return code


def _earlier(connection: sa.Connection, asked: Enrol) -> list[Entry]:
    """Return the enrolments of epochs before that nobody knows yet; each counts up to its end."""
    return [
        _entry(
            Enrolled(
                station=asked.station,
                epoch=one.epoch,
                seal_key=one.seal_key,
                box_key="",
                ends=one.ends,
            )
        )
        for one in asked.earlier
        if feed.enrolled(connection, asked.station, one.epoch) is None
    ]


def _enrolled(asked: Enrol, *, relay: bool) -> Entry:
    return _entry(
        Enrolled(
            station=asked.station,
            epoch=asked.epoch,
            seal_key=asked.seal_key,
            box_key=asked.box_key,
            machine=asked.machine,
            relay=relay,
        )
    )


def _entry(enrolled: Enrolled) -> Entry:
    return Entry(subject=ids.station(enrolled.station), fact=enrolled)


def _hashed(code: str) -> str:
    plain = "".join(code.upper().replace("-", " ").split())
    return hashlib.sha256(b"cellyard-code-v1\0" + plain.encode()).hexdigest()


def _address(address: str) -> str:
    """Return a hash of an address; of IPv6 its network, which is one house's."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return _plain(address)
    return _plain(
        str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
    )


def _plain(text: str) -> str:
    return hashlib.sha256(b"cellyard-address-v1\0" + text.encode()).hexdigest()

"""Enrolling: a code that is given out once, and a station that proves its keys with it."""

import base64
import hashlib
import os

import sqlalchemy as sa

from cellyard.domain import ids
from cellyard.domain.facts import Enrolled, Entry
from cellyard.domain.refusals import Refused
from cellyard.hub import own_chain
from cellyard.hub import tables as t
from cellyard.hub.log import Log
from cellyard.ledger.seals import SealingKey
from cellyard.sync import wire
from cellyard.sync.messages import Enrol, proof_message

# 50 bits, for a quarter of an hour, five tries: nobody guesses it.
SIGNS, LASTS_MS, TRIES = 10, 15 * 60_000, 5


def give_code(connection: sa.Connection, centre: str, station: str, *, now: int) -> str:
    """Return a new one-time code; only its hash is kept. `centre` "" for one that is to come."""
    code = base64.b32encode(os.urandom(8)).decode()[:SIGNS]
    row = {
        "sha256": _hashed(code), "centre": centre, "station": station, "until": now + LASTS_MS,
        "tries": 0, "used_at": 0,
    }  # fmt: skip
    connection.execute(sa.insert(t.code), row)
    return f"{code[:5]}-{code[5:]}"


def enrol(connection: sa.Connection, log: Log, key: SealingKey, asked: Enrol, *, now: int) -> str:
    """Enrol a station in the transaction that is open; returns its centre.

    Refused("code_wrong"), ("centre_unknown"), ("station_differs") or ("proof_wrong").
    """
    if not wire.holds(asked.seal_key, proof_message(asked), asked.proof):
        raise Refused("proof_wrong")
    code = connection.execute(
        sa.select(t.code).where(t.code.c.sha256 == _hashed(asked.code)).with_for_update()
    ).first()
    if code is None or code.used_at or code.until < now:
        raise Refused("code_wrong")
    if code.station != asked.station or asked.station == ids.HUB:
        raise Refused("station_differs")
    centre = code.centre or asked.centre
    if not centre or asked.centre not in ("", centre):
        raise Refused("centre_unknown")
    known = sa.select(t.centre.c.id).where(t.centre.c.id == centre)
    if connection.execute(known).first() is None:
        own_chain.begin(connection, log, key, centre, "")
    enrolled = Enrolled(
        station=asked.station,
        epoch=asked.epoch,
        seal_key=asked.seal_key,
        box_key=asked.box_key,
        machine=asked.machine,
    )
    entry = Entry(subject=ids.station(asked.station), fact=enrolled)
    own_chain.record(connection, log, key, centre, [entry], now=now)
    used = sa.update(t.code).where(t.code.c.sha256 == code.sha256).values(used_at=now)
    connection.execute(used)
    return centre


def _hashed(code: str) -> str:
    plain = "".join(code.upper().replace("-", " ").split())
    return hashlib.sha256(b"cellyard-code-v1\0" + plain.encode()).hexdigest()

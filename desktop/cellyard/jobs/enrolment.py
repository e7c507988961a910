"""Enrolling a station at a hub: one that was founded, or a new one that joins its centre."""

import hashlib
import os
import uuid
from pathlib import Path

import msgspec

from cellyard import __version__
from cellyard.domain import ids
from cellyard.domain.facts import Entry, StationOpened
from cellyard.domain.refusals import Refused
from cellyard.jobs import founding, keys, membership
from cellyard.jobs.founding import TRAINING
from cellyard.jobs.membership import Membership
from cellyard.jobs.station import Identity, Station, is_founded, write_identity
from cellyard.ledger.seals import SealingKey
from cellyard.sync import enrolling
from cellyard.sync import messages as m
from cellyard.sync.wire import Carry


def enrol(station: Station, carry: Carry, url: str, code: str) -> m.Enrolment:
    """Enrol a founded station with its chain; refused as `sync.enrolling.enrol`.

    A training station stays where it is: Refused("training_stays_here").
    """
    who = station.identity
    if who.centre == TRAINING:
        raise Refused("training_stays_here")
    key = keys.read(station.folder, who.epoch).key
    answer = _ask(carry, station.folder, key, who, code)
    _pin(station.folder, url, answer)
    return answer


def join(folder: Path, carry: Carry, url: str, name: str, code: str) -> Station:
    """Make a new station that joins a centre; returns it open, with nothing but its first fact.

    Whatever the centre knows comes with the first round. Refused as `enrol`, and as
    `founding.found` where the folder is not free.
    """
    if is_founded(folder):
        raise Refused("already_founded", folder=str(folder))
    founding.make_room(folder)
    epoch = os.urandom(16).hex()
    key = keys.make(folder, epoch).key
    asked = Identity(centre="", station=name, epoch=epoch, public_key=key.public_key)
    answer = _ask(carry, folder, key, asked, code)
    who = msgspec.structs.replace(asked, centre=answer.centre)
    station = Station(folder, who=who)
    try:
        opened = StationOpened(public_key=key.public_key, app=__version__)
        entry = Entry(subject=ids.station(name), fact=opened)
        station.record(lambda _known, entry: [entry], entry)
        _pin(folder, url, answer)
        write_identity(folder, who)
    except BaseException:
        station.close()
        raise
    return station


def _ask(carry: Carry, folder: Path, key: SealingKey, who: Identity, code: str) -> m.Enrolment:
    wanted = m.Enrol(
        code=code,
        centre=who.centre,
        station=who.station,
        epoch=who.epoch,
        seal_key=key.public_key,
        box_key=keys.make_box(folder, who.epoch),
        machine=machine(who.epoch),
    )
    return enrolling.enrol(carry, key, wanted)


def machine(epoch: str) -> str:
    """Return a hash that tells this computer from another one, for this epoch alone."""
    return hashlib.sha256(f"cellyard-machine-v1\0{epoch}\0{uuid.getnode()}".encode()).hexdigest()


def _pin(folder: Path, url: str, answer: m.Enrolment) -> None:
    pinned = Membership(
        url=url,
        hub_key=answer.hub_key,
        hub_box_key=answer.hub_box_key,
        origin=answer.origin,
        reply_key=answer.reply_key,
        certificate=answer.certificate,
    )
    membership.pin(folder, pinned)

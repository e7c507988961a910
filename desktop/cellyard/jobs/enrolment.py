"""Enrolling a station at a hub: one that was founded, or a new one that joins its centre."""

import os
from pathlib import Path
from typing import TypeVar

import msgspec

from cellyard import __version__, durable
from cellyard.domain import ids
from cellyard.domain.facts import Entry, StationOpened
from cellyard.domain.fingerprint import six_words
from cellyard.domain.refusals import Refused
from cellyard.jobs import founding, keys, machine
from cellyard.jobs.founding import TRAINING
from cellyard.jobs.station import Identity, Station, is_founded, write_identity
from cellyard.ledger.seals import SealingKey
from cellyard.sync import enrolling
from cellyard.sync import messages as m
from cellyard.sync.wire import Carry

T = TypeVar("T")
FILE = "hub.json"
# What a hub said of itself, until a person has compared the words; of a joining one, longer.
PROPOSED = "hub-proposed.json"


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """The hub that this station is enrolled at: where it is, and the keys that are pinned.

    `proxy` is the address of one to go through, "" for whatever the system says.
    """

    url: str
    hub_key: str
    hub_box_key: str
    origin: str
    proxy: str = ""


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A hub that has answered a code, and as whom. `joins`: there is no such station here yet."""

    who: Identity
    hub: Membership
    joins: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What is compared with what the central server shows; takes a tenth of a second."""
        return six_words(self.hub.hub_key, self.who.public_key)


def membership(folder: Path) -> Membership | None:
    """Return the hub of a data folder, None without one; Refused("station_file_damaged")."""
    return _read(folder, FILE, Membership)


def proposed(folder: Path) -> Proposed | None:
    """Return what waits to be compared, None when nothing does; refused as `membership`."""
    return _read(folder, PROPOSED, Proposed)


def joining(folder: Path) -> Proposed | None:
    """Return the hub that a new station here is joining and has not wholly joined yet."""
    found = proposed(folder)
    return found if found and found.joins else None


def enrol(station: Station, carry: Carry, url: str, code: str, *, proxy: str = "") -> Membership:
    """Enrol a founded station and believe the hub at once; refused as `propose`."""
    propose(station, carry, url, code, proxy=proxy)
    return believe(station.folder)


def propose(station: Station, carry: Carry, url: str, code: str, *, proxy: str = "") -> Proposed:
    """Ask a hub to know a founded station with its chain; nothing is pinned until `believe`.

    Refused as `sync.enrolling.enrol`. A training station stays where it is:
    Refused("training_stays_here").
    """
    who = station.identity
    if who.centre == TRAINING:
        raise Refused("training_stays_here")
    key = keys.read(station.folder, who.epoch).key
    answer = _ask(carry, station.folder, key, who, code)
    return _keep(station.folder, Proposed(who=who, hub=_pinned(url, proxy, answer)))


def believe(folder: Path) -> Membership:
    """The words are the same: pin the hub's keys, and note which computer this is."""
    found = proposed(folder)
    if found is None:
        raise Refused("nothing_to_compare")
    durable.write_durably(folder / FILE, msgspec.json.encode(found.hub))
    machine.note(folder, found.who.epoch)
    if not found.joins:
        (folder / PROPOSED).unlink()
    return found.hub


def disbelieve(folder: Path) -> None:
    """The words differ: what the other side said of itself is forgotten."""
    (folder / PROPOSED).unlink(missing_ok=True)


def leave(folder: Path) -> None:
    """Let the hub go: nothing is sent or taken any more; what is here stays."""
    (folder / FILE).unlink(missing_ok=True)
    durable.sync_folder(folder)


def join(folder: Path, carry: Carry, url: str, name: str, code: str, *, proxy: str = "") -> Station:
    """Make a new station that joins a centre, and believe the hub at once; refused as `ask`.

    It is returned open, with nothing but its first fact: whatever the centre knows comes with the
    first round.
    """
    ask(folder, carry, url, name, code, proxy=proxy)
    station = open_joined(folder)
    joined(folder)
    return station


def ask(folder: Path, carry: Carry, url: str, name: str, code: str, *, proxy: str = "") -> Proposed:
    """Ask a hub to let a new station join; there is no station until `open_joined`.

    Refused as `propose`, and as `founding.found` where the folder is not free.
    """
    if is_founded(folder):
        raise Refused("already_founded", folder=str(folder))
    founding.make_room(folder)
    epoch = os.urandom(16).hex()
    key = keys.make(folder, epoch).key
    asked = Identity(centre="", station=name, epoch=epoch, public_key=key.public_key)
    answer = _ask(carry, folder, key, asked, code)
    who = msgspec.structs.replace(asked, centre=answer.centre)
    return _keep(folder, Proposed(who=who, hub=_pinned(url, proxy, answer), joins=True))


def open_joined(folder: Path) -> Station:
    """The words are the same: make the station that joins, or open it where it was broken off.

    Until `joined` it is one that is still being filled.
    """
    found = joining(folder)
    if found is None:
        raise Refused("nothing_to_compare")
    if is_founded(folder):
        return Station(folder)
    believe(folder)
    station = Station(folder, who=found.who)
    try:
        if not station.ledger.begun:
            opened = StationOpened(public_key=found.who.public_key, app=__version__)
            entry = Entry(subject=ids.station(found.who.station), fact=opened)
            station.record(lambda _known, entry: [entry], entry)
        write_identity(folder, found.who)
    except BaseException:
        station.close()
        raise
    return station


def joined(folder: Path) -> None:
    """What the centre knew is here: the station is one like every other."""
    (folder / PROPOSED).unlink(missing_ok=True)


def _ask(carry: Carry, folder: Path, key: SealingKey, who: Identity, code: str) -> m.Enrolment:
    wanted = m.Enrol(
        code=code,
        centre=who.centre,
        station=who.station,
        epoch=who.epoch,
        seal_key=key.public_key,
        box_key=keys.make_box(folder, who.epoch),
        machine=machine.fingerprint(who.epoch),
    )
    return enrolling.enrol(carry, key, wanted)


def _pinned(url: str, proxy: str, answer: m.Enrolment) -> Membership:
    return Membership(
        url=url,
        hub_key=answer.hub_key,
        hub_box_key=answer.hub_box_key,
        origin=answer.origin,
        proxy=proxy,
    )


def _keep(folder: Path, found: Proposed) -> Proposed:
    durable.write_durably(folder / PROPOSED, msgspec.json.encode(found))
    return found


def _read(folder: Path, name: str, kind: type[T]) -> T | None:
    path = folder / name
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("station_file_damaged", file=name, folder=str(folder)) from error

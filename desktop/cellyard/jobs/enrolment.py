"""Enrolling a station at a hub: one that was founded, or a new one that joins its centre.

In two steps: the hub answers a code, then a person compares six words with its screen. Until then
nothing it said is believed.
"""

import os
from pathlib import Path

import msgspec

from cellyard import __version__, durable
from cellyard.domain import ids
from cellyard.domain.facts import Entry, StationOpened
from cellyard.domain.fingerprint import six_words
from cellyard.domain.refusals import Refused
from cellyard.jobs import founding, keys, machine, membership
from cellyard.jobs.founding import TRAINING
from cellyard.jobs.membership import PROPOSED, Membership
from cellyard.jobs.station import Identity, Station, identity, is_founded, write_identity
from cellyard.ledger import epochs, schema
from cellyard.ledger.seals import SealingKey
from cellyard.sync import enrolling
from cellyard.sync import messages as m
from cellyard.sync.wire import Carry


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """A hub that has answered a code, and as whom. `joins`: the station is made for it.

    Of one that joins it stays until everything that the centre knows is here.
    """

    who: Identity
    hub: Membership
    joins: bool = False

    @property
    def centre(self) -> str:
        return self.who.centre

    @property
    def words(self) -> tuple[str, ...]:
        """What is compared with what the central server shows; takes a twentieth of a second."""
        return six_words(self.hub.compared, self.who.public_key)


def proposed(folder: Path) -> Proposed | None:
    """Return what waits to be compared, None when nothing does; Refused("station_file_damaged")."""
    path = folder / PROPOSED
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Proposed)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refused("station_file_damaged", file=PROPOSED, folder=str(folder)) from error


def joining(folder: Path) -> Proposed | None:
    """Return the hub that a new station here joins and has not wholly joined yet."""
    found = proposed(folder)
    return found if found and found.joins else None


def believe(folder: Path) -> Proposed:
    """The words are the same: pin the hub's keys, and note which computer this is."""
    found = proposed(folder)
    if found is None:
        raise Refused("nothing_to_compare")
    membership.pin(folder, found.hub)
    machine.note(folder, found.who.epoch)
    if not found.joins:
        forget(folder)
    return found


def forget(folder: Path) -> None:
    """The words differ, or everything is here: what the hub said of itself is needed no more."""
    (folder / PROPOSED).unlink(missing_ok=True)
    durable.sync_folder(folder)


# --- a station that was founded ----------------------------------------------------------------


def enrol(station: Station, carry: Carry, url: str, code: str) -> Proposed:
    """Enrol a founded station and believe the hub at once; refused as `propose`."""
    propose(station.folder, carry, url, code)
    return believe(station.folder)


def propose(folder: Path, carry: Carry, url: str, code: str) -> Proposed:
    """Ask a hub to know the founded station of a folder; nothing is pinned until `believe`.

    Refused as `sync.enrolling.enrol`. A training station stays where it is:
    Refused("training_stays_here").
    """
    who = identity(folder)
    if who.centre == TRAINING:
        raise Refused("training_stays_here")
    key = keys.read(folder, who.epoch).key
    answer = _ask(carry, folder, key, who, code, earlier=_earlier(folder, who))
    return _keep(folder, Proposed(who=who, hub=_hub(url, answer)))


# --- a new station -----------------------------------------------------------------------------


def join(folder: Path, carry: Carry, url: str, name: str, code: str) -> Station:
    """Make a new station that joins a centre, and believe the hub at once; refused as `ask`.

    It is returned open, with nothing but its first fact: whatever the centre knows comes with the
    first round.
    """
    ask(folder, carry, url, name, code)
    station = open_joining(folder)
    settle(folder)
    return station


def ask(folder: Path, carry: Carry, url: str, name: str, code: str) -> Proposed:
    """Ask a hub to let a new station join; there is none until `open_joining`.

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
    return _keep(folder, Proposed(who=who, hub=_hub(url, answer), joins=True))


def open_joining(folder: Path) -> Station:
    """The words are the same: make the station that joins, or open it where that broke off.

    Until `settle` the folder holds no station, and joining may begin anew.
    """
    who = believe(folder).who
    station = Station(folder, who=who)
    try:
        if not station.ledger.begun:
            opened = StationOpened(public_key=who.public_key, app=__version__)
            entry = Entry(subject=ids.station(who.station), fact=opened)
            station.record(lambda _known, entry: [entry], entry)
    except BaseException:
        station.close()
        raise
    return station


def settle(folder: Path) -> None:
    """What the centre knows is here: the station is one like every other."""
    if found := joining(folder):
        write_identity(folder, found.who)
        forget(folder)


# -----------------------------------------------------------------------------------------------


def _earlier(folder: Path, who: Identity) -> tuple[m.Earlier, ...]:
    """Return the epochs that a founded station had before: the hub may have heard of none."""
    with schema.reading(folder) as connection:
        found = epochs.earlier(connection, who.station, who.epoch)
    return tuple(m.Earlier(**one._asdict()) for one in found)


def _ask(
    carry: Carry,
    folder: Path,
    key: SealingKey,
    who: Identity,
    code: str,
    *,
    earlier: tuple[m.Earlier, ...] = (),
) -> m.Enrolment:
    wanted = m.Enrol(
        code=code,
        centre=who.centre,
        station=who.station,
        epoch=who.epoch,
        seal_key=key.public_key,
        box_key=keys.make_box(folder, who.epoch),
        machine=machine.fingerprint(who.epoch),
        earlier=earlier,
    )
    return enrolling.enrol(carry, key, wanted)


def _hub(url: str, answer: m.Enrolment) -> Membership:
    return Membership(
        url=url,
        hub_key=answer.hub_key,
        hub_box_key=answer.hub_box_key,
        origin=answer.origin,
        reply_key=answer.reply_key,
        certificate=answer.certificate,
        enrolment=os.urandom(16).hex(),
    )


def _keep(folder: Path, found: Proposed) -> Proposed:
    durable.write_durably(folder / PROPOSED, msgspec.json.encode(found))
    return found

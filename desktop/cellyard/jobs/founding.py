"""Founding a station: key, store, and in one act its first facts, registers and administrator."""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from cellyard import __version__, durable, files
from cellyard.domain import ids
from cellyard.domain.facts import Entry, Register, StationOpened
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import (
    BatteryModel,
    Centre,
    Instrument,
    Partner,
    RegisterEntry,
    Zone,
    parse_models,
)
from cellyard.domain.rules import Edition
from cellyard.domain.rules import parse as parse_edition
from cellyard.jobs import backup_file, keys, machine, membership, people, training_bench
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import IDENTITY, Identity, Station, is_founded, write_identity
from cellyard.ledger import schema
from cellyard.ledger.ledger import wall_clock
from cellyard.ledger.registers import publication, store_content
from cellyard.words.times import local

MODELS = "models/packs.toml"
TRAINING = "TRAINING"

# Stands while a station is being founded or restored, and becomes the identity in one rename. What
# lies beside it was made by one that did not end, and was never acknowledged to anybody; without
# it, nothing is ever removed.
_UNDER_WAY = f"{IDENTITY}.part"
_MADE = (
    schema.STORE, f"{schema.STORE}-wal", f"{schema.STORE}-shm", schema.HEAD,
    membership.FILE, membership.PROPOSED, machine.FILE,
)  # fmt: skip
_MADE_FOLDERS = ("blobs", "keys", *backup_file.FOLDERS)


class Founding(msgspec.Struct, frozen=True, kw_only=True):
    """What First run has asked for."""

    centre: Centre
    station: str
    administrator: NewPerson
    partners: tuple[Partner, ...] = ()
    zones: tuple[Zone, ...] = ()
    instruments: tuple[Instrument, ...] = ()


def found(folder: Path, founding: Founding) -> tuple[Station, str]:
    """Found a station in a folder; returns it open, and the administrator's id.

    The identity file is written last: until it stands, the folder holds no station. Raises
    Refused("already_founded"), ("store_without_station") when a store lies there that no
    founding left behind, ("file_not_written"), and what `people.enter` refuses.
    """
    if is_founded(folder):
        raise Refused("already_founded", folder=str(folder))
    try:
        make_room(folder)
        return _founded(folder, founding)
    except OSError as failed:
        why = failed.strerror or str(failed)
        raise Refused("file_not_written", file=str(folder), why=why) from failed


def _founded(folder: Path, founding: Founding) -> tuple[Station, str]:
    epoch = os.urandom(16).hex()
    public_key = keys.make(folder, epoch).key.public_key
    centre = TRAINING if founding.centre.training else os.urandom(8).hex()
    who = Identity(centre=centre, station=founding.station, epoch=epoch, public_key=public_key)
    station = Station(folder, who=who)
    try:
        administrator, entries = _first_entries(station, founding)
        station.record(_as_prepared, entries)
        write_identity(folder, who)
    except BaseException:
        station.close()
        raise
    return station, administrator


def make_room(folder: Path) -> None:
    """Make a folder ready for a station to be founded or restored in, and mark it so.

    What one that did not end has left there is taken away. Refused("store_without_station").
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / _UNDER_WAY
    if mark.exists():
        for name in _MADE:
            (folder / name).unlink(missing_ok=True)
        for name in _MADE_FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
    elif (folder / schema.STORE).exists():
        raise Refused("store_without_station", folder=str(folder))
    mark.touch()
    durable.sync_folder(folder)


def _as_prepared(_known: Known, entries: Sequence[Entry]) -> Sequence[Entry]:
    return entries


def _first_entries(station: Station, founding: Founding) -> tuple[str, list[Entry]]:
    opened = StationOpened(public_key=station.identity.public_key, app=__version__)
    contents: list[tuple[Register, str, RegisterEntry | Edition]] = [
        ("centre", "centre", founding.centre),
        *(("editions", e.id, e) for e in _editions(founding)),
        *(("models", m.key, m) for m in shipped_models()),
        *(("partners", p.key, p) for p in founding.partners),
        *(("slots", z.key, z) for z in founding.zones),
        *(("instruments", i.key, i) for i in (*founding.instruments, *_training(founding))),
    ]
    published = [
        publication(register, key, 1, store_content(station.ledger.blobs, content))
        for register, key, content in contents
    ]
    with station.ledger.connection.begin():
        administrator, entered = people.entries_for(station, founding.administrator)
    first = Entry(subject=ids.station(station.identity.station), fact=opened)
    return administrator, [first, *published, *entered]


def _editions(founding: Founding) -> list[Edition]:
    shipped = shipped_editions()
    return [*shipped, *training_bench.editions(shipped)] if founding.centre.training else shipped


def _training(founding: Founding) -> Iterable[Instrument]:
    """Return what a training station has beside its ports: a bench that is simulated."""
    if not founding.centre.training:
        return ()
    today = local(wall_clock()).date().isoformat()
    return training_bench.instruments(founding.station, today=today).values()


def shipped_editions() -> list[Edition]:
    """Return the rule editions that came with the program."""
    return [parse_edition(files.text(name)) for name in files.names("rules", ".toml")]


def shipped_models() -> list[BatteryModel]:
    """Return the battery models that came with the program."""
    return parse_models(files.text(MODELS))

"""Founding a station: key, store, and in one act its first facts, registers and administrator."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cellyard import __version__, files
from cellyard.domain import ids
from cellyard.domain.facts import Entry, Register, StationOpened
from cellyard.domain.known import Known
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
from cellyard.jobs import keys, people
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import Identity, Station, is_founded, write_identity
from cellyard.ledger import schema
from cellyard.ledger.registers import publication, store_content

MODELS = "models/packs.toml"


class Founding(msgspec.Struct, frozen=True, kw_only=True):
    """What First run has asked for."""

    centre: Centre
    station: str
    administrator: NewPerson
    partners: tuple[Partner, ...] = ()
    zones: tuple[Zone, ...] = ()
    instruments: tuple[Instrument, ...] = ()


def found(folder: Path, founding: Founding) -> tuple[Station, str]:
    """Found a station in an empty folder; returns it open, and the administrator's id.

    The identity file is written last: until it stands, the folder counts as empty, and what a
    power cut left behind was never acknowledged to anybody.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if is_founded(folder):
        raise FileExistsError(folder)
    _clear_unfinished(folder)
    epoch = os.urandom(16).hex()
    kept = keys.make(folder, epoch)
    centre = "TRAINING" if founding.centre.training else os.urandom(8).hex()
    who = Identity(
        centre=centre, station=founding.station, epoch=epoch, public_key=kept.key.public_key
    )
    station = Station(folder, who=who)
    administrator, entries = _first_entries(station, founding)
    station.record(_as_prepared, entries)
    write_identity(folder, who)
    return station, administrator


def _clear_unfinished(folder: Path) -> None:
    for name in (schema.STORE, f"{schema.STORE}-wal", f"{schema.STORE}-shm", "head"):
        (folder / name).unlink(missing_ok=True)


def _as_prepared(_known: Known, entries: Sequence[Entry]) -> Sequence[Entry]:
    return entries


def _first_entries(station: Station, founding: Founding) -> tuple[str, list[Entry]]:
    opened = StationOpened(public_key=station.identity.public_key, app=__version__)
    contents: list[tuple[Register, str, RegisterEntry | Edition]] = [
        ("centre", "centre", founding.centre),
        *(("editions", e.id, e) for e in shipped_editions()),
        *(("models", m.key, m) for m in shipped_models()),
        *(("partners", p.key, p) for p in founding.partners),
        *(("slots", z.key, z) for z in founding.zones),
        *(("instruments", i.key, i) for i in founding.instruments),
    ]
    published = [
        publication(register, key, 1, store_content(station.ledger.blobs, content))
        for register, key, content in contents
    ]
    administrator, entered = people.entries_for(station, founding.administrator)
    first = Entry(subject=ids.station(station.identity.station), fact=opened)
    return administrator, [first, *published, *entered]


def shipped_editions() -> list[Edition]:
    """Return the rule editions that came with the program."""
    return [parse_edition(files.text(name)) for name in files.names("rules", ".toml")]


def shipped_models() -> list[BatteryModel]:
    """Return the battery models that came with the program."""
    return parse_models(files.text(MODELS))

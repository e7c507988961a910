"""The store as an administrator looks at it: where it lies, how it is kept, and its proof."""

import shutil
import sqlite3
import time
from pathlib import Path

import msgspec

from cellyard.jobs import membership
from cellyard.jobs.station import Station, identity
from cellyard.ledger import schema
from cellyard.ledger.verify import Proof, verify

# Older ones may spoil a log that two connections write or fold back; we use one, and say so.
SQLITE_WELL = (3, 51, 3)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Where the data lie (`size` in bytes, with the log) and how the key is kept."""

    folder: str
    size: int
    free: int
    sqlite: str
    sqlite_well: bool
    keeper: str
    centre: str
    epoch: str


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """What the proof found; `fault` names a sentence of `words.ledger`, "" when all is well."""

    facts: int
    stations: int
    erased: int
    seconds: float
    fault: str = ""
    fault_at: str = ""
    fault_seq: int = 0


def kept(station: Station) -> Kept:
    """Return how the store of an open station is kept."""
    folder = station.folder
    names = (schema.STORE, f"{schema.STORE}-wal")
    sizes = [(folder / name).stat().st_size for name in names if (folder / name).exists()]
    return Kept(
        folder=str(folder),
        size=sum(sizes),
        free=shutil.disk_usage(folder).free,
        sqlite=sqlite3.sqlite_version,
        sqlite_well=sqlite3.sqlite_version_info >= SQLITE_WELL,
        keeper=station.key_keeper,
        centre=station.identity.centre,
        epoch=station.identity.epoch,
    )


def proof(folder: Path) -> Proof:
    """Check every fact as the chain of the station that this folder was founded for."""
    who = identity(folder)
    return verify(folder, who.public_key, who.station, hub_key=membership.hub_key(folder))


def prove(folder: Path) -> Proven:
    """Check every fact beside the running app, read-only; takes as long as the store is large."""
    began = time.monotonic()
    found = proof(folder)
    fault = found.first_fault
    return Proven(
        facts=found.facts,
        stations=found.stations,
        erased=len(found.erased),
        seconds=time.monotonic() - began,
        fault=fault.what if fault else "",
        fault_at=fault.station if fault else "",
        fault_seq=fault.seq if fault else 0,
    )

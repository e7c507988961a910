"""Beginning anew where a station cannot go on: its store is set aside whole, and it joins again.

    FOLDER/anew      the station that joins, until all that the centre knows is in it
    FOLDER/aside/1   the store that was here, with its key: evidence, and the source of what only
                     stands there

Nothing of the old store is changed or lost. What extends its chains as the centre knows them is
carried over as it was sealed; what contradicts them is for a person (`jobs.aside`).
"""

import shutil
from pathlib import Path

from cellyard import durable
from cellyard.domain.conflicts import Conflict
from cellyard.domain.refusals import Refused
from cellyard.jobs import aside, enrolment, machine, membership, stopped
from cellyard.jobs.joining import Told, fetch
from cellyard.jobs.lock import InstanceLock
from cellyard.jobs.station import IDENTITY, Station, is_founded
from cellyard.jobs.syncing import Reach
from cellyard.ledger import schema

ANEW, SWAP = "anew", "swap"
# What makes a store this station's; everything else in the folder stays where it is.
_OWN = (
    schema.STORE, f"{schema.STORE}-wal", f"{schema.STORE}-shm", schema.HEAD, "keys", IDENTITY,
    membership.FILE, membership.PROPOSED, machine.FILE, stopped.FILE,
)  # fmt: skip
# The centre goes on from another branch of a chain: this station works on until it begins anew.
BEHIND = "other_history"
# With these a station cannot go on by itself, and begins anew.
RECOVERABLE = stopped.STOPS | {"store_copied", "store_rolled_back", "key_missing", "head_missing"}


def begin_anew(folder: Path, reach: Reach, proxy: str, told: Told) -> Station:
    """Fill the station that joins in `anew`, set the old store aside, and open the new one.

    Called again, it goes on where it broke off. Refused as `joining.fetch`.
    """
    if not is_founded(folder / ANEW):
        fetch(folder / ANEW, reach, proxy, told).close()
    finish(folder)
    station = Station(folder)
    try:
        aside.carry_over(station)
    except BaseException:
        station.close()
        raise
    return station


def finish(folder: Path) -> None:
    """Put a station that has joined anew in the place of the old one; nothing where none has.

    At each start: a power cut may have come between. Refused("second_instance").
    """
    if not is_founded(folder / ANEW) and not (folder / SWAP).exists():
        return
    lock = InstanceLock(folder)
    try:
        _swap(folder)
    except OSError as error:
        raise durable.refusal(error) from error
    finally:
        lock.release()


def _swap(folder: Path) -> None:
    """Each move is one rename: what was moved before a cut is not there any more to be moved."""
    mark = folder / SWAP
    if not mark.exists():
        number = len(aside.places(folder)) + 1
        durable.write_durably(mark, f"{number}".encode())
    place = folder / aside.FOLDER / mark.read_text("ascii")
    if not (place / SWAP).exists():
        place.mkdir(parents=True, exist_ok=True)
        for name in _OWN:
            if (folder / name).exists():
                (folder / name).replace(place / name)
        durable.sync_folder(folder)
        # From here on, what lies in the folder is the new one's.
        durable.write_durably(place / SWAP, b"")
    _move_in(folder / ANEW, folder)
    durable.sync_folder(folder)
    shutil.rmtree(folder / ANEW, ignore_errors=True)
    mark.unlink()
    durable.sync_folder(folder)


def _move_in(anew: Path, folder: Path) -> None:
    for name in _OWN:
        if (anew / name).exists():
            (anew / name).replace(folder / name)
    for path in sorted((anew / "blobs").rglob("*")) if (anew / "blobs").is_dir() else ():
        there = folder / path.relative_to(anew)
        if path.is_file() and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            path.replace(there)


def may_begin_anew(folder: Path, no: Refused) -> bool:
    """Tell whether a station that cannot be opened may join anew: it was enrolled at a hub."""
    return no.code in RECOVERABLE and (folder / membership.FILE).exists()


def begins_anew(conflict: Conflict) -> Refused | None:
    """Return why the station that has this conflict begins anew, None where that is no answer."""
    if not conflict.behind:
        return None
    return Refused(BEHIND, station=conflict.about.rpartition("/")[0])


def joining(folder: Path) -> enrolment.Proposed | None:
    """Return the hub that the station of a folder joins anew, None when it does not yet."""
    return enrolment.joining(folder / ANEW)

"""Restoring a station on a new computer: unpacked, proven, and gone on with in a new epoch."""

import os
from collections.abc import Sequence
from pathlib import Path

from cellyard import __version__, durable
from cellyard.domain import ids
from cellyard.domain.facts import ChainEnd, Entry, StationOpened
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.jobs import backup_file, backup_proof, erased_since, founding, keys
from cellyard.jobs.backup_file import Manifest
from cellyard.jobs.station import Identity, Station, is_founded, write_identity
from cellyard.ledger.erasures import Erasure


def restore(file: Path, folder: Path) -> Station:
    """Restore a backup into an empty folder; returns the station, open, in an epoch of its own.

    Everything is proven before the station stands, and the identity file is written last: until
    then the folder holds no station, and restoring may begin anew. What the backup, or another of
    its station beside it, knows to be erased since is erased again. Raises what `founding.found`
    and `backup_proof.hold` refuse.
    """
    if is_founded(folder):
        raise Refused("already_founded", folder=str(folder))
    try:
        founding.make_room(folder)
        manifest = backup_file.unpack(file, folder, durable=True)
        _sync(folder)
        erased = erased_since.known(file, manifest)
        backup_proof.hold(manifest, folder, file.name, erased)
        return _begun(manifest, folder, erased_since.again(folder, manifest, erased))
    except OSError as error:
        raise durable.refusal(error) from error


def _begun(manifest: Manifest, folder: Path, erased: Sequence[Erasure]) -> Station:
    before, head = manifest.identity, manifest.moment.head
    end = ChainEnd(epoch=head.epoch, seq=head.seq, hash=head.hash)
    epoch = os.urandom(16).hex()
    public_key = keys.make(folder, epoch).key.public_key
    who = Identity(centre=before.centre, station=before.station, epoch=epoch, public_key=public_key)
    opened = StationOpened(public_key=public_key, app=__version__, continues=end)
    station = Station(folder, who=who, before=end)
    first = Entry(subject=ids.station(who.station), fact=opened)

    def decide(known: Known, first: Entry) -> Sequence[Entry]:
        return [first, *erased_since.entries(station, known, erased)]

    try:
        station.record(decide, first)
        for e in erased:
            station.ledger.blobs.erase(e.blob)
        write_identity(folder, who)
    except BaseException:
        station.close()
        raise
    return station


def _sync(folder: Path) -> None:
    """Make the names of all that was unpacked durable."""
    for path in folder.rglob("*"):
        if path.is_dir():
            durable.sync_folder(path)
    durable.sync_folder(folder)

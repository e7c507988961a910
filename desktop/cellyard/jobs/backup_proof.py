"""Proving a backup: it is restored into scratch, and held against what it was made of."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.domain.refusals import Refused
from cellyard.jobs import backup_file, erased_since
from cellyard.jobs.backup_file import Manifest
from cellyard.jobs.scratch import Scratch
from cellyard.jobs.station import identity, is_founded
from cellyard.ledger import copies, erasures, schema
from cellyard.ledger.erasures import Erasure
from cellyard.ledger.verify import verify


class Restorable(msgspec.Struct, frozen=True, kw_only=True):
    """What was restored and proven; `compared`: also fact by fact with the store it came from."""

    manifest: Manifest
    compared: bool


def prove(file: Path, scratch: Scratch, live: Path | None = None) -> Restorable:
    """Restore a backup into scratch and prove it, fact by fact.

    `live` is the data folder of the station that it was made of: its facts, which only ever
    become more, are held against those restored. Refused("backup_damaged"), ("backup_unproven")
    with the first fact that does not prove, ("backup_differs") when anything is not what the
    manifest or the store says, ("backup_nobody") when all who may administer in it are erased by
    now, and what `backup_file.unpack` refuses.
    """
    with scratch.room("restored") as room:
        try:
            manifest = backup_file.unpack(file, room, durable=False)
        except OSError as error:
            raise durable.refusal(error) from error
        hold(manifest, room, file.name, erased_since.known(file, manifest))
        compared = live is not None and _same_station(live, manifest)
        if live is not None and compared:
            pos = copies.first_difference(room, live, manifest.moment.facts)
            if pos is not None:
                raise Refused("backup_differs", file=file.name, fact=pos)
    return Restorable(manifest=manifest, compared=compared)


def hold(manifest: Manifest, folder: Path, name: str, erased: Collection[Erasure]) -> None:
    """Hold what was unpacked against its manifest: every fact, seal and file, and what is folded.

    The head is laid beside it and the store is folded anew. `erased` is what its station has
    erased by now. Refused as `prove`.
    """
    moment, who = manifest.moment, manifest.identity
    if not copies.sound(folder):
        raise Refused("backup_damaged", file=name, member=schema.STORE)
    copies.remember(folder, moment.head)
    gone = {e.blob for e in manifest.erased}
    found = verify(folder, who.public_key, who.station, gone=gone)
    if found.first_fault:
        raise Refused("backup_unproven", file=name, fact=found.first_fault.seq)
    if copies.moment(folder, who.station, who.epoch) != moment:
        raise Refused("backup_differs", file=name, fact=moment.facts)
    # What is folded may mean something else in a newer version; the facts are what they were.
    if copies.fold_anew(folder) != moment.digest and manifest.version == schema.VERSION:
        raise Refused("backup_differs", file=name, fact=moment.facts)
    if erased and not erasures.leave_administrator(folder, erased):
        raise Refused("backup_nobody", file=name)


def _same_station(live: Path, manifest: Manifest) -> bool:
    """Tell whether a data folder still writes the chain that the backup ends with."""
    return is_founded(live) and identity(live) == manifest.identity

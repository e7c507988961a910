"""What was erased after a backup was made: taken out of the earlier ones, erased again in a store.

A store of before cannot know of it. So each backup's manifest names what was erased up to then;
an earlier one is written anew without those files, and a store that comes back erases them again.
"""

import os
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from cellyard.domain.facts import Entry, Erased, RoleRevoked
from cellyard.domain.ids import kind_and_id
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Person
from cellyard.jobs import backup_file
from cellyard.jobs.backup_file import ENDING, MANIFEST, SPOILED, Manifest
from cellyard.jobs.backup_writing import Writing
from cellyard.jobs.station import Station
from cellyard.ledger import erasures
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.erasures import Erasure
from cellyard.ledger.registers import publication, store_content


def take_out(path: Path, erased: Collection[Erasure]) -> bool:
    """Write a backup anew without files that were erased; False when it holds none of them.

    It stays as it is until the new one is whole. Refused as `backup_file.look`, and
    ("backup_damaged") when something else in it cannot be read. Raises OSError.
    """
    with backup_file.opened(path) as archive:
        there = set(archive.namelist())
        gone = {backup_file.blob_name(e.blob): e for e in erased}
        dropped = tuple(e for name, e in gone.items() if name in there)
        if not dropped:
            return False
        manifest = backup_file.manifest_of(archive, path)
        writing = Writing(path)
        try:
            for info in archive.infolist():
                if info.filename not in gone and info.filename != MANIFEST:
                    _copy(writing, archive, info, path)
            archive.close()  # its place is wanted
            writing.done(
                msgspec.structs.replace(
                    manifest,
                    files=writing.files,
                    file_bytes=writing.file_bytes,
                    erased=(*manifest.erased, *dropped),
                )
            )
        finally:
            writing.give_up()
    return True


def _copy(writing: Writing, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> None:
    try:
        writing.add_again(archive, info)
    except (RuntimeError, *SPOILED) as error:
        raise Refused("backup_damaged", file=path.name, member=info.filename) from error


def known(file: Path, manifest: Manifest) -> tuple[Erasure, ...]:
    """Return what a backup, and the others of its station beside it, know to be erased."""
    who = manifest.identity
    found = dict.fromkeys(manifest.erased)
    for path in sorted(file.parent.glob(f"*{ENDING}")):
        with suppress(Refused, OSError):
            other = backup_file.look(path)
            if (other.identity.centre, other.identity.station) == (who.centre, who.station):
                found.update(dict.fromkeys(other.erased))
    return tuple(found)


def again(folder: Path, manifest: Manifest, every: Collection[Erasure]) -> tuple[Erasure, ...]:
    """Return what is to be erased again in a store that came out of a backup.

    Of `every`, see `known`, what was taken out of the backup counts, and what is here.
    """
    already, blobs = erasures.files(folder), Blobs(folder / backup_file.BLOBS)
    taken_out = {e.blob for e in manifest.erased}
    return tuple(
        e for e in every if e.blob not in already and (e.blob in taken_out or blobs.holds(e.blob))
    )


def entries(station: Station, known: Known, erased: Sequence[Erasure]) -> Iterator[Entry]:
    """Give what is to be written so that a store erases again: who asked may not sign in either."""
    for subject in dict.fromkeys(e.subject for e in erased):
        kind, id_ = kind_and_id(subject)
        if kind == "person":
            yield _nobody(station, id_)
            for role in sorted(known.roles(id_)):
                yield Entry(subject=subject, fact=RoleRevoked(person=id_, role=role))
    for e in erased:
        yield Entry(subject=e.subject, fact=Erased(blob=e.blob, ground=e.ground))


def _nobody(station: Station, id_: str) -> Entry:
    """Return the next version of a person whose earlier ones are erased."""
    nobody = Person(
        id=id_, sheet="", badge="", pin_hash="", roles=(), active=False, salt=os.urandom(32).hex()
    )
    version = station.ledger.registers.version("people", id_) + 1
    content = store_content(station.ledger.blobs, nobody)
    return publication("people", id_, version, content)

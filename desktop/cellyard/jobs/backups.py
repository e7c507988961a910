"""The backups of a station: one round makes, proves and notes one; old ones go, seven and four."""

import errno
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.domain.refusals import Refused
from cellyard.jobs import backup, backup_proof, erased_since
from cellyard.jobs.backup import Found
from cellyard.jobs.scratch import Scratch
from cellyard.jobs.station import Identity, identity
from cellyard.ledger import erasures
from cellyard.ledger.ledger import wall_clock

STATE = "backup.json"
# Beside the store, until somebody names a folder on another disk.
OWN = "backups"

DAYS, WEEKS = 7, 4


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """That a backup was restored and proven: which file, when (ms), and how many facts.

    `size` is the file's then, in bytes (0: not noted): one that was cut off since is another.
    """

    file: str
    at: int
    facts: int
    size: int = 0


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the last round (`tried_at` in ms, 0 before the first) and what is proven.

    `refused` and `shown` are those of its refusal, "" when it went well.
    """

    tried_at: int = 0
    refused: str = ""
    shown: dict[str, str] = {}
    proofs: tuple[Proof, ...] = ()

    @property
    def newest(self) -> Proof | None:
        """The last proven restore: in the order they were noted, whatever the clock said."""
        return self.proofs[-1] if self.proofs else None

    @property
    def no(self) -> Refused | None:
        """Why the last round gave no proven backup; None when it did."""
        return Refused(self.refused, **self.shown) if self.refused else None


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A backup in the list: `proven` is when it was restored and proven (ms), 0 for never."""

    backup: Found
    proven: int


def target(folder: Path, wanted: str) -> Path:
    """Return where the backups of a data folder go, see `settings.backup_folder`."""
    return Path(wanted) if wanted else folder / OWN


def check_there(wanted: str) -> None:
    """Refused("backup_folder") when the folder that was chosen for backups is not there.

    It is not made anew: what it lies on was taken away, and the new one would be on another disk.
    """
    if wanted and not Path(wanted).is_dir():
        raise Refused("backup_folder", folder=wanted, why=os.strerror(errno.ENOENT))


def state(folder: Path) -> State:
    """Return what is noted; nothing when the note is gone or spoiled: then nothing is proven."""
    try:
        return msgspec.json.decode((folder / STATE).read_bytes(), type=State)
    except (OSError, msgspec.MsgspecError):
        return State()


def listed(folder: Path, target: Path) -> list[Listed]:
    """Return the backups of a data folder's station, newest first."""
    found = backup.found(identity(folder), target)
    proven = _still(found, state(folder).proofs)
    return [Listed(backup=b, proven=proven.get(b.file, 0)) for b in found]


def same_disk(folder: Path, target: Path) -> bool:
    """Tell whether the backups of a data folder lie on the disk that they are to survive."""
    try:
        return folder.stat().st_dev == target.stat().st_dev
    except OSError:
        return False


def make(folder: Path, target: Path) -> State:
    """Make a backup, prove it, note what came of it, and let old ones go.

    What was erased since is taken out of the earlier ones, and those are proven anew. Returns the
    note; what is refused stands in it. Refused("backup_under_way") while another round is at work,
    which notes for itself.
    """
    with Scratch(folder) as scratch:
        try:
            path = backup.back_up(folder, target, scratch)
            noted = _without_erased(folder, target, scratch, _proven(folder, path, scratch))
        except Refused as no:
            return note(folder, no)
        except OSError as error:
            return note(folder, durable.refusal(error))
        _let_go(identity(folder), target, noted)
        return noted


def prove(folder: Path, path: Path) -> State:
    """Prove a backup that is there; noted where it is one of this folder's station, with its proof
    or, when it does not prove any more, without. Returns the note, and raises what is refused.
    """
    own = path.name in {b.file for b in backup.found(identity(folder), path.parent)}
    with Scratch(folder) as scratch:
        try:
            if own:
                return _proven(folder, path, scratch)
            return State(proofs=(_proof(folder, path, scratch),))
        except Refused as no:
            before = state(folder)
            left = tuple(p for p in before.proofs if p.file != path.name)
            if own and no.code.startswith("backup_") and left != before.proofs:
                _write(folder, msgspec.structs.replace(before, proofs=left))
            raise


def note(folder: Path, no: Refused) -> State:
    """Note that a round gave no proven backup, and why; earlier proofs stay."""
    shown = {key: str(value) for key, value in no.shown.items()}
    before = state(folder)
    return _noted(folder, before, refused=no.code, shown=shown)


def _proven(folder: Path, path: Path, scratch: Scratch) -> State:
    proof = _proof(folder, path, scratch)
    before = state(folder)
    others = (p for p in before.proofs if p.file != path.name)
    there = {b.file for b in backup.found(identity(folder), path.parent)}
    kept = tuple(p for p in others if p.file in there)
    return _noted(folder, msgspec.structs.replace(before, proofs=(*kept, proof)))


def _proof(folder: Path, path: Path, scratch: Scratch) -> Proof:
    found = backup_proof.prove(path, scratch, folder)
    facts = found.manifest.moment.facts
    return Proof(file=path.name, at=wall_clock(), facts=facts, size=path.stat().st_size)


def _without_erased(folder: Path, target: Path, scratch: Scratch, noted: State) -> State:
    """Take out of the backups there what was erased since, and prove those anew.

    One that does not prove so counts as not proven; one that nobody is left in to administer goes.
    The newest proof stays the last.
    """
    erased = erasures.lasting(folder)
    for found in backup.found(identity(folder), target) if erased else ():
        path, proofs = target / found.file, [p for p in noted.proofs if p.file != found.file]
        try:
            if not erased_since.take_out(path, erased):
                continue
            proofs.insert(0, _proof(folder, path, scratch))
        except Refused as no:
            if not no.code.startswith("backup_"):
                raise
            if no.code == "backup_nobody":
                path.unlink(missing_ok=True)
        except OSError as error:
            raise backup.refusal(error, target) from error
        noted = _noted(folder, msgspec.structs.replace(noted, proofs=tuple(proofs)))
    return noted


def _still(found: Iterable[Found], proofs: Iterable[Proof]) -> dict[str, int]:
    """Return when each backup that is there was proven (ms): the very file, as long as it was."""
    sizes = {b.file: b.size for b in found}
    return {p.file: p.at for p in proofs if sizes.get(p.file) == (p.size or sizes.get(p.file))}


def _noted(
    folder: Path, before: State, *, refused: str = "", shown: dict[str, str] | None = None
) -> State:
    noted = State(tried_at=wall_clock(), refused=refused, shown=shown or {}, proofs=before.proofs)
    return _write(folder, noted)


def _write(folder: Path, noted: State) -> State:
    # Without room for a note the round counts as not done, which is what it then is.
    with suppress(OSError):
        durable.write_durably(folder / STATE, msgspec.json.encode(noted))
    return noted


def _let_go(who: Identity, target: Path, noted: State) -> None:
    found = backup.found(who, target)
    newest = noted.newest.file if noted.newest else ""
    for old in superfluous(found, set(_still(found, noted.proofs))):
        # The newest may look old: the clock was set back.
        if old.file != newest:
            # One that cannot be removed now is asked again after the next round.
            with suppress(OSError):
                (target / old.file).unlink(missing_ok=True)


def superfluous(found: Sequence[Found], proven: set[str]) -> list[Found]:
    """Return which backups may go: all but the newest proven of 7 days and of 4 weeks.

    What is newer than the newest proven one stays, and without a proven one everything does.
    """
    good = sorted((b for b in found if b.file in proven), key=lambda b: -b.made_at)
    if not good:
        return []
    days = {_day(b).toordinal(): b for b in reversed(good)}
    weeks = {_day(b).isocalendar()[:2]: b for b in reversed(good)}
    kept = {days[d].file for d in sorted(days)[-DAYS:]}
    kept |= {weeks[w].file for w in sorted(weeks)[-WEEKS:]}
    return [b for b in found if b.made_at < good[0].made_at and b.file not in kept]


def _day(found: Found) -> datetime:
    return datetime.fromtimestamp(found.made_at / 1000).astimezone()

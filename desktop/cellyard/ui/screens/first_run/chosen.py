"""The backup that First run is to restore: chosen by its path, kept in the draft."""

from pathlib import Path

from cellyard.domain.refusals import Refused
from cellyard.jobs import backup_file
from cellyard.jobs.backup_file import Manifest
from cellyard.ui.screens.first_run.draft import Draft


class Chosen:
    """The backup chosen so far: what it says of itself, and whether it was proven here."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.manifest: Manifest | None = None
        self.proven = False
        self.take(draft.backup)

    @property
    def path(self) -> Path:
        return Path(self._draft.backup)

    def take(self, path: str) -> Refused | None:
        """Take a file; returns why it is none to restore."""
        if path != self._draft.backup:
            self.proven = False
        self._draft.backup = path
        self.manifest = None
        if not path or Path(path).is_dir():
            return None
        try:
            self.manifest = backup_file.look(Path(path))
        except Refused as no:
            return no
        except OSError:
            return Refused("file_missing", file=path)
        return None

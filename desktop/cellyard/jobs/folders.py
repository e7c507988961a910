"""Folders that somebody names: what lies in them, and whether something can be written there."""

import tempfile
from pathlib import Path

from cellyard.domain.refusals import Refused

# More are found by typing a letter more.
_MOST = 200


def inside(parent: str) -> list[str]:
    """Return the folders in a folder, each with its whole path; none where there is no folder."""
    found: list[str] = []
    if not Path(parent).is_absolute():
        return found
    try:
        for path in Path(parent).iterdir():
            if not path.name.startswith(".") and path.is_dir():
                found.append(str(path))
                if len(found) == _MOST:
                    break
    except OSError:
        return []
    return sorted(found)


def there(folder: Path) -> bool:
    """Tell whether a folder is there; one that lies where nobody can look is not.

    Only a whole path names the same folder wherever the app was started.
    """
    try:
        return folder.is_absolute() and folder.is_dir()
    except OSError:  # a share that has died, a folder of somebody else
        return False


def check(folder: str, *, written: bool) -> None:
    """See that a folder is there, and if it is to be written, that it can be.

    A share may take its time to answer. Refused("folder_not_there", "folder_not_written").
    """
    if not there(Path(folder)):
        raise Refused("folder_not_there", folder=folder)
    if not written:
        return
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
    except OSError as no:
        raise Refused("folder_not_written", folder=folder, why=no.strerror or str(no)) from no

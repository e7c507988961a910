"""Photos: new pictures in the folder that the camera drops them into, and those dropped by hand."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData

from cellyard.domain import intake
from cellyard.domain.facts import BlobRef, Section
from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Station

MEDIA = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
# A photo larger than this is a film or a mistake.
LARGEST = 40_000_000


class Photos:
    """Watches a folder; `taken` gets each new picture once it has stopped growing."""

    def __init__(self, taken: Callable[[Path], None]) -> None:
        self._taken = taken
        self._folder: Path | None = None
        self._known: set[Path] = set()
        self._growing: dict[Path, int] = {}

    def watch(self, folder: str) -> None:
        """Begin: what lies there already belongs to other tickets."""
        wanted = Path(folder) if folder else None
        if wanted != self._folder or wanted is None:
            self._folder = wanted
            self._known = set(self._pictures())
            self._growing.clear()

    def look(self) -> None:
        """Look for new pictures; called now and then."""
        for path in self._pictures():
            if path in self._known:
                continue
            size = _size(path)
            if size and self._growing.get(path) == size:
                self._known.add(path)
                self._growing.pop(path)
                self._taken(path)
            else:
                self._growing[path] = size

    def _pictures(self) -> list[Path]:
        if self._folder is None or not self._folder.is_dir():
            return []
        return sorted(p for p in self._folder.iterdir() if p.suffix.lower() in MEDIA)

    @staticmethod
    def keep(station: Station, battery: str, section: Section, path: Path, by: str) -> None:
        """Store a picture beside the ledger and write what it shows.

        Refused("photo_unreadable") when the file is gone, empty or far too large.
        """
        order = intake.Picturing(battery=battery, section=section, photo=kept(station, path))
        station.record(intake.photograph, order, by=by)


def kept(station: Station, path: Path) -> BlobRef:
    """Store a picture beside the ledger. Refused("photo_unreadable") as `Photos.keep`."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= LARGEST else b""
    except OSError:
        content = b""
    if not content:
        raise Refused("photo_unreadable", file=path.name)
    return station.ledger.blobs.put(content, MEDIA[path.suffix.lower()])


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def pictures_in(data: QMimeData) -> list[Path]:
    """Return the picture files of what is being dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [p for p in paths if p.suffix.lower() in MEDIA]

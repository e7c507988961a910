"""The one door to shipped files: rules, profiles, models, words, style."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

# A string, because nothing imports the resources as a module (see decision 002).
PACKAGE = "cellyard.resources"


def _place(name: str) -> Traversable:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"shipped files are named relative to resources/, without '..': {name}")
    return resources.files(PACKAGE).joinpath(*path.parts)


def text(name: str) -> str:
    """Return a shipped text file, e.g. `text("devices/mt-sics.toml")`; UTF-8."""
    return _place(name).read_text(encoding="utf-8")


def data(name: str) -> bytes:
    """Return a shipped binary file, e.g. `data("i18n/zh_CN/LC_MESSAGES/cellyard.mo")`."""
    return _place(name).read_bytes()


def names(folder: str, ending: str) -> list[str]:
    """Return the names (relative to resources/) of a folder's files with this ending, sorted."""
    found = (entry.name for entry in _place(folder).iterdir())
    return sorted(f"{folder}/{name}" for name in found if name.endswith(ending))

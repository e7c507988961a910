"""What this machine is told: one TOML file in the data folder, and the environment."""

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from cellyard.domain.refusals import Refused
from cellyard.durable import write_durably

FILE = "settings.toml"
PREFIX = "CELLYARD_"
TIME_OF_DAY = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A station's own settings; unknown keys are errors.

    `px_per_mm` is measured once in Set up, logical px on this panel. `desk` marks a station worked
    with mouse and keys. `label_target` is `file:FOLDER`, `socket://HOST:9100` or a serial port.
    `paper_printer` is a printer of this computer, `file:FOLDER` for PDFs into a folder, "" for the
    one that it prints on by itself; `paper_copies` is how many of each paper it prints. `photos` is
    a folder that a camera drops photos into, `fire_sheet` one, on a share perhaps, that the fire
    sheet is refreshed in ("" for one of the station). `backup_folder` is where backups go ("" for
    one beside the store), `backup_at` the time of the day (HH:MM) at which one is made.
    `hub_proxy` is the proxy on the way to the central server, `http://HOST:PORT`, "" for that of
    the system.
    """

    language: Literal["en", "zh_CN"] = "en"
    theme: Literal["light", "dark"] = "light"
    desk: bool = False
    px_per_mm: float = 3.95
    tones: bool = True
    label_target: str = ""
    paper_printer: str = ""
    paper_copies: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    photos: str = ""
    fire_sheet: str = ""
    backup_folder: str = ""
    backup_at: Annotated[str, msgspec.Meta(pattern=TIME_OF_DAY)] = "03:10"
    hub_proxy: str = ""


def is_time(text: str) -> bool:
    """Tell whether this is a time of the day, HH:MM."""
    return re.match(TIME_OF_DAY, text) is not None


def load(folder: Path) -> Settings:
    """Read the settings of a data folder; Refused("settings_wrong") says which key is wrong."""
    path = folder / FILE
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return msgspec.convert({**found, **_environment()}, Settings, strict=False)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise Refused("settings_wrong", file=FILE, said=str(error)) from error


def _environment() -> dict[str, str]:
    names = {field.name for field in msgspec.structs.fields(Settings)}
    given = ((name, os.environ.get(PREFIX + name.upper())) for name in names)
    return {name: value for name, value in given if value is not None}


def save(folder: Path, settings: Settings) -> None:
    """Write the settings durably; what equals the default is left out."""
    standard = Settings()
    lines = [
        f"{field.name} = {_toml(getattr(settings, field.name))}\n"
        for field in msgspec.structs.fields(Settings)
        if getattr(settings, field.name) != getattr(standard, field.name)
    ]
    write_durably(folder / FILE, "".join(lines).encode())


def _toml(value: str | float | bool) -> str:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, str):
        # A JSON string is a TOML basic string.
        return msgspec.json.encode(value).decode()
    return str(value).lower() if isinstance(value, bool) else str(value)

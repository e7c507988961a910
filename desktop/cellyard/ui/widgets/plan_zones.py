"""What a plan of the yard shows: zones with racks of cells, and bays."""

from dataclasses import dataclass
from typing import Literal

SlotState = Literal["free", "taken", "held", "sealed", "look", "caution", "stop", "closed"]


@dataclass(frozen=True)
class Cell:
    """One slot of a rack; `figure` (kWh) is shown where cells are large."""

    code: str
    state: SlotState = "free"
    figure: str = ""


@dataclass(frozen=True)
class Rack:
    """A rack: its cells row by row, the top level first."""

    name: str
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Bay:
    """One big slot: its code, how it stands as shape and word, and a timer or note."""

    code: str
    state: SlotState = "free"
    word: str = ""
    note: str = ""


@dataclass(frozen=True)
class Zone:
    """A zone: its letter and name, what is used of its limits, its racks or its bays.

    `part` (0 to 1) draws the limit bar, `near` cautions it; `walls` draws fire walls between
    bays, `distance` the clear distance between rows of bays, e.g. `15 m`.
    """

    letter: str
    name: str
    figures: tuple[str, ...] = ()
    part: float | None = None
    near: bool = False
    note: str = ""
    racks: tuple[Rack, ...] = ()
    bays: tuple[Bay, ...] = ()
    walls: bool = False
    distance: str = ""

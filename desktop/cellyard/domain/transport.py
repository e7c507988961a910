"""The rows of an edition on transport: classes, names, packings, marks, codes, what goes apart."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.confidence import Confidence
from cellyard.domain.facts import Mode

Family = Literal[
    "lithium_ion", "lithium_metal", "sodium_ion", "nimh", "nicd", "lead_acid", "unknown"
]
Condition = Literal["intact", "damaged", "reactive", "undiagnosed"]
Use = Literal["product", "recycling", "disposal"]
# What rows are picked by beside condition and use: a prototype, small ones from mixed collection,
# those in household equipment, one that is built into a whole vehicle.
Kind = Literal["usual", "prototype", "portable", "equipment", "vehicle"]
# What is kept apart: one package, one transport unit, one paper.
Apart = Literal["package", "unit", "paper"]


class Cell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value of a row that is known otherwise than the row as a whole."""

    name: str
    source: str
    confidence: Confidence


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every row has: whence it comes, and the cells that are known otherwise."""

    id: str
    source: str
    confidence: Confidence
    cell: tuple[Cell, ...] = ()


class TransportRow(Row, frozen=True, kw_only=True):
    """One line of the table of decisions, T1 to T13.

    Which batteries it is for: `families`, `conditions`, `uses`, `modes` and `kind`; a tuple that
    is empty fits any. A row with `like` only names the rows that a family, or an undiagnosed
    battery, is treated as. `packing` are ids of packing rows, the first that fits is taken.
    `category` is the transport category of ADR 1.1.3.6, "" when there is none. `exempt` are the
    modes in which the goods are not subject to the rules, `relief_kg` up to what mass of one
    transport unit. `declared_from_kg`: below it, per transport unit, no declaration is asked for.
    `tested` when the type must have passed UN 38.3. `blocks`: never, by no packing. `also` are
    copies that travel with the paper.
    """

    families: tuple[Family, ...] = ()
    conditions: tuple[Condition, ...] = ()
    uses: tuple[Use, ...] = ()
    modes: tuple[Mode, ...] = ()
    kind: Kind = "usual"
    like: tuple[str, ...] = ()
    packing: tuple[str, ...] = ()
    wording: str = ""
    wording_zh: str = ""
    category: str = ""
    tunnel: str = ""
    provisions: tuple[str, ...] = ()
    exempt: tuple[Mode, ...] = ()
    relief_kg: Decimal | None = None
    declared_from_kg: Decimal | None = None
    tested: bool = False
    blocks: bool = False
    also: tuple[str, ...] = ()


class NameRow(Row, frozen=True, kw_only=True):
    """An entry of the list of dangerous goods: number, proper shipping names, class, label.

    `sealed` only for batteries that do not spill, `vehicle` for a whole vehicle.
    """

    family: Family
    vehicle: bool = False
    sealed: bool = False
    number: str
    name: str
    name_zh: str
    class_: str = msgspec.field(name="class")
    label: str


class PackingRow(Row, frozen=True, kw_only=True):
    """A way to pack: an instruction, or one of its paragraphs.

    `needs` names the packaging that must be at the centre, "" when crates and pallets will do.
    It takes `levels` of things (all when empty) of `min_kg` up to `max_kg` each; `small` only
    those below the limits of small batteries; `tested` only types that passed UN 38.3.
    """

    instruction: str
    paragraph: str = ""
    needs: str = ""
    levels: tuple[str, ...] = ()
    min_kg: Decimal | None = None
    max_kg: Decimal | None = None
    small: bool = False
    tested: bool = False

    @property
    def title(self) -> str:
        """The instruction with its paragraph: `P903 (2)`."""
        return f"{self.instruction} ({self.paragraph})" if self.paragraph else self.instruction


class MarkRow(Row, frozen=True, kw_only=True):
    """Words on the package: for these families, on goods of these rows and uses."""

    text: str
    families: tuple[Family, ...]
    rows: tuple[str, ...]
    uses: tuple[Use, ...] = ()


class WasteCode(Row, frozen=True, kw_only=True):
    """A code of the list of waste, by the day on which the goods go out (ISO, both inclusive).

    `code` is "" where the list names none; `region` where only a part of the jurisdiction does
    so. `papers` are what the law asks for beside the transport document.
    """

    families: tuple[Family, ...]
    code: str
    hazardous: bool
    meaning: str
    valid_from: str = ""
    valid_to: str = "9999-12-31"
    region: str = ""
    kinds: tuple[Kind, ...] = ("usual", "prototype")
    papers: tuple[str, ...] = ()


class Segregation(Row, frozen=True, kw_only=True):
    """Two kinds of goods that do not share a package, a transport unit or a paper.

    `one` and `other` are families, conditions or `damage` for every condition but intact; `one`
    is the side that has to go. An empty `other` is anything that is not `one`.
    """

    apart: Apart
    one: tuple[str, ...]
    other: tuple[str, ...] = ()


class SafetyItem(Row, frozen=True, kw_only=True):
    """One item of the safety judgement: yes, or cannot be told, and the battery has failed.

    `section` is one of the six of special provision 376, or `history`.
    """

    section: str
    asks: str
    asks_zh: str


def of_cells(row: Row) -> list[tuple[str, str, Confidence]]:
    """Return id, source and confidence of a row, and of its cells as `row.cell`."""
    said: list[tuple[str, str, Confidence]] = [(row.id, row.source, row.confidence)]
    said.extend((f"{row.id}.{cell.name}", cell.source, cell.confidence) for cell in row.cell)
    return said

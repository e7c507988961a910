"""What comes out of the rules for one battery: the class it travels under, or why it stays."""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.confidence import Confidence
from cellyard.domain.rules import Edition
from cellyard.domain.transport import (
    Condition,
    Family,
    MarkRow,
    NameRow,
    PackingRow,
    TransportRow,
    Use,
    WasteCode,
)

# `never`: no waiting helps, something else must be done. `not_yet`: it may go once it is done.
Gravity = Literal["never", "not_yet"]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was chosen for it: what, the value, and the id of the rule that says so."""

    what: str
    value: str
    rule: str


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of an edition that fit a battery; `via` those by way of which `row` was found.

    `name` is None when the goods are exempt, `waste` when they are a product.
    """

    row: TransportRow
    via: tuple[TransportRow, ...]
    packing: PackingRow
    name: NameRow | None
    marks: tuple[MarkRow, ...]
    waste: WasteCode | None


class Goods(msgspec.Struct, frozen=True, kw_only=True):
    """A battery classified for its journey.

    `rule` is the row of the table that fits it (`T4`); `rows` are all it rests on, of which
    `choices` tells. `treated_as` is the condition of the row that it
    was treated as. `number` is the UN number without its letters, "" when the goods are
    `exempt`. `name` is the proper shipping name in English without prefix; `prefix` and
    `prefix_zh` are set when it is waste. `category` and `tunnel` are "" where they do not apply,
    as at sea. `also` are documents that must go with it. Masses are gross, in kg.
    """

    battery: str
    code: str
    edition: str
    rule: str
    rows: Rows
    family: Family
    condition: Condition
    treated_as: Condition
    use: Use
    number: str = ""
    name: str = ""
    name_zh: str = ""
    prefix: str = ""
    prefix_zh: str = ""
    class_: str = ""
    label: str = ""
    packing: str = ""
    marks: tuple[str, ...] = ()
    wording: str = ""
    wording_zh: str = ""
    provisions: tuple[str, ...] = ()
    category: str = ""
    tunnel: str = ""
    exempt: bool = False
    waste_code: str = ""
    hazardous: bool = False
    also: tuple[str, ...] = ()
    package: str = ""
    gross_kg: Decimal
    kwh: Decimal

    @property
    def line(self) -> str:
        """The line of the transport document, in the order of ADR 5.4.1.1.1 (a) to (k).

        `UN 3480 WASTE LITHIUM ION BATTERIES, 9, (E)`; "" when the goods are exempt.
        """
        if self.exempt:
            return ""
        name = f"{self.prefix} {self.name}".strip()
        tunnel = f", ({self.tunnel})" if self.tunnel else ""
        return f"UN {self.number} {name}, {self.class_}{tunnel}"


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Why a battery, or with `battery` "" the whole load, may not travel.

    `code` has its sentence in `words.shipping`, which speaks of what is `shown`; `reason` is the
    finding behind it, "" when there is none. Spoken by `words.shipping.why`. `would_do` are the
    ids of the packings that would let it travel, were they at hand.
    """

    battery: str = ""
    code: str
    rule: str
    edition: str
    gravity: Gravity = "never"
    reason: str = ""
    would_do: tuple[str, ...] = ()
    shown: dict[str, object] = {}


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """Where a rule comes from, and how well it is known."""

    rule: str
    edition: str
    source: str
    confidence: Confidence


def explain(edition: Edition, rule: str) -> Explained | None:
    """Return the source of a rule, a row or a cell (`T4.wording`); None when there is no such."""
    for id_, source, confidence in edition.sources():
        if id_ == rule:
            return Explained(rule=id_, edition=edition.id, source=source, confidence=confidence)
    return None

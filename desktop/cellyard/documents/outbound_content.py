"""What the papers of a load say: who sends what to whom, how it is classed, packed and signed for.

Words come as the rule edition gives them; a paper adds none of its own to a legal wording. Where
a text comes in two languages, the Chinese one ends in `_zh`. A date or time is ISO and local.
"""

from decimal import Decimal
from typing import Literal

import msgspec

Status = Literal["final", "draft", "demo", "void"]
# A drawn signature: strokes of points `(x, y)` in 1/100 mm, y downwards, from any origin.
Strokes = tuple[tuple[tuple[int, int], ...], ...]


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as it was issued. `status` is `("final",)` or each thing that it is instead.

    `part` of `parts` papers of the same load; `replaced_by` is the number of the paper that counts
    where this one is void. `edition` are the ids of the rule editions it stands under. `fact` is
    `station/epoch/seq`, `hash` that of the fact in hex, and `qr` what the QR code says ("" for
    none: a paper's content is hashed without it, then drawn with it).
    """

    centre: str
    number: str
    load: str
    date: str
    status: tuple[Status, ...] = ("draft",)
    part: int = 1
    parts: int = 1
    replaced_by: str = ""
    edition: str
    fact: str
    hash: str
    qr: str


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Consignor, consignee or carrier. `lines` are address, registration and permit numbers."""

    name: str
    name_zh: str = ""
    lines: tuple[str, ...] = ()


class Carriage(msgspec.Struct, frozen=True, kw_only=True):
    """What carries a load; what is not given yet has a line to write on.

    `authority_no` is the number of the authority's own manifest, printed where there is one.
    """

    carrier: Party | None = None
    driver: str | None = None
    plate: str | None = None
    seal: str | None = None
    authority_no: str = ""


class PackageCount(msgspec.Struct, frozen=True, kw_only=True):
    """Number and description of packages, e.g. 3 crates."""

    count: int
    kind: str
    kind_zh: str


class GoodsGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Dangerous goods under one entry (ADR 5.4.1.1.1): `name` is the proper shipping name with
    its prefix, `danger` the class (9A is written 9), `label` one of `diamonds.LABELS`; `label`,
    `packing_group` and `tunnel` are "" where there is none. `exempt`: not subject to the rules by
    the mode of this load, so named without number and class. `statements` are pairs of English
    and Chinese, `wording` what stands on the packages.
    """

    un: str
    name: str
    name_zh: str
    danger: str
    label: str
    exempt: bool = False
    packing_group: str = ""
    tunnel: str = ""
    packages: tuple[PackageCount, ...]
    gross_kg: Decimal
    statements: tuple[tuple[str, str], ...] = ()
    wording: tuple[str, ...] = ()
    waste_codes: tuple[str, ...] = ()


class Relief(msgspec.Struct, frozen=True, kw_only=True):
    """Points of the whole vehicle (ADR 1.1.3.6), and above how many its relief ends.

    `plates`: orange plates and a trained driver are needed; also below the limit where goods of
    category 0 are among them.
    """

    category: str
    points: Decimal
    limit: Decimal
    plates: bool


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """The joint safety judgement (GB/T 38698.1-2020, 4). `pretreated` batteries failed before."""

    passed: bool
    at: str
    pretreated: int = 0


class LoadedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A battery on a list; None is "unknown". `ticket` stands where there is no readable code.

    `mark` and `packing` are words of the edition (`FOR RECYCLING`, `P903 (2)`), `kg` the battery's
    own mass and `kwh` its rated energy.
    """

    code: str
    ticket: str
    model: str | None
    chemistry: str | None
    grade: str | None
    mark: str
    packing: str
    package: str
    kwh: Decimal | None
    kg: Decimal | None


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a box to sign in. Without a name there is a line for it."""

    name: str | None = None
    at: str = ""
    strokes: Strokes = ()


class Signatures(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs for a load."""

    consignor: Signature = Signature()
    driver: Signature = Signature()
    consignee: Signature = Signature()


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A package of a load. `codes` are those of the batteries in it.

    `un_mark` is the mark of a UN-tested packaging, "" where the instruction asks for none, None
    where nobody has entered whether there is one: then there is a line to write it on. `un` and
    `label` are "" where the package bears none; `wording` is what else stands on it. A mass of None
    is "unknown".
    """

    number: str
    kind: str
    kind_zh: str
    instruction: str
    un_mark: str | None
    un: str
    label: str
    wording: tuple[str, ...] = ()
    codes: tuple[str, ...]
    net_kg: Decimal | None
    gross_kg: Decimal | None

"""Batteries as cargo, and journeys, for tests of transport: made up, and as plain as can be."""

from decimal import Decimal

import msgspec

from cellyard import files
from cellyard.domain import rules
from cellyard.domain.shipping import Cargo, Journey

EU = rules.parse(files.text("rules/transport-eu-2026-1.toml"))
CN = rules.parse(files.text("rules/transport-cn-2026-1.toml"))
BOTH = {"EU": EU, "CN": CN}
# All that a packing instruction may ask for.
EVERYTHING = ("P903", "LP903", "P908", "LP904", "P909", "P910", "LP905", "P911", "LP906")

PACK = Cargo(
    battery="1" * 32,
    code="001PE22A18K07JA6F0000398",
    chemistry="NMC",
    family="lithium_ion",
    level="pack",
    condition="intact",
    use="recycling",
    un38_3="yes",
    kg=Decimal(368),
    kwh=Decimal("50.0"),
)
ROAD = Journey(jurisdiction="EU", day="2026-11-27", purpose="recycling", packagings=EVERYTHING)


def cargo(**other: object) -> Cargo:
    """Return a sound e-208 pack for recycling, but for what is named."""
    return msgspec.structs.replace(PACK, **other)


def journey(jurisdiction: str = "EU", **other: object) -> Journey:
    """Return a journey by road with every packaging at hand, but for what is named."""
    return msgspec.structs.replace(ROAD, jurisdiction=jurisdiction, **other)


def many(*kinds: Cargo, count: int = 1) -> list[Cargo]:
    """Return so many of each, every one a battery of its own."""
    made: list[Cargo] = []
    for kind in kinds:
        for _ in range(count):
            number = len(made) + 1
            made.append(msgspec.structs.replace(kind, battery=f"{number:032x}", code=f"B-{number}"))
    return made

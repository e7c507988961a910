"""A slot proposed among 10,000 slots, against a plain walk over the free ones."""

import random
from collections.abc import Sequence
from decimal import Decimal

from measuring import Row, medians_ms

from cellyard import files
from cellyard.domain import rules, yard
from cellyard.domain.known import Lying
from cellyard.domain.registers import Zone

STATION = "Intake 1"
TIMES = 50
EDITION = rules.parse(files.text("rules/cn-2026-3.toml"))
# 10,000 slots: ten zones of 20 racks, 5 levels and 10 places; the bays apart.
RACKS, LEVELS, PLACES = 20, 5, 10


def zones() -> Sequence[Zone]:
    """Return a yard of 10,000 slots and a few bays."""
    grid = [
        yard.GridRow(
            zone=chr(ord("A") + n),
            purpose="normal" if n < 8 else "second_life" if n == 8 else "recycling",
            racks=RACKS,
            levels=LEVELS,
            places=PLACES,
            kg=Decimal(700),
            kwh=Decimal(110),
        )
        for n in range(10)
    ]
    bays = yard.GridRow(
        zone="O",
        purpose="observation",
        racks=1,
        levels=1,
        places=20,
        kg=Decimal(700),
        kwh=Decimal(110),
    )
    return yard.zones_from_grid([*grid, bays], home=STATION).zones


def filled(yard_zones: Sequence[Zone], parts: float) -> list[Lying]:
    """Return batteries in so many of the normal slots, two families in racks of their own."""
    dice = random.Random(20261127)
    lying: list[Lying] = []
    for zone in yard_zones:
        for slot in zone.slots:
            if zone.purpose == "normal" and dice.random() < parts:
                family = "oxide" if int(slot.rack[-2:]) % 2 else "phosphate"
                lying.append(_thing(f"{len(lying):032x}", slot.name, family))
    return lying


def _thing(battery: str, slot: str, family: str = "phosphate") -> Lying:
    return Lying(
        battery=battery,
        slot=slot,
        held=False,
        kg=Decimal(356),
        kwh=Decimal(50),
        family=family,
        verdict="go",
    )


def rows() -> list[Row]:
    """Propose in a yard that is half full, and in one where only the last slots are free."""
    found: list[Row] = []
    everywhere = zones()
    count = sum(len(z.slots) for z in everywhere)
    for name, lying in (
        ("half full", filled(everywhere, 0.5)),
        ("all but full", filled(everywhere, 1.0)[:-1]),
    ):
        picture = yard.Yard(everywhere, lying, EDITION)
        what = _thing("f" * 32, "")
        taken = {x.slot for x in lying}
        ours, walk = medians_ms(
            lambda picture=picture, what=what: yard.propose(picture, what, station=STATION),
            lambda taken=taken: [s for z in everywhere for s in z.slots if s.name not in taken][:1],
            TIMES,
        )
        said = f"slot proposal among {count} slots, {name}"
        found.append(Row(said, ours, walk, ours / walk, "ms", "≤ 10 ms"))
    return found

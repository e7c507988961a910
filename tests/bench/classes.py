"""Classifying 2,000 batteries, and judging them as one load: 200 ms are allowed."""

import sys
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

# Behind this folder: both have a module `memory`.
sys.path.append(str(Path(__file__).parents[1] / "kit"))

import cargoes
from measuring import Row, median_ms

from cellyard.domain.shipping import Cargo, classify, judge

LINES = 2_000
ALLOWED_MS = 200.0
TIMES = 5
# What a yard sends out: mostly sound packs, some damaged, a few of other families.
KINDS = (
    cargoes.cargo(),
    cargoes.cargo(level="module", kg=Decimal(23)),
    cargoes.cargo(condition="damaged"),
    cargoes.cargo(condition="undiagnosed"),
    cargoes.cargo(family="sodium_ion", condition="reactive"),
    cargoes.cargo(family="lead_acid", kg=Decimal(18)),
)


def rows() -> list[Row]:
    load = _load()
    journey, edition = cargoes.journey("CN"), cargoes.CN
    each = median_ms(lambda: [classify(c, journey, edition) for c in load], TIMES)
    whole = median_ms(lambda: judge(load, journey, edition), TIMES)
    return [
        Row(f"{what} {LINES} batteries", ms, ALLOWED_MS, ms / ALLOWED_MS, "ms", "≤ 1")
        for what, ms in (("classes: classify", each), ("classes: judge a load of", whole))
    ]


def _load() -> list[Cargo]:
    return cargoes.many(*islice(cycle(KINDS), LINES))

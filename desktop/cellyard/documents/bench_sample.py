"""Data of no battery, from which the papers of the bench are printed as a test."""

import math
from decimal import Decimal
from typing import NamedTuple

from cellyard.documents.bench_content import Kept, Proof, Subject, Tool, Trace
from cellyard.domain.facts import Decided, Evidence
from cellyard.words import N_


class Pieces(NamedTuple):
    """What both papers say in their samples."""

    subject: Subject
    trace: Trace
    tools: tuple[Tool, ...]
    proofs: tuple[Proof, ...]
    instruments: tuple[Evidence, ...]
    decided: Decided


def sample() -> Pieces:
    """Return a made-up battery of 30 groups with a made-up run."""
    code = "TESTPB00000000G1B0000001"
    points = tuple(
        (
            60.0 * n,
            123.0 - 9 * n / 300 - 22 * math.exp((n - 300) / 9),
            None if n < 3 else 21.4 + 9 * (1 - math.exp(-n / 120)),
        )
        for n in range(301)
    )
    kept = tuple(
        Kept(
            which=which,
            at=f"2026-01-01 {clock}",
            t=Decimal(t),
            voltage=Decimal(volts),
            current=Decimal("10.000"),
            temperature=None if warm is None else Decimal(warm),
            raw="aa005f" + "00112233445566778899" * 6,
        )
        for which, clock, t, volts, warm in (
            ("first", "08:00:00", "0.0", "123.00", None),
            ("last", "13:00:00", "18000.0", "92.00", "29.7"),
            ("highest", "08:00:00", "0.0", "123.00", None),
            ("warmest", "12:59:00", "17940.0", "94.31", "29.7"),
        )
    )
    subject = Subject(
        battery="0" * 32,
        code=code,
        parts=(
            ("vendor", "TES"),
            ("level", "P"),
            ("chemistry", "B"),
            ("spec", "00"),
            ("trace", "0000000"),
            ("produced", "G1B"),
            ("serial", "0000001"),
        ),
        ticket=0,
        station="TEST",
        received="2026-01-01",
        outlet="Test outlet 测试网点",
        model="Test print 测试打印",
        chemistry="LFP",
        strings="30s1p",
        rated_ah=Decimal(60),
        rated_kwh=Decimal("6.0"),
        nominal_v=Decimal("96.0"),
        max_v=Decimal("109.5"),
    )
    tools = (
        Tool(key="load-1", duty="load", profile="it8500", serial="TEST0001",
             calibrated_until="2026-12-31", ended=False),
        Tool(key="meter-1", duty="meter", profile="hioki-bt356x", serial="TEST0002",
             calibrated_until="2025-12-31", ended=True),
    )  # fmt: skip
    cells = tuple(Decimal("3.050") - Decimal("0.001") * (n % 7) for n in range(29))
    trace = Trace(
        sha256="0" * 64,
        samples=18001,
        points=points,
        kept=kept,
        cells=(*cells, Decimal("2.981")),
    )
    proofs = (
        Proof(what=N_("Run began"), ref="TEST/0/0", hash="0" * 64, at="2026-01-01 08:00:00"),
        Proof(what=N_("Result"), ref="TEST/0/1", hash="1" * 64, at="2026-01-01 13:00:00",
              raw="00ff"),
    )  # fmt: skip
    return Pieces(
        subject=subject,
        trace=trace,
        tools=tools,
        proofs=proofs,
        instruments=(Evidence(instrument="load-1"), Evidence(instrument="meter-1")),
        decided=Decided(edition="test-2026-1", rules=()),
    )

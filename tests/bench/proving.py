"""Proof and rebuild of a store of 1,000,000 facts, against its bytes read and hashed bare."""

import hashlib
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import stock
from measuring import Row

from cellyard.domain.envelope import FACT_DOMAIN
from cellyard.jobs.station import Station
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify


def rows(folder: Path) -> list[Row]:
    """Return facts in a second; the reference reads and hashes the same bytes."""
    bare = _speed(lambda: _hashed(folder))
    proof = _speed(lambda: verify(folder))
    with Station(folder) as station:
        rebuilt = _speed(station.ledger.rebuild)
    at = f"of {stock.FACTS} facts"
    return [
        Row(f"verify {at}", proof, bare, proof / bare, "facts/s", "≥ 200000/s"),
        Row(f"rebuild {at}", rebuilt, bare, rebuilt / bare, "facts/s", "≥ 30000/s"),
    ]


def _speed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return stock.FACTS / (time.perf_counter() - start)


def _hashed(folder: Path) -> None:
    with closing(sqlite3.connect(f"file:{folder / STORE}?mode=ro", uri=True)) as bare:
        for (content,) in bare.execute("SELECT envelope FROM fact ORDER BY pos"):
            hashlib.sha256(FACT_DOMAIN + content).digest()

"""Search of any fragment at 200,000 batteries against the bare FTS query."""

import random
import sqlite3
from pathlib import Path

import stock
from measuring import Row, medians_ms

from cellyard.ledger.questions import PAGE, Questions
from cellyard.ledger.schema import STORE

TIMES = 200


def rows(folder: Path) -> list[Row]:
    """Ask both the same fragments; the reference returns row numbers only."""
    dice = random.Random(20260414)
    found: list[Row] = []
    for length in (3, 4, 7):
        fragments = [_fragment(dice, length) for _ in range(TIMES + 2)]
        found.append(_row(folder, length, fragments))
    return found


def _fragment(dice: random.Random, length: int) -> str:
    code = stock.code(dice.randrange(1, stock.BATTERIES))
    start = dice.randrange(len(code) - length)
    return code[start : start + length]


def _row(folder: Path, length: int, fragments: list[str]) -> Row:
    questions = Questions(folder)
    bare = sqlite3.connect(f"file:{folder / STORE}?mode=ro", uri=True)
    sql = "SELECT rowid FROM battery_text WHERE search_text MATCH ? ORDER BY rowid DESC LIMIT ?"
    mine, theirs = iter(fragments), iter(fragments)
    ours, reference = medians_ms(
        lambda: questions.find(next(mine)),
        lambda: bare.execute(sql, (f'"{next(theirs)}"', PAGE)).fetchall(),
        TIMES,
    )
    questions.close()
    bare.close()
    name = f"search of {length} signs at {stock.BATTERIES} batteries"
    return Row(name, ours, reference, ours / reference, "ms", "≤ 2×")

"""The map of any past moment at 1,000,000 facts, against counting the same lines bare."""

import random
import sqlite3
from pathlib import Path

import stock
from measuring import Row, medians_ms

from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE
from cellyard.ui.screens.yard.survey import past

TIMES = 20
HOUR = 3_600_000
# What a yard of this size turns over: each battery is expected, lies in two slots, and leaves.
BEGAN = 1_700_000_000_000
BETWEEN, LAY = HOUR // 10, 40 * HOUR


def rows(folder: Path) -> list[Row]:
    """Ask for moments all over the store's time, as a slider does while it is dragged."""
    _lay(folder)
    dice = random.Random(20261127)
    ends = BEGAN + stock.BATTERIES * BETWEEN
    moments = [dice.randrange(BEGAN, ends) for _ in range(2 * TIMES + 8)]
    questions = Questions(folder)
    known = questions.known(station=stock.FOUNDING.station, actor="", now=ends)
    bare = sqlite3.connect(f"file:{folder / STORE}?mode=ro", uri=True)
    sql = "SELECT count(*) FROM stay WHERE until > ? AND since <= ?"
    mine, theirs = iter(moments), iter(moments)

    def ours() -> object:
        return past(questions, known, next(mine))

    def reference() -> object:
        moment = next(theirs)
        return bare.execute(sql, (moment, moment)).fetchone()

    taken, counted = medians_ms(ours, reference, TIMES)
    lying = len(past(questions, known, moments[0]).lying)
    questions.close()
    bare.close()
    name = f"any past moment ({lying} batteries) at {stock.FACTS} facts"
    return [Row(name, taken, counted, taken / counted, "ms", "≤ 500 ms")]


def _lay(folder: Path) -> None:
    """Write where the batteries of the stock lay: rows of the projection, three each."""
    connection = sqlite3.connect(folder / STORE)
    slots = [s.name for z in stock.FOUNDING.zones for s in z.slots]
    ids = [row[0] for row in connection.execute("SELECT id FROM battery ORDER BY no")]

    def stays() -> object:
        for n, id_ in enumerate(ids):
            at, slot = BEGAN + n * BETWEEN, slots[n % len(slots)]
            other = slots[(n * 7) % len(slots)]
            whose = (None, "308.4", "byd-dolphin-45")
            yield (id_, 0, slot, 1, *whose, at, at + HOUR)
            yield (id_, 1, slot, 0, "go", *whose[1:], at + HOUR, at + LAY // 2)
            yield (id_, 2, other, 0, "go", *whose[1:], at + LAY // 2, at + LAY)

    with connection:
        connection.executemany(
            "INSERT INTO stay (battery, n, slot, held, verdict, kg, model, since, until)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            stays(),
        )
    connection.close()

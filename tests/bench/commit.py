"""One ticket's durable commit against bare sqlite3 inserts of the same rows and bytes."""

import sqlite3
from pathlib import Path

import stock
from measuring import Row, median_ms

from cellyard.jobs.founding import found
from cellyard.ledger.schema import STORE

TIMES = 300


def rows(folder: Path) -> list[Row]:
    """Measure both in turn on the same disk."""
    station, person = found(folder, stock.FOUNDING)
    numbers = iter(range(1, 10 * TIMES))
    with station:
        ours = median_ms(lambda: station.record(stock.ticket, next(numbers), by=person), TIMES)
    bare = _bare(folder)
    return [Row("one ticket's durable commit", ours, bare, ours / bare, "ms", "≤ 4×")]


def _bare(folder: Path) -> float:
    source = sqlite3.connect(f"file:{folder / STORE}?mode=ro", uri=True)
    source.row_factory = sqlite3.Row
    written = {
        table: source.execute(f"SELECT * FROM {table}").fetchall()
        for table in ("fact", "seal", "battery", "identifier")
    }
    schema = [
        row[0]
        for row in source.execute(
            "SELECT sql FROM sqlite_schema WHERE sql NOT NULL AND type IN ('table', 'index')"
            " AND name NOT LIKE 'battery_text_%' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    source.close()
    bare = sqlite3.connect(folder / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode=wal").fetchone()
    bare.execute("PRAGMA synchronous=2")
    for statement in schema:
        bare.execute(statement)
    tickets = _by_ticket(written)
    taken = median_ms(lambda: _insert(bare, next(tickets)), TIMES)
    bare.close()
    return taken


def _by_ticket(written: dict[str, list[tuple[object, ...]]]):
    facts = [row for row in written["fact"] if str(row[7]).startswith("battery/")]
    batteries = iter(written["battery"])
    identifiers = iter(written["identifier"])
    seals = iter(written["seal"])
    for first in range(0, len(facts), 5):
        battery = next(batteries)
        yield {
            "fact": facts[first : first + 5],
            "seal": [next(seals)],
            "battery": [battery],
            "identifier": [next(identifiers)],
            "battery_text": [(battery["no"], battery["search_text"])],
        }


def _insert(bare: sqlite3.Connection, ticket: dict[str, list[tuple[object, ...]]]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for table, rows in ticket.items():
        marks = ", ".join("?" * len(rows[0]))
        names = "(rowid, search_text)" if table == "battery_text" else ""
        bare.executemany(f"INSERT INTO {table}{names} VALUES ({marks})", rows)
    bare.execute("COMMIT")

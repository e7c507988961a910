"""A station, a large store, a hub on PostgreSQL: push, pull with fold, bytes, a round of nothing.

Each speed stands beside the bare database: COPY of the same rows into a table of the same form,
INSERT of the same rows into a copy of the same store. The hub answers within this process.
"""

import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import stock
from measuring import Row

from cellyard.domain.refusals import Trouble
from cellyard.jobs.station import Station
from cellyard.ledger.schema import STORE
from cellyard.sync.wire import Reply, Request

sys.path.insert(0, str(Path(__file__).parents[1] / "kit"))

from hubs import HubOnFile, round_of
from postgres import started

HELD, ARRIVES = 100_000, 4_000  # batteries, of five facts each
TURNS = 3
_ACT = 20  # batteries that are written in one act
_PAGE = 500  # facts of one transaction, on both sides
_FACT = "centre, pos, station, epoch, seq, hash, envelope"
_TYPES = ("text", "int8", "text", "text", "int8", "bytea", "bytea")


class Counted:
    """Carries to a hub in this process; counts requests, and what goes over the wire for them.

    `storing` is how long the hub took to answer all that was sent to it, in s: what a station does
    meanwhile, another computer does.
    """

    # "PUT", "HTTP/1.1 200 OK", the names of the fields, a length, a date.
    FRAME = 400

    def __init__(self, carry: Callable[[Request], Reply], *, sends_only: bool = False) -> None:
        self._carry, self._sends_only = carry, sends_only
        self.requests, self.bytes = 0, 0
        self.storing = 0.0

    def __call__(self, request: Request) -> Reply:
        if self._sends_only and request.path.startswith("/v1/feed"):
            raise Trouble("no_route_to_hub")
        start = time.perf_counter()
        reply = self._carry(request)
        r = request
        if r.method == "PUT":
            self.storing += time.perf_counter() - start
        said = (r.path, r.station, r.epoch, r.nonce, r.signature, r.media)
        said = (*said, reply.media, reply.signature)
        self.requests += 1
        self.bytes += len(r.body) + len(reply.body) + sum(map(len, said)) + self.FRAME
        return reply


def rows(folder: Path) -> list[Row]:
    """Measure all of it at one hub."""
    with started() as server:
        url = server.database()
        with closing(HubOnFile(folder / "hub", url)) as hub:
            return _rows(folder, hub, url)


def _rows(folder: Path, hub: HubOnFile, url: str) -> list[Row]:
    stock.filled(folder / "large", HELD)
    with Station(folder / "large") as large:
        hub.enrol(large)
        return [*_pushed(folder, hub, url), *_pulled(folder, hub, large)]


def _pushed(folder: Path, hub: HubOnFile, url: str) -> list[Row]:
    found: list[tuple[float, float]] = []
    bytes_ = 0.0
    for turn in range(TURNS):
        with hub.join(folder / f"push-{turn}", f"Bench {turn}") as station:
            count = _written(station, turn)
            carry = Counted(hub.hub.answer, sends_only=True)
            _rounded(station, carry)
            copied = _copied(url, station.identity.station)
            found.append((count / carry.storing, copied))
            bytes_ = carry.bytes / count
    ours, copied = sorted(found, key=lambda f: f[0] / f[1])[TURNS // 2]
    return [
        Row("push into PostgreSQL", ours, copied, ours / copied, "facts/s", "≥ 0.35×"),
        Row("a fact on the wire, pushed", bytes_, 130, bytes_ / 130, "B", "≤ 130 B"),
    ]


def _written(station: Station, turn: int) -> int:
    first = 1 + turn * ARRIVES
    for n in range(first, first + ARRIVES, _ACT):
        station.record(stock.tickets(_ACT), n)
    return 5 * ARRIVES + 1


def _rounded(station: Station, carry: Counted) -> None:
    """Do a round that takes nothing: what the hub has of others is another measure."""
    with suppress(Trouble):
        round_of(station, carry)


def _copied(url: str, station: str) -> float:
    """Return how many of the same rows COPY alone stores in a second."""
    import psycopg

    with psycopg.connect(url) as connection:
        wanted = f"SELECT {_FACT} FROM fact WHERE station = %s ORDER BY pos"
        same = connection.execute(wanted, (station,)).fetchall()
        connection.execute("CREATE TABLE bare (LIKE fact INCLUDING ALL)")
        connection.commit()
        start = time.perf_counter()
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY bare FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(_TYPES)
            for row in same:
                copy.write_row(row)
        connection.commit()
        taken = time.perf_counter() - start
        connection.execute("DROP TABLE bare")
    return len(same) / taken


def _pulled(folder: Path, hub: HubOnFile, large: Station) -> list[Row]:
    round_of(large, hub.hub.answer)
    found: list[tuple[float, float]] = []
    bytes_ = 0.0
    for turn in range(TURNS):
        with hub.join(folder / f"pull-{turn}", f"Other {turn}") as other:
            _written(other, TURNS + turn)
            _rounded(other, Counted(hub.hub.answer, sends_only=True))
        bare, marks = _copy_of(large.folder, folder / f"bare-{turn}.db")
        carry = Counted(hub.hub.answer)
        start = time.perf_counter()
        count = round_of(large, carry).received
        ours = count / (time.perf_counter() - start)
        with closing(bare):
            found.append((ours, count / _inserted(bare, large.folder, marks)))
        bytes_ = carry.bytes / count
    nothing = Counted(hub.hub.answer)
    round_of(large, nothing)
    asked = nothing.requests
    ours, bare_ = sorted(found, key=lambda f: f[0] / f[1])[TURNS // 2]
    into = f"pull with fold into {5 * HELD} facts"
    return [
        Row(into, ours, bare_, ours / bare_, "facts/s", "≥ 0.12×"),
        Row("a fact on the wire, pulled", bytes_, 130, bytes_ / 130, "B", "≤ 130 B"),
        Row("requests of a round with nothing to do", asked, 1, asked, "", "≤ 1"),
    ]


def _copy_of(folder: Path, target: Path) -> tuple[sqlite3.Connection, dict[str, int]]:
    """Copy a store as it is; returns the copy, and the last row of each table."""
    bare = sqlite3.connect(target, isolation_level=None)
    with closing(sqlite3.connect(folder / STORE)) as source:
        source.backup(bare)
    bare.execute("PRAGMA journal_mode=wal").fetchone()
    bare.execute("PRAGMA synchronous=2")
    bare.execute("PRAGMA cache_size=-64000")
    marks = {
        table: bare.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0]
        for table in ("fact", "seal", "battery", "identifier")
    }
    return bare, marks


def _inserted(bare: sqlite3.Connection, folder: Path, marks: dict[str, int]) -> float:
    """Insert the rows that are new into the copy, a page a transaction; returns s."""
    with closing(sqlite3.connect(folder / STORE)) as source:
        new = {
            table: source.execute(f"SELECT * FROM {table} WHERE rowid > ?", (last,)).fetchall()
            for table, last in marks.items()
        }
        wanted = "SELECT no, search_text FROM battery WHERE no > ?"
        new["battery_text(rowid, search_text)"] = source.execute(
            wanted, (marks["battery"],)
        ).fetchall()
    pages = -(-len(new["fact"]) // _PAGE)
    start = time.perf_counter()
    for page in range(pages):
        bare.execute("BEGIN IMMEDIATE")
        for table, lines in new.items():
            each = -(-len(lines) // pages)
            part = lines[page * each : (page + 1) * each]
            if part:
                marks_ = ", ".join("?" * len(part[0]))
                bare.executemany(f"INSERT INTO {table} VALUES ({marks_})", part)
        bare.execute("COMMIT")
    return time.perf_counter() - start

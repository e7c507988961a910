"""What an attacker does to a copy of a store, and what the proof says of it."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import stores

from cellyard.ledger.head import Head, HeadFile
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify

Act = Callable[[sqlite3.Connection], object]


def facts_of(folder: Path) -> list[tuple[int, bytes]]:
    """Return `pos` and envelope of every fact."""
    with closing(sqlite3.connect(folder / STORE)) as connection:
        return connection.execute("SELECT pos, envelope FROM fact ORDER BY pos").fetchall()


def fault(folder: Path, *acts: Act) -> str:
    """Do something to a store and return what the proof says of it, "" for nothing."""
    if acts:
        with stores.unguarded(folder) as connection:
            for act in acts:
                act(connection)
    proof = verify(folder, stores.KEY.public_key)
    assert proof.ok == (proof.first_fault is None)
    return proof.first_fault.what if proof.first_fault else ""


def sql(statement: str, *values: object) -> Act:
    """Return the act of executing one statement."""
    return lambda connection: connection.execute(statement, values)


def restored(written: Path, copy: Path) -> Path:
    """Put the store and the head back as they were written; cheaper than a new copy."""
    for name in (STORE, "head"):
        shutil.copyfile(written / name, copy / name)
    return copy


def remember(folder: Path, head: Head) -> None:
    """Write the head file anew."""
    file = HeadFile(folder / "head")
    file.read()
    file.write(head)
    file.close()

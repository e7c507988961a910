"""The store itself: settings, append-only guards, migrations, and what is no store of ours."""

import random
import sqlite3
import textwrap
from contextlib import closing
from importlib import resources
from pathlib import Path

import pytest
import sqlalchemy as sa
import stores
from attacks import facts_of
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard import words
from cellyard.domain.refusals import Refused
from cellyard.ledger import schema, tables
from cellyard.ledger.questions import Questions
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify

OPENERS = (stores.ledger, Questions, verify)


def refused(folder: Path, code: str) -> None:
    """Assert that nothing opens a folder, that a sentence says why, and that nothing changed."""
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    for opens in OPENERS:
        with pytest.raises(Refused) as no:
            opens(folder)
        assert no.value.code == code
        assert words.sentence(no.value)
    kept = {name: (folder / name).read_bytes() for name in before}
    assert kept == before


@pytest.mark.parametrize("table", ["fact", "seal"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET hash = x'00'",
        "UPDATE OR REPLACE {table} SET seq = 1",
        "UPDATE OR IGNORE {table} SET seq = seq + 1",
        "DELETE FROM {table}",
        "DELETE FROM {table} WHERE seq = 1",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table} WHERE seq = (SELECT max(seq) FROM {table})",
        "INSERT INTO {table} SELECT * FROM {table} WHERE 1 ON CONFLICT DO UPDATE SET hash = x'00'",
    ],
)
def test_what_is_written_is_never_changed(copy: Path, table: str, statement: str):
    before = facts_of(copy)
    ledger = stores.ledger(copy)
    with (
        pytest.raises(sa.exc.IntegrityError, match=f"a {table} is never"),
        ledger.connection.begin(),
    ):
        ledger.connection.exec_driver_sql(statement.format(table=table))
    stores.write(ledger, *stores.ticket(9))
    ledger.close()
    assert facts_of(copy)[: len(before)] == before
    assert verify(copy).ok


@pytest.mark.parametrize("name", tables.GUARDS)
def test_a_store_without_its_guards_does_not_open(copy: Path, name: str):
    empty = "BEFORE UPDATE ON draft BEGIN SELECT 1; END"
    for statements in ((f"DROP TRIGGER {name}",), (f"CREATE TRIGGER {name} {empty}",)):
        with closing(sqlite3.connect(copy / STORE)) as connection:
            for statement in statements:
                connection.execute(statement)
        with pytest.raises(Refused, match="store_guards_missing") as no:
            stores.ledger(copy)
        assert no.value.shown == {"names": name}
        assert said(copy) == "guards_missing"


def test_every_setting_is_read_back(tmp_path: Path):
    ledger = stores.ledger(tmp_path)
    for name, wanted in schema.SETTINGS.items():
        assert ledger.connection.exec_driver_sql(f"PRAGMA {name}").scalar() == wanted
    ledger.connection.rollback()
    ledger.close()
    with schema.reader(tmp_path).connect() as reading:
        for name in schema.READER_SETTINGS:
            got = reading.exec_driver_sql(f"PRAGMA {name}").scalar()
            assert got == schema.SETTINGS[name]
        with pytest.raises(Refused, match="store_trouble"):
            reading.exec_driver_sql("DELETE FROM draft")


def test_a_setting_that_does_not_take_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # A cache of this many pages is more than SQLite can say: it keeps another number, silently.
    monkeypatch.setitem(schema.SETTINGS, "cache_size", 1 << 40)
    with pytest.raises(Refused, match="store_setting"):
        stores.ledger(tmp_path)


# --- migrations ------------------------------------------------------------------------------


def test_the_migrated_store_is_what_the_tables_say(tmp_path: Path):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    stores.ledger(tmp_path).close()
    engine = schema.reader(tmp_path)
    ours = {"include_object": lambda _o, name, *_: not str(name).startswith("battery_text")}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, tables.metadata) == []
        strict = connection.exec_driver_sql(
            "SELECT name FROM pragma_table_list WHERE strict = 0 AND type = 'table'"
            " AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version'"
        ).all()
    assert strict == []
    engine.dispose()


def test_no_migration_touches_a_fact():
    scripts = resources.files(schema.SCRIPTS) / "versions"
    later = [s for s in scripts.iterdir() if s.name.startswith("v") and "v0001" not in s.name]
    for script in later:
        text = script.read_text(encoding="utf-8")
        assert not {"fact", "seal"} & set(text.replace('"', " ").replace("'", " ").split())


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this the app of the next version, with a migration of its own."""
    package = tmp_path / "scripts"
    with resources.as_file(resources.files(schema.SCRIPTS)) as scripts:
        stores.copied(scripts, package / "later_station")
    (package / "later_station" / "versions" / "v0006_next.py").write_text(
        textwrap.dedent(
            """
            from alembic import op
            import sqlalchemy as sa

            revision = "0006"
            down_revision = "0005"


            def upgrade() -> None:
                op.add_column("draft", sa.Column("at", sa.Integer))
                op.execute("UPDATE battery SET verdict = 'stop', kg = 'spoiled'")
            """
        ),
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(package))
    monkeypatch.setattr(schema, "SCRIPTS", "later_station")
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)


@pytest.mark.usefixtures("next_version")
def test_an_older_store_is_copied_migrated_and_folded_anew(copy: Path):
    # Some of it still lies in the write-ahead log, as after a crash.
    held = sqlite3.connect(copy / STORE)
    held.execute("INSERT INTO draft VALUES ('kept', 'in the log')")
    held.commit()
    digest, facts = read_digest(copy), facts_of(copy)
    stores.ledger(copy).close()
    held.close()
    assert schema.version(copy) == schema.VERSION
    assert read_digest(copy) == digest
    assert facts_of(copy) == facts
    assert verify(copy).ok
    with closing(sqlite3.connect(copy / f"{STORE}.before-{schema.VERSION}")) as before:
        assert before.execute("SELECT * FROM draft").fetchall() == [("kept", "in the log")]
        assert before.execute("PRAGMA user_version").fetchone() == (schema.VERSION - 1,)
        assert before.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_store_whose_fold_alone_is_older_is_folded_anew(copy: Path):
    digest = read_digest(copy)
    with closing(sqlite3.connect(copy / STORE)) as connection:
        connection.execute("UPDATE battery SET verdict = 'stop', kg = 'spoiled'")
        connection.execute(f"PRAGMA user_version={schema.VERSION - 1}")
        connection.commit()
    assert read_digest(copy) != digest
    stores.ledger(copy).close()
    assert (schema.version(copy), read_digest(copy)) == (schema.VERSION, digest)


@pytest.mark.usefixtures("next_version")
def test_a_migration_that_fails_changes_nothing(copy: Path):
    facts = facts_of(copy)
    with closing(sqlite3.connect(copy / STORE)) as connection:
        connection.execute("ALTER TABLE draft ADD COLUMN at INTEGER")
    with pytest.raises(sa.exc.OperationalError, match="duplicate column"):
        stores.ledger(copy)
    assert schema.version(copy) == schema.VERSION - 1
    assert facts_of(copy) == facts


def read_digest(folder: Path) -> str:
    engine = schema.reader(folder, snapshot=True)
    with engine.connect() as connection:
        found = "".join(schema.projections.digest(connection))
    engine.dispose()
    return found


# --- what is no store of ours, or no whole one -------------------------------------------------


def test_a_newer_store_is_refused(copy: Path):
    with closing(sqlite3.connect(copy / STORE)) as connection:
        connection.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    for opens in (stores.ledger, Questions, verify):
        with pytest.raises(Refused, match="store_newer") as no:
            opens(copy)
        assert no.value.shown == {"found": schema.VERSION + 1, "known": schema.VERSION}


@pytest.mark.usefixtures("next_version")
def test_an_older_store_is_asked_nothing_before_it_is_brought_up_to_date(copy: Path):
    with pytest.raises(Refused, match="store_older") as no:
        Questions(copy)
    assert no.value.shown == {"found": schema.VERSION - 1, "known": schema.VERSION}
    assert verify(copy).ok
    stores.ledger(copy).close()
    Questions(copy).close()


@pytest.mark.parametrize("content", [b"", b"\0", b"garbage" * 5000, bytes(8192)])
def test_garbage_is_refused_and_left_alone(copy: Path, content: bytes):
    (copy / STORE).write_bytes(content)
    refused(copy, "store_unreadable")


@pytest.mark.parametrize("marks", ["application_id=7", "application_id=0", "user_version=0"])
def test_a_store_of_another_application_is_refused(copy: Path, marks: str):
    with closing(sqlite3.connect(copy / STORE)) as connection:
        connection.execute(f"PRAGMA {marks}")
    refused(copy, "store_unreadable")


@settings(max_examples=25, deadline=None)
@given(part=st.floats(0, 1, exclude_max=True))
def test_a_truncated_store_is_refused_and_left_alone(
    written: Path, tmp_path_factory: pytest.TempPathFactory, part: float
):
    folder = stores.copied(written, tmp_path_factory.getbasetemp() / "truncated")
    whole = (folder / STORE).read_bytes()
    (folder / STORE).write_bytes(whole[: int(part * len(whole))])
    refused(folder, "store_unreadable")


def test_a_store_that_is_gone_is_not_begun_anew(copy: Path):
    (copy / STORE).unlink()
    for opens in OPENERS:
        with pytest.raises(Refused, match="store_missing"):
            opens(copy)
    assert not (copy / STORE).exists()
    (copy / "head").unlink()
    for opens in (Questions, verify):
        with pytest.raises(Refused, match="no_store"):
            opens(copy)


def test_spoiled_anywhere_it_never_crashes_and_never_passes_changed(written: Path, copy: Path):
    whole = (written / STORE).read_bytes()
    facts = facts_of(written)
    dice = random.Random(20260414)
    for at in (*range(0, len(whole), 4096), *dice.sample(range(len(whole)), 200)):
        spoiled = bytearray(whole)
        spoiled[at] ^= 1 << dice.randrange(8)
        (copy / STORE).write_bytes(spoiled)
        # Proven only where the byte held nothing of the facts.
        assert said(copy) or facts_of(copy) == facts


def said(folder: Path) -> str:
    try:
        proof = verify(folder)
    except Refused as no:
        return words.sentence(no)
    return proof.first_fault.what if proof.first_fault else ""

"""The proof, attacked: whatever is done to a copy of a store, `verify` finds it and says what."""

import sqlite3
import tracemalloc
from pathlib import Path

import pytest
import stores
from attacks import facts_of, fault, remember, restored, sql
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard.domain import envelope as env
from cellyard.domain.facts import Entry, Erased, Photographed
from cellyard.domain.ids import person
from cellyard.domain.refusals import Refused
from cellyard.ledger.head import Head
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify


def test_an_untouched_store_is_proven_and_not_written_to(copy: Path):
    before = {p.name: p.read_bytes() for p in copy.iterdir() if p.is_file()}
    proof = verify(copy, stores.KEY.public_key)
    assert (proof.ok, proof.facts, proof.stations, proof.erased) == (True, 17, 1, ())
    assert verify(copy).ok
    assert {name: (copy / name).read_bytes() for name in before} == before


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_every_flipped_byte_of_every_fact_is_found(
    written: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    rows = facts_of(written)
    pos, content = data.draw(st.sampled_from(rows))
    place = data.draw(st.integers(0, len(content) - 1))
    flipped = bytearray(content)
    flipped[place] ^= data.draw(st.integers(1, 255))
    copy = tmp_path_factory.getbasetemp() / "flipped"
    copy = restored(written, copy) if copy.exists() else stores.copied(written, copy)
    change = sql("UPDATE fact SET envelope = ? WHERE pos = ?", bytes(flipped), pos)
    assert fault(copy, change) == "hash_differs"
    # The hash set right as well: now the chain, the copies or the seal speak.
    hash_ = sql("UPDATE fact SET hash = ? WHERE pos = ?", env.fact_hash(bytes(flipped)), pos)
    assert fault(copy, hash_) in {
        "envelope_unreadable",
        "copy_differs",
        "chain_broken",
        "chain_not_opened",
        "key_differs",
        "seal_differs",
        "blob_missing",
    }


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE fact SET pos = pos + 100 WHERE pos = ?", "chain_broken"),
        ("UPDATE fact SET station = station || 'x' WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET station = CAST(x'496eff' AS TEXT) WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET epoch = upper(epoch) WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET seq = seq + 100 WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET ord = ord + 1 WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET at = at - 1 WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET type = 'Weighed ' WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET subject = 'battery/00' WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET subject = CAST(x'ff80' AS TEXT) WHERE pos = ?", "copy_differs"),
        ("UPDATE fact SET hash = randomblob(32) WHERE pos = ?", "hash_differs"),
        ("UPDATE fact SET hash = x'' WHERE pos = ?", "hash_differs"),
        (
            "UPDATE fact SET envelope = CAST(envelope || x'20' AS BLOB) WHERE pos = ?",
            "hash_differs",
        ),
    ],
)
def test_every_changed_copy_of_every_fact_is_found(
    written: Path, copy: Path, change: str, what: str
):
    for pos, _ in facts_of(written):
        assert fault(restored(written, copy), sql(change, pos)) == what


def test_every_fact_deleted_is_missed(written: Path, copy: Path):
    rows = facts_of(written)
    for pos, _ in rows:
        newest = pos == rows[-1][0]
        delete = sql("DELETE FROM fact WHERE pos = ?", pos)
        unseal = sql("DELETE FROM seal WHERE seq = ?", pos)
        close = sql("UPDATE fact SET pos = pos - 1 WHERE pos > ?", pos)
        said = "sealed_fact_missing" if newest else "chain_broken"
        assert fault(restored(written, copy), delete) == said
        said = "newest_fact_missing" if newest else "chain_broken"
        assert fault(restored(written, copy), delete, unseal) == said
        assert fault(restored(written, copy), delete, unseal, close) == said
    everything = (sql("DELETE FROM fact"), sql("DELETE FROM seal"))
    assert fault(restored(written, copy), *everything) == "newest_fact_missing"
    (copy / "head").unlink()
    assert fault(copy) == "chain_not_opened"


def test_facts_swapped_or_moved_are_found(written: Path, copy: Path):
    count = len(facts_of(written))
    swap_rows = (
        "UPDATE fact SET pos = -1 WHERE pos = :a",
        "UPDATE fact SET pos = :a WHERE pos = :b",
        "UPDATE fact SET pos = :b WHERE pos = -1",
    )
    swap_contents = (
        "UPDATE fact SET (hash, envelope) = (SELECT hash, envelope FROM fact WHERE pos = 34 - pos)",
    )
    for first in range(1, count):
        for statements in (swap_rows, [s.replace("pos =", "seq =") for s in swap_rows]):

            def swap(connection: sqlite3.Connection, first=first, statements=statements) -> None:
                for statement in statements:
                    connection.execute(statement, {"a": first, "b": first + 1})

            assert fault(restored(written, copy), swap) in ("chain_broken", "copy_differs")
    assert fault(restored(written, copy), sql(*swap_contents)) in ("copy_differs", "hash_differs")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("DELETE FROM seal WHERE seq = 17", "not_sealed"),
        ("DELETE FROM seal", "not_sealed"),
        ("UPDATE seal SET hash = randomblob(32) WHERE seq = 6", "seal_differs"),
        ("UPDATE seal SET signature = randomblob(64) WHERE seq = 6", "seal_differs"),
        ("UPDATE seal SET signature = x'00' WHERE seq = 11", "seal_differs"),
        ("UPDATE seal SET seq = 7 WHERE seq = 6", "seal_differs"),
        ("UPDATE seal SET seq = 99 WHERE seq = 6", "sealed_fact_missing"),
        ("UPDATE seal SET station = station || 'x' WHERE seq = 6", "sealed_fact_missing"),
        ("UPDATE seal SET epoch = epoch || 'x' WHERE seq = 17", "sealed_fact_missing"),
        ("INSERT INTO seal SELECT station, epoch, 7, hash, signature FROM seal LIMIT 1", None),
    ],
)
def test_every_changed_seal_is_found(copy: Path, change: str, what: str | None):
    assert fault(copy, sql(change)) == (what or "seal_differs")


def test_a_table_without_its_rules_hides_nothing(copy: Path):
    doubled = (
        sql("CREATE TABLE free AS SELECT * FROM fact UNION ALL SELECT * FROM fact WHERE pos = 5"),
        sql("DROP TABLE fact"),
        sql("ALTER TABLE free RENAME TO fact"),
    )
    assert fault(copy, *doubled) == "chain_broken"


def test_files_of_facts_belong_to_the_proof(written: Path, copy: Path):
    blob = next(p for p in (copy / "blobs").rglob("*") if p.is_file())
    blob.write_bytes(b"another photo")
    assert fault(copy) == "blob_damaged"
    blob.unlink()
    assert fault(copy) == "blob_missing"


def test_an_erased_file_leaves_the_proof_whole(written: Path, copy: Path):
    ledger = stores.ledger(copy, clock=stores.ticking(1_770_000_000_000))
    sheet = ledger.blobs.put(b"a name", "text/plain")
    erasure = Erased(blob=sheet.sha256, ground="request_of_the_person")
    shown = Entry(subject=person("one"), fact=Photographed(section="misuse"), blobs=(sheet,))
    stores.write(ledger, shown)
    stores.write(ledger, Entry(subject=person("one"), fact=erasure))
    ledger.blobs.erase(sheet.sha256)
    ledger.close()
    proof = verify(copy)
    assert proof.ok
    assert [(e.blob, e.at) for e in proof.erased] == [(sheet.sha256, 1_770_000_001_000)]


def test_a_proof_holds_no_more_in_memory_for_more_facts(tmp_path: Path):
    def peak() -> int:
        tracemalloc.start()
        assert verify(tmp_path).ok
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    ledger = stores.ledger(tmp_path)
    stores.write(ledger, *(entry for n in range(200) for entry in stores.ticket(n)))
    few = peak()
    for first in range(200, 4000, 200):
        numbers = range(first, first + 200)
        stores.write(ledger, *(entry for n in numbers for entry in stores.ticket(n)))
    ledger.close()
    assert peak() < few + 1_000_000


# --- the head ------------------------------------------------------------------------------


def test_a_store_without_its_head_is_no_proof_and_does_not_open(copy: Path):
    (copy / "head").unlink()
    assert fault(copy) == "head_missing"
    with pytest.raises(Refused, match="head_missing"):
        stores.ledger(copy)


def test_a_head_behind_is_what_a_crash_leaves(written: Path, copy: Path):
    for pos, content in facts_of(written):
        hash_ = env.fact_hash(content).hex()
        remember(copy, Head(epoch=stores.CHAIN.epoch, seq=pos, hash=hash_))
        assert fault(copy) == ""
        stores.ledger(copy).close()


@pytest.mark.parametrize("ahead", [1, 2, 1000])
def test_a_head_ahead_means_rolled_back(copy: Path, ahead: int):
    remember(copy, Head(epoch=stores.CHAIN.epoch, seq=17 + ahead, hash="0" * 64))
    assert fault(copy) == "newest_fact_missing"
    with pytest.raises(Refused, match="store_rolled_back") as no:
        stores.ledger(copy)
    assert no.value.shown == {"store": 17, "remembered": 17 + ahead}


def test_another_fact_than_remembered_means_copied_over(copy: Path):
    remember(copy, Head(epoch=stores.CHAIN.epoch, seq=9, hash="0" * 64))
    assert fault(copy) == "head_differs"
    with pytest.raises(Refused, match="store_rolled_back"):
        stores.ledger(copy)


def test_an_older_store_beside_its_newer_head_is_found(tmp_path: Path):
    ledger = stores.ledger(tmp_path / "one")
    stores.write(ledger, *stores.ticket(1))
    ledger.close()
    older = (tmp_path / "one" / STORE).read_bytes()
    ledger = stores.ledger(tmp_path / "one")
    stores.write(ledger, *stores.ticket(2))
    ledger.close()
    (tmp_path / "one" / STORE).write_bytes(older)
    assert fault(tmp_path / "one") == "newest_fact_missing"
    with pytest.raises(Refused, match="store_rolled_back"):
        stores.ledger(tmp_path / "one")

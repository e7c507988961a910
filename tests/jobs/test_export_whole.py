"""Everything is in an export: each table of the store, each test, paper and file; nobody's name."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from shipping import Shipper

from cellyard.domain.facts import CapacityTested
from cellyard.domain.shipping import listing
from cellyard.jobs import shipping
from cellyard.jobs.export import export, span
from cellyard.jobs.export_rows import COLUMNS
from cellyard.ledger import seals, tables
from cellyard.ledger.verify import verify
from cellyard.ledger.whole import Span, whole

NOW = datetime(2026, 12, 1, 12, 30, 5, tzinfo=UTC)
# Which set says what a table holds: the last ones say it as facts, from which it is folded.
SAID = {
    "fact": "facts", "seal": "seals", "battery": "batteries", "identifier": "batteries",
    "load": "loads", "register_entry": "registers", "stay": "facts", "qualification": "facts",
    "release": "facts", "role": "facts", "chain": "facts", "erased": "facts",
    "conflict": "facts", "claimed": "facts", "answered": "facts", "hand": "facts",
    "lapse": "facts",
}  # fmt: skip
# Of this computer alone, and no record of anything: scans, what is half typed, wrong PINs, how far
# it has come with a hub; and what contradicts a chain, kept apart until somebody has judged it.
OWN = {"scan", "draft", "attempt", "counterpart", "errand", "blob_errand", "branch"}


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shipper]:
    """A floor that has discharged, photographed, shipped, and erased a driver's signature."""
    floor = Shipper(tmp_path_factory.mktemp("shipped") / "station")
    floor.photograph(floor.ids["good"], "case_damage", b"\xff\xd8 a photo")
    load = floor.dispatched("first", "second")
    driver = shipping.Driver(driver="Wang Lei", plate="A12345")
    other = floor.open_load("untested")
    carriage = listing.Carriage(load=other, sheet="")
    shipping.name_driver(floor.station, carriage, driver, by=floor.administrator)
    floor.receipt(load, first="received", second="missing")
    yield floor
    floor.close()


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    (path,) = folder.glob(f"cellyard-*-{name}.jsonl")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def out(shipped: Shipper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    export(shipped.station.folder, folder, "json", Span(), now=NOW, files=True)
    return folder


def test_every_table_of_the_store_is_said():
    assert set(SAID) | OWN == set(tables.metadata.tables)
    assert set(SAID.values()) <= set(COLUMNS)


def test_loads_and_their_papers_have_their_rows(shipped: Shipper, out: Path):
    sent, opened = rows(out, "loads")
    assert (sent["state"], sent["consignee_name"]) == ("received", "Donghe Materials")
    assert (sent["seal"], sent["differences"]) == (
        "004417",
        2,
    )  # one is missing, one weighs another mass
    assert opened["state"] == "open"
    papers = rows(out, "papers")
    assert len(papers) == len(shipped.load(sent["id"]).documents)
    for paper, kept in zip(papers, shipped.load(sent["id"]).documents, strict=True):
        assert (paper["number"], paper["load"]) == (kept.number, sent["number"])
        signatures = shipped.load(sent["id"]).signatures
        assert paper["signed"] == [s.party for s in signatures if s.number == kept.number]
        assert paper["standing"] == "final"
    assert any("driver" in paper["signed"] for paper in papers)
    there = {row["id"]: row["load"] for row in rows(out, "batteries")}
    assert there[shipped.ids["first"]] == sent["id"]


def test_every_test_of_the_bench_has_its_row(shipped: Shipper, out: Path):
    tests = rows(out, "tests")
    facts = [row["fact"] for row in rows(out, "facts")]
    kinds = {"RunBegan", "RunEnded", "DischargedToSafe"}
    wanted = [(f["epoch"], f["seq"]) for f in facts if f["type"] in kinds]
    told = [(t["fact"].split("/")[1], int(t["fact"].split("/")[2])) for t in tests]
    assert wanted == told
    assert wanted
    done = next(t for t in tests if t["type"] == "DischargedToSafe")
    assert done["battery"] == shipped.ids["first"]
    assert done["below"] is True
    assert done["voltage_v"] is not None
    trace = next((out / f"{stem(out)}-contents").glob(f"{done['trace_file']}.*"))
    assert gzip.decompress(trace.read_bytes())
    for name in ("capacity_ah", "energy_wh", "resistance_ohm", "trace_file"):
        assert name in COLUMNS["tests"]
    assert {"capacity", "energy", "duration"} <= set(CapacityTested.__struct_fields__)


def stem(out: Path) -> str:
    return next(out.glob("*-facts.jsonl")).name.removesuffix("-facts.jsonl")


def test_the_seals_go_out_and_prove_the_exported_facts(shipped: Shipper, out: Path):
    hashes = {(r["fact"]["epoch"], r["fact"]["seq"]): r["hash"] for r in rows(out, "facts")}
    last = {r["fact"]["act"]: (r["fact"]["epoch"], r["fact"]["seq"]) for r in rows(out, "facts")}
    found = rows(out, "seals")
    assert {(s["epoch"], s["seq"]) for s in found} == set(last.values())
    key = shipped.station.identity.public_key
    for seal in found:
        digest = bytes.fromhex(seal["hash"])
        assert hashes[seal["epoch"], seal["seq"]] == seal["hash"]
        assert seals.holds(key, digest, bytes.fromhex(seal["signature"]))


def test_every_file_but_those_of_people_goes_out(shipped: Shipper, out: Path):
    listed = {row["sha256"]: row for row in rows(out, "files")}
    folder = out / f"{stem(out)}-contents"
    written = {path.name.partition(".")[0]: path for path in folder.iterdir()}
    assert set(written) == set(listed)
    blobs = shipped.station.ledger.blobs
    for sha256, path in written.items():
        assert path.read_bytes() == blobs.get(sha256)
        assert path.stat().st_size == listed[sha256]["size"]
    people_ = [n for n in blobs.names() if n not in listed]
    assert people_
    text = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    for secret in ("Zhao Min", "Wang Lei", "A12345", "argon2", "pin_hash"):
        assert secret.encode() not in text
        assert any(secret.encode() in blobs.get(n) for n in people_)
    assert b"\xff\xd8 a photo" in {path.read_bytes() for path in folder.iterdir()}
    assert verify(shipped.station.folder).ok


def test_without_being_asked_no_file_goes_out_but_the_list_of_them(
    shipped: Shipper, tmp_path: Path
):
    found = export(shipped.station.folder, tmp_path, "csv", Span(), now=NOW)
    assert [one.file.rpartition("-")[2] for one in found] == [f"{n}.csv" for n in COLUMNS]
    assert len(list(tmp_path.iterdir())) == len(COLUMNS)


def test_days_bound_loads_tests_and_files(shipped: Shipper, tmp_path: Path):
    export(shipped.station.folder, tmp_path, "json", span("", "2026-11-25"), now=NOW, files=True)
    assert rows(tmp_path, "loads") == rows(tmp_path, "papers") == []
    assert rows(tmp_path, "tests")
    with whole(shipped.station.folder) as store:
        before = sum(1 for _seal in store.seals(span("", "2026-11-25")))
        assert 0 < before < sum(1 for _seal in store.seals(Span()))
    assert len(rows(tmp_path, "seals")) == before


def test_when_a_file_cannot_be_written_nothing_half_stays(shipped: Shipper, tmp_path: Path):
    clash = tmp_path / f"cellyard-{NOW:%Y%m%d-%H%M%S}-contents.part"
    clash.write_bytes(b"")  # where the folder is to be
    with pytest.raises(OSError, match="contents"):
        export(shipped.station.folder, tmp_path, "csv", Span(), now=NOW, files=True)
    assert not [p for p in tmp_path.iterdir() if p != clash]

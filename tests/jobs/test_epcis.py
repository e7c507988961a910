"""The custody as EPCIS 2.0: valid by GS1's own schema, every step told once, nobody named."""

import json
import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import stores
from floor import code
from jsonschema import Draft7Validator, FormatChecker
from shipping import CONSIGNEE, Shipper

from cellyard.cli import main
from cellyard.domain import facts as f
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import receipt
from cellyard.jobs import epcis
from cellyard.jobs.export import span
from cellyard.ledger.whole import Span, whole

NOW = datetime(2026, 12, 1, 12, 30, 5, tzinfo=UTC)
formats = FormatChecker(formats=())


@formats.checks("uri", raises=ValueError)
def _is_uri(text: object) -> bool:
    return isinstance(text, str) and bool(urlsplit(text).scheme) and text.isascii()


@formats.checks("date-time", raises=ValueError)
def _is_moment(text: object) -> bool:
    return isinstance(text, str) and datetime.fromisoformat(text).tzinfo is not None


@pytest.fixture(scope="module")
def schema(shared: Path) -> Draft7Validator:
    file = shared / "data" / "standards" / "epcis" / "EPCIS-JSON-Schema.json"
    return Draft7Validator(json.loads(file.read_text("utf-8")), format_checker=formats)


@pytest.fixture(scope="module")
def shipper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shipper]:
    """A floor from the gate to the consignee's receipt, with a hold and acts taken back."""
    shipper = Shipper(tmp_path_factory.mktemp("shipper") / "data")
    shipper.ids["unread"] = shipper.receive("", None)
    (weighed,) = stores.write(
        shipper.station.ledger, _weighed(shipper.ids["unread"], "301.50"), by=shipper.administrator
    )
    shipper.now.at += 60_000
    shipper.write(shipper.ids["unread"], f.Corrected(facts=(weighed.ref,), reason="mistyped"))
    shipper.write(shipper.ids["good"], f.HoldPlaced(reason="recall"))
    load = shipper.dispatched("first", "second")
    packed = f.Packed(load=load, package=1, instruction="P908", gross_kg=Decimal("640.5"))
    both = (f.Entry(subject=f"battery/{shipper.ids[n]}", fact=packed) for n in ("first", "second"))
    stores.write(shipper.station.ledger, *both, by=shipper.administrator)
    shipper.ship(receipt.arrive, receipt.Arriving(load=load))
    lines = (
        receipt.Line(battery=shipper.ids["first"], outcome="as_listed"),
        receipt.Line(battery=shipper.ids["second"], outcome="other_mass", kg=Decimal("299.80")),
    )
    shipper.ship(receipt.receive, receipt.Receiving(load=load, lines=lines))
    yield shipper
    shipper.close()


def _weighed(id_: str, kg: str) -> f.Entry:
    fact = f.Weighed(kg=Decimal(kg), evidence=f.Evidence(instrument="scale"))
    return f.Entry(subject=f"battery/{id_}", fact=fact)


@pytest.fixture(scope="module")
def document(shipper: Shipper, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    file = tmp_path_factory.mktemp("out") / "events.jsonld"
    count = epcis.write(shipper.station.folder, file, Span(), now=NOW)
    found = json.loads(file.read_text("utf-8"))
    assert len(found["epcisBody"]["eventList"]) == count
    return found


@pytest.fixture
def events(document: dict[str, Any]) -> list[dict[str, Any]]:
    return document["epcisBody"]["eventList"]


def test_the_schema_judges_as_gs1_does(schema: Draft7Validator, shared: Path):
    samples = sorted((shared / "data" / "standards" / "epcis" / "events").glob("*.jsonld"))
    assert samples
    for sample in samples:
        schema.validate(json.loads(sample.read_text("utf-8")))


def test_the_document_is_valid(schema: Draft7Validator, document: dict[str, Any]):
    schema.validate(document)
    document["epcisBody"]["eventList"][0]["action"] = "LOOKED"
    assert not schema.is_valid(document)
    document["epcisBody"]["eventList"][0]["action"] = "OBSERVE"


@pytest.mark.parametrize(
    ("kind", "step", "disposition"),
    [
        ("ObjectEvent", "receiving", "in_progress"),
        ("ObjectEvent", "commissioning", "active"),
        ("ObjectEvent", "inspecting", "in_progress"),
        ("ObjectEvent", "inspecting", "conformant"),
        ("ObjectEvent", "inspecting", "non_conformant"),
        ("ObjectEvent", "inspecting", "damaged"),
        ("ObjectEvent", "storing", "in_progress"),
        ("ObjectEvent", "holding", "unavailable"),
        ("ObjectEvent", "urn:cellyard:bizstep:discharging", "in_progress"),
        ("ObjectEvent", "staging_outbound", "in_progress"),
        ("ObjectEvent", "shipping", "in_transit"),
        ("ObjectEvent", "arriving", "in_transit"),
        ("ObjectEvent", "receiving", "mismatch_quantity"),
        ("AggregationEvent", "packing", "container_closed"),
        ("TransactionEvent", None, None),
    ],
)
def test_every_step_is_told(
    events: list[dict[str, Any]], kind: str, step: str | None, disposition: str | None
):
    told = [(e["type"], e.get("bizStep"), e.get("disposition")) for e in events]
    assert (kind, step, disposition) in told


def test_each_event_has_an_id_of_its_own(events: list[dict[str, Any]]):
    named = [e["eventID"] for e in events if "errorDeclaration" not in e]
    assert len(set(named)) == len(named)


def test_a_battery_goes_by_its_id_and_its_code_is_told(
    events: list[dict[str, Any]], shipper: Shipper
):
    came = next(e for e in events if e.get("cellyard:code") == code(1))
    assert came["epcList"][0].replace("-", "") == f"urn:uuid:{shipper.ids['first']}"
    assert came["sourceList"][0]["type"] == "possessing_party"
    unread = [e for e in events if shipper.ids["unread"] in str(e).replace("-", "")]
    assert ("ADD", "commissioning") in [(e["action"], e["bizStep"]) for e in unread]


def test_readings_keep_every_digit(shipper: Shipper, tmp_path: Path):
    file = tmp_path / "events.jsonld"
    epcis.write(shipper.station.folder, file, Span(), now=NOW)
    assert b'{"type":"Mass","value":301.50,"uom":"KGM"}' in file.read_bytes()
    assert b'{"type":"Voltage","value":41.27,"uom":"VLT"}' in file.read_bytes()


def test_what_was_taken_back_is_told_as_it_was_and_declared_wrong(events: list[dict[str, Any]]):
    (wrong,) = [
        e for e in events if e.get("errorDeclaration", {}).get("reason") == "incorrect_data"
    ]
    (was,) = [e for e in events if e["eventID"] == wrong["eventID"] and "errorDeclaration" not in e]
    assert {**was, "errorDeclaration": wrong["errorDeclaration"]} == wrong
    assert wrong["errorDeclaration"]["declarationTime"] > was["eventTime"]


def test_a_load_is_one_event_with_its_parties(events: list[dict[str, Any]]):
    (left,) = [e for e in events if e.get("bizStep") == "shipping"]
    assert len(left["epcList"]) == 2
    assert left["destinationList"][0]["destination"].endswith(f":partner:{CONSIGNEE}")
    papers = [e for e in events if e["type"] == "TransactionEvent"]
    kinds = {t.get("type") for e in papers for t in e["bizTransactionList"]}
    assert {"bol", "cert"} <= kinds
    (packed,) = [e for e in events if e["type"] == "AggregationEvent"]
    assert packed["childEPCs"] == left["epcList"]


def test_nobody_is_named(document: dict[str, Any], shipper: Shipper):
    text = json.dumps(document, ensure_ascii=False)
    for person in (shipper.administrator, "Sun Hao", "Linjiang", "Donghe"):
        assert person not in text


def test_days_bound_the_events_and_loads_are_known_all_the_same(
    shipper: Shipper, tmp_path: Path, schema: Draft7Validator
):
    newest = datetime.fromtimestamp(shipper.now.at / 1000, UTC).astimezone().date()
    file = tmp_path / "events.jsonld"
    before = epcis.write(
        shipper.station.folder, file, span(last=str(newest - timedelta(days=1))), now=NOW
    )
    after = epcis.write(shipper.station.folder, file, span(str(newest)), now=NOW)
    assert before
    assert after
    assert before + after == epcis.write(shipper.station.folder, tmp_path / "all", Span(), now=NOW)
    schema.validate(json.loads(file.read_text("utf-8")))


def test_the_command_writes_it(
    shipper: Shipper, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "custody.jsonld"
    assert main(["export", "--data", str(shipper.station.folder), "--epcis", str(file)]) == 0
    name, count = capsys.readouterr().out.split()
    assert name == "custody.jsonld"
    assert int(count) == len(json.loads(file.read_text("utf-8"))["epcisBody"]["eventList"])


def test_a_file_that_breaks_off_is_not_there(tmp_path: Path):
    with pytest.raises(Refused, match="no_store"):
        epcis.write(tmp_path / "nothing", tmp_path / "events.jsonld", Span(), now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_store_is_a_valid_document(tmp_path: Path, schema: Draft7Validator):
    stores.ledger(tmp_path / "data").close()
    file = tmp_path / "events.jsonld"
    assert epcis.write(tmp_path / "data", file, Span(), now=NOW) == 0
    schema.validate(json.loads(file.read_text("utf-8")))


def test_it_holds_no_more_in_memory_for_more_facts(tmp_path: Path):
    ledger = stores.ledger(tmp_path)

    def peak() -> int:
        tracemalloc.start()
        with whole(tmp_path) as store:
            assert re.match("urn:", next(iter(epcis.events(store, Span())))["eventID"])
            assert sum(1 for _event in epcis.events(store, Span()))
        return tracemalloc.get_traced_memory()[1] - tracemalloc.stop().__sizeof__()

    for n in range(100):
        stores.write(ledger, *stores.ticket(n))
    few = peak()
    for n in range(100, 1000):
        stores.write(ledger, *stores.ticket(n))
    many = peak()
    ledger.close()
    assert many < few + 1_000_000

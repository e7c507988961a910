"""A stranger's client, written from the protocol alone, beside real stations at a real hub."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import stores
from cryptography.exceptions import InvalidSignature
from floor import Floor, furnished
from hub_process import HubProcess
from hubs import round_of

from cellyard.jobs import enrolment
from cellyard.ledger import facts
from cellyard.ledger.verify import verify

HERE = Path(__file__).parent / "stranger"
CLIENT = HERE / "client.py"
BOX_KEY = bytes(range(32)).hex()


def _module(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


client = _module(CLIENT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stranger")


@pytest.fixture(scope="module")
def hub(folder: Path) -> Iterator[HubProcess]:
    with HubProcess(folder / "hub") as hub:
        yield hub.start()


@pytest.fixture(scope="module")
def floor(folder: Path, hub: HubProcess) -> Iterator[Floor]:
    floor = furnished(folder / "one")
    name = floor.station.identity.station
    enrolment.enrol(floor.station, hub.carry, hub.url, hub.code(name))
    yield floor
    floor.close()


@pytest.fixture
def stranger(hub: HubProcess, floor: Floor):
    """Return an enrolled one, with a name that has to be encoded, and a chain of its own."""
    one = client.Stranger(hub.url, "Chargé 入库 2")
    code = hub.code(one.station, floor.station.identity.centre)
    one.enrol(code, BOX_KEY)
    return one


def test_the_client_is_short_and_knows_nothing_of_ours():
    text = CLIENT.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    imported = [line for line in text.splitlines() if line.startswith(("import", "from"))]
    assert "cellyard" not in " ".join(imported)


def test_what_a_stranger_writes_every_station_has(hub: HubProcess, floor: Floor, stranger):
    stranger.round()
    photo = bytes(range(256)) * 40
    blob = stranger.upload(photo, 4_000)
    subject = f"battery/{stores.battery_id(1)}"
    received = {"ticket": 7, "code": "04QPB45B22M01AC3B0000001", "scheme": "GBT34014"}
    stranger.record(
        [
            ("Received", subject, received, []),
            ("Sang", subject, {"prev": "0" * 70, "tune": "é/\t"}, []),
        ]
    )
    stranger.record([("Photographed", subject, {"section": "case_damage"}, [blob])])
    stranger.record([("Hummed", "choir/1", {"loud": True, "voices": ["a", None, -3]}, [])])
    stranger.round()
    # Its own facts came back, and the hub's word about who is who.
    assert {e["type"] for e in stranger.facts.values()} >= {"Sang", "Hummed", "Enrolled"}
    outcome = round_of(floor.station, hub.carry)
    assert outcome.received >= 5
    with floor.station.ledger.connection.begin():
        line = facts.of_subject(floor.station.ledger.connection, subject)
    assert [r.envelope.type for r in line] == ["Received", "Sang", "Photographed"]
    written = {ref: client.canonical(e) for ref, e in stranger.facts.items()}
    assert [r.hash for r in line] == [
        client.sha256(client.FACT + written[r.ref]).hex() for r in line
    ]
    assert stranger.download(blob["sha256"], blob["size"]) == photo
    proof = verify(floor.station.folder, hub_key=stranger.hub_key)
    assert (proof.ok, proof.first_fault) == (True, None)
    assert proof.stations >= 3


def test_a_stranger_follows_what_stations_write(hub: HubProcess, floor: Floor, stranger):
    round_of(floor.station, hub.carry)
    stranger.round()
    before = len(stranger.facts)
    name = floor.station.identity.station
    begins = next(e for e in stranger.facts.values() if e["station"] == name)
    assert begins["type"] == "StationOpened"
    floor.book_in(stores.code(3), "nissan-leaf-40-kwh")
    round_of(floor.station, hub.carry)
    stranger.record([("Answered", "choir/1", {}, [])])
    stranger.round()
    assert len(stranger.facts) > before + 1
    # What it then writes stands after all that it knew.
    assert stranger.order == max(e["order"] for e in stranger.facts.values())
    stranger.round()  # nothing to do


def test_a_part_without_bytes_does_no_harm(stranger):
    stranger.round()
    name = client.sha256(b"a photo").hex()
    path = f"/v1/blobs/{name}?offset=0"
    said = [stranger.ask("PUT", path, b"", client.FILE) for _time in range(2)]
    assert said == [{"offset": 0, "whole": False}] * 2
    for content in (b"a photo", b""):
        blob = stranger.upload(content, 4)
        assert stranger.download(blob["sha256"], blob["size"]) == content


def test_what_is_not_the_hubs_is_not_believed(hub: HubProcess, stranger):
    stranger.round()
    stranger.hub_key = BOX_KEY
    with pytest.raises((InvalidSignature, ValueError)):
        stranger.round()


def test_a_stranger_is_told_what_is_wrong(hub: HubProcess, floor: Floor, stranger):
    stranger.round()
    stranger.record([("Sang", "choir/1", {}, [])] * 3)
    path = f"/v1/log/{client.quote(stranger.station)}/{stranger.epoch}?from=3"
    facts_ = [fact for fact, _, _ in stranger.own[3:]]
    gap = (stranger.station, stranger.epoch, 3, stranger.own[2][1], facts_, stranger.own[-1][2])
    assert _no(stranger, "PUT", path, client.packed([gap])) == (409, "gap")
    again = stranger.own[1:]
    stranger.own[1:] = stranger.own[1:2]
    stranger.record([("Hummed", "choir/1", {}, [])])
    stranger.round()
    stranger.own[1:] = again
    fork = (stranger.station, stranger.epoch, 2, again[0][1], [again[1][0]], again[1][2])
    path = path.replace("from=3", "from=2")
    assert _no(stranger, "PUT", path, client.packed([fork])) == (409, "fork")
    assert _no(stranger, "PUT", path, b"no bundle") == (400, "damaged")
    assert _no(stranger, "GET", f"/v1/blobs/{'0' * 64}?offset=0") == (404, "unknown")
    assert _no(stranger, "GET", "/v1/nothing") == (404, "unknown")
    stranger.nonce = stranger.nonce[:-1] + ("0" if stranger.nonce[-1] != "0" else "1")
    assert _no(stranger, "GET", "/v1/heads") == (401, "nonce")


def _no(stranger, method: str, path: str, body: bytes = b"") -> tuple[int, str]:
    with pytest.raises(PermissionError) as no:
        stranger.ask(method, path, body, client.BUNDLE if body else "")
    status, said = no.value.args
    return status, said["error"]

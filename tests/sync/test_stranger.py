"""A stranger's client, written from the protocol alone, beside real stations at a real hub."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import stores
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from floor import Floor, furnished
from hub_process import HubProcess
from hubs import round_of

from cellyard.jobs import courier, enrolment, keys
from cellyard.ledger import facts, leaving
from cellyard.ledger.verify import verify

HERE = Path(__file__).parent / "stranger"
CLIENT = HERE / "client.py"
BOX = X25519PrivateKey.from_private_bytes(bytes(range(32)))
BOX_KEY = BOX.public_key().public_bytes_raw().hex()


def _module(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


client = _module(CLIENT)
by_hand = _module(HERE / "courier.py")


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
    assert len(CLIENT.read_text(encoding="utf-8").splitlines()) <= 200
    for path in HERE.glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        imported = [line for line in lines if line.startswith(("import", "from"))]
        assert "cellyard" not in " ".join(imported), path.name


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


def test_several_batches_come_in_one_push(stranger):
    stranger.round()
    first = len(stranger.own)
    for _act in range(3):
        stranger.record([("Hummed", "choir/1", {}, [])] * 2)
    batches = [
        (stranger.station, stranger.epoch, seq, stranger.own[seq - 1][1],
         [fact for fact, _, _ in stranger.own[seq : seq + 2]], stranger.own[seq + 1][2])
        for seq in range(first, first + 6, 2)
    ]  # fmt: skip
    path = f"/v1/log/{client.quote(stranger.station, safe='')}/{stranger.epoch}?from={first}"
    said = stranger.ask("PUT", path, client.packed(batches), client.BUNDLE)
    assert said["acked"] == first + 5
    stranger.round()
    assert f"{stranger.station}/{stranger.epoch}/{first + 5}" in stranger.facts


def test_a_stranger_reads_and_writes_courier_files(floor: Floor, hub, stranger, tmp_path: Path):
    stranger.round()
    round_of(floor.station, hub.carry)
    floor.book_in(stores.code(4), "nissan-leaf-40-kwh")
    who = floor.station.identity
    path, *_more = courier.make(floor.station.folder, stranger.station, tmp_path)
    chain = (who.station, who.epoch)
    head, sections = by_hand.read(path.read_bytes(), BOX, stranger.enrolled[chain])
    assert (head["station"], head["epoch"]) == chain
    kinds = [kind for kind, _ in sections]
    assert (kinds[0], kinds[-1]) == (b"N", b"E")
    bundles = [client.unpacked(said)[0] for kind, said in sections if kind == b"B"]
    brought = [batch for batches in bundles for batch in batches if batch[:2] == chain]
    with floor.station.ledger.connection.begin():
        written = leaving.last(floor.station.ledger.connection, *chain)
    assert brought[-1][2] + len(brought[-1][4]) - 1 == written
    # And back: what only the stranger has written.
    (seq, prev) = (len(stranger.own), stranger.own[-1][1])
    stranger.record([("Hummed", "choir/2", {}, [])])
    content, _, seal = stranger.own[-1]
    batch = (stranger.station, stranger.epoch, seq, prev, [content], seal)
    note = {"centre": stranger.centre, "app": "stranger 1", "at": 0, "lacks": [], "origin": ""}
    note |= {"heads": [[*batch[:2], seq]], "size": 0}
    theirs = keys.box(floor.station.folder, who.epoch).public_key
    letter = tmp_path / "back.courier"
    sections = [(b"N", client.canonical(note)), (b"B", client.packed([batch])), (b"E", b"")]
    random = (os.urandom(32), os.urandom(32))
    letter.write_bytes(by_hand.written(batch[:2], stranger.key, theirs, random, sections))
    assert courier.take_into(floor.station, letter).facts == 1
    assert courier.take_into(floor.station, letter).facts == 0


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

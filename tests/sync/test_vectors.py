"""The vectors of the protocol against the real code, both ways: what is read, what is written."""

import importlib.util
import json
import sys
from pathlib import Path

import msgspec
import pytest

from cellyard.domain import envelope as env
from cellyard.domain import fingerprint
from cellyard.domain.facts import StationOpened, Unread, Weighed
from cellyard.ledger import batches, seals
from cellyard.ledger.batches import Batch
from cellyard.ledger.boxes import BoxKey
from cellyard.ledger.seals import SealingKey
from cellyard.sync import bundle, checkpoint, wire
from cellyard.sync import messages as m
from cellyard.sync.checkpoint import Checkpoint, Place
from cellyard.sync.courier_file import Note, Reading
from cellyard.sync.wire import Reply, Request

HERE = Path(__file__).parent / "stranger"
VECTORS = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))
KEYS = VECTORS["keys"]
HUB = SealingKey(bytes.fromhex(KEYS["hub"]["seed"]))
OWN = SealingKey(bytes.fromhex(KEYS["station"]["seed"]))
FACTS = [fact["envelope"].encode() for fact in VECTORS["facts"]]
HASHES = [bytes.fromhex(fact["hash"]) for fact in VECTORS["facts"]]


@pytest.fixture
def batch() -> Batch:
    said = VECTORS["batch"]
    seal, prev = bytes.fromhex(said["seal"]), bytes.fromhex(said["prev"])
    return Batch(said["station"], said["epoch"], said["seq"], prev, tuple(FACTS), seal)


def test_the_script_makes_them_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(HERE))
    spec = importlib.util.spec_from_file_location("make_vectors", HERE / "make_vectors.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    for name in ("make_vectors", "client", "courier"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "make_vectors", script)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "HERE", tmp_path)
    script.main()
    assert json.loads((tmp_path / "vectors.json").read_text(encoding="utf-8")) == VECTORS


def test_keys():
    assert OWN.public_key == KEYS["station"]["public"]
    assert HUB.public_key == KEYS["hub"]["public"]
    words = fingerprint.six_words(HUB.public_key, OWN.public_key)
    assert list(words) == VECTORS["six_words"]


def test_facts_are_read_and_written_so():
    envelopes = env.decode_canonical(FACTS)
    assert [env.encode(e) for e in envelopes] == FACTS
    assert [env.fact_hash(fact) for fact in FACTS] == HASHES
    kinds = [type(env.decode_fact(e)) for e in envelopes]
    assert kinds == [StationOpened, Weighed, Unread]
    # What is in a payload of a kind that is known comes out of the app as it went in.
    weighed = env.decode_fact(envelopes[1])
    assert json.loads(bytes(env.encode_payload(weighed))) == json.loads(bytes(envelopes[1].payload))
    # Every sign that is escaped is escaped in the same way.
    payload = json.loads(bytes(envelopes[2].payload))
    assert msgspec.json.encode(payload) == bytes(envelopes[2].payload)


def test_the_seal(batch: Batch):
    assert OWN.seal(HASHES[-1]) == batch.seal
    assert seals.holds(OWN.public_key, HASHES[-1], batch.seal)


def test_the_bundle(batch: Batch):
    body = bytes.fromhex(VECTORS["batch"]["bundle"])
    assert bundle.read(body).batches == (batch,)
    found = batches.proven(batch, OWN.public_key, env.decode_envelope(FACTS[0]).centre)
    assert [fact.hash for fact in found] == HASHES
    # The frames may differ by the version of zstd, what is in them may not.
    assert bundle._unpacked(bundle.packed([batch]), 1 << 20) == bundle._unpacked(body, 1 << 20)


def test_the_tree_and_its_checkpoint():
    place = Place()
    for at, said in enumerate(VECTORS["tree"]):
        place = place if at == 0 else checkpoint.grown(place, HASHES[at - 1 : at])
        assert (place.size, list(place.peaks), place.root) == tuple(said.values())
    said = msgspec.convert(VECTORS["checkpoint"], Checkpoint)
    assert checkpoint.holds(said, HUB.public_key)
    root = bytes.fromhex(said.root)
    assert checkpoint.signed(HUB, said.origin, said.centre, said.size, root) == said


def test_the_proof_of_an_enrolment():
    asked = msgspec.convert(VECTORS["enrol"]["request"], m.Enrol)
    assert m.proof_message(asked).hex() == VECTORS["enrol"]["signed"]
    assert wire.holds(asked.seal_key, m.proof_message(asked), asked.proof)
    assert OWN.sign(m.proof_message(asked)).hex() == asked.proof


def test_request_and_reply():
    said = VECTORS["request"]
    request = Request(
        method=said["method"], path=said["path"], body=said["body"].encode(), nonce=said["nonce"]
    )
    signed = wire.sign_request(OWN, request)
    assert signed.signature == said["signature"]
    said = VECTORS["reply"]
    reply = Reply(status=said["status"], body=said["body"].encode(), media=said["media"])
    assert wire.sign_reply(HUB, reply, signed).signature == said["signature"]
    assert wire.holds(HUB.public_key, wire.reply_message(reply, signed), said["signature"])


def test_the_courier_file(tmp_path: Path, batch: Batch):
    said = VECTORS["courier"]
    path = tmp_path / "vector.courier"
    path.write_bytes(bytes.fromhex(said["file"]))
    file = Reading(path, BoxKey(bytes.fromhex(KEYS["hub box"]["seed"])))
    sections = list(file.sections())
    assert [[kind.decode(), content.hex()] for kind, content in sections] == said["sections"][:-1]
    assert file.signed_by(OWN.public_key)
    assert (file.head.station, file.head.epoch) == batch.chain
    assert msgspec.json.decode(sections[0][1], type=Note).heads[0].seq == batch.last
    assert bundle.read(sections[1][1]).batches == (batch,)

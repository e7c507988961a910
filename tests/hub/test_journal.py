"""What the hub writes down of a whole session: every request, and nothing that is a secret."""

from pathlib import Path

import msgspec
import pytest
from bare_chain import BareChain
from hub_process import HubProcess, asked

from cellyard.domain.refusals import Refused
from cellyard.hub.journal import Journal
from cellyard.sync.wire import Reply, Request

SECRET = "4d1f-a-word-that-nobody-may-read"


def test_every_request_is_written_down_and_no_secret(tmp_path: Path) -> None:
    with HubProcess(tmp_path).start() as hub:
        secrets = session(hub)
        assert hub.stop() == 0
        text, events = hub.log.read_text("utf-8"), hub.events()
    secrets.update(path.read_text("ascii").strip() for path in tmp_path.glob("*.key"))
    secrets.discard("")
    assert len(secrets) > 10
    assert [secret for secret in secrets if secret in text] == []
    assert len(text.splitlines()) == len(events)  # whole lines of JSON, and nothing else
    requests = [e for e in events if e["event"] == "request"]
    told = [(e["method"], e["route"], e["status"]) for e in requests if e["route"] != "/health"]
    assert told == TOLD
    for e in requests:
        assert set(e) == {"at", "event", "method", "route", "status", "ms", "bytes", "station"}
    assert {e["station"] for e in requests} == {"", "Eingang 1 收货"}
    assert [e["event"] for e in events if e["event"] != "request"] == ["listening", "stopped"]


TOLD = [
    ("POST", "/v1/enrol", 200),
    ("POST", "/v1/enrol", 403),
    ("POST", "/v1/hello", 200),
    ("PUT", "/v1/log/{station}/{epoch}", 200),
    ("GET", "/v1/feed", 200),
    ("GET", "/v1/feed", 200),
    ("GET", "/v1/feed", 400),
    ("POST", "", 404),
]


def session(hub: HubProcess) -> set[str]:
    """Go through a session; returns all that was said in it and is nobody else's business."""
    secrets = {SECRET}

    def carry(request: Request) -> Reply:
        reply = hub.carry(request)
        secrets.update((request.nonce, request.signature, reply.signature))
        return reply

    one = BareChain("Eingang 1 收货", "CENTRE")
    code = hub.code(one.name)
    one.enrol(carry, code)
    with pytest.raises(Refused, match="code_wrong"):
        BareChain("Intake 9", "CENTRE").enrol(carry, code)
    one.hello()
    batch = one.write(3)
    one.push(batch)
    one.all()
    asked(hub.url, "GET", f"/v1/feed?after=0&token={SECRET}", headers={"Cookie": SECRET})
    asked(hub.url, "POST", f"/nowhere/{SECRET}", SECRET.encode())
    said = (code, code.replace("-", ""), one.asking.nonce, one.key.public_key, one.epoch)
    return {*secrets, *said, batch.seal.hex()}


def test_a_crash_says_where_and_not_what(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with path.open("wb") as file:
        journal = Journal(file)
        try:
            int(SECRET)
        except ValueError as error:
            journal.crash(error)
    (line,) = path.read_bytes().splitlines()
    found = msgspec.json.decode(line)
    assert (found["event"], found["error"]) == ("crash", "ValueError")
    assert found["where"][-1].startswith("test_journal.py:")
    assert SECRET not in line.decode()

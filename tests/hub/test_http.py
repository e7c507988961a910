"""What the hub says over HTTP: each no with its status, its word and its signature."""

import contextlib
import http.client
import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from bare_chain import BareChain, at_once
from hub_process import HubProcess, asked, sent

from cellyard.domain.refusals import Refused
from cellyard.hub.routes import ROUTES
from cellyard.ledger.seals import SealingKey
from cellyard.sync import bundle, wire
from cellyard.sync import messages as m
from cellyard.sync.asking import Answered
from cellyard.sync.wire import Request


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with HubProcess(tmp_path_factory.mktemp("hub")).start() as process:
        yield process
        assert process.stop() == 0


@pytest.fixture(scope="module")
def one(hub: HubProcess) -> BareChain:
    chain = BareChain("Intake 1", "CENTRE")
    chain.enrol(hub.carry, hub.code("Intake 1"))
    chain.hello()
    chain.push(chain.write(3))
    return chain


def signed(chain: BareChain, method: str, path: str, body: bytes = b"", media: str = "") -> Request:
    bare = Request(
        method=method, path=path, body=body, media=media,
        station=chain.name, epoch=chain.epoch, nonce=chain.asking.nonce,
    )  # fmt: skip
    return wire.sign_request(chain.key, bare)


def error(hub: HubProcess, chain: BareChain, request: Request) -> tuple[int, str]:
    """Return status and word of a no, once its signature is the hub's."""
    reply = hub.carry(request)
    message = wire.reply_message(reply, request)
    assert wire.holds(chain.asking._hub_key, message, reply.signature)
    assert reply.media == m.MEDIA
    return reply.status, msgspec.json.decode(reply.body, type=m.Failed).error


@pytest.mark.parametrize(
    ("no", "asked_for"),
    [
        ((404, "unknown"), ("GET", "/v1/nothing", b"", "")),
        ((404, "unknown"), ("GET", "/v2/feed", b"", "")),
        ((404, "unknown"), ("PUT", "/v1/hello", b"", "")),
        ((404, "unknown"), ("GET", f"/v1/blobs/{'ab' * 32}", b"", "")),
        ((404, "unknown"), ("GET", "/v1/blobs/no-hash", b"", "")),
        ((415, "unsupported"), ("POST", "/v1/hello", b"{}", "text/html")),
        ((415, "unsupported"), ("PUT", "/v1/log/x/y?from=1", b"x", "application/json")),
        ((400, "damaged"), ("POST", "/v1/hello", b"{", m.MEDIA)),
        ((400, "damaged"), ("PUT", "/v1/log/x/y?from=1", b"x", bundle.MEDIA)),
        ((400, "damaged"), ("GET", "/v1/feed?after=one", b"", "")),
        ((413, "too_large"), ("POST", "/v1/hello", b" " * (64 << 10) + b" ", m.MEDIA)),
    ],
)
def test_each_no_has_its_status_and_its_word(
    hub: HubProcess, one: BareChain, no: tuple[int, str], asked_for: tuple[str, str, bytes, str]
) -> None:
    assert error(hub, one, signed(one, *asked_for)) == no


def test_a_number_beyond_every_log_is_a_page_with_nothing(one: BareChain) -> None:
    assert one.page(after=10**30).batches == ()


def test_who_is_not_who_is_said_gets_nothing(hub: HubProcess, one: BareChain) -> None:
    good = signed(one, "GET", "/v1/heads")
    replaced = msgspec.structs.replace
    assert error(hub, one, replaced(good, path="/v1/feed")) == (401, "signature")
    assert error(hub, one, replaced(good, nonce=good.nonce[:-1] + "x")) == (401, "nonce")
    assert error(hub, one, replaced(good, epoch="ab" * 16)) == (403, "not_enrolled")
    assert error(hub, one, replaced(good, station="hub")) == (403, "not_enrolled")
    assert error(hub, one, replaced(good, station="a\0b")) == (400, "damaged")
    assert error(hub, one, replaced(good, station="", epoch="")) == (400, "damaged")
    stranger = wire.sign_request(SealingKey(bytes(32)), good)
    assert error(hub, one, stranger) == (401, "signature")


def test_a_body_without_an_end_is_cut_off_where_it_is_too_large(
    hub: HubProcess, one: BareChain
) -> None:
    split = urlsplit(hub.url)
    most = m.Limits().bytes
    connection = http.client.HTTPConnection(split.hostname or "", split.port, timeout=30)
    connection.putrequest("PUT", f"/v1/log/{one.name.replace(' ', '%20')}/{one.epoch}?from=4")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.putheader("Content-Type", bundle.MEDIA)
    connection.endheaders()
    gone = 0
    part = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for _ in range(8 * most // 0x10000):
            connection.send(part)
            gone += 0x10000
    # It ends long before all is sent: what the sockets take up is all that went beyond.
    assert most < gone < 8 * most
    with contextlib.suppress(ConnectionResetError):  # what was on its way met a closed door
        assert connection.getresponse().status == 413
    connection.close()
    assert hub.health()[0] == 200


def test_a_body_that_breaks_off_is_nobodys_crash(hub: HubProcess, one: BareChain) -> None:
    split = urlsplit(hub.url)
    before = len(hub.events())
    with socket.create_connection((split.hostname or "", split.port or 0)) as torn:
        head = (
            f"POST /v1/hello HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nContent-Type: {m.MEDIA}"
        )
        torn.sendall(head.encode() + b"\r\n\r\n{")
    until = time.monotonic() + 60
    while len(hub.events()) == before and time.monotonic() < until:
        time.sleep(0.01)
    assert [(e["event"], e["status"]) for e in hub.events()[before:]] == [("request", 408)]


def test_no_common_version_and_what_there_is_may_still_be_brought(
    hub: HubProcess, one: BareChain
) -> None:
    with pytest.raises(Answered) as no:
        one.hello(oldest=m.NEWEST + 1, newest=m.NEWEST + 2)
    failed = no.value.failed
    assert (no.value.status, failed.error) == (426, "upgrade")
    assert (failed.oldest, failed.newest) == (m.OLDEST, m.NEWEST)
    assert failed.have == one.seq
    one.asking.nonce = failed.nonce
    assert one.push(one.write(1)).acked == one.seq


def test_waiting_for_something_new_keeps_nobody_else_waiting(hub: HubProcess) -> None:
    one = BareChain("Waits", "CENTRE")
    one.enrol(hub.carry, hub.code("Waits"))
    size = one.hello().checkpoint.size
    got: list[int] = []

    def wait() -> None:
        mine = one.page(size, wait=25)
        got.append(sum(len(b.facts) for b in mine.batches))

    waiting = [threading.Thread(target=wait) for _ in range(40)]
    for thread in waiting:
        thread.start()
    # Many more than there are threads: while they wait, others are answered and may write.
    other = BareChain("Writes", "CENTRE")
    other.enrol(hub.carry, hub.code("Writes"))
    for thread in waiting:
        thread.join(20)
    assert got == [1] * 40  # its enrolment, as soon as it was written


def test_who_waits_is_let_go_when_the_hub_stops(tmp_path: Path) -> None:
    with HubProcess(tmp_path).start() as hub:
        one = BareChain("Intake 1", "CENTRE")
        one.enrol(hub.carry, hub.code("Intake 1"))
        size = one.hello().checkpoint.size
        got: list[int] = []
        waiting = threading.Thread(target=lambda: got.append(len(one.page(size, wait=25).batches)))
        waiting.start()
        until = time.monotonic() + 20
        while hub.health()[0] != 200 and time.monotonic() < until:
            time.sleep(0.01)
        began = time.monotonic()
        assert hub.stop() == 0
        waiting.join()
        assert time.monotonic() - began < 20
        assert got in ([0], [])  # an empty page: it was answered, not cut off
        assert [e["event"] for e in hub.events()][-1] == "stopped"


def test_what_is_under_way_is_ended_and_nothing_new_is_taken(tmp_path: Path) -> None:
    with HubProcess(tmp_path).start() as hub:
        one = BareChain("Intake 1", "CENTRE")
        one.enrol(hub.carry, hub.code("Intake 1"))
        one.hello()
        batch = one.write(3)
        path = f"/v1/log/Intake%201/{one.epoch}?from=1"
        request = signed(one, "PUT", path, bundle.packed([batch]), bundle.MEDIA)
        split = urlsplit(hub.url)
        connection = http.client.HTTPConnection(split.hostname or "", split.port, timeout=60)
        connection.putrequest("PUT", path)
        for name, value in sent(request).items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body[:20])
        assert hub.health()[0] == 200  # so the beginning has been read before the stop
        os.kill(hub.pid, signal.SIGTERM)
        until = time.monotonic() + 60
        while hub.health()[0] and time.monotonic() < until:
            time.sleep(0.01)
        connection.send(request.body[20:])
        reply = connection.getresponse()
        assert (reply.status, json.loads(reply.read())["acked"]) == (200, 3)
        connection.close()
        assert hub.stop() == 0


def test_what_openapi_describes_is_what_is_answered(hub: HubProcess) -> None:
    status, headers, body = asked(hub.url, "GET", "/openapi.json")
    assert (status, headers["content-type"]) == (200, "application/json")
    document = json.loads(body)
    assert document["openapi"].startswith("3.1.")
    described = {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    routes = {(route.method, route.path) for route in ROUTES}
    assert set(described) == routes | {("GET", "/health")}
    names = [operation["operationId"] for operation in described.values()]
    assert len(set(names)) == len(names)
    schemas = document["components"]["schemas"]
    for name in refs(document):
        assert name.removeprefix("#/components/schemas/") in schemas
    for (_method, path), operation in described.items():
        in_path = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert in_path == {part[1:-1] for part in path.split("/") if part.startswith("{")}
        assert "200" in operation["responses"]


def refs(what: object) -> Iterator[str]:
    match what:
        case dict():
            for key, value in what.items():
                if key == "$ref":
                    yield value
                yield from refs(value)
        case list():
            for value in what:
                yield from refs(value)


def test_a_station_that_was_revoked_is_heard_and_kept_apart(hub: HubProcess) -> None:
    one = BareChain("Lost", "CENTRE")
    one.enrol(hub.carry, hub.code("Lost"))
    one.hello()
    one.push(one.write(2))
    hub.said("revoke", "--station", "Lost", "--reason", "lost")
    for path in ("/v1/feed", "/v1/heads", f"/v1/blobs/{'ab' * 32}/head"):
        assert error(hub, one, signed(one, "GET", path)) == (403, "revoked")
    assert one.hello().acked == 2
    with pytest.raises(Answered) as no:
        one.push(one.write(1))
    assert no.value.failed.error == "revoked"
    (mine,) = (
        station
        for centre in hub.said("status")["centres"]
        for station in centre["stations"]
        if station["station"] == "Lost"
    )
    assert (mine["revoked"], mine["apart"], mine["facts"]) == (True, 1, 2)


def test_codes_are_tried_five_times_and_no_more(tmp_path: Path) -> None:
    with HubProcess(tmp_path).start() as hub:
        codes: list[tuple[int, str]] = []

        def guess() -> None:
            one = BareChain("Intake 1", "CENTRE")
            wanted = one.wanted("AAAAA-AAAAA")
            proof = one.key.sign(m.proof_message(wanted)).hex()
            body = msgspec.json.encode(msgspec.structs.replace(wanted, proof=proof))
            reply = hub.carry(Request(method="POST", path="/v1/enrol", body=body, media=m.MEDIA))
            codes.append((reply.status, msgspec.json.decode(reply.body, type=m.Failed).error))
            assert (reply.retry_after or 0) > 800 or reply.status == 403

        at_once(*[guess] * 8)  # many at once count like one after the other
        assert sorted(codes) == [(403, "code")] * 5 + [(429, "busy")] * 3
        hub.kill()
        hub.start()  # nothing is forgotten
        guess()
        assert codes[-1] == (429, "busy")


def test_a_code_for_another_station_is_tried_five_times(hub: HubProcess) -> None:
    code = hub.code("Right")
    for _ in range(2):
        with pytest.raises(Refused, match="code_wrong"):
            BareChain("Wrong", "CENTRE").enrol(hub.carry, code)
    right = BareChain("Right", "CENTRE")
    first = right.enrol(hub.carry, code)
    assert right.enrol(hub.carry, code) == first  # whoever did not hear the answer asks again
    with pytest.raises(Refused, match="code_wrong"):
        BareChain("Right", "CENTRE").enrol(hub.carry, code)

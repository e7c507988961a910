"""The way to a hub over real connections: only what is the hub's is a reply, all else a trouble."""

import gzip
import socket
import threading
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path

import pytest
from bad_servers import Authority, Script, http, saying, scripted

from cellyard.domain.refusals import Refused, Trouble
from cellyard.ledger.seals import SealingKey
from cellyard.sync import client as module
from cellyard.sync import messages as m
from cellyard.sync.asking import Asking
from cellyard.sync.client import Client, retry_after
from cellyard.sync.ways import address
from cellyard.sync.wire import Reply, Request

KEY, HUB = SealingKey(bytes(32)), SealingKey(bytes(range(32)))
ASKED = Request(method="GET", path="/v1/heads?x=%20")
PORTAL = b"<html><body>Accept the terms</body></html>"


def trouble(script: Script, **bounds: float) -> Trouble:
    """Return what comes of asking a server that is no hub."""
    with scripted(script) as port:
        client = Client(f"http://127.0.0.1:{port}", **bounds)
        asking = Asking(client, KEY, ("Intake 1", "ab" * 16), HUB.public_key)
        with pytest.raises(Trouble) as caught:
            asking.ask("GET", "/v1/heads")
        client.close()
    return caught.value


@pytest.mark.parametrize(
    "answer",
    [
        http("200 OK", PORTAL, Content_Type="text/html"),
        http("200 OK", b"[]", Content_Type=m.MEDIA),
        http("200 OK", b"[]", Content_Type=m.MEDIA, Cellyard_Signature="ab" * 64),
        http("302 Found", b"", Location="http://127.0.0.1:9/portal"),
        http("404 Not Found", PORTAL, Content_Type="text/html"),
        http("500 Internal Server Error"),
        http("502 Bad Gateway", PORTAL),
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x00\x00" * 50,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n12345",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut off",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nno chunk\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\ncut off",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"",
    ],
)  # fmt: skip
def test_what_is_not_signed_by_the_hub_is_no_way_to_it(answer: bytes) -> None:
    assert trouble(saying(answer, ends=True)).code == "no_route_to_hub"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (http("407 Proxy Authentication Required"), "proxy_wants_password"),
        (http("511 Network Authentication Required", PORTAL), "network_wants_sign_in"),
    ],
)
def test_what_somebody_can_see_to_is_said(answer: bytes, code: str) -> None:
    assert trouble(saying(answer)).code == code


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_who_is_busy_says_when_to_come_back(status: str) -> None:
    said = trouble(saying(http(status, Retry_After="17")))
    assert (said.code, said.shown) == ("hub_busy", {"retry_after": 17.0})
    assert trouble(saying(http(status))).shown == {"retry_after": None}


def test_when_to_come_back_is_said_in_seconds_or_as_a_date() -> None:
    # By the clock of whoever says it: that of this computer may be days wrong.
    then, now = formatdate(1_000_090, usegmt=True), formatdate(1_000_000, usegmt=True)
    assert retry_after(then, now) == 90
    assert retry_after(now, then) == 0
    assert retry_after(" 5 ") == 5
    assert retry_after("9" * 400) == 999_999_999
    for nothing in ("", "soon", "-3", "1.5", "٣", "Thu, 99 Foo 2026 00:00:00 GMT"):
        assert retry_after(nothing, now) is None


def test_no_redirect_is_followed_and_nothing_unpacked() -> None:
    packed = gzip.compress(PORTAL)
    asked: list[bytes] = []

    def script(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        headers = {"Content_Type": m.MEDIA, "Content_Encoding": "gzip", "Cellyard_Signature": "5a"}
        connection.sendall(http("302 Found", packed, Location="/elsewhere", **headers))

    with scripted(script) as port:
        client = Client(f"http://127.0.0.1:{port}")
        first, second = client(ASKED), client(ASKED)
        client.close()
    assert first == second == Reply(status=302, body=packed, media=m.MEDIA, signature="5a")
    assert len(asked) == 2
    assert asked[0].startswith(b"GET /v1/heads?x=%20 HTTP/1.1\r\n")


def test_a_name_in_any_script_travels_in_a_header() -> None:
    asked: list[bytes] = []

    def script(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        connection.sendall(http("200 OK"))

    with scripted(script) as port:
        client = Client(f"http://127.0.0.1:{port}")
        client(Request(method="PUT", path="/v1/x", body=b"\0\xff", media="a/b", station="一号站"))
        client.close()
    head, _, body = asked[0].partition(b"\r\n\r\n")
    assert b"Cellyard-Station: %E4%B8%80%E5%8F%B7%E7%AB%99\r\n" in head
    assert body == b"\0\xff"


def test_a_body_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1 << 20)

    def pour(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(bytes(1 << 16))

    assert trouble(pour).code == "no_route_to_hub"


def dripping(begin: bytes) -> Script:
    def drip(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(begin)
        while True:
            connection.sendall(b"x")
            if threading.Event().wait(0.02):
                return

    return drip


@pytest.mark.parametrize(
    "begin",
    [b"", b"HTTP/1.1 200 OK\r\nX-Drip: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"],
)
def test_a_reply_that_drips_is_given_up(begin: bytes) -> None:
    assert trouble(dripping(begin), total=0.3).code == "no_route_to_hub"


def test_a_server_that_says_nothing_is_given_up() -> None:
    assert trouble(lambda _c, _r: None, read=0.2).code == "no_route_to_hub"


def test_nobody_there_and_no_such_name_are_no_way() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}", "https://hub.invalid"):
        client = Client(url)
        with pytest.raises(Trouble, match="no_route_to_hub"):
            client(ASKED)
        client.close()


def test_a_connection_that_was_closed_meanwhile_is_opened_anew() -> None:
    def once(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(http("200 OK", b"well"))
        connection.shutdown(socket.SHUT_RDWR)

    with scripted(once) as port:
        client = Client(f"http://127.0.0.1:{port}")
        assert [client(ASKED).body for _ in range(3)] == [b"well"] * 3
        client.close()


def test_what_is_under_way_is_cut_off_from_another_thread() -> None:
    came = threading.Event()

    def silent(_connection: socket.socket, _request: bytes) -> None:
        came.set()

    with scripted(silent) as port:
        client = Client(f"http://127.0.0.1:{port}")
        cutting = threading.Thread(target=lambda: came.wait(20) and client.cut())
        cutting.start()
        for _ in range(2):  # and nothing is carried afterwards
            with pytest.raises(Trouble, match="no_route_to_hub"):
                client(ASKED)
        cutting.join()
        client.close()


# --- TLS and proxies ----------------------------------------------------------------------------


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this computer trusts."""
    found = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(found.file))
    return found


def test_a_certificate_has_to_be_trusted_valid_and_of_that_name(
    authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "stranger").mkdir()
    stranger = Authority(tmp_path / "stranger")
    tried = {
        "well": authority.server("127.0.0.1"),
        "hub_certificate": stranger.server("127.0.0.1"),
        "hub_certificate_dated": authority.server("127.0.0.1", days=-3),
    }
    other_name = authority.server("hub.example")
    for code, (context, _) in [*tried.items(), ("hub_certificate", other_name)]:
        assert over_tls(context) == code
    # The one certificate that is pinned needs no authority; any other is none.
    context, pin = stranger.server("127.0.0.1")
    assert over_tls(context, pin) == "well"
    assert over_tls(context, pin.replace(pin[0], "0" if pin[0] != "0" else "1")) == (
        "hub_certificate"
    )
    assert over_tls(tried["well"][0], pin) == "hub_certificate"


def over_tls(context, pin: str = "") -> str:
    with scripted(saying(http("200 OK", b"well")), context) as port:
        client = Client(f"https://127.0.0.1:{port}", certificate=pin)
        try:
            return client(ASKED).body.decode()
        except Trouble as no:
            return no.code
        finally:
            client.close()


def tunnel(to: Callable[[], int], asked: list[bytes]) -> Script:
    """Be a proxy that leads every connection to one port."""

    def lead(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        with socket.create_connection(("127.0.0.1", to())) as there:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=pump, args=(there, connection))
            back.start()
            pump(connection, there)
            back.join()

    return lead


def pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def test_a_proxy_leads_there_or_says_what_it_wants(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, _ = authority.server("hub.example")
    asked: list[bytes] = []
    with (
        scripted(saying(http("200 OK", b"well")), context) as hub,
        scripted(tunnel(lambda: hub, asked)) as proxy,
    ):
        client = Client("https://hub.example", proxy=f"who:pass%20word@127.0.0.1:{proxy}")
        assert client(ASKED).body == b"well"
        client.close()
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy}")
        client = Client("https://hub.example")
        assert client(ASKED).body == b"well"
        client.close()
    assert asked[0].startswith(b"CONNECT hub.example:443 HTTP/1.")
    assert b"proxy-authorization: basic d2hvonbhc3mgd29yza==" in asked[0].lower()
    assert b"Cellyard" not in asked[0]
    wants = http("407 Proxy Authentication Required", Proxy_Authenticate="Basic")
    for answer, code in ((wants, "proxy_wants_password"), (http("403 No"), "no_route_to_hub")):
        with scripted(saying(answer, ends=True)) as proxy:
            client = Client("https://hub.example", proxy=f"http://127.0.0.1:{proxy}")
            with pytest.raises(Trouble, match=code):
                client(ASKED)
            client.close()


def test_an_address_is_one_of_a_server_and_encrypted() -> None:
    assert address("https://hub.example") == ("https", "hub.example", 443)
    assert address("http://localhost:8080/") == ("http", "localhost", 8080)
    for open_ in ("http://hub.example", "http://192.168.1.5:80"):
        with pytest.raises(Refused, match="hub_address_open"):
            address(open_)
    wrong = ("", "hub.example", "ftp://hub.example", "https://", "https://a:b@hub", "https://h/x?y")
    for url in (*wrong, "https://h:99999", "https://[::1"):
        with pytest.raises(Refused, match="hub_address_wrong"):
            address(url)
    for proxy in ("http://", "socks5://p:1", "http://p:x"):
        with pytest.raises(Refused, match="proxy_wrong"):
            Client("https://hub.example", proxy=proxy)

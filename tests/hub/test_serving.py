"""The hub as a program: it starts, answers over HTTP, and stops without cutting anybody off."""

import asyncio
import datetime as dt
import http.client
import ipaddress
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from bare_chain import BareChain, at_once
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from floor import Floor, furnished
from hub_process import HubProcess, asked
from hubs import round_of
from postgres import Postgres

from cellyard.hub import enrolling, serving
from cellyard.hub.crowd import Crowd
from cellyard.hub.door import Hub
from cellyard.hub.store import Store, sqlite_url
from cellyard.jobs import enrolment
from cellyard.ledger import projections
from cellyard.ledger.seals import SealingKey


@pytest.fixture
def floor(tmp_path: Path) -> Floor:
    return furnished(tmp_path / "one")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_two_stations_keep_in_step_over_http(
    floor: Floor, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    server: Postgres | None = None
    if kind == "postgres":
        server = request.getfixturevalue("postgres")
    with HubProcess(tmp_path / "hub", server.database() if server else "").start() as hub:
        one = floor.station
        enrolment.enrol(one, hub.carry, hub.url, hub.code(one.identity.station))
        assert round_of(one, hub.carry).unsent == 0
        code = hub.code("Intake 2")
        two = enrolment.join(tmp_path / "two", hub.carry, hub.url, "Intake 2", code)
        assert round_of(two, hub.carry).received > 50
        round_of(one, hub.carry)
        assert digest(one) == digest(two)
        assert round_of(two, hub.carry).requests == 1
        two.close()
        assert hub.stop() == 0
    floor.close()


def digest(station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


def test_it_serves_with_a_certificate_and_tells_systemd(tmp_path: Path) -> None:
    certificate, key = certified(tmp_path)
    listening = tmp_path / "n"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(listening))
        systemd.settimeout(60)
        words = ("--certificate", str(certificate), "--key", str(key))
        with HubProcess(tmp_path / "hub", "", *words) as hub:
            hub.environment["NOTIFY_SOCKET"] = str(listening)
            hub.launch()
            assert systemd.recv(99) == b"READY=1"
            (event,) = [e for e in hub.events() if e["event"] == "listening"]
            host, _, port = event["at"][0].rpartition(":")
            trusts = ssl.create_default_context(cafile=certificate)
            connection = http.client.HTTPSConnection(host, int(port), context=trusts, timeout=60)
            connection.request("GET", "/health")
            assert connection.getresponse().status == 200
            assert connection.sock.version() in ("TLSv1.2", "TLSv1.3")
            connection.close()
            assert hub.stop() == 0
            assert systemd.recv(99) == b"STOPPING=1"


def certified(folder: Path) -> tuple[Path, Path]:
    """Return a certificate of 127.0.0.1 that signs itself, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        # OpenSSL goes by the computer's own clock, which stands still for no test.
        .not_valid_after(now + dt.timedelta(days=10_000))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(private, hashes.SHA256())
    )
    pem, key = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return pem, key


def test_two_processes_on_one_file_write_one_after_the_other(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    key = SealingKey(bytes(range(32)))
    hubs = [Hub(Store(url), key, bytes(32)) for _ in range(2)]
    chains = [BareChain("Intake 1", "CENTRE"), BareChain("Intake 2", "CENTRE")]
    for one, hub in zip(chains, hubs, strict=True):
        with hub.store.writing() as connection:
            code = enrolling.give_code(connection, "", one.name, now=hub.clock())
        one.enrol(hub.answer, code)
        one.hello()

    def write(one: BareChain) -> None:
        for _ in range(25):
            one.push(one.write(2))

    at_once(*[lambda one=one: write(one) for one in chains])
    assert chains[0].all() == chains[1].all()
    assert len(chains[0].all()) == 3 + 2 * 25 * 2
    for hub in hubs:
        hub.store.close()


def test_a_station_that_catches_up_is_not_kept_waiting_by_who_knocks() -> None:
    crowd = Crowd()
    station, stranger = ("10.0.0.1", "Intake 1", "ab"), ("10.0.0.1", "Intake 9", "cd")
    crowd.proved(station)
    for _ in range(200):
        assert crowd.wait(station) == 0
        crowd.strange(stranger)
    assert crowd.wait(stranger) > 0
    assert crowd.wait(("10.0.0.2", "", "")) == 0  # from elsewhere
    assert crowd.wait(station) == 0
    waits = [crowd.wait(station) for _ in range(2000)]
    assert max(waits) > 0  # plenty has an end, too


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    with HubProcess(tmp_path).start() as hub:
        replies = [asked(hub.url, "GET", f"/v1/feed?after={n}") for n in range(200)]
        assert {status for status, _, _ in replies} == {400, 429}
        status, headers, _body = replies[-1]
        assert (status, int(headers["retry-after"])) == (429, 1)
        assert "cellyard-signature" in headers
        assert hub.health()[0] == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_reply_is_not_kept_back_for_more_to_come(host: str) -> None:
    """Head and body go out apart: with Nagle's algorithm the body waits for an acknowledgement."""
    if host == "::1" and not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")

    async def accepted() -> int:
        met = asyncio.get_running_loop().create_future()

        async def meet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line = writer.get_extra_info("socket")
            met.set_result(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with serving.bound(host, 0) as listening:
            async with await asyncio.start_server(meet, sock=listening):
                _, asks = await asyncio.open_connection(*listening.getsockname()[:2])
                try:
                    return await asyncio.wait_for(met, 20)
                finally:
                    asks.close()

    # A thread of its own: a browser of another test may have a loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, accepted()).result()

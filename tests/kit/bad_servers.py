"""Servers on loopback that are no hub: each connection gets what a script says, and TLS of ours."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Script = Callable[[socket.socket, bytes], None]
# So many days a certificate holds: OpenSSL goes by the computer's own clock, which no test holds.
_LONG = 10_000


class _Serving:
    """Accepts connections on a free port, a thread for each, until it is closed."""

    def __init__(self, script: Script, context: ssl.SSLContext | None) -> None:
        self._script, self._context = script, context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                self._open.append(connection)
                self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
                self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        tls = self._context
        with (
            suppress(OSError),
            tls.wrap_socket(connection, server_side=True) if tls else connection as c,
        ):
            while request := _request(c):
                self._script(c, request)

    def close(self) -> None:
        _end(self._listening)
        self._threads[0].join()
        for one in self._open:
            _end(one)
        for thread in self._threads:
            thread.join()
        for one in (self._listening, *self._open):
            one.close()


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@contextmanager
def scripted(script: Script, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Give every request to a script that answers on the bare connection; gives the port."""
    serving = _Serving(script, context)
    try:
        yield serving.port
    finally:
        serving.close()


def _request(connection: socket.socket) -> bytes:
    """Return the next request, head and body; b"" when none comes any more."""
    read = b""
    while b"\r\n\r\n" not in read:
        part = connection.recv(65536)
        if not part:
            return b""
        read += part
    head, _, body = read.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def saying(answer: bytes, *, ends: bool = False) -> Script:
    """Say the same to every request; `ends` closes the connection behind it."""

    def say(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(answer)
        if ends:
            connection.shutdown(socket.SHUT_RDWR)

    return say


def http(status: str, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole reply as bytes."""
    said = {
        "Content-Length": str(len(body)),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


class Authority:
    """A certificate authority of this test alone; `file` is its certificate (PEM)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
        self._own = self._signed(self._name, self._key.public_key(), authority=True)
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._own.public_bytes(serialization.Encoding.PEM))

    def server(self, host: str, *, days: int = _LONG) -> tuple[ssl.SSLContext, str]:
        """Return the TLS of a server of this name, and the SHA-256 (hex) of its certificate.

        With negative `days`, it ended so long ago.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        made = self._signed(name, key.public_key(), host=host, days=days)
        file = self._folder / f"{host}{days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context, made.fingerprint(hashes.SHA256()).hex()

    def _signed(
        self,
        name: x509.Name,
        key: ec.EllipticCurvePublicKey,
        *,
        host: str = "",
        days: int = _LONG,
        authority: bool = False,
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        end = now + dt.timedelta(days=days)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(now, end) - dt.timedelta(days=1))
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )
        if host:
            builder = builder.add_extension(_named(host), critical=False)
        if authority:
            builder = builder.add_extension(_signs(), critical=True)
        return builder.sign(self._key, hashes.SHA256())


def _named(host: str) -> x509.SubjectAlternativeName:
    with suppress(ValueError):
        return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    return x509.SubjectAlternativeName([x509.DNSName(host)])


def _signs() -> x509.KeyUsage:
    """What an authority's key is good for: signing certificates, and nothing else."""
    return x509.KeyUsage(
        key_cert_sign=True,
        crl_sign=True,
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )

"""The client: carries requests to a hub over HTTP/1.1 and brings back what may be its reply.

    request  Cellyard-Station (UTF-8, percent-encoded), -Epoch, -Nonce, -Signature, Content-Type
    reply    Cellyard-Signature, Content-Type, Retry-After

Whether a reply is the hub's, its signature says; here is only seen to it that nothing else does
harm: no redirect is followed, nothing is unpacked, no reply is longer or slower than it may be.
"""

import hashlib
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote, urlsplit

from cellyard.domain.refusals import Refused, Trouble
from cellyard.sync.wire import Reply, Request

if TYPE_CHECKING:
    from urllib3 import HTTPConnectionPool
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

CONNECT_S, READ_S, TOTAL_S = 10.0, 30.0, 120.0
# A page of the feed or a part of a file is some megabytes; nothing is unpacked here.
MOST_BYTES = 16 << 20
_PIECE = 1 << 16
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PROXY_ASKS, _NETWORK_ASKS = 407, 511
# OpenSSL: a certificate that is not valid yet, or not any more (x509_vfy.h).
_NOT_THIS_DAY = (9, 10)


def address(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of a hub's address, as somebody typed it.

    Refused("hub_address_wrong"); without encryption only this computer is reached:
    ("hub_address_open").
    """
    try:
        split = urlsplit(url)
        host, port = split.hostname or "", split.port
    except ValueError as error:
        raise Refused("hub_address_wrong", url=url) from error
    more = split.path.strip("/") or split.query or split.fragment or split.username
    if split.scheme not in ("http", "https") or not host or more:
        raise Refused("hub_address_wrong", url=url)
    if split.scheme == "http" and host not in _LOOPBACK:
        raise Refused("hub_address_open", url=url)
    return split.scheme, host, port or (443 if split.scheme == "https" else 80)


def untrusted(url: str) -> str:
    """Return the SHA-256 (hex) of the certificate that a hub shows and the system does not trust.

    "" where it is trusted, or nobody answers. Refused as `address`.
    """
    scheme, host, port = address(url)
    if scheme != "https":
        return ""
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        with (
            socket.create_connection((host, port), CONNECT_S) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return ""
    except ssl.SSLCertVerificationError:
        pass
    except OSError:
        return ""
    try:
        shown = ssl.get_server_certificate((host, port), timeout=CONNECT_S)
    except OSError:
        return ""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest()


class Client:
    """Carries to the hub at `url`; belongs to one thread, only `cut` is for others.

    `proxy` is its URL, "" for that of the system. `certificate` is the SHA-256 (hex) of the one
    certificate that is believed, "" for any that the system trusts. `read` and `total` are how long
    (s) a reply may be silent, and a request take. Refused as `address`, or ("proxy_wrong").
    """

    def __init__(
        self,
        url: str,
        *,
        proxy: str = "",
        certificate: str = "",
        read: float = READ_S,
        total: float = TOTAL_S,
    ) -> None:
        self._scheme, self._host, self._port = address(url)
        self._read, self._total = read, total
        self._connection: HTTPConnection | None = None
        self._ended = False
        self._pool = self._made(proxy or self._system_proxy(), certificate)

    def __call__(self, request: Request) -> Reply:
        """Carry a request there and its reply back.

        Trouble("no_route_to_hub"), or what somebody can see to: ("proxy_wants_password"),
        ("network_wants_sign_in"), ("hub_certificate"), ("hub_certificate_dated").
        """
        if self._ended:
            raise Trouble("no_route_to_hub")
        with self._in_time(), _troubles():
            response = self._pool.urlopen(
                request.method,
                request.path,
                body=request.body,
                headers=_headers(request),
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                return self._reply(response)
            finally:
                response.release_conn()

    def cut(self) -> None:
        """Break off what is under way, from any thread; nothing is carried any more."""
        self._ended = True
        self._break()

    def close(self) -> None:
        self._ended = True
        self._pool.close()

    # --- replies --------------------------------------------------------------------------------

    def _reply(self, response: "BaseHTTPResponse") -> Reply:
        status, headers = response.status, response.headers
        if status == _PROXY_ASKS:
            raise Trouble("proxy_wants_password")
        if status == _NETWORK_ASKS:
            raise Trouble("network_wants_sign_in")
        body = bytearray()
        # As it comes, and not until a piece is full: a drip would take for ever.
        while piece := response.read1(_PIECE):
            body += piece
            if len(body) > MOST_BYTES:
                response.close()
                raise Trouble("no_route_to_hub")
        return Reply(
            status=status,
            body=bytes(body),
            media=headers.get("Content-Type", ""),
            signature=headers.get("Cellyard-Signature", ""),
            retry_after=retry_after(headers.get("Retry-After", ""), headers.get("Date", "")),
        )

    @contextmanager
    def _in_time(self) -> Generator[None]:
        """Break a request off that takes too long, wherever it hangs."""
        late = threading.Timer(self._total, self._break)
        late.start()
        try:
            yield
        finally:
            late.cancel()
            late.join()

    def _break(self) -> None:
        connection = self._connection
        sock = getattr(connection, "sock", None)
        if isinstance(sock, socket.socket):
            try:
                # Not the method of SSLSocket, which would go on without its encryption.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    # --- ways -----------------------------------------------------------------------------------

    def _system_proxy(self) -> str:
        if self._host in _LOOPBACK or urllib.request.proxy_bypass(self._host):
            return ""
        return urllib.request.getproxies().get(self._scheme, "")

    def _made(self, proxy: str, certificate: str) -> "HTTPConnectionPool":
        import urllib3

        kept: dict[str, Any] = {
            "maxsize": 1,
            "timeout": urllib3.Timeout(connect=CONNECT_S, read=self._read),
        }
        if self._scheme == "https":
            kept |= _trust(certificate)
        manager = (
            urllib3.ProxyManager(proxy, proxy_headers=_proxy_headers(proxy), **kept)
            if (proxy := _proxy(proxy)) and self._host not in _LOOPBACK
            else urllib3.PoolManager(**kept)
        )
        pool = manager.connection_from_host(self._host, self._port, self._scheme)
        made = pool.ConnectionCls

        def remembered(**given: Any) -> "HTTPConnection":
            self._connection = cast("HTTPConnection", made(**given))
            return self._connection

        pool.ConnectionCls = cast("Any", remembered)
        return pool


def _proxy(url: str) -> str:
    """Return a proxy's address in its full form; Refused("proxy_wrong")."""
    if not url:
        return ""
    full = url if "://" in url else f"http://{url}"
    try:
        split = urlsplit(full)
        known = split.scheme in ("http", "https") and split.hostname and split.port != 0
    except ValueError:
        known = False
    if not known:
        raise Refused("proxy_wrong")
    return full


def _proxy_headers(url: str) -> dict[str, str]:
    import urllib3

    split = urlsplit(url)
    if not split.username:
        return {}
    who = f"{unquote(split.username)}:{unquote(split.password or '')}"
    return dict(urllib3.make_headers(proxy_basic_auth=who))


def _trust(certificate: str) -> dict[str, Any]:
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        pinned = {"cert_reqs": "CERT_NONE", "assert_fingerprint": certificate}
    else:
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        pinned = {"cert_reqs": "CERT_REQUIRED"}
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return {"ssl_context": context, **pinned}


def _headers(r: Request) -> dict[str, str]:
    given = {
        "Cellyard-Station": quote(r.station, safe=""),
        "Cellyard-Epoch": r.epoch,
        "Cellyard-Nonce": r.nonce,
        "Cellyard-Signature": r.signature,
        "Content-Type": r.media,
    }
    said = {name: value for name, value in given.items() if value}
    return {"User-Agent": "cellyard", "Accept-Encoding": "identity", **said}


def retry_after(said: str, date: str = "") -> float | None:
    """Return how long (s) to wait, said as seconds or as a date (RFC 9110, 10.2.3); None for none.

    A date is held against that of the reply, not against the clock here, which may be wrong.
    """
    said = said.strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    try:
        then = parsedate_to_datetime(said).timestamp()
    except ValueError:
        return None
    try:
        now = parsedate_to_datetime(date).timestamp()
    except ValueError:
        now = time.time()
    return max(0.0, then - now)


@contextmanager
def _troubles() -> Generator[None]:
    """Say what went wrong on the way, as exactly as somebody can see to it."""
    from urllib3 import exceptions

    try:
        yield
    except exceptions.ProxyError as error:
        asks = f" {_PROXY_ASKS} " in f" {error.original_error} "
        raise Trouble("proxy_wants_password" if asks else "no_route_to_hub") from error
    except exceptions.SSLError as error:
        raise Trouble(_untrusted(error)) from error
    except (exceptions.HTTPError, OSError, ValueError) as error:
        # ValueError: of http.client, about a header that is none.
        raise Trouble("no_route_to_hub") from error


def _untrusted(error: Exception) -> str:
    inner = error.args[0] if error.args else None
    code = getattr(inner, "verify_code", 0)
    if code in _NOT_THIS_DAY:
        return "hub_certificate_dated"
    verified = isinstance(inner, ssl.SSLCertVerificationError) or "ingerprint" in str(error)
    return "hub_certificate" if verified else "no_route_to_hub"

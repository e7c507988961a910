"""The client: carries requests to a hub over HTTP/1.1 and brings back what may be its reply.

    request  Cellyard-Station (UTF-8, percent-encoded), -Epoch, -Nonce, -Signature, Content-Type
    reply    Cellyard-Signature, Content-Type, Retry-After

Whether a reply is the hub's, its signature says; here is only seen to it that nothing else does
harm: no redirect is followed, nothing is unpacked, no reply is longer or slower than it may be.
"""

import socket
import ssl
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from cellyard.domain.refusals import Trouble
from cellyard.sync import ways
from cellyard.sync.wire import Reply, Request

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

READ_S, TOTAL_S = 30.0, 120.0
# A page of the feed or a part of a file is some megabytes; nothing is unpacked here.
MOST_BYTES = 16 << 20
_PIECE = 1 << 16
_PROXY_ASKS, _NETWORK_ASKS = 407, 511
# OpenSSL: a certificate that is not valid yet, or not any more (x509_vfy.h).
_NOT_THIS_DAY = (9, 10)


class Client:
    """Carries to the hub at `url`; belongs to one thread, only `cut` is for others.

    `proxy` is its URL, "" for that of the system. `certificate` is the SHA-256 (hex) of the one
    certificate that is believed, "" for any that the system trusts. `read` and `total` are how long
    (s) a reply may be silent, and a request take. Refused as `ways.pool`.
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
        self._total = total
        self._connection: HTTPConnection | None = None
        self._ended = False
        self._pool = ways.pool(url, proxy=proxy, certificate=certificate, read=read)
        self._remember_connections()

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

    def _remember_connections(self) -> None:
        """Let the pool tell which connection is under way: it is the one to break off."""
        made = self._pool.ConnectionCls

        def remembered(**given: Any) -> "HTTPConnection":
            self._connection = cast("HTTPConnection", made(**given))
            return self._connection

        self._pool.ConnectionCls = cast("Any", remembered)

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

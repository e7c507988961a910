"""Ways to a hub: what somebody typed as its address, proxies between, and whom TLS believes."""

import hashlib
import socket
import ssl
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from cellyard.domain.refusals import Refused

if TYPE_CHECKING:
    from urllib3 import HTTPConnectionPool

CONNECT_S = 10.0
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


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


def pool(url: str, *, proxy: str, certificate: str, read: float) -> "HTTPConnectionPool":
    """Return the way of urllib3 to the hub at `url`; refused as `address`, or ("proxy_wrong").

    `proxy` is its URL, "" for that of the system. `certificate` is the SHA-256 (hex) of the one
    certificate that is believed, "" for any that the system trusts. `read` (s) as in a timeout.
    """
    import urllib3

    scheme, host, port = address(url)
    kept: dict[str, Any] = {
        "maxsize": 1,
        "timeout": urllib3.Timeout(connect=CONNECT_S, read=read),
    }
    if scheme == "https":
        kept |= _trust(certificate)
    between = _proxy(proxy or _system_proxy(scheme, host))
    manager = (
        urllib3.ProxyManager(between, proxy_headers=_proxy_headers(between), **kept)
        if between and host not in _LOOPBACK
        else urllib3.PoolManager(**kept)
    )
    return manager.connection_from_host(host, port, scheme)


def _system_proxy(scheme: str, host: str) -> str:
    if host in _LOOPBACK or urllib.request.proxy_bypass(host):
        return ""
    return urllib.request.getproxies().get(scheme, "")


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

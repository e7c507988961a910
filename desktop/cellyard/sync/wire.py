"""Requests and replies as both sides sign them; what carries them is another matter.

    request  "cellyard-request-v1" NUL, then by lines: method, path, hash of the body, nonce
    reply    "cellyard-reply-v1" NUL, then by lines: status, media type, hash of the body, asked

Hashes are SHA-256 as hex. `path` is with its query. `asked` is the signature of the request, ""
for one without: a reply belongs to one request. No clock is compared.
"""

import hashlib
from collections.abc import Callable

import msgspec

from cellyard.ledger import seals
from cellyard.ledger.seals import SealingKey

REQUEST_DOMAIN = b"cellyard-request-v1\0"
REPLY_DOMAIN = b"cellyard-reply-v1\0"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked. `media` is the body's type; `signature` is hex, by the key of the chain."""

    method: str
    path: str
    body: bytes = b""
    media: str = ""
    station: str = ""
    epoch: str = ""
    nonce: str = ""
    signature: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What is answered. `retry_after` is in s, None where nothing is said of it."""

    status: int
    body: bytes = b""
    media: str = ""
    origin: str = ""
    signature: str = ""
    retry_after: float | None = None


# Whatever carries a request to a hub and its reply back; raises Trouble when it does not get there.
Carry = Callable[[Request], Reply]


def sign_request(key: SealingKey, request: Request) -> Request:
    """Return the request with its signature."""
    return msgspec.structs.replace(request, signature=key.sign(request_message(request)).hex())


def request_message(r: Request) -> bytes:
    """Return what a request's signature signs."""
    parts = (r.method, r.path, hashlib.sha256(r.body).hexdigest(), r.nonce)
    return REQUEST_DOMAIN + "\n".join(parts).encode()


def sign_reply(key: SealingKey, reply: Reply, asked: Request) -> Reply:
    """Return the reply with its signature."""
    return msgspec.structs.replace(reply, signature=key.sign(reply_message(reply, asked)).hex())


def reply_message(r: Reply, asked: Request) -> bytes:
    """Return what a reply's signature signs."""
    parts = (str(r.status), r.media, hashlib.sha256(r.body).hexdigest(), asked.signature)
    return REPLY_DOMAIN + "\n".join(parts).encode()


def holds(public_key: str, message: bytes, signature: str) -> bool:
    """Tell whether a signature (hex) over a message is that of a key (hex)."""
    try:
        return seals.signed(public_key, message, bytes.fromhex(signature))
    except ValueError:
        return False

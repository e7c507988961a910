"""What the QR code of a sealed paper says: which paper, its content, and whose seal.

`CELLYARD1:<number>:<hash>:<fingerprint>`, the hash being SHA-256 of the content in base32 without
padding (52 signs), the fingerprint five groups of five. With a number in capitals all of it falls
into the alphanumeric mode of a QR code.
"""

import base64
import re

import msgspec

from cellyard.domain import fingerprint

_FORM = re.compile(r"CELLYARD1:(?P<number>.+):(?P<hash>[A-Z2-7]{52}):(?P<key>[A-Z2-7-]{29})")


class PaperCode(msgspec.Struct, frozen=True, kw_only=True):
    """Which paper a code is on; `content_hash` in hex, `fingerprint` in groups."""

    number: str
    content_hash: str
    fingerprint: str


def text(code: PaperCode) -> str:
    """Return what the QR code says; ValueError when the hash is not 32 bytes in hex."""
    digest = bytes.fromhex(code.content_hash)
    if len(digest) != 32:
        raise ValueError(f"{code.content_hash} is no SHA-256")
    hash_ = base64.b32encode(digest).decode().rstrip("=")
    return f"CELLYARD1:{code.number}:{hash_}:{fingerprint.normal(code.fingerprint)}"


def read(scanned: str) -> PaperCode | None:
    """Return what a scanned code says of a paper, or None when it is another code."""
    found = _FORM.fullmatch(scanned.strip())
    if found is None:
        return None
    try:
        return PaperCode(
            number=found["number"],
            content_hash=base64.b32decode(found["hash"] + "====").hex(),
            fingerprint=fingerprint.normal(found["key"]),
        )
    except ValueError:
        return None

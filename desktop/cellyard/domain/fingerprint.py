"""What a person compares of a station's public key: short, in groups, without look-alikes."""

import base64
import hashlib

KEY_DOMAIN = b"cellyard-key-v1\0"

# 25 signs of 5 bits: finding another key with the same 125 bits is out of anybody's reach.
LENGTH, GROUP = 25, 5


def fingerprint(public_key: str) -> str:
    """Return the fingerprint of an Ed25519 public key (hex), e.g. `K3QWX-…` in five groups.

    Base32 of SHA-256 (RFC 4648, section 6): capitals and 2–7, so that neither 0 nor 1 occurs, and
    a QR code packs it tightly. Raises ValueError when the key is no hex.
    """
    digest = hashlib.sha256(KEY_DOMAIN + bytes.fromhex(public_key)).digest()
    return grouped(base64.b32encode(digest).decode()[:LENGTH])


def normal(typed: str) -> str:
    """Return a fingerprint as somebody typed it in its one form; ValueError when it is none."""
    signs = "".join(typed.upper().replace("-", " ").split())
    if len(signs) != LENGTH or not set(signs) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
        raise ValueError(f"{typed} is no fingerprint")
    return grouped(signs)


def grouped(signs: str) -> str:
    """Return signs in groups of five, as they are read out and compared."""
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))

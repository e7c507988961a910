"""What a person compares of public keys: short, in groups, without look-alikes; or six words."""

import base64
import hashlib

from cellyard.domain.plain_words import WORDS

KEY_DOMAIN = b"cellyard-key-v1\0"
WORDS_DOMAIN = b"cellyard-words-v1\0"
RELAY_DOMAIN = b"cellyard-relay-v1\0"

# 25 signs of 5 bits: finding another key with the same 125 bits is out of anybody's reach.
LENGTH, GROUP = 25, 5
_KEY_BYTES = 32


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


def of_relay(hub_key: str, reply_key: str, certificate: str) -> str:
    """Return what stands in the six words of a relay for a hub's key (hex): all that is pinned.

    Without a `reply_key` it is no relay, and its own key.
    """
    if not reply_key:
        return hub_key
    pinned = bytes.fromhex(hub_key) + bytes.fromhex(reply_key) + bytes.fromhex(certificate)
    return hashlib.sha256(RELAY_DOMAIN + pinned).hexdigest()


def six_words(hub_key: str, station_key: str) -> tuple[str, ...]:
    """Return the six words that stand on both screens when a hub has enrolled a station.

    Ten bits each, 60 in all, of scrypt over the two Ed25519 public keys (hex); ValueError when one
    is no key. Whoever sits between the two needs a key for either side so that both screens say the
    same: some 2**31 tries, and scrypt (n 2**14, r 8: 16 MB, a twentieth of a second) makes that
    years where a code is good for minutes.
    """
    keys = bytes.fromhex(hub_key) + bytes.fromhex(station_key)
    if len(keys) != 2 * _KEY_BYTES:
        raise ValueError("not the keys of a hub and a station")
    bits = int.from_bytes(hashlib.scrypt(keys, salt=WORDS_DOMAIN, n=1 << 14, r=8, p=1, dklen=8))
    return tuple(WORDS[bits >> shift & 1023] for shift in range(50, -1, -10))

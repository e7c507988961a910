"""Boxes: what only the holder of one key can open (HPKE, RFC 9180).

    sealed   encapsulated key (32 bytes), ciphertext with its tag

Base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305; `info` begins with a
domain word.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class BoxKey:
    """The private key of a receiver. `seed` is 32 bytes and is kept by the caller."""

    def __init__(self, seed: bytes) -> None:
        self._key = X25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> str:
        """The public key as hex."""
        return self._key.public_key().public_bytes_raw().hex()

    def open(self, sealed: bytes, info: bytes) -> bytes | None:
        """Return what was put in; None when it is not for this key, or not as it was closed."""
        try:
            return _SUITE.decrypt(sealed, self._key, info=info)
        except (InvalidTag, ValueError):
            return None


def closed(public_key: str, content: bytes, info: bytes) -> bytes:
    """Return a few bytes as only the holder of this key (X25519, hex) can open them."""
    key = X25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    return _SUITE.encrypt(content, key, info=info)

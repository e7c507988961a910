"""Seals: Ed25519 signatures over a fact's hash, and so over the whole chain before it."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from cellyard.domain.envelope import seal_message


class SealingKey:
    """A station's private key for one epoch. `seed` is 32 bytes and is kept by the caller."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> str:
        """The public key as hex."""
        return self._key.public_key().public_bytes_raw().hex()

    def seal(self, hash_: bytes) -> bytes:
        """Return the 64-byte signature over a fact's hash."""
        return self.sign(seal_message(hash_))

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature over a message, which begins with its domain word."""
        return self._key.sign(message)


def holds(public_key: str, hash_: bytes, signature: bytes) -> bool:
    """Tell whether a seal is the station's own over this hash."""
    return signed(public_key, seal_message(hash_), signature)


def signed(public_key: str, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature over a message is that of a key (Ed25519, hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True

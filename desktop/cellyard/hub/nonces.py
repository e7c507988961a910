"""Nonces: what requests are signed over, good for a quarter of an hour by the hub's own clock.

    nonce   until (ms, hex) "." HMAC-SHA-256 over until and the chain it was given to, hex

Nothing is kept of them, so any process of a hub knows those of any other.
"""

import hashlib
import hmac

LASTS_MS = 15 * 60_000
_DOMAIN = b"cellyard-nonce-v1\0"


class Nonces:
    """`secret` is the same in every process of a hub, and in nobody else's hands."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hashlib.sha256(_DOMAIN + secret).digest()

    def give(self, chain: tuple[str, str], now: int) -> str:
        return self._made(chain, f"{now + LASTS_MS:x}")

    def holds(self, chain: tuple[str, str], nonce: str, now: int) -> bool:
        """Tell whether a nonce was given to this chain and is still good."""
        until, _, _ = nonce.partition(".")
        if not hmac.compare_digest(self._made(chain, until).encode(), nonce.encode()):
            return False
        return now <= int(until, 16)

    def _made(self, chain: tuple[str, str], until: str) -> str:
        said = "\n".join((until, *chain)).encode()
        return f"{until}.{hmac.new(self._secret, said, hashlib.sha256).hexdigest()}"

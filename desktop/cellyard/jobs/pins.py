"""PINs: hashed with argon2id at once, compared, and kept nowhere."""


def hashed(pin: str) -> str:
    """Return the argon2id hash of a PIN (OWASP password storage: t=2, 19 MiB, p=1)."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(pin)


def fits(pin_hash: str, pin: str) -> bool:
    """Tell whether this is the PIN; never for somebody who has none."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False

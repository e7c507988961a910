"""Identities: time-ordered random ids, and the names subjects have in facts."""


def time_ordered_id(at_ms: int, random: bytes) -> str:
    """Return a UUIDv7 as 32 hex digits: 48 bits of milliseconds, then 10 random bytes.

    Source: RFC 9562, section 5.7.
    """
    value = bytearray(at_ms.to_bytes(6, "big") + random[:10])
    value[6] = 0x70 | (value[6] & 0x0F)
    value[8] = 0x80 | (value[8] & 0x3F)
    return value.hex()


def battery(id_: str) -> str:
    return f"battery/{id_}"


def person(id_: str) -> str:
    return f"person/{id_}"


def station(id_: str) -> str:
    return f"station/{id_}"


def register_entry(register: str, key: str) -> str:
    return f"register/{register}/{key}"


def kind_and_id(subject: str) -> tuple[str, str]:
    """Return the two parts of a subject, e.g. `("battery", "0192…")`."""
    kind, _, id_ = subject.partition("/")
    return kind, id_

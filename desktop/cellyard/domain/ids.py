"""Identities: time-ordered random ids, and the names subjects have in facts."""

import base64
import hashlib

# The hub is itself a station, with a chain of its own in each centre.
HUB = "hub"


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


def load(id_: str) -> str:
    return f"load/{id_}"


def person(id_: str) -> str:
    return f"person/{id_}"


def sheet(sha256: str) -> str:
    return f"sheet/{sha256}"


def station(id_: str) -> str:
    return f"station/{id_}"


def register_entry(register: str, key: str) -> str:
    return f"register/{register}/{key}"


def conflict(task: str) -> str:
    """Return the subject of a task that is about more than one subject."""
    return f"conflict/{task}"


def kind_and_id(subject: str) -> tuple[str, str]:
    """Return the two parts of a subject, e.g. `("battery", "0192…")`."""
    kind, _, id_ = subject.partition("/")
    return kind, id_


def series_mark(station: str, epoch: str) -> str:
    """Return three signs that set a station's number series apart from every other one's.

    Of the epoch too: a station restored from an old backup begins a new epoch, and knows nothing
    of the numbers that were given after the backup was made.
    """
    digest = hashlib.sha256(f"cellyard-series-v1\0{station}\0{epoch}".encode()).digest()
    return base64.b32encode(digest)[:3].decode()


def series_number(station: str, epoch: str, year: int, n: int) -> str:
    """Return the n-th number of a station's series in a year: `INTAKE1-2026-0092-K7Q`."""
    name = "".join(sign for sign in station.upper() if sign.isascii() and sign.isalnum())
    return f"{name or 'CY'}-{year}-{n:04}-{series_mark(station, epoch)}"


def number_in_series(number: str) -> int:
    """Return n of a number that `series_number` made."""
    return int(number.rsplit("-", 2)[1])

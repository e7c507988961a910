"""Registers as the store knows them: the newest version of each entry, read from its blob."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from cellyard.domain.facts import BlobRef, Entry, Published, Register
from cellyard.domain.ids import register_entry as register_subject
from cellyard.domain.intake.expected import by_code
from cellyard.domain.known import Announced
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import (
    BatteryModel,
    Centre,
    Instrument,
    Notice,
    Partner,
    Person,
    PersonalSheet,
    Price,
    RegisterEntry,
    Zone,
)
from cellyard.domain.rules import Edition
from cellyard.ledger import facts
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.tables import register_entry

MEDIA = "application/vnd.cellyard.register+json"
T = TypeVar("T", bound=msgspec.Struct)
Place = tuple[int, str, str, int]  # of `Recorded.place`

_entries = (
    sa.select(register_entry.c.key, register_entry.c.sha256)
    .where(register_entry.c.register == sa.bindparam("register"))
    .order_by(register_entry.c.key)
)
_version = sa.select(register_entry.c.version).where(
    register_entry.c.register == sa.bindparam("register"),
    register_entry.c.key == sa.bindparam("key"),
)
_content = sa.select(register_entry.c.sha256).where(
    register_entry.c.register == sa.bindparam("register"),
    register_entry.c.key == sa.bindparam("key"),
)
_encoder = msgspec.json.Encoder(order="deterministic")


class Notices:
    """What outlets have announced; sorted by code anew only when a notice has changed."""

    def __init__(self, read: Callable[[], list[Notice]]) -> None:
        self._read = read
        self._noticed: tuple[Notice, ...] = ()
        self._announced: dict[str, list[Announced]] = {}

    def all(self) -> list[Notice]:
        return self._read()

    def with_code(self, key: str) -> Sequence[Announced]:
        """Return the lines of open notices with this code, earliest expected first."""
        found = tuple(self._read())
        if [id(n) for n in found] != [id(n) for n in self._noticed]:
            self._noticed, self._announced = found, by_code(found)
        return self._announced.get(key, ())


class Registers:
    """Reads entries; content is cached by hash, so a new version is never missed."""

    def __init__(self, connection: sa.Connection, blobs: Blobs) -> None:
        self._connection = connection
        self._blobs = blobs
        self._cache: dict[str, msgspec.Struct] = {}
        self._notices = Notices(lambda: self._all("notices", Notice))

    def _all(self, register: Register, kind: type[T]) -> list[T]:
        found: list[T] = []
        for row in self._rows(_entries, register=register):
            cached = self._cache.get(row.sha256)
            if not isinstance(cached, kind):
                if not self._blobs.holds(row.sha256):
                    continue  # not here yet, or erased: the entry is known only by its hash
                cached = msgspec.json.decode(self._blobs.get(row.sha256), type=kind)
                self._cache[row.sha256] = cached
            found.append(cached)
        return found

    def centre(self) -> Centre:
        """Return the centre; Refused("no_centre") in a store that was never founded."""
        found = self._all("centre", Centre)
        if not found:
            raise Refused("no_centre")
        return found[0]

    def models(self) -> list[BatteryModel]:
        return self._all("models", BatteryModel)

    def partners(self) -> list[Partner]:
        return self._all("partners", Partner)

    def zones(self) -> list[Zone]:
        return self._all("slots", Zone)

    @property
    def notices(self) -> "Notices":
        return self._notices

    def people(self) -> list[Person]:
        return self._all("people", Person)

    def instruments(self) -> list[Instrument]:
        return self._all("instruments", Instrument)

    def instrument_at(self, key: str, place: Place) -> Instrument | None:
        """Return an instrument as its newest version before a place in the order said; None where
        there was none, or its file is not here.
        """
        line = facts.of_subject(self._connection, register_subject("instruments", key))
        said = [r.fact for r in line if isinstance(r.fact, Published) and r.place < place]
        if not said or not self._blobs.holds(said[-1].sha256):
            return None
        return msgspec.json.decode(self._blobs.get(said[-1].sha256), type=Instrument)

    def editions(self) -> list[Edition]:
        return self._all("editions", Edition)

    def prices(self) -> list[Price]:
        return self._all("prices", Price)

    def sheet(self, person: Person) -> PersonalSheet | None:
        """Return what names a person; None once erased or not here."""
        if not self._blobs.holds(person.sheet):
            return None
        return msgspec.json.decode(self._blobs.get(person.sheet), type=PersonalSheet)

    def version(self, register: Register, key: str) -> int:
        """Return the newest version's number, 0 when there is none."""
        rows = self._rows(_version, register=register, key=key)
        return rows[0].version if rows else 0

    def content_hash(self, register: Register, key: str) -> str:
        """Return the hash of the newest version's content, "" when there is none."""
        rows = self._rows(_content, register=register, key=key)
        return rows[0].sha256 if rows else ""

    def _rows(self, statement: sa.Executable, **values: str) -> "Sequence[sa.Row[Any]]":
        if self._connection.in_transaction():
            return self._connection.execute(statement, values).all()
        # Asked between two acts, nothing may be left open: the next act begins for itself.
        with self._connection.begin():
            return self._connection.execute(statement, values).all()


def encoded(content: RegisterEntry | Edition) -> bytes:
    """Return an entry's content as its one row of bytes."""
    return _encoder.encode(content)


def store_content(blobs: Blobs, content: RegisterEntry | Edition) -> BlobRef:
    """Write an entry's content beside the ledger and return its reference."""
    return blobs.put(encoded(content), MEDIA)


def publication(register: Register, key: str, version: int, content: BlobRef) -> Entry:
    """Return the entry that publishes a version of a register entry."""
    published = Published(register=register, key=key, version=version, sha256=content.sha256)
    return Entry(subject=register_subject(register, key), fact=published, blobs=(content,))

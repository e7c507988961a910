"""People at a station: entering them, signing in by badge or PIN, roles, erasure."""

import hmac
import os
from collections.abc import Sequence

import msgspec

from cellyard.domain import ids, people
from cellyard.domain.facts import BlobRef, Entry, Erased, Role, RoleGranted, RoleRevoked
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Person, PersonalSheet
from cellyard.jobs.station import Station
from cellyard.ledger.notes import Attempts
from cellyard.ledger.registers import publication, store_content

SHEET_MEDIA = "application/vnd.cellyard.sheet+json"


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be entered. The PIN is hashed at once and kept nowhere."""

    name: str
    badge: str
    pin: str
    roles: tuple[Role, ...]
    phone: str = ""


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who works at the station now; the name comes from the erasable sheet."""

    id: str
    name: str
    roles: frozenset[Role]


def entries_for(station: Station, new: NewPerson) -> tuple[str, list[Entry]]:
    """Return a new person's id and what the ledger is to write for them; blobs are stored."""
    people.check_pin(new.pin)
    id_ = os.urandom(16).hex()
    person = Person(
        id=id_,
        sheet=_store_sheet(station, new).sha256,
        badge=new.badge.strip(),
        pin_hash=hash_pin(new.pin),
        roles=new.roles,
        salt=os.urandom(32).hex(),
    )
    content = store_content(station.ledger.blobs, person)
    granted = [
        Entry(subject=ids.person(id_), fact=RoleGranted(person=id_, role=role))
        for role in new.roles
    ]
    return id_, [publication("people", id_, 1, content), *granted]


def enter(station: Station, new: NewPerson, *, by: str) -> str:
    """Enter a person; returns their id. Refused("badge_taken") when the badge is another's."""

    def decide(known: Known, new: NewPerson) -> Sequence[Entry]:
        people.check_may(known, "people")
        if any(
            p.badge == new.badge.strip() and p.active for p in station.ledger.registers.people()
        ):
            raise Refused("badge_taken", badge=new.badge)
        return entries

    id_, entries = entries_for(station, new)
    station.record(decide, new, by=by)
    return id_


def _store_sheet(station: Station, new: NewPerson) -> BlobRef:
    sheet = PersonalSheet(name=new.name.strip(), phone=new.phone, salt=os.urandom(32).hex())
    return station.ledger.blobs.put(msgspec.json.encode(sheet), SHEET_MEDIA)


def hash_pin(pin: str) -> str:
    """Return the argon2id hash of a PIN (OWASP's parameters for t=2, 19 MiB, p=1)."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(pin)


def _pin_fits(pin_hash: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except VerificationError:
        return False


def by_badge(station: Station, badge: str) -> SignedIn:
    """Return who carries a badge; Refused("unknown_badge") otherwise."""
    wanted = badge.strip().encode()
    for person in _active(station):
        if hmac.compare_digest(person.badge.encode(), wanted):
            return _signed_in(station, person)
    raise Refused("unknown_badge")


def by_pin(station: Station, person_id: str, pin: str, now: int) -> SignedIn:
    """Return who signs in by PIN; counts wrong ones and locks out, across restarts.

    `now` is the wall clock in ms. Refused("wrong_pin") or ("locked_out") with the seconds left.
    """
    attempts = station.notes.attempts(person_id)
    people.check_not_locked(attempts.locked_until, now)
    person = next((p for p in _active(station) if p.id == person_id), None)
    if person is not None and _pin_fits(person.pin_hash, pin):
        station.notes.put_attempts(person_id, Attempts())
        return _signed_in(station, person)
    failures = attempts.failures + 1
    until = now + people.lockout_ms(failures)
    station.notes.put_attempts(person_id, Attempts(failures=failures, locked_until=until))
    raise Refused("wrong_pin", left=people.tries_left(failures))


def _active(station: Station) -> list[Person]:
    with station.ledger.connection.begin():
        return [p for p in station.ledger.registers.people() if p.active]


def _signed_in(station: Station, person: Person) -> SignedIn:
    sheet = station.ledger.registers.sheet(person)
    return SignedIn(id=person.id, name=sheet.name if sheet else "", roles=frozenset(person.roles))


def change(station: Station, person: Person, *, by: str) -> None:
    """Publish a new version of a person (roles, badge, PIN, active) and its role facts."""

    def decide(known: Known, person: Person) -> Sequence[Entry]:
        people.check_may(known, "people")
        before = known.roles(person.id)
        now = frozenset(person.roles) if person.active else frozenset[Role]()
        version = station.ledger.registers.version("people", person.id) + 1
        subject = ids.person(person.id)
        granted = [RoleGranted(person=person.id, role=r) for r in sorted(now - before)]
        revoked = [RoleRevoked(person=person.id, role=r) for r in sorted(before - now)]
        return [
            publication("people", person.id, version, content),
            *(Entry(subject=subject, fact=fact) for fact in (*granted, *revoked)),
        ]

    content = store_content(station.ledger.blobs, person)
    station.record(decide, person, by=by)


def erase(station: Station, person: Person, *, by: str) -> None:
    """Drop a person's sheet everywhere; the facts and the chain stay."""

    def decide(known: Known, person: Person) -> Sequence[Entry]:
        people.check_may(known, "people")
        fact = Erased(blob=person.sheet, ground="request_of_the_person")
        return [Entry(subject=ids.person(person.id), fact=fact)]

    station.record(decide, person, by=by)
    station.ledger.blobs.erase(person.sheet)

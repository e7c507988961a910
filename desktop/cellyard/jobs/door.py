"""The door of a station: who may sign in here, and who does, by badge or PIN."""

import hmac

import msgspec

from cellyard.domain.facts import Role
from cellyard.domain.people import check_not_locked, lockout_ms, tries_left
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Person
from cellyard.jobs import pins
from cellyard.jobs.people import SEEN, Listed, listed
from cellyard.jobs.station import Station
from cellyard.ledger.notes import Attempts


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who works at the station now; the name comes from the erasable sheet."""

    id: str
    name: str
    roles: frozenset[Role]


def admits(station: Station) -> list[Listed]:
    """Return who may sign in here, who did so last first."""
    seen = station.notes.kept(SEEN)
    with station.ledger.connection.begin():
        found = [p for p in listed(station.ledger.registers) if p.active]
    dated = [msgspec.structs.replace(p, seen=int(seen.get(SEEN + p.id, 0))) for p in found]
    return sorted(dated, key=lambda p: (-p.seen, p.name))


def by_badge(station: Station, badge: str, now: int = 0) -> SignedIn:
    """Return who carries a badge; Refused("unknown_badge") otherwise. `now` in ms."""
    wanted = badge.strip().encode()
    for person in _active(station):
        if wanted and hmac.compare_digest(person.badge.encode(), wanted):
            return _signed_in(station, person, now)
    raise Refused("unknown_badge")


def by_id(station: Station, person_id: str, now: int = 0) -> SignedIn:
    """Return a person who has proven otherwise who they are: the founder at First run."""
    return _signed_in(station, next(p for p in _active(station) if p.id == person_id), now)


def by_pin(station: Station, person_id: str, pin: str, now: int) -> SignedIn:
    """Return who signs in by PIN; counts wrong ones and locks out, across restarts.

    `now` is the wall clock in ms. Refused("wrong_pin") with the tries left, or ("locked_out")
    with the seconds left.
    """
    attempts = station.notes.attempts(person_id)
    check_not_locked(attempts.locked_until, now)
    person = next((p for p in _active(station) if p.id == person_id), None)
    if person is None:
        raise Refused("unknown_person")
    if pins.fits(person.pin_hash, pin):
        station.notes.put_attempts(person_id, Attempts())
        return _signed_in(station, person, now)
    failures = attempts.failures + 1
    lockout = lockout_ms(failures)
    station.notes.put_attempts(
        person_id, Attempts(failures=failures, locked_until=now + lockout if lockout else 0)
    )
    if lockout:
        raise Refused("locked_out", seconds=lockout // 1000)
    raise Refused("wrong_pin", left=tries_left(failures))


def _active(station: Station) -> list[Person]:
    with station.ledger.connection.begin():
        return [p for p in station.ledger.registers.people() if p.active]


def _signed_in(station: Station, person: Person, now: int) -> SignedIn:
    if now:
        station.notes.keep(SEEN + person.id, str(now))
    sheet = station.ledger.registers.sheet(person)
    return SignedIn(id=person.id, name=sheet.name if sheet else "", roles=frozenset(person.roles))

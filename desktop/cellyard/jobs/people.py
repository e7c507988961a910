"""People at a station: entering them, changing them, erasing what names them."""

import os
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from cellyard.domain import ids, people, release
from cellyard.domain.facts import (
    Entry,
    Erased,
    Published,
    Qualification,
    Role,
    RoleGranted,
    RoleRevoked,
)
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Person, PersonalSheet
from cellyard.jobs import erasing, pins
from cellyard.jobs.station import Station
from cellyard.ledger import facts
from cellyard.ledger.loads import Loads
from cellyard.ledger.registers import Registers, publication, store_content

SHEET_MEDIA = "application/vnd.cellyard.sheet+json"
# Where the station notes when a person signed in last.
SEEN = "signed_in/"

Ground = Literal["retention_ended", "request_of_the_person"]


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to be entered. The PIN is hashed at once and kept nowhere.

    `qualified` is until which ISO date, by what for.
    """

    name: str
    badge: str
    pin: str
    roles: tuple[Role, ...]
    phone: str = ""
    qualified: Mapping[Qualification, str] = {}


class ChangedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """How a person is to stand in the register from now on; an empty PIN stays as it is.

    `qualified` names the qualifications that change: until which ISO date, "" takes one away.
    """

    id: str
    name: str
    badge: str
    roles: tuple[Role, ...]
    active: bool = True
    pin: str = ""
    phone: str = ""
    qualified: Mapping[Qualification, str] = {}


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a list; `name` is "" once erased, `seen` the last sign-in here (ms) or 0.

    `qualified` is until which ISO date, by what for; past ones too.
    """

    id: str
    name: str
    badge: str
    roles: tuple[Role, ...]
    active: bool
    phone: str = ""
    seen: int = 0
    qualified: Mapping[Qualification, str] = {}


def listed(registers: Registers) -> list[Listed]:
    """Return everybody in the register, in the order of their names."""
    found = [_listed(person, registers.sheet(person)) for person in registers.people()]
    return sorted(found, key=lambda p: (not p.active, p.name, p.id))


def _listed(person: Person, sheet: PersonalSheet | None) -> Listed:
    return Listed(
        id=person.id,
        name=sheet.name if sheet else "",
        phone=sheet.phone if sheet else "",
        badge=person.badge,
        roles=person.roles,
        active=person.active,
    )


# --- entering, changing, erasing ------------------------------------------------------------


def entries_for(station: Station, new: NewPerson) -> tuple[str, list[Entry]]:
    """Return a new person's id and what the ledger is to write for them; blobs are stored.

    Refused("name_missing"), ("role_needed") or ("pin_shape"). Nobody who is entered with a
    station's founding is qualified yet.
    """
    person, sheet = _prepared(new)
    return person.id, _written(station, person, sheet, before=frozenset())


def enter(station: Station, new: NewPerson, *, by: str) -> str:
    """Enter a person; returns their id.

    Refused("badge_taken") when the badge is another's, ("qualification_date_wrong") when a day is
    none, or past.
    """
    person, sheet = _prepared(new)

    def decide(known: Known, person: Person) -> Sequence[Entry]:
        people.check_may(known, "people")
        _check_badge(station, person)
        written = _written(station, person, sheet, before=frozenset())
        return [*written, *_qualified(known, person.id, new.qualified)]

    station.record(decide, person, by=by)
    return person.id


def change(station: Station, changed: ChangedPerson, *, by: str) -> None:
    """Change a person's name, badge, PIN, roles, or whether they may sign in at all.

    Refused as `enter`; also ("unknown_person") and ("own_administrator_role"): nobody locks the
    last door from outside. A name that is given up is erased like a sheet that is asked back.
    """
    _check_form(changed.name, changed.roles)
    pin_hash = _pin_hash(changed.pin) if changed.pin else ""
    dropped: list[str] = []

    def decide(known: Known, changed: ChangedPerson) -> Sequence[Entry]:
        people.check_may(known, "people")
        before = _person(station, changed.id)
        sheet = station.ledger.registers.sheet(before)
        if sheet is None:
            raise Refused("person_erased")
        person = msgspec.structs.replace(
            before,
            badge=changed.badge.strip(),
            pin_hash=pin_hash or before.pin_hash,
            roles=changed.roles,
            active=changed.active,
        )
        _check_badge(station, person)
        _check_not_own_door(known, person)
        renamed = None
        if (sheet.name, sheet.phone) != (changed.name.strip(), changed.phone.strip()):
            renamed = _sheet(changed.name, changed.phone)
            dropped.append(before.sheet)
        return [
            *_written(station, person, renamed, before=known.roles(person.id)),
            *_qualified(known, person.id, changed.qualified),
            *(_erased(person, blob, "retention_ended") for blob in dropped),
        ]

    station.record(decide, changed, by=by)
    erasing.drop(station, dropped)


def erase(station: Station, person_id: str, *, by: str) -> None:
    """Drop what names a person, everywhere and for good; the facts and the chain stay whole.

    The person can no longer sign in; badge and PIN hash go with the earlier versions, and so do
    their signatures: papers say "erased" in their place.
    """
    dropped = list[str]()

    def decide(known: Known, person_id: str) -> Sequence[Entry]:
        people.check_may(known, "people")
        before = _person(station, person_id)
        person = msgspec.structs.replace(before, badge="", pin_hash="", roles=(), active=False)
        _check_not_own_door(known, person)
        line = facts.of_subject(station.ledger.connection, ids.register_entry("people", person.id))
        dropped.append(before.sheet)
        dropped.extend(r.fact.sha256 for r in line if isinstance(r.fact, Published))
        dropped.extend(_signatures_of(station, person.id))
        return [
            *_written(station, person, None, before=known.roles(person.id)),
            *(_erased(person, blob, "request_of_the_person") for blob in dropped),
        ]

    station.record(decide, person_id, by=by)
    station.notes.keep(SEEN + person_id, "")
    erasing.drop(station, dropped)


def _check_form(name: str, roles: tuple[Role, ...]) -> None:
    if not name.strip():
        raise Refused("name_missing")
    if not roles:
        raise Refused("role_needed")


def _prepared(new: NewPerson) -> tuple[Person, PersonalSheet]:
    _check_form(new.name, new.roles)
    person = Person(
        id=os.urandom(16).hex(),
        sheet="",
        badge=new.badge.strip(),
        pin_hash=_pin_hash(new.pin),
        roles=new.roles,
        salt=_salt(),
    )
    return person, _sheet(new.name, new.phone)


def _sheet(name: str, phone: str) -> PersonalSheet:
    return PersonalSheet(name=name.strip(), phone=phone.strip(), salt=_salt())


def _salt() -> str:
    return os.urandom(32).hex()


def _written(
    station: Station, person: Person, sheet: PersonalSheet | None, *, before: frozenset[Role]
) -> list[Entry]:
    """Store what is new and return the publication and the roles given and taken."""
    ledger = station.ledger
    if sheet is not None:
        blob = ledger.blobs.put(msgspec.json.encode(sheet), SHEET_MEDIA)
        person = msgspec.structs.replace(person, sheet=blob.sha256)
    version = ledger.registers.version("people", person.id) + 1
    now = frozenset(person.roles) if person.active else frozenset[Role]()
    roles = [RoleGranted(person=person.id, role=r) for r in sorted(now - before)]
    knew = facts.ends(ledger.connection)
    taken = [RoleRevoked(person=person.id, role=r, knew=knew) for r in sorted(before - now)]
    return [
        publication("people", person.id, version, store_content(ledger.blobs, person)),
        *(Entry(subject=ids.person(person.id), fact=fact) for fact in (*roles, *taken)),
    ]


def _qualified(
    known: Known, person: str, qualified: Mapping[Qualification, str]
) -> Sequence[Entry]:
    orders = [
        release.Qualifying(person=person, qualification=qualification, until=until)
        for qualification, until in qualified.items()
    ]
    return [entry for order in orders for entry in release.qualify(known, order)]


def _signatures_of(station: Station, person_id: str) -> list[str]:
    """Return the sheets of a person's own signatures: who works here signs as the consignor."""
    loads = Loads(station.ledger.connection, station="", epoch="", year=0).all()
    signed = (s for load in loads for s in load.signatures)
    return [s.sheet for s in signed if s.party == "consignor" and s.by == person_id]


def _erased(person: Person, blob: str, ground: Ground) -> Entry:
    return Entry(subject=ids.person(person.id), fact=Erased(blob=blob, ground=ground))


def _pin_hash(pin: str) -> str:
    people.check_pin(pin)
    return pins.hashed(pin)


def _person(station: Station, person_id: str) -> Person:
    found = next((p for p in station.ledger.registers.people() if p.id == person_id), None)
    if found is None:
        raise Refused("unknown_person")
    return found


def _check_badge(station: Station, person: Person) -> None:
    others = (p for p in station.ledger.registers.people() if p.active and p.id != person.id)
    if person.badge and any(p.badge == person.badge for p in others):
        raise Refused("badge_taken", badge=person.badge)


def _check_not_own_door(known: Known, person: Person) -> None:
    stays = person.active and "administrator" in person.roles
    if person.id == known.actor and not stays:
        raise Refused("own_administrator_role")

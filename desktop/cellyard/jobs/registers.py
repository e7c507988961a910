"""Registers: publishing what an administrator or supervisor changed in Set up."""

from collections import Counter
from collections.abc import Sequence
from typing import assert_never

import msgspec

from cellyard.domain import people, prices
from cellyard.domain.facts import Entry, Register
from cellyard.domain.known import Known
from cellyard.domain.people import Act
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import (
    BatteryModel,
    Centre,
    Instrument,
    Notice,
    Partner,
    Price,
    Zone,
)
from cellyard.domain.rules import Edition, is_date
from cellyard.jobs.station import Station
from cellyard.ledger.registers import publication, store_content

Publishable = Centre | Partner | BatteryModel | Zone | Instrument | Edition | Notice | Price


def publish(station: Station, entries: Sequence[Publishable], *, by: str) -> None:
    """Publish these entries in one act, each as the next version of its key.

    What stands in the register already is left out. An instrument at another port or channel
    loses the day on which its stop was confirmed. Raises Refused: `sign_in_first`,
    `role_missing`, `slot_in_use` when a slot would go that holds a battery, `slot_named_twice`,
    `instrument_date_wrong`, `edition_stands` when a centre's own edition would change in place,
    and of a price what `prices.wrong` says.
    """

    def decide(known: Known, entries: Sequence[Publishable]) -> Sequence[Entry]:
        published: list[Entry] = []
        for wanted in entries:
            register, key, act = place(wanted)
            people.check_may(known, act)
            standing = _standing(station, register)
            entry = _checked(known, wanted, standing)
            if entry not in standing:
                version = station.ledger.registers.version(register, key) + 1
                content = store_content(station.ledger.blobs, entry)
                published.append(publication(register, key, version, content))
        _check_slots(known, [e for e in entries if isinstance(e, Zone)])
        return published

    station.record(decide, entries, by=by)


def place(entry: Publishable) -> tuple[Register, str, Act]:
    """Return an entry's register, its key there, and the act that changing it is."""
    match entry:
        case Centre():
            return "centre", "centre", "editions"
        case Partner():
            return "partners", entry.key, "partners"
        case BatteryModel():
            return "models", entry.key, "models"
        case Zone():
            return "slots", entry.key, "slots"
        case Instrument():
            return "instruments", entry.key, "instruments"
        case Edition():
            return "editions", entry.id, "editions"
        case Notice():
            return "notices", entry.key, "notices"
        case Price():
            return "prices", entry.key, "prices"
        case _:
            assert_never(entry)


def _standing(station: Station, register: Register) -> Sequence[Publishable]:
    registers = station.ledger.registers
    match register:
        case "centre":
            return [registers.centre()]
        case "partners":
            return registers.partners()
        case "models":
            return registers.models()
        case "slots":
            return registers.zones()
        case "instruments":
            return registers.instruments()
        case "editions":
            return registers.editions()
        case "notices":
            return registers.notices.all()
        case "prices":
            return registers.prices()
        case "people":
            return []


def _checked(known: Known, entry: Publishable, standing: Sequence[Publishable]) -> Publishable:
    """Return what may be published of an entry; refuse what its register has a say in."""
    match entry:
        case Instrument():
            before = (i for i in standing if isinstance(i, Instrument) and i.key == entry.key)
            return _instrument(known, entry, next(before, None))
        case Edition() if entry.made_from:
            others = (e for e in standing if isinstance(e, Edition) and e.id == entry.id)
            if any(other != entry for other in others):
                raise Refused("edition_stands", edition=entry.id)
            return entry
        case Price():
            if no := prices.wrong(entry):
                raise no
            return entry
        case _:
            return entry


def _instrument(known: Known, entry: Instrument, before: Instrument | None) -> Instrument:
    """Return the instrument with its stop confirmed only where that was seen at this wiring."""
    for day in (entry.calibrated_until, entry.stop_confirmed):
        if day and not is_date(day):
            raise Refused("instrument_date_wrong", text=day)
    if before and wiring(before) != wiring(entry):
        entry = msgspec.structs.replace(entry, stop_confirmed="")
    if entry.stop_confirmed and (not before or before.stop_confirmed != entry.stop_confirmed):
        people.check_may(known, "confirm_stop")
    return entry


def wiring(instrument: Instrument) -> tuple[str, ...]:
    """Return what a confirmed stop holds for: another profile, port or channel needs another."""
    i = instrument
    return (i.station, i.duty, i.profile, i.port, i.identity, i.channel)


def _check_slots(known: Known, changed: Sequence[Zone]) -> None:
    if not changed:
        return
    zones = {zone.key: zone for zone in (*known.zones(), *changed)}
    names = [slot.name for zone in zones.values() for slot in zone.slots]
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise Refused("slot_named_twice", slot=twice[0])
    kept = frozenset(names)
    for lying in known.lying():
        if lying.slot not in kept:
            raise Refused("slot_in_use", slot=lying.slot)

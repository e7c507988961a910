"""Registers: publishing what an administrator or supervisor changed in Set up."""

from collections import Counter
from collections.abc import Sequence
from typing import assert_never

from cellyard.domain import people
from cellyard.domain.facts import Entry, Register
from cellyard.domain.known import Known
from cellyard.domain.people import Act
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Centre, Instrument, Partner, Zone
from cellyard.domain.rules import Edition
from cellyard.jobs.station import Station
from cellyard.ledger.registers import publication, store_content

Publishable = Centre | Partner | BatteryModel | Zone | Instrument | Edition


def publish(station: Station, entries: Sequence[Publishable], *, by: str) -> None:
    """Publish these entries in one act, each as the next version of its key.

    What stands in the register already is left out. Raises Refused: `sign_in_first`,
    `role_missing`, `slot_in_use` when a slot would go that holds a battery, `slot_named_twice`.
    """

    def decide(known: Known, entries: Sequence[Publishable]) -> Sequence[Entry]:
        published: list[Entry] = []
        for entry in entries:
            register, key, act = place(entry)
            people.check_may(known, act)
            if entry not in _standing(station, register):
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
        case "people":
            return []


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

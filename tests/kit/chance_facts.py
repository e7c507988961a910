"""Facts as chance has them: of few batteries, slots and codes, so that stations meet on them."""

import random
from decimal import Decimal

import msgspec
import stores

from cellyard.domain import ids
from cellyard.domain.facts import (
    Corrected,
    Distinguished,
    Entry,
    Evidence,
    Fact,
    HoldPlaced,
    HoldReleased,
    Identified,
    Inspected,
    Labelled,
    ModelAssigned,
    Observed,
    Placed,
    Received,
    RoleGranted,
    RoleRevoked,
    SlotHeld,
    TakenOver,
    Triaged,
    Weighed,
)

SLOTS = ("A-01-1-1", "A-01-1-2", "D-01-1-1", "Q-01")
BATTERIES = tuple(f"{n:032x}" for n in range(0xB0, 0xB6))
PEOPLE = ("ab" * 16, "cd" * 16)


class Vaporised(msgspec.Struct, frozen=True, kw_only=True):
    """A kind that an app of tomorrow writes: no fold here knows it."""

    at_degrees: int


def of_battery(dice: random.Random) -> Fact:
    """Return what a station may say of a battery."""
    code = stores.code(dice.randrange(4))
    slot, decided = dice.choice(SLOTS), stores.DECIDED
    other = dice.choice(BATTERIES)
    made: list[Fact] = [
        Received(ticket=dice.randrange(1, 9), code=code, scheme="GBT34014"),
        Identified(code=code, scheme="GBT34014"),
        Weighed(kg=Decimal(dice.randrange(100, 9999)) / 10, evidence=Evidence()),
        Inspected(section="case_damage", answer=dice.choice(["no", "yes"])),
        Triaged(verdict=dice.choice(["go", "watch", "stop"]), reasons=(), decided=decided),
        ModelAssigned(model=dice.choice(["x-1", None]), how="chosen"),
        SlotHeld(slot=slot, decided=decided),
        Placed(slot=slot, decided=decided),
        Placed(slot=slot, decided=decided),
        TakenOver(person=dice.choice(PEOPLE)),
        Labelled(printer="file"),
        Distinguished(other=other),
        HoldPlaced(reason="dispute"),
        HoldReleased(reason="settled", second=PEOPLE[1]),
        Observed(temperature=Decimal(21), clean=True, evidence=Evidence(), decided=decided),
        Vaporised(at_degrees=dice.randrange(900)),  # pyright: ignore[reportAssignmentType]
    ]
    return dice.choice(made)


def act(dice: random.Random, written: list[str]) -> list[Entry]:
    """Return what one act writes: of one battery, sometimes of several, sometimes of a person.

    `written` are facts (by ref) that may be taken back.
    """
    draw = dice.random()
    if draw < 0.06:
        role = dice.choice(["operator", "supervisor"])
        person = dice.choice(PEOPLE)
        kind = dice.choice([RoleGranted, RoleRevoked])
        return [Entry(subject=ids.person(person), fact=kind(person=person, role=role))]
    if draw < 0.12 and written:
        taken = Corrected(facts=(dice.choice(written),), reason="undo")
        return [Entry(subject=ids.battery(dice.choice(BATTERIES)), fact=taken)]
    if draw < 0.15:
        opaque = Vaporised(at_degrees=1)
        return [Entry(subject=f"kiln/{dice.randrange(3)}", fact=opaque)]  # pyright: ignore[reportArgumentType]
    batteries = dice.sample(BATTERIES, dice.choice([1, 1, 1, 2, 3]))
    return [
        Entry(subject=ids.battery(b), fact=of_battery(dice))
        for b in batteries
        for _ in range(dice.choice([1, 2, 4]))
    ]

"""Whether one more thing may lie in a slot: rules in order, the first that says no decides."""

from collections.abc import Callable, Iterator, Sequence

from cellyard.domain.known import Lying
from cellyard.domain.yard.picture import NOT_JUDGED, Objection, Place, Yard, damaged

# What a slot was held against, beside the rule of its zone, when nothing spoke against it.
CHECKED = ("slot.kg", "slot.kwh", "segregation.damage", "segregation.chemistry")
# By what must have been done first: the refusal's code.
_AFTER = {"grade": "slot_after_grading", "discharge": "slot_after_discharge"}
Check = Callable[[Yard, Lying, Place], Objection | None]


def may_lie(yard: Yard, what: Lying, slot: str, *, station: str = "") -> Objection | None:
    """Return None when `what` may lie in the slot, else the rule that decided.

    With `station` another station's home slot is refused. What already lies in the slot is never
    counted against itself.
    """
    place = yard.place(slot)
    if place is None:
        return Objection(code="slot_unknown", rule="slot.kg")
    if station and place.slot.home not in ("", station):
        shown: dict[str, object] = {"home": place.slot.home}
        return Objection(code="slot_of_other_station", rule="slot.home", shown=shown)
    for check in _CHECKS:
        if objection := check(yard, what, place):
            return objection
    return None


def _of_zone(_yard: Yard, what: Lying, place: Place) -> Objection | None:
    """The zone's purpose: which verdicts, what must come first, which chemistry families."""
    rule = place.rule
    shown: dict[str, object] = {"purpose": place.zone.purpose}
    if rule is None:
        return Objection(code="slot_wrong_verdict", rule="zone", shown=shown)
    if what.verdict is None and NOT_JUDGED not in rule.verdicts:
        return Objection(code="not_judged", rule=rule.id)
    if what.verdict is not None and what.verdict not in rule.verdicts:
        beside = damaged(what) and "go" in rule.verdicts
        code = "slot_damaged_beside_intact" if beside else "slot_wrong_verdict"
        return Objection(code=code, rule=rule.id, shown=shown)
    if rule.after and rule.after not in what.done:
        return Objection(code=_AFTER[rule.after], rule=rule.id, shown=shown)
    if rule.families and what.family not in rule.families:
        return Objection(code="slot_wrong_family", rule=rule.id, shown=shown)
    return None


def one_each(yard: Yard, what: Lying, place: Place) -> Objection | None:
    """One pack in one slot, one damaged thing in one slot; small sound things may share."""
    others = list(_others(yard.in_slot(place.slot.name), what))
    if not others:
        return None
    if damaged(what) or any(damaged(other) for other in others):
        return Objection(code="slot_taken", rule="slot.one_damaged")
    if any(thing.level == "pack" for thing in (what, *others)):
        return Objection(code="slot_taken", rule="slot.one_pack")
    return None


def carries(yard: Yard, what: Lying, place: Place) -> Objection | None:
    """Limits of the slot and of its zone, in kg and in kWh."""
    slot, zone = place.slot, place.zone
    for of, name, max_kg, max_kwh in (
        ("slot", slot.name, slot.max_kg, slot.max_kwh),
        ("zone", zone.key, zone.max_kg, zone.max_kwh),
    ):
        load = yard.load(f"{of} {name}")
        mine = [x for x in yard.in_slot(slot.name) if x.battery == what.battery]
        kg = load.kg + yard.kg(what) - sum(yard.kg(x) for x in mine)
        kwh = load.kwh + yard.kwh(what) - sum(yard.kwh(x) for x in mine)
        if max_kg is not None and kg > max_kg:
            shown: dict[str, object] = {"kg": kg, "limit": max_kg, "zone": zone.key}
            return Objection(code=f"{of}_over_kg", rule=f"{of}.kg", shown=shown)
        if max_kwh is not None and kwh > max_kwh:
            shown = {"kwh": kwh, "limit": max_kwh, "zone": zone.key}
            return Objection(code=f"{of}_over_kwh", rule=f"{of}.kwh", shown=shown)
    return None


def beside(yard: Yard, what: Lying, place: Place) -> Objection | None:
    """Damaged never beside intact, chemistry families apart, each in its compartment."""
    for rule, code, compartment, own in (
        ("damage", "slot_damaged_beside_intact", place.damage, damaged(what)),
        ("chemistry", "slot_chemistry", place.chemistry, what.family),
    ):
        if other := yard.beside(compartment, own, what.battery):
            shown: dict[str, object] = {"other": other.slot}
            return Objection(code=code, rule=f"segregation.{rule}", shown=shown)
    return None


def _others(lying: Sequence[Lying], what: Lying) -> Iterator[Lying]:
    return (x for x in lying if x.battery != what.battery)


_CHECKS: tuple[Check, ...] = (_of_zone, one_each, beside, carries)

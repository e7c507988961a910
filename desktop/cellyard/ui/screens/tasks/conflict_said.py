"""What Tasks says of a conflict: a card for each side, the answers to choose from, the button."""

from typing import NamedTuple

from cellyard.domain import facts as f
from cellyard.domain.conflicts import ConflictKind
from cellyard.domain.tasks import Task
from cellyard.domain.yard.place import REASONS
from cellyard.ui.open_tasks import Overview
from cellyard.ui.screens.tasks.evidence import Evidence, Side
from cellyard.ui.screens.tasks.said import Card
from cellyard.words import _, quantity
from cellyard.words import battery as spoken
from cellyard.words.conflicts import FIELDS, SAME
from cellyard.words.facts import said
from cellyard.words.times import when
from cellyard.words.yard import OVERRULE_KEYS

# These are about one thing that one station wrote; all others have two sides.
ONE_SIDED: frozenset[ConflictKind] = frozenset({"slot_of_other", "role_missing", "unread", "fork"})
# Both may well be true, and that is what must not be.
ALL_TRUE: frozenset[ConflictKind] = frozenset({"slot_over", "slot_beside"})
# Where batteries stand beside each other, not what is said of one.
_OF_SEVERAL: frozenset[ConflictKind] = frozenset({"same_code", "slot_over", "slot_beside"})
_MOST = 6  # lines of a card
_ONE, _TWO = SAME


class Option(NamedTuple):
    """One answer to choose: its name, and two lines."""

    key: str
    first: str
    second: str = ""


def cards(found: Overview, task: Task, evidence: Evidence, now: int) -> tuple[Card, ...]:
    """Return a card for each side, no more than two: the others are counted on the second."""
    if task.kind == "role_missing":
        return (_acts(task, evidence, now),)
    if task.kind == "fork":
        return tuple(_branch(task, side, now) for side in evidence.sides[:1])
    sides = _apart(evidence.sides)
    shown = [_card(found, task, side, now) for side in sides[:2]]
    if len(sides) == 2:
        one, other = sides
        told = (_then(task, one, other), _then(task, other, one))
        shown = [card._replace(then=then) for card, then in zip(shown, told, strict=True)]
    if len(sides) > 2:
        last = shown[-1]
        more = (_("More of them"), str(len(sides) - 2))
        shown[-1] = last._replace(pairs=(*last.pairs, more))
    return tuple(shown)


def _branch(task: Task, side: Side, now: int) -> Card:
    """Where two histories part, and what stands there in the one that is held here."""
    pairs = [(_("They part at"), side.fact)]
    if side.recorded is not None:
        by = when(side.at, now)
        pairs.append((_("Here it says"), said(side.recorded)))
        pairs.append((_("Written"), f"{side.who}, {by}" if side.who else by))
    then = ("", "")
    if task.conflict is not None and task.conflict.behind:
        words = _("It joins the centre again under its name. Until then work goes on here.")
        then = (_("If this station begins anew"), words)
    return Card(_("Two histories of"), task.name, "", tuple(pairs), then)


def _apart(sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """Return all sides, after the first the first one of another station."""
    rest = sorted(sides[1:], key=lambda side: side.station == sides[0].station)
    return (*sides[:1], *rest)


def _then(task: Task, side: Side, other: Side) -> tuple[str, str]:
    """Return when one of two sides is so, and what is written by that."""
    scanned = _("If you scan this one")
    match task.kind, side.recorded.fact if side.recorded else None:
        case "two_places", _fact:
            words = _("It lies in {slot}, and {other} is free again.")
            return scanned, words.format(slot=side.said.what, other=other.said.what)
        case "moved_after_dispatch", f.Placed():
            words = _("It lies in {slot}, and is taken off its load.")
            return scanned, words.format(slot=side.said.what)
        case "moved_after_dispatch", _fact:
            words = _("It left with its load, and {slot} is free again.")
            return _("If it is not there"), words.format(slot=other.said.what)
        case "slot_over", _fact if other.battery is not None and other.battery.kg is not None:
            kg, words = quantity(other.battery.kg, "kg"), _("{kg} stay in {slot}.")
            return _("If you move this one"), words.format(kg=kg, slot=task.name)
        case "slot_over" | "slot_beside", _fact:
            return _("If you move this one"), _("Scan it in Yard, then a slot elsewhere.")
        case "graded_twice", f.Graded() | f.GradeOverruled() as fact:
            words = _("Two people set grade {grade} in Grade. The other one stays in its line.")
            return _("If this grade stands"), words.format(grade=fact.grade)
        case _:
            return "", ""


def _card(found: Overview, task: Task, side: Side, now: int) -> Card:
    caption = _("{station} says").format(station=side.station)
    pairs: list[tuple[str, str]] = []
    if side.who or side.at:
        by = when(side.at, now) if side.at else ""
        pairs.append((_("Written"), f"{side.who}, {by}" if side.who else by))
    pairs += _known(side)
    if task.kind == "slot_beside":
        pairs.append((_("Lies in"), side.said.what))
    pairs += [(_(FIELDS[field]), text) for field, text in side.differs]
    pairs.append((_("Fact"), side.fact))
    battery = side.battery
    code = (battery.code or _("No code")) if battery else ""
    if task.kind == "two_loads":
        pairs.insert(0, (_("Code"), code))
        code = side.load
    return Card(caption, _name(found, task, side), code, tuple(pairs))


def _name(found: Overview, task: Task, side: Side) -> str:
    fact = side.recorded.fact if side.recorded else None
    if task.kind in _OF_SEVERAL and side.battery is not None:
        return spoken.name(found.models.get(side.battery.model or ""))
    match fact:
        case f.Placed():
            return fact.slot
        case f.Dispatched() if task.kind == "moved_after_dispatch":
            return _("Left the gate")
        case f.Listed() | f.Dispatched():
            return found.partners.get(side.consignee) or _("A load not known here yet")
        case f.Graded() | f.GradeOverruled():
            return _("Grade {grade}").format(grade=fact.grade)
        case f.Merged() | f.Distinguished():
            one = isinstance(fact, f.Merged)
            return _(SAME[_ONE if one else _TWO])
        case f.Published():
            return _("Version {version}").format(version=fact.version)
        case _:
            return task.name


def _known(side: Side) -> list[tuple[str, str]]:
    battery, fact = side.battery, side.recorded.fact if side.recorded else None
    if battery is None:
        return []
    pairs = [(_("Ticket"), str(battery.ticket))]
    if battery.kg is not None:
        pairs.append((_("Weighed here"), quantity(battery.kg, "kg")))
    if isinstance(fact, f.Placed) and fact.came_from:
        pairs.append((_("Came from"), fact.came_from))
    if isinstance(fact, f.Received | f.Identified) and battery.slot:
        pairs.append((_("Slot"), battery.slot))
    if isinstance(fact, f.Dispatched) and side.load:
        pairs.append((_("Load number"), side.load))
    return pairs


def _acts(task: Task, evidence: Evidence, now: int) -> Card:
    """What somebody did, a line each."""
    sides = evidence.sides
    pairs = [(when(s.at, now), said(s.recorded)) for s in sides[:_MOST] if s.recorded]
    if len(sides) > _MOST:
        pairs.append((_("More of them"), str(len(sides) - _MOST)))
    who = next((s.who for s in sides if s.who), "")
    caption = _("{station} says").format(station=sides[0].station) if sides else ""
    return Card(caption, who, task.name, tuple(pairs))


def options(task: Task, evidence: Evidence | None) -> tuple[Option, ...]:
    """Return what may be chosen with the keys 1, 2, 3."""
    match task.kind:
        case "same_code" | "one_or_two":
            return _one_or_two(evidence)
        case "slot_of_other":
            return tuple(Option(key, _(OVERRULE_KEYS[key])) for key in REASONS)
        case "two_loads" if evidence is not None:
            known = {s.said.what: s.load for s in evidence.sides if s.load}
            return tuple(
                Option(load, number, _off([n for n in known.values() if n != number]))
                for load, number in known.items()
            )
        case "two_versions" if evidence is not None:
            return tuple(
                Option(s.said.what, s.station, s.differs[0][1] if s.differs else s.who)
                for s in evidence.sides
            )
        case _:
            return ()


def _one_or_two(evidence: Evidence | None) -> tuple[Option, ...]:
    there = (
        {s.battery.id: s.battery.ticket for s in evidence.sides if s.battery} if evidence else {}
    )
    stays = _("Ticket {ticket} stays").format(ticket=there[min(there)]) if there else ""
    return Option(_ONE, _(SAME[_ONE]), stays), Option(_TWO, _(SAME[_TWO]), _("Both tickets stay"))


def _off(numbers: list[str]) -> str:
    return _("Taken off {load}").format(load=numbers[0]) if len(numbers) == 1 else ""

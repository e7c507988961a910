"""The yard as the plan shows it: a state for every slot, the zones under the roof and apart."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from cellyard.domain import registers as r
from cellyard.domain.known import Lying
from cellyard.domain.yard import ZoneTotals
from cellyard.ui.screens.yard import said
from cellyard.ui.screens.yard.survey import Stored, Survey
from cellyard.ui.widgets.plan import Bay, Cell, Rack, SlotState, Zone
from cellyard.words import _, number, quantity, times
from cellyard.words.numbers import NO_BREAK
from cellyard.words.yard import ZONES

# Apart from the store, by distance or by fire wall: drawn at the right.
_APART: frozenset[r.Purpose] = frozenset({"observation", "quarantine"})
_GROUPED_FROM = 10_000
_WORST: tuple[SlotState, ...] = ("stop", "closed", "caution", "taken", "held", "free")


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """How one slot is drawn."""

    state: SlotState = "free"
    note: str = ""
    figure: str = ""


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """A whole plan; two that differ in `slots` alone need only those slots drawn anew."""

    left: tuple[Zone, ...]
    right: tuple[Zone, ...]
    slots: Mapping[str, Shown]

    def changed_since(self, before: "Drawing | None") -> "Sequence[str] | None":
        """Return the slots to draw anew, None when the whole plan is another."""
        if before is None or _bare(before) != _bare(self):
            return None
        return [code for code, shown in self.slots.items() if before.slots[code] != shown]


def _bare(drawing: Drawing) -> object:
    """Return what of a plan is not in its slots: zones with their heads, and which slots."""
    heads = [(z.letter, z.name, z.figures, z.part, z.near) for z in (*drawing.left, *drawing.right)]
    return heads, list(drawing.slots)


def draw(survey: Survey, now: int) -> Drawing:
    """Return the plan of a yard; `now` in ms is what "since" counts from."""
    slots = _slots(survey, now)
    totals = {t.key: t for t in survey.board.zones}
    left, right = list[Zone](), list[Zone]()
    for zone in sorted(survey.zones, key=lambda z: (z.purpose == "receiving", z.key)):
        side = right if zone.purpose in _APART else left
        side.append(_zone(zone, totals[zone.key], slots, survey.clear_m))
    return Drawing(left=tuple(left), right=tuple(right), slots=slots)


def _slots(survey: Survey, now: int) -> dict[str, Shown]:
    there: dict[str, list[Lying]] = {}
    for lying in survey.lying:
        there.setdefault(lying.slot, []).append(lying)
    return {
        slot.name: _shown(there.get(slot.name, []), zone.purpose, survey.abnormal, now)
        for zone in survey.zones
        for slot in zone.slots
    }


def _shown(
    there: Sequence[Lying], purpose: r.Purpose, abnormal: Mapping[str, Stored], now: int
) -> Shown:
    if not there:
        return Shown()
    worst = min(there, key=lambda what: _WORST.index(_state(what, purpose)))
    stored = abnormal.get(worst.battery)
    note = ""
    if worst.held:
        note = _("coming")
    elif stored and purpose in _APART:
        note = said.timer(stored, now) or times.since(stored.battery.placed_at, now)
    kwh = sum((what.kwh or Decimal(0) for what in there if not what.held), Decimal(0))
    return Shown(
        state=_state(worst, purpose),
        note=note,
        figure=number(kwh.to_integral_value()) if kwh else "",
    )


def _state(what: Lying, purpose: r.Purpose) -> SlotState:
    if what.on_hold and not what.held:
        return "closed"
    match what.verdict:
        case "stop":
            return "closed" if purpose == "quarantine" and not what.held else "stop"
        case "watch":
            return "held" if what.held else "caution"
        case "check" | "go" | None:
            return "held" if what.held else "taken"


def _zone(zone: r.Zone, totals: ZoneTotals, slots: Mapping[str, Shown], clear_m: Decimal) -> Zone:
    bays = all(len(places) == 1 for places in _racks(zone.slots).values())
    apart = zone.purpose in _APART
    figures = () if apart or zone.purpose == "receiving" else _figures(totals)
    clear = quantity(clear_m, "m") if zone.purpose == "quarantine" else ""
    return Zone(
        letter=zone.key,
        name=zone.title or _(ZONES[zone.purpose]),
        figures=figures,
        part=float(totals.part) if figures else None,
        near=totals.near and bool(figures),
        note=_("{distance} clear").format(distance=clear) if clear else "",
        racks=() if bays else tuple(_rack(*rack, slots) for rack in _racks(zone.slots).items()),
        bays=tuple(_bay(slot.name, slots[slot.name]) for slot in zone.slots) if bays else (),
        walls=zone.purpose == "observation",
        distance=clear,
    )


def _figures(totals: ZoneTotals) -> tuple[str, ...]:
    """Return what is used of the limits; near a limit only the nearer one, with the words."""
    kwh = f"{_whole(totals.kwh)} / {_whole(totals.max_kwh)}{NO_BREAK}kWh"
    tonnes = f"{number(totals.kg / 1000, 1)} / {quantity(totals.max_kg / 1000, 't', 1)}"
    if not totals.near:
        return (kwh, tonnes)
    nearer = kwh if totals.kwh * totals.max_kg >= totals.kg * totals.max_kwh else tonnes
    return (_("nearly full"), nearer)


def _whole(kwh: Decimal) -> str:
    """Return a whole number; four figures stand together, where the room is small."""
    return f"{kwh:.0f}" if kwh < _GROUPED_FROM else number(kwh, 0)


def _racks(slots: Iterable[r.Slot]) -> dict[str, list[r.Slot]]:
    racks: dict[str, list[r.Slot]] = {}
    for slot in slots:
        racks.setdefault(slot.rack, []).append(slot)
    return racks


def _rack(name: str, places: Sequence[r.Slot], slots: Mapping[str, Shown]) -> Rack:
    """Return a rack as seen from its front: the highest level is the top row."""
    levels: dict[int, list[r.Slot]] = {}
    for slot in places:
        levels.setdefault(slot.level, []).append(slot)
    cells = (
        Cell(slot.name, slots[slot.name].state, slots[slot.name].figure)
        for level in sorted(levels, reverse=True)
        for slot in levels[level]
    )
    return Rack(name, max(len(level) for level in levels.values()), tuple(cells))


def _bay(code: str, shown: Shown) -> Bay:
    return Bay(code, shown.state, note=shown.note)

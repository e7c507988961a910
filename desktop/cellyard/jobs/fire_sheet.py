"""The fire sheet of a station at one moment: what it says, from the store as it stands; read-only.

Nobody is named on it, nobody has to sign in for it, and an edition that has ended keeps no one
from printing it: then the newest edition there is gives the figures.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import msgspec

from cellyard.documents.fire_content import Abnormal, FireSheet, Site, Source, State, ZoneSum
from cellyard.documents.fire_text import text
from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.registers import BatteryModel, Centre, Zone
from cellyard.domain.rules import Edition, in_force_or_last
from cellyard.ledger.questions import Questions
from cellyard.ledger.registers import Registers
from cellyard.words.times import local

_ORDER: tuple[State, ...] = ("stop", "closed", "watch", "unknown")
_ELSEWHERE = ("bench", "arriving", "lost")
_MINUTE_MS = 60_000


class _Here(msgspec.Struct, frozen=True, kw_only=True):
    """A battery on site: what it is, where it is, and what it counts with."""

    battery: Battery
    model: BatteryModel | None
    zone: str
    place: str
    bound_for: str
    kwh: Decimal
    kg: Decimal
    estimated: bool


def content(questions: Questions, *, station: str, now: int) -> FireSheet:
    """Return what the sheet says; `now` in ms. Refused("no_edition") in a store without rules."""
    registers = questions.registers
    centre, zones = registers.centre(), registers.zones()
    edition = edition_of(registers, now)
    here = _here(questions.flow.on_site(), zones, registers.models(), edition)
    when_full = [_when_full(h) for h in here]
    volts = [v for v in (*when_full, *map(_measured, here)) if v is not None]
    heard = questions.flow.heard()
    return FireSheet(
        centre=centre.name,
        training=centre.training,
        site=_site(centre),
        station=station,
        at=local(now).strftime("%Y-%m-%d %H:%M:%S"),
        heard=tuple((s, _moment(at, now)) for s, at in sorted(heard.items()) if s != station),
        highest_v=max(volts, default=None),
        voltage_unknown=when_full.count(None),
        energy_unknown=sum(h.estimated for h in here),
        abnormal=tuple(_abnormal(here, zones, now)),
        zones=tuple(_sums(here, zones)),
        clear_m=_source(edition, "quarantine.clear_m"),
        again_h=_source(edition, "observation.hours"),
        edition=edition.id,
    )


def render(sheet: FireSheet) -> bytes:
    """Return the sheet as PDF. Refused("missing_glyph", "no_paper_font")."""
    # Here, because this room is read before the window stands, and a paper is drawn after.
    from cellyard.documents.fire_sheet import FIRE_SHEET

    return FIRE_SHEET.render(sheet)


def plain(sheet: FireSheet) -> bytes:
    """Return the sheet as plain text, UTF-8 with a mark for readers that would guess."""
    return text(sheet).encode("utf-8-sig")


def edition_of(registers: Registers, now: int) -> Edition:
    """Return the edition of intake and yard in force, else the one that ended last.

    Refused("no_edition") when there is none for this jurisdiction at all.
    """
    today = local(now).date().isoformat()
    return in_force_or_last(registers.editions(), today, registers.centre().jurisdiction)


def _here(
    batteries: Iterable[Battery],
    zones: Sequence[Zone],
    models: Sequence[BatteryModel],
    edition: Edition,
) -> list[_Here]:
    zone_of = {slot.name: zone.key for zone in zones for slot in zone.slots}
    by_key = {model.key: model for model in models}
    worst_kg = edition.number("mass.worst_kg")
    found: list[_Here] = []
    for b in batteries:
        model = by_key.get(b.model or "")
        zone, place = _where(b, zone_of)
        found.append(
            _Here(
                battery=b,
                model=model,
                zone=zone,
                place=place,
                bound_for=b.held_slot or "",
                kwh=energy.counted(b, model, edition),
                kg=worst_kg if b.kg is None else b.kg,
                estimated=energy.kwh(b, model, edition).estimated,
            )
        )
    return found


def _where(b: Battery, zone_of: Mapping[str, str]) -> tuple[str, str]:
    """Return a battery's zone and place; under test it is on its channel, not in its slot."""
    if b.bench.run is not None:
        return "bench", b.bench.run.channel
    if b.slot is None:
        return "arriving", ""
    return zone_of.get(b.slot, "lost"), b.slot


def _when_full(here: _Here) -> Decimal | None:
    model = here.model
    return (model.max_v or model.nominal_v) if model else None


def _measured(here: _Here) -> Decimal | None:
    """Return the voltage as it was measured: of an unknown model at least so much is known."""
    measured = here.battery.measurements.get("voltage")
    return measured.value if measured else None


def _abnormal(here: Iterable[_Here], zones: Sequence[Zone], now: int) -> list[Abnormal]:
    quarantine = {zone.key for zone in zones if zone.purpose == "quarantine"}
    found = [_told(h, state, now) for h in here if (state := _state(h, quarantine)) is not None]
    return sorted(found, key=lambda a: (_ORDER.index(a.state), a.zone, a.place))


def _state(here: _Here, quarantine: set[str]) -> State | None:
    held = here.battery.watch.hold is not None
    match here.battery.verdict:
        case "stop":
            resting = here.zone in quarantine and not here.bound_for
            return "closed" if resting else "stop"
        case "watch":
            return "watch"
        case None:
            return "unknown"
        case _ if held:
            return "closed"
        case _:
            return "unknown" if here.zone == "lost" else None


def _told(here: _Here, state: State, now: int) -> Abnormal:
    temperature, at = _temperature(here.battery)
    hold = here.battery.watch.hold
    seen = [o.seen for o in here.battery.watch.observations if o.seen]
    return Abnormal(
        state=state,
        zone=here.zone,
        place=here.place,
        bound_for=here.bound_for,
        name=here.model.title if here.model else None,
        chemistry=here.model.chemistry if here.model else None,
        kwh=here.kwh,
        # What was seen last comes before why it was judged so once.
        findings=(*reversed(seen), *here.battery.reasons)[:1],
        hold=hold.reason if hold else "",
        temperature=temperature,
        age_min=None if temperature is None else max(0, now - at) // _MINUTE_MS,
    )


def _temperature(battery: Battery) -> tuple[Decimal | None, int]:
    """Return the newest reading and its time; an attempt without a reading is none."""
    taken = [(o.at, o.temperature) for o in battery.watch.observations]
    at_intake = battery.measurements.get("temperature")
    if at_intake is not None:
        taken.append((at_intake.at, at_intake.value))
    at, newest = max(taken, key=lambda t: t[0], default=(0, None))
    return newest, at


def _sums(here: Sequence[_Here], zones: Sequence[Zone]) -> list[ZoneSum]:
    there: dict[str, list[_Here]] = {}
    for h in here:
        there.setdefault(h.zone, []).append(h)
    found = [
        _sum(there.get(zone.key, []), ZoneSum(
            key=zone.key, title=zone.title, purpose=zone.purpose, outdoors=zone.outdoors,
            count=0, kwh=Decimal(0), kg=Decimal(0),
        ))
        for zone in zones
    ]  # fmt: skip
    for key in _ELSEWHERE:
        if key in there:
            empty = ZoneSum(key=key, purpose=key, count=0, kwh=Decimal(0), kg=Decimal(0))
            found.append(_sum(there[key], empty))
    return found


def _sum(there: Sequence[_Here], zone: ZoneSum) -> ZoneSum:
    chemistries = Counter(h.model.chemistry if h.model else "" for h in there)
    return msgspec.structs.replace(
        zone,
        count=len(there),
        kwh=sum((h.kwh for h in there), Decimal(0)),
        kg=sum((h.kg for h in there), Decimal(0)),
        chemistries=tuple(name for name, _count in chemistries.most_common()),
        discharged=sum(h.battery.bench.discharged for h in there),
    )


def _site(centre: Centre) -> Site:
    return Site(
        address=centre.address,
        gate_phone=centre.gate_phone,
        hydrants=centre.hydrants,
        main_switch=centre.main_switch,
        meeting_point=centre.meeting_point,
    )


def _source(edition: Edition, id_: str) -> Source | None:
    """Return a figure of the rules; None where a centre's own edition is older than the rule."""
    rule = next((r for r in edition.rule if r.id == id_), None)
    if rule is None or rule.value is None:
        return None
    return Source(value=rule.value, source=rule.source, confidence=rule.confidence)


def _moment(at: int, now: int) -> str:
    """Return a time of today; an earlier one with its day."""
    there = local(at)
    same = there.date() == local(now).date()
    return there.strftime("%H:%M:%S" if same else "%Y-%m-%d %H:%M")

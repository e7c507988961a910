"""The fire sheet: what a fire brigade must know of the yard, in ink, English and Chinese together.

The first page is whole by itself: four figures, the worst batteries and where they are, the plan,
the zones, what to know first. All other abnormal batteries follow on the pages after it.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from cellyard.documents import blocks, fire_plan, fire_sample, fire_text, shapes
from cellyard.documents.blocks import Column
from cellyard.documents.document import both, document
from cellyard.documents.fire_content import (
    Abnormal,
    Elsewhere,
    FireSheet,
    Site,
    Source,
    ZoneSum,
)
from cellyard.documents.moment_sheet import Moment, MomentSheet, drawn
from cellyard.documents.pages import LEAD, SMALL, TEXT
from cellyard.documents.sheet import HAIR, LINE, MARGIN, ROOM
from cellyard.domain.registers import Purpose
from cellyard.words import N_, in_language, number, quantity
from cellyard.words import fire as said

_FIGURE = 66
_Zone = tuple[str, Purpose | Elsewhere, bool, int, int, int, tuple[str, ...], int]

_PITCH = SMALL * 1.26
_MORE = 44  # the line that says how many follow on the next pages
_LEAST_ON_FIRST = 3  # of the worst batteries, even where the zones alone fill the page
# Where the columns of the abnormal batteries begin, from the left margin.
_STATE, _PLACE, _NAME, _FINDING = 58, 236, 452, 858
_TITLES = (
    (_STATE, N_("State")),
    (_PLACE, N_("Place")),
    (_NAME, N_("Battery")),
    (_FINDING, N_("Finding")),
)


def draw(content: FireSheet) -> bytes:
    """Return the sheet as a PDF of A4 pages. Raises Refused("missing_glyph", "no_paper_font")."""
    moment = _moment(content)
    return drawn(moment, lambda sheet: _fill(sheet, content, _on_first(content, moment)))


def _moment(content: FireSheet) -> Moment:
    address, gate = content.site.address, content.site.gate_phone or both(said.NOT_ENTERED)
    heard = ", ".join(f"{name} {at}" for name, at in content.heard)
    told = (
        *((both(said.TRAINING),) if content.training else ()),
        content.centre,
        address or f"{both(said.ADDRESS)}: {both(said.NOT_ENTERED)}",
        f"{both(said.GATE)}: {gate}",
    )
    pattern = (
        N_("From station {station} at {at}; last heard from {heard}")
        if heard
        else N_("From station {station} at {at}; no other station is heard here")
    )
    return Moment(
        title=said.TITLE,
        at=content.at,
        centre=content.centre,
        told=told,
        phone=fire_text.phone(content),
        foot=both(pattern).format(station=content.station, at=content.at[11:], heard=heard),
        mark=shapes.flame,
    )


class _First(NamedTuple):
    """What fits on the first page: so many of the worst, and the zones, or they come after it."""

    abnormal: int
    zones: bool


def _on_first(content: FireSheet, moment: Moment) -> _First:
    """Return what leaves room on the first page for plan and for what to know first."""
    for zones in (True, False):
        bare = MomentSheet(moment)
        _first_page(bare, content, _First(0, zones))
        room = bare.room if bare.number == 1 else 0
        ends = list(accumulate(_lines(bare, what)[0] for what in content.abnormal))
        # The line that says how many follow is in this room already; without it there is more.
        if not ends or (room and ends[-1] <= room + _MORE):
            return _First(len(ends), zones)
        fitting = sum(end <= room for end in ends)
        if fitting >= _LEAST_ON_FIRST:
            return _First(fitting, zones)
    return _First(_LEAST_ON_FIRST, zones=False)


def _fill(sheet: MomentSheet, content: FireSheet, first: _First) -> None:
    _first_page(sheet, content, first)
    if not first.zones:
        sheet.heading(N_("Zones"), keep=160)
        _zones(sheet, content.zones)
    rest = content.abnormal[first.abnormal :]
    if rest:
        sheet.heading(N_("All other abnormal batteries"), keep=160)
        _abnormal(sheet, rest)


def _first_page(sheet: MomentSheet, content: FireSheet, first: _First) -> None:
    _figures(sheet, content)
    sheet.heading(N_("Abnormal batteries"), keep=60)
    if content.abnormal:
        _abnormal(sheet, content.abnormal[: first.abnormal])
        more = len(content.abnormal) - first.abnormal
        if more:
            follow = both(N_("{count} more on the next pages, none of them worse."))
            sheet.say(follow.format(count=number(more)), bold=True)
    else:
        sheet.say(both(N_("None is known.")))
    note = both(N_("drawn from the list of zones, not to scale"))
    sheet.heading(N_("Where things are"), note, keep=200)
    fire_plan.draw(sheet, content)
    site = " · ".join(f"{name}: {value}" for name, value in fire_text.site(content)[:3])
    sheet.say(site, size=SMALL)
    if first.zones:
        _zones(sheet, content.zones)
    _first(sheet, content)


def _figures(sheet: MomentSheet, content: FireSheet) -> None:
    """Set the four figures, each over what it counts and how much of it nobody knows."""
    amount, unit = fire_text.total(content)
    volts, people = content.highest_v, content.people
    unjudged = sum(a.state == "unknown" for a in content.abnormal)
    shown = (
        (amount, unit, N_("in {count} batteries"), content.count,
         N_("{count} at the worst case"), content.energy_unknown),
        (number(len(content.abnormal)), "", N_("abnormal batteries"), 0,
         N_("{count} of them not judged"), unjudged),
        ("?" if volts is None else number(volts), "V DC", N_("highest when full, stays live"), 0,
         N_("{count} of unknown voltage"), content.voltage_unknown),
        ("?" if people is None else number(people), "",
         N_("people: unknown, count them") if people is None else N_("people on site"), 0, "", 0),
    )  # fmt: skip
    share = ROOM / len(shown)
    for at, (figure, unit, words, count, more, unknown) in enumerate(shown):
        x, y = MARGIN + at * share, sheet.y + 76
        size = sheet.fitting(figure, share - 110, _FIGURE)
        sheet.page.text(x, y, figure, size, bold=True)
        sheet.page.text(x + sheet.page.measure(figure, size) + 14, y, unit, 38)
        told = [m.format(count=number(count)) for m in (words, in_language("zh_CN", words))]
        if unknown:
            told.append(both(more).format(count=number(unknown)))
        for row, line in enumerate(told, start=1):
            small = sheet.fitting(line, share - 20, SMALL)
            sheet.page.text(x, y + 10 + row * _PITCH, line, small)
    sheet.y += 86 + 3 * _PITCH + 16
    sheet.rule(LINE)


def _abnormal(sheet: MomentSheet, shown: Sequence[Abnormal]) -> None:
    _titles(sheet)
    for what in shown:
        before = sheet.number
        sheet.need(_lines(sheet, what)[0])
        if sheet.number != before:
            _titles(sheet)
        _row(sheet, what)


def _titles(sheet: MomentSheet) -> None:
    sheet.need(3 * _PITCH + 40)
    for x, title in _TITLES:
        sheet.page.text(MARGIN + x, sheet.y + _PITCH, both(title), SMALL)
    sheet.right(sheet.y + _PITCH, both(N_("Reading")), SMALL)
    sheet.y += _PITCH + 10
    sheet.rule(HAIR)


def _lines(sheet: MomentSheet, what: Abnormal) -> tuple[float, list[str], list[str]]:
    """Return the height of a row, the lines of its battery and those of its finding."""
    page = sheet.page
    name = what.name or both(N_("Unknown model"))
    kwh = quantity(what.kwh, "kWh", 0)
    battery = page.wrapped(
        f"{name}, {what.chemistry or both(N_('chemistry unknown'))}, {kwh}",
        _FINDING - _NAME - 24, SMALL,
    )  # fmt: skip
    found = fire_text.finding(what) or (said.NOT_JUDGED if what.state == "unknown" else "")
    finding = page.wrapped(both(found) if found else "–", ROOM - _FINDING - 230, SMALL)
    return max(len(battery), len(finding), 2) * _PITCH + 10, battery, finding


def _row(sheet: MomentSheet, what: Abnormal) -> None:
    page, top = sheet.page, sheet.y
    height, battery, finding = _lines(sheet, what)
    fire_plan.paint_state(page, what.state, (MARGIN, top + (height - 42) / 2), 42)
    middle = top + height / 2 + TEXT * 0.36
    state = both(said.STATES[what.state])
    page.text(MARGIN + _STATE, middle, state, sheet.fitting(state, _PLACE - _STATE - 16, TEXT),
              bold=True)  # fmt: skip
    place = fire_text.where(what)
    page.text(MARGIN + _PLACE, middle, place, sheet.fitting(place, _NAME - _PLACE - 16, LEAD),
              bold=True)  # fmt: skip
    for x, lines in ((_NAME, battery), (_FINDING, finding)):
        y = top + (height - len(lines) * _PITCH) / 2 - 4
        for at, line in enumerate(lines, start=1):
            page.text(MARGIN + x, y + at * _PITCH, line, SMALL)
    figure, age = _reading(what)
    sheet.right(top + height / 2 - 6, figure, TEXT)
    sheet.right(top + height / 2 + _PITCH - 6, age, SMALL)
    sheet.y += height
    sheet.rule(HAIR)


def _reading(what: Abnormal) -> tuple[str, str]:
    """Return the newest temperature and how old it is, in both languages."""
    if what.temperature is None or what.age_min is None:
        return both(N_("no reading")), ""
    minutes = what.age_min
    if minutes < 120:
        age = both(N_("{count} min ago")).format(count=number(minutes))
    elif minutes < 48 * 60:
        age = both(N_("{count} h ago")).format(count=number(minutes // 60))
    else:
        age = both(N_("{count} days ago")).format(count=number(minutes // 1440))
    return quantity(what.temperature, "°C"), age


def _zones(sheet: MomentSheet, zones: Sequence[ZoneSum]) -> None:
    columns = (
        Column(N_("Zone"), 0.8),
        Column(N_("Place"), 4.4),
        Column(N_("Batteries"), 1.3, right=True),
        Column(N_("kWh"), 1.1, right=True),
        Column(N_("t"), 0.7, right=True),
        Column(N_("Type"), 2.4),
        Column(N_("Charge"), 3.3),
    )
    blocks.table(sheet, columns, [_zone(zone) for zone in zones])


def _zone(zone: ZoneSum) -> tuple[str, ...]:
    unknown = both(N_("unknown"))
    chemistries = ", ".join(c or unknown for c in zone.chemistries)
    place = both(said.PLACES[zone.purpose])
    key = zone.key if zone.key != zone.purpose else "–"
    return (
        key,
        f"{zone.title} · {place}" if zone.title else place,
        number(zone.count),
        number(zone.kwh, 0),
        number(zone.kg / 1000, 1),
        chemistries or "–",
        _charge(zone),
    )


def _charge(zone: ZoneSum) -> str:
    """Return what is known of the charge: only what was discharged, and that it may come back."""
    if not zone.count:
        return "–"
    if not zone.discharged:
        return both(N_("unknown"))
    return f"{zone.discharged} / {zone.count} {both(said.DISCHARGED)}"


def _first(sheet: MomentSheet, content: FireSheet) -> None:
    sheet.heading(N_("First"), keep=200)
    for message, shown in fire_text.first_things(content):
        english = message.format(**shown)
        chinese = in_language("zh_CN", message).format(**shown)
        half = ROOM / 2 - 20
        left = sheet.page.wrapped(english, half, TEXT)
        right = sheet.page.wrapped(chinese, half, TEXT)
        sheet.need(max(len(left), len(right)) * TEXT * 1.34)
        for at in range(max(len(left), len(right))):
            sheet.y += TEXT * 1.34
            if at < len(left):
                sheet.page.text(MARGIN, sheet.y, left[at], TEXT, bold=True)
            if at < len(right):
                sheet.page.text(MARGIN + ROOM / 2, sheet.y, right[at], TEXT)
    _sources(sheet, content)


def _sources(sheet: MomentSheet, content: FireSheet) -> None:
    """Say where the figures of the rules come from, and how well they are known."""
    parts: list[str] = []
    for unit, of in (("m", content.clear_m), ("h", content.again_h)):
        if of:
            parts.append(f"{quantity(of.value, unit)}: {of.source} [{of.confidence}]")
    if parts:
        sheet.y += 6
        parts.append(f"{both(said.EDITION)} {content.edition}")
        sheet.say("; ".join(parts), size=SMALL)


def sample() -> FireSheet:
    """Return the sheet of no yard, for a test print."""
    zones: tuple[_Zone, ...] = (
        ("A", "normal", False, 37, 1184, 8900, ("NMC", "LFP"), 0),
        ("D", "recycling", False, 26, 38, 7100, ("NMC",), 24),
        ("E", "second_life", False, 41, 962, 7600, ("LFP", "NMC"), 0),
        ("R", "receiving", False, 2, 89, 700, ("NMC", ""), 0),
        ("O", "observation", True, 2, 118, 800, ("NMC",), 0),
        ("Q", "quarantine", True, 2, 58, 400, ("LFP", "NMC"), 0),
        ("arriving", "arriving", False, 1, 110, 700, ("",), 0),
    )
    clear = "open perimeter of 15 m on all sides; ElectraMeccanica guide p. 41"
    again = "a damaged battery can ignite 24 h later or more; Harley-Davidson LiveWire guide"
    return FireSheet(
        centre="Test print 测试打印",
        site=Site(
            address="18 Gangcheng Rd",
            gate_phone="8000",
            hydrants="1 north of the hall, 2 at the east gate",
            main_switch="west wall, by the gate",
            meeting_point="car park, south",
        ),
        station="Intake 1",
        at="2026-04-14 11:07:09",
        heard=(("Bench A", "11:06:58"),),
        highest_v=Decimal(455),
        voltage_unknown=1,
        energy_unknown=1,
        abnormal=fire_sample.sample(),
        zones=tuple(
            ZoneSum(
                key=key, purpose=purpose, outdoors=outdoors, count=count, kwh=Decimal(kwh),
                kg=Decimal(kg), chemistries=chemistries, discharged=discharged,
            )
            for key, purpose, outdoors, count, kwh, kg, chemistries, discharged in zones
        ),
        clear_m=Source(value=Decimal(15), source=clear, confidence="V2"),
        again_h=Source(value=Decimal(24), source=again, confidence="V2"),
        edition="test-2026-1",
    )  # fmt: skip


FIRE_SHEET = document("fire-sheet", said.TITLE, FireSheet, sample, draw)

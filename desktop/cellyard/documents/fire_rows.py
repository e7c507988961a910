"""The rows of the fire sheet: each abnormal battery, and each zone with what lies in it."""

from collections.abc import Sequence

from cellyard.documents import blocks, fire_plan, fire_text
from cellyard.documents.blocks import Column
from cellyard.documents.document import both
from cellyard.documents.fire_content import Abnormal, ZoneSum
from cellyard.documents.moment_sheet import MomentSheet
from cellyard.documents.pages import LEAD, SMALL, TEXT
from cellyard.documents.sheet import HAIR, MARGIN, ROOM
from cellyard.words import N_, number, quantity
from cellyard.words import fire as said

_PITCH = SMALL * 1.26
# Where the columns of the abnormal batteries begin, from the left margin.
_STATE, _PLACE, _NAME, _FINDING = 58, 236, 452, 858
_TITLES = (
    (_STATE, N_("State")),
    (_PLACE, N_("Place")),
    (_NAME, N_("Battery")),
    (_FINDING, N_("Finding")),
)


def abnormal(sheet: MomentSheet, shown: Sequence[Abnormal]) -> None:
    """Set abnormal batteries under their titles, which come again on the next page."""
    _titles(sheet)
    for what in shown:
        before = sheet.number
        sheet.need(height(sheet, what))
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


def height(sheet: MomentSheet, what: Abnormal) -> float:
    """Return how many dots the row of an abnormal battery takes."""
    return _lines(sheet, what)[0]


def _lines(sheet: MomentSheet, what: Abnormal) -> tuple[float, list[str], list[str]]:
    """Return the height of a row, the lines of its battery and those of its finding."""
    page = sheet.page
    name = what.name or both(N_("Unknown model"))
    kwh = f"{fire_text.kwh(what.kwh)}\u00a0kWh"
    battery = page.wrapped(
        f"{name}, {what.chemistry or both(N_('chemistry unknown'))}, {kwh}",
        _FINDING - _NAME - 24, SMALL,
    )  # fmt: skip
    found = fire_text.finding(what) or (said.NOT_JUDGED if what.state == "unknown" else "")
    finding = page.wrapped(both(found) if found else "–", ROOM - _FINDING - 230, SMALL)
    return max(len(battery), len(finding), 2) * _PITCH + 10, battery, finding


def _row(sheet: MomentSheet, what: Abnormal) -> None:
    page, top = sheet.page, sheet.y
    high, battery, finding = _lines(sheet, what)
    fire_plan.paint_state(page, what.state, (MARGIN, top + (high - 42) / 2), 42)
    middle = top + high / 2 + TEXT * 0.36
    state = both(said.STATES[what.state])
    page.text(MARGIN + _STATE, middle, state, sheet.fitting(state, _PLACE - _STATE - 16, TEXT),
              bold=True)  # fmt: skip
    place = fire_text.where(what)
    page.text(MARGIN + _PLACE, middle, place, sheet.fitting(place, _NAME - _PLACE - 16, LEAD),
              bold=True)  # fmt: skip
    for x, lines in ((_NAME, battery), (_FINDING, finding)):
        y = top + (high - len(lines) * _PITCH) / 2 - 4
        for at, line in enumerate(lines, start=1):
            page.text(MARGIN + x, y + at * _PITCH, line, SMALL)
    figure, age = _reading(what)
    sheet.right(top + high / 2 - 6 if age else middle, figure, TEXT)
    if age:
        sheet.right(top + high / 2 + _PITCH - 6, age, SMALL)
    sheet.y += high
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
    return quantity(what.temperature, "°C", 1), age


def zones(sheet: MomentSheet, shown: Sequence[ZoneSum]) -> None:
    """Set the zones with what lies in each."""
    columns = (
        Column(N_("Zone"), 0.8),
        Column(N_("Place"), 4.3),
        Column(N_("Batteries"), 1.3, right=True),
        Column(N_("kWh"), 1.1, right=True),
        Column(N_("t"), 0.7, right=True),
        Column("", 0.15),  # a figure that ends and a word that begins stand apart
        Column(N_("Type"), 2.35),
        Column(N_("Charge"), 3.3),
    )
    blocks.table(sheet, columns, [_zone(zone) for zone in shown])


def _zone(zone: ZoneSum) -> tuple[str, ...]:
    unknown = both(N_("unknown"))
    chemistries = ", ".join(c or unknown for c in zone.chemistries)
    place = both(said.PLACES[zone.purpose])
    key = zone.key if zone.key != zone.purpose else "–"
    return (
        key,
        f"{zone.title} · {place}" if zone.title else place,
        number(zone.count),
        fire_text.kwh(zone.kwh),
        number(zone.kg / 1000, 1),
        "",
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

"""The fire sheet: what a fire brigade must know of the yard, in ink, English and Chinese together.

The first page is whole by itself: four figures, the worst batteries and where they are, the plan,
the zones, what to know first. All other abnormal batteries follow on the pages after it.
"""

from itertools import accumulate
from typing import NamedTuple

from cellyard.documents import fire_plan, fire_rows, fire_sample, fire_text, shapes
from cellyard.documents.document import both, document
from cellyard.documents.fire_content import FireSheet
from cellyard.documents.moment_sheet import Moment, MomentSheet, drawn
from cellyard.documents.pages import SMALL, TEXT
from cellyard.documents.sheet import LINE, MARGIN, ROOM
from cellyard.words import N_, in_language, number, quantity
from cellyard.words import fire as said

_FIGURE = 66
_PITCH = SMALL * 1.26
_MORE = 44  # the line that says how many follow on the next pages
_LEAST_ON_FIRST = 3  # of the worst batteries, even where the zones alone fill the page


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
        ends = list(accumulate(fire_rows.height(bare, what) for what in content.abnormal))
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
        fire_rows.zones(sheet, content.zones)
    rest = content.abnormal[first.abnormal :]
    if rest:
        sheet.heading(N_("All other abnormal batteries"), keep=160)
        fire_rows.abnormal(sheet, rest)


def _first_page(sheet: MomentSheet, content: FireSheet, first: _First) -> None:
    _figures(sheet, content)
    sheet.heading(N_("Abnormal batteries"), keep=60)
    if content.abnormal:
        fire_rows.abnormal(sheet, content.abnormal[: first.abnormal])
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
        sheet.y += 8
        fire_rows.zones(sheet, content.zones)
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


FIRE_SHEET = document("fire-sheet", said.TITLE, FireSheet, fire_sample.sample, draw)

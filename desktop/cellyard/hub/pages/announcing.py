"""An outlet announces batteries: rows typed or pasted, judged as every list is, published once."""

import base64
import datetime as dt
import hashlib
import os
import re
from collections.abc import Mapping, Sequence

import msgspec

from cellyard.domain.facts import BlobRef
from cellyard.domain.intake import expected, grids, notice, notice_columns, taking_over
from cellyard.domain.intake.notice import Draft, Judged, Row, Said
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Notice
from cellyard.hub import blobs, own_chain
from cellyard.hub.pages import frame
from cellyard.hub.pages.desk import Copied, Desk
from cellyard.hub.pages.frame import Cell
from cellyard.hub.pages.markup import Inside, Safe, tag
from cellyard.hub.pages.visit import Page, Visit, to
from cellyard.ledger import registers
from cellyard.words import _, ngettext, number
from cellyard.words import notices as words_of
from cellyard.words.times import local

# Rows that stand there at first, and how many a page holds at most: more is a list to divide.
_ROWS, _MORE, _MOST = 3, 6, 300
_FIELDS = ("code", "model", "kg", "kwh", "note")
_SHOWN = 20
_KEY = re.compile(r"WEB-\d{8}-[A-Z2-7]{6}")


def show(desk: Desk, visit: Visit) -> Page:
    with desk.centre(_account_centre(visit), visit.now) as copied:
        message: Inside = None
        if _KEY.fullmatch(key := visit.query.get("announced", "")):
            words = _("Announced as {notice}. The stations match it by its codes when it comes.")
            message = frame.said("ok", _("Announced"), words.format(notice=key))
        day = dt.date.fromisoformat(copied.known.today) + dt.timedelta(days=1)
        draft = Draft(source="", rows=_filled(()), expected_on=day.isoformat())
        return _page(visit, copied, draft, message)


def send(desk: Desk, visit: Visit) -> Page:
    """Do what was asked: take a pasted list over, give more rows, or announce."""
    draft = _typed(visit)
    with desk.centre(_account_centre(visit), visit.now) as copied:
        try:
            match visit.typed("do"):
                case "more":
                    rows = _filled(draft.rows, len(draft.rows) + _MORE)
                    return _page(visit, copied, msgspec.structs.replace(draft, rows=rows))
                case "paste":
                    return _page(visit, copied, _pasted(draft, visit.typed("list")))
                case _:
                    return _announce(desk, visit, copied, draft)
        except Refused as no:
            return _page(
                visit, copied, draft, frame.refused(no), judge=no.code == "notice_rows_wrong"
            )


def _announce(desk: Desk, visit: Visit, copied: Copied, draft: Draft) -> Page:
    rows = tuple(row for row in draft.rows if row.cells)
    if not rows:
        missing = _("Type the code of each battery in a row of its own, or paste a list.")
        message = frame.said("caution", _("No battery is announced yet"), missing)
        return _page(visit, copied, draft, message)
    draft = msgspec.structs.replace(draft, rows=rows, outlet=_partner(visit))
    key = _key(visit.now)
    new = taking_over.take(copied.known, draft, key)
    doubts = sum(bool(j.doubts) for j in notice.judged(copied.known, draft))
    if doubts and visit.typed("seen") != draft.source:
        words = ngettext("{count} row is doubtful", "{count} rows are doubtful", doubts)
        message = frame.said(
            "caution",
            words.format(count=doubts),
            _("Look once more. If it is as the plate says, announce it again."),
        )
        return _page(visit, copied, draft, message, judge=True, seen=True)
    _publish(desk, visit, copied, new)
    return to(f"/announce?announced={key}")


def _publish(desk: Desk, visit: Visit, copied: Copied, new: Notice) -> None:
    content = registers.encoded(new)
    blob = BlobRef(
        sha256=hashlib.sha256(content).hexdigest(), size=len(content), media=registers.MEDIA
    )
    entry = registers.publication("notices", new.key, 1, blob)
    centre = _account_centre(visit)
    with desk.store.writing() as connection:
        own_chain.lock(connection, centre)  # before the counter, which a file locks too
        blobs.add(connection, centre, blob.sha256, 0, content)
        own_chain.record(
            connection, desk.log, desk.key, centre, [entry], now=visit.now,
            heads=copied.questions.flow.heads,
        )  # fmt: skip


def _key(now: int) -> str:
    """Return a key that nobody else gives: the day, and six signs by chance."""
    chance = base64.b32encode(os.urandom(4)).decode()[:6]
    return f"WEB-{local(now):%Y%m%d}-{chance}"


def _account_centre(visit: Visit) -> str:
    if visit.account is None or visit.account.role != "outlet":
        raise Refused("page_unknown")
    return visit.account.centre


def _partner(visit: Visit) -> str:
    return visit.account.partner if visit.account else ""


# --- what was typed -------------------------------------------------------------------------------


def _typed(visit: Visit) -> Draft:
    count = visit.typed("rows")
    rows = [
        Row(number=n, cells={f: text for f in _FIELDS if (text := visit.typed(f"{f}-{n}"))})
        for n in range(1, min(int(count) if count.isdecimal() else 0, _MOST) + 1)
    ]
    said = msgspec.json.encode([row.cells for row in rows if row.cells])
    source = hashlib.sha256(said).hexdigest()
    return Draft(source=source, rows=tuple(rows), expected_on=visit.typed("expected_on"))


def _pasted(draft: Draft, text: str) -> Draft:
    grid = grids.from_text(text)
    columns = notice_columns.find(grid)
    if columns is None:
        raise Refused("list_no_code_column")
    found = notice.draft(grid, columns, draft.source)
    if not found.rows:
        raise Refused("list_empty")
    kept = [row.cells for row in draft.rows if row.cells]
    cells = [*kept, *({f: row.cells[f] for f in _FIELDS if f in row.cells} for row in found.rows)]
    if len(cells) > _MOST:
        raise Refused("list_too_long", most=_MOST)
    rows = tuple(Row(number=n, cells=c) for n, c in enumerate(cells, 1))
    day = found.expected_on or draft.expected_on
    return msgspec.structs.replace(draft, rows=rows, expected_on=day)


def _filled(rows: Sequence[Row], least: int = _ROWS) -> tuple[Row, ...]:
    empty = [Row(number=n, cells={}) for n in range(len(rows) + 1, min(least, _MOST) + 1)]
    return (*rows, *empty)


# --- the page -------------------------------------------------------------------------------------


def _page(
    visit: Visit,
    copied: Copied,
    draft: Draft,
    message: Inside = None,
    *,
    judge: bool = False,
    seen: bool = False,
) -> Page:
    title = _("Announce batteries")
    lead = _("{outlet}: say what is coming. At the gate each battery is known by its code.")
    heading = frame.heading(title, lead.format(outlet=copied.partner(_partner(visit))))
    filled = msgspec.structs.replace(draft, rows=tuple(r for r in draft.rows if r.cells))
    judged = {j.row.number: j for j in notice.judged(copied.known, filled)} if judge else {}
    rows = _filled(draft.rows)
    hidden = [tag("input", type="hidden", name="rows", value=len(rows))]
    if seen:
        hidden.append(tag("input", type="hidden", name="seen", value=draft.source))
    inside = (*hidden, _first_button(), _lines(draft, rows, judged), _paste(visit))
    form = frame.form(visit, "/announce", *inside, class_="fields")
    status = 422 if judge else 200
    return frame.page(visit, title, heading, message, form, _open(visit, copied), status=status)


def _first_button() -> Safe:
    """Return what Enter in a field presses, the first button of a form: it announces."""
    return tag("button", _("Announce"), name="do", value="announce", class_="skip", tabindex=-1,
               aria_hidden="true")  # fmt: skip


def _lines(draft: Draft, rows: Sequence[Row], judged: Mapping[int, Judged]) -> Safe:
    words = _("Expected on")
    day = frame.field(words, "expected_on", draft.expected_on, type="date", required=True)
    table = frame.table(_heads(), [_row(row, judged.get(row.number)) for row in rows])
    more = tag("button", _("More rows"), name="do", value="more", formnovalidate=True)
    announce = tag("button", _("Announce"), name="do", value="announce", class_="primary")
    return tag(
        "section",
        tag("div", day, class_="day"),
        tag("div", table, class_="announce"),
        tag("div", more, announce, class_="next"),
        class_="entry",
    )


def _heads() -> tuple[tuple[str, str], ...]:
    kinds = {"code": "w-code", "kg": "w-number", "kwh": "w-number"}
    return tuple((_(words_of.FIELDS[f]), kinds.get(f, "")) for f in _FIELDS)


def _row(row: Row, judged: Judged | None) -> Sequence[Cell]:
    wrong = judged.wrong if judged else ()
    doubts = judged.doubts if judged else ()
    return [
        Cell(
            (
                _box(row, field, [s for s in wrong if s.field == field]),
                *_notes(field, wrong, "problem"),
                *_notes(field, doubts, "doubt"),
            )
        )
        for field in _FIELDS
    ]


def _box(row: Row, field: str, wrong: Sequence[Said]) -> Safe:
    name = f"{_(words_of.FIELDS[field])}, {row.number}"
    decimal = "decimal" if field in ("kg", "kwh") else None
    kinds = [kind for kind, so in (("mono", field == "code"), ("wrong", wrong)) if so]
    return tag(
        "input", name=f"{field}-{row.number}", value=row.cells.get(field), aria_label=name,
        inputmode=decimal, autocomplete="off", spellcheck="false", maxlength=notice.LONGEST,
        class_=" ".join(kinds) or None,
    )  # fmt: skip


def _notes(field: str, of: Sequence[Said], kind: str) -> list[Safe]:
    return [tag("div", words_of.said(s), class_=kind) for s in of if s.field == field]


def _paste(visit: Visit) -> Safe:
    hint = _("With its headers, as CSV or copied from a spreadsheet.")
    box = tag(
        "label",
        tag("span", hint),
        tag(
            "textarea",
            visit.typed("list") if visit.typed("do") == "paste" else "",
            name="list",
            aria_label=_("Paste a list"),
        ),
    )
    button = tag("button", _("Put it into rows"), name="do", value="paste", formnovalidate=True)
    return frame.card(
        _("Paste a list"), tag("div", box, tag("div", button, class_="next"), class_="fields")
    )


def _open(visit: Visit, copied: Copied) -> Safe | None:
    own = [n for n in copied.known.notices.all() if n.outlet == _partner(visit)]
    own.sort(key=lambda n: (n.closed, n.expected_on, n.key))
    if not own:
        return None
    heads = (
        (_("Notice"), ""), (_("Expected on"), ""), (_("Batteries"), "right"),
        (_("Come so far"), "right"),
    )  # fmt: skip
    return frame.card(
        _("Announced so far"), frame.table(heads, [_standing(copied, n) for n in own[:_SHOWN]])
    )


def _standing(copied: Copied, of: Notice) -> Sequence[Cell]:
    came = len(of.lines) if of.closed else len(of.lines) - len(expected.not_come(copied.known, of))
    return (
        Cell(tag("span", of.key, class_="mono")),
        Cell(of.expected_on),
        Cell(number(len(of.lines)), "right"),
        Cell(number(came), "right"),
    )

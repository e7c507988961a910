"""The consignee's receipt: a link for one load, its lines, told once."""

from decimal import Decimal
from io import BytesIO
from typing import get_args

import segno

from cellyard.domain.battery import Battery
from cellyard.domain.facts import Outcome
from cellyard.domain.ids import HUB
from cellyard.domain.intake.notice_columns import KG
from cellyard.domain.intake.notice_values import amount
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import receipt
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.receipt import Line, Receiving
from cellyard.hub import own_chain, receipt_links
from cellyard.hub.pages import frame
from cellyard.hub.pages.desk import Copied, Desk
from cellyard.hub.pages.frame import Cell
from cellyard.hub.pages.markup import Inside, Safe, tag
from cellyard.hub.pages.visit import Page, Visit, to
from cellyard.words import _, day, ngettext, number, sentence
from cellyard.words import battery as spoken
from cellyard.words.shipping_facts import OUTCOMES
from cellyard.words.times import local

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_MODULE = 5  # how many px a module of the code is wide


# --- giving a link out ----------------------------------------------------------------------------


def give(desk: Desk, visit: Visit) -> Page:
    """Make a link for a load and show it once: only its hash is kept."""
    centre, id_, account = visit.typed("centre"), visit.typed("load"), visit.account
    if account is None or centre not in desk.centres(account):
        raise Refused("page_unknown")
    with desk.centre(centre, visit.now) as copied:
        load = copied.questions.loads.of(id_)
        consignee = _partner(copied, load.consignee)
    if not load.dispatched_at:
        raise Refused("load_not_gone", number=load.number)
    if load.received_at:
        raise Refused("received_already", number=load.number)
    with desk.store.writing() as connection:
        word, until = receipt_links.give(connection, centre, load.id, now=visit.now)
    link = f"{visit.base}/receipt/{word}"
    title = _("Receipt link for load {number}").format(number=load.number)
    lead = _("Send it to {consignee}, or print this page and put it with the papers.")
    facts = frame.pairs(
        (_("Good until"), day(local(until))),
        (_("Good for"), _("one receipt of this load; an earlier link ends with this one")),
    )
    inside = tag(
        "section", tag("span", link, class_="code"), _code(link), facts, class_="card fields"
    )
    note = frame.said("info", _("It is shown only now"), _("Whoever has it can tell what arrived."))
    back = tag("div", tag("a", _("Back to the overview"), href="/", class_="button"), class_="next")
    return frame.page(
        visit,
        title,
        frame.heading(title, lead.format(consignee=consignee)),
        note,
        inside,
        back,
        narrow=True,
    )


def _code(link: str) -> Safe:
    svg = BytesIO()
    made = segno.make(link, error="m")
    made.save(
        svg,
        kind="svg",
        xmldecl=False,
        svgns=True,
        scale=_MODULE,
        border=2,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return Safe(svg.getvalue().decode())


# --- telling it -----------------------------------------------------------------------------------


def show(desk: Desk, visit: Visit) -> Page:
    linked = _linked(desk, visit)
    if linked.used_at:
        return _thanks(visit)
    with desk.centre(linked.centre, visit.now) as copied:
        return _page(visit, copied, copied.questions.loads.of(linked.load))


def tell(desk: Desk, visit: Visit) -> Page:
    """Take the receipt: all lines, once, as facts on the hub's own chain."""
    linked, now = _linked(desk, visit), visit.now
    if linked.used_at:
        return _thanks(visit)
    word = visit.names["word"]
    with desk.centre(linked.centre, now) as copied:
        load = copied.questions.loads.of(linked.load)
        batteries = copied.known.loads.batteries(load.id)
        lines, wrong = _lines(visit, batteries)
        try:
            if wrong:
                raise Refused("receipt_masses_wrong", count=len(wrong))
            order = Receiving(load=load.id, lines=lines)
            entries = receipt.confirm(copied.known, order)
        except Refused as no:
            return _page(visit, copied, load, frame.refused(no), wrong)
        with desk.store.writing() as connection:
            if receipt_links.find(connection, word, now=now, lock=True).used_at:
                return _thanks(visit)
            own_chain.record(
                connection, desk.log, desk.key, linked.centre, entries, now=now,
                heads=copied.questions.heads,
            )  # fmt: skip
            receipt_links.used(connection, word, now=now)
    return to(visit.path)


def _linked(desk: Desk, visit: Visit) -> receipt_links.Linked:
    with desk.store.reading() as connection:
        return receipt_links.find(connection, visit.names["word"], now=visit.now)


def _lines(
    visit: Visit, batteries: "list[Battery] | tuple[Battery, ...] | object"
) -> tuple[tuple[Line, ...], dict[str, str]]:
    """Return the lines that are told, and by battery the mass that is no number."""
    lines: list[Line] = []
    wrong: dict[str, str] = {}
    rest = visit.typed("rest") == "as_listed"
    for n, b in enumerate(batteries):  # pyright: ignore[reportArgumentType]
        told = visit.typed(f"outcome-{n}") or ("as_listed" if rest else "")
        if told not in _OUTCOMES:
            continue
        text = visit.typed(f"kg-{n}")
        kg = None
        if text and told != "missing":
            try:
                kg = _mass(text)
            except ValueError:
                wrong[b.id] = text
        lines.append(Line(battery=b.id, outcome=told, kg=kg))
    return tuple(lines), wrong


def _mass(text: str) -> Decimal:
    kg = amount(text, KG)
    if kg <= 0:
        raise ValueError("no_number")
    return kg


def _page(
    visit: Visit,
    copied: Copied,
    load: Load,
    message: Inside = None,
    wrong: dict[str, str] | None = None,
) -> Page:
    title = _("Receipt for load {number}").format(number=load.number)
    if load.received_at:
        no = Refused("received_already", number=load.number)
        return frame.page(
            visit, title, frame.heading(title), frame.said("ok", sentence(no)), narrow=True
        )
    models = {m.key: m for m in copied.questions.registers.models()}
    batteries = copied.known.loads.batteries(load.id)
    heads = (
        (_("Battery"), ""), (_("Listed, kg"), "right"), (_("What arrived"), "choice"), (_("Your scale, kg"), "kg"),
    )  # fmt: skip
    rows = [
        (
            Cell(
                (
                    tag(
                        "span",
                        b.code or _("Ticket {ticket}").format(ticket=b.ticket),
                        class_="mono",
                    ),
                    tag("small", spoken.name(models.get(b.model or ""))),
                )
            ),
            Cell(number(b.kg, 0) if b.kg is not None else _("unknown"), "right"),
            Cell(_choice(visit, n, b), "choice"),
            Cell(_scale(visit, n, b, (wrong or {}).get(b.id)), "kg"),
        )
        for n, b in enumerate(batteries)
    ]
    rest = tag(
        "label",
        tag(
            "input",
            type="checkbox",
            name="rest",
            value="as_listed",
            checked=visit.typed("rest") == "as_listed",
        ),
        tag("span", _("Every line that I left open arrived as listed")),
        class_="tick",
    )
    button = tag("div", tag("button", _("Confirm the receipt"), class_="primary"), class_="next")
    consignor = copied.questions.registers.centre().name
    lines = ngettext("{count} battery", "{count} batteries", len(batteries)).format(
        count=number(len(batteries))
    )
    lead = _(
        "From {consignor} to {consignee}, {lines}. Say of each line what arrived; it can be told once."
    )
    lead = lead.format(consignor=consignor, consignee=_partner(copied, load.consignee), lines=lines)
    table = tag("div", frame.table(heads, rows), class_="lines")
    inside = tag(
        "section",
        frame.form(visit, visit.path, table, rest, button, class_="fields"),
        class_="card",
    )
    status = 422 if message else 200
    return frame.page(visit, title, frame.heading(title, lead), message, inside, status=status)


def _choice(visit: Visit, n: int, battery: Battery) -> Safe:
    told = visit.typed(f"outcome-{n}")
    options = [tag("option", _("choose"), value="")]
    options += [tag("option", _(OUTCOMES[o]), value=o, selected=o == told) for o in _OUTCOMES]
    return tag(
        "select",
        *options,
        name=f"outcome-{n}",
        aria_label=_("What arrived of {code}").format(code=battery.code),
    )


def _scale(visit: Visit, n: int, battery: Battery, wrong: str | None) -> tuple[Safe, Safe | None]:
    name = _("Your scale, kg, {code}").format(code=battery.code)
    box = tag(
        "input",
        name=f"kg-{n}",
        value=visit.typed(f"kg-{n}") or None,
        inputmode="decimal",
        maxlength=12,
        aria_label=name,
        class_="wrong" if wrong else None,
    )
    words = _("\u201c{text}\u201d is no mass. Type it as 355.2.")
    return box, tag("div", words.format(text=wrong), class_="problem") if wrong else None


def _thanks(visit: Visit) -> Page:
    title = _("The receipt is told")
    words = _("It is written down and goes to the consignor’s stations. You need do nothing more.")
    return frame.page(
        visit, title, frame.heading(title), frame.said("ok", _("Thank you"), words), narrow=True
    )


def _partner(copied: Copied, key: str) -> str:
    return next((p.name for p in copied.questions.registers.partners() if p.key == key), key)


__all__ = ["HUB", "give", "show", "tell"]

"""The consignee's receipt: a link for one load, its lines, told once."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import get_args

from cellyard.domain.battery import Battery
from cellyard.domain.facts import Outcome
from cellyard.domain.intake.notice_columns import KG
from cellyard.domain.intake.notice_values import amount
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel
from cellyard.domain.shipping import receipt
from cellyard.domain.shipping.load import Load
from cellyard.domain.shipping.receipt import Line, Receiving
from cellyard.hub import own_chain, receipt_links
from cellyard.hub.pages import frame
from cellyard.hub.pages.desk import Copied, Desk
from cellyard.hub.pages.frame import Cell
from cellyard.hub.pages.markup import Inside, Safe, tag
from cellyard.hub.pages.visit import Page, Visit, to
from cellyard.words import _, ngettext, number, sentence
from cellyard.words import battery as spoken
from cellyard.words.shipping_facts import OUTCOMES

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


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
        if wrong:
            no = Refused("receipt_masses_wrong", count=len(wrong))
            return _page(visit, copied, load, frame.refused(no), wrong)
        try:
            entries = receipt.confirm(copied.known, Receiving(load=load.id, lines=lines))
        except Refused as no:
            return _page(visit, copied, load, frame.refused(no))
        with desk.store.writing() as connection:
            if receipt_links.find(connection, word, now=now, lock=True).used_at:
                return _thanks(visit)
            own_chain.record(
                connection, desk.log, desk.key, linked.centre, entries, now=now,
                heads=copied.questions.flow.heads,
            )  # fmt: skip
            receipt_links.used(connection, word, now=now)
    return to(visit.path)


def _linked(desk: Desk, visit: Visit) -> receipt_links.Linked:
    with desk.store.reading() as connection:
        return receipt_links.find(connection, visit.names["word"], now=visit.now)


def _lines(visit: Visit, batteries: Sequence[Battery]) -> tuple[tuple[Line, ...], dict[str, str]]:
    """Return the lines that are told, and by battery the mass that is no number."""
    lines: list[Line] = []
    wrong: dict[str, str] = {}
    rest = visit.typed("rest") == "as_listed"
    for n, b in enumerate(batteries):
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
    wrong: Mapping[str, str] | None = None,
) -> Page:
    title = _("Receipt for load {number}").format(number=load.number)
    if load.received_at:
        said = frame.said("ok", sentence(Refused("received_already", number=load.number)))
        return frame.page(visit, title, frame.heading(title), said, narrow=True)
    batteries = copied.known.loads.batteries(load.id)
    heading = frame.heading(title, _lead(copied, load, len(batteries)))
    table = tag("div", _table(visit, copied, batteries, wrong or {}), class_="lines")
    button = tag("button", _("Confirm the receipt"), class_="primary")
    told = (table, _rest(visit), tag("div", button, class_="next"))
    form = frame.form(visit, visit.path, *told, class_="fields")
    inside = tag("section", form, class_="card")
    return frame.page(visit, title, heading, message, inside, status=422 if message else 200)


def _lead(copied: Copied, load: Load, count: int) -> str:
    batteries = ngettext("{count} battery", "{count} batteries", count)
    words = _(
        "From {consignor} to {consignee}, {batteries}. Say of each what arrived, once and for all."
    )
    return words.format(
        consignor=copied.questions.registers.centre().name,
        consignee=copied.partner(load.consignee),
        batteries=batteries.format(count=number(count)),
    )


def _table(
    visit: Visit, copied: Copied, batteries: Sequence[Battery], wrong: Mapping[str, str]
) -> Safe:
    heads = (
        (_("Battery"), ""), (_("Listed, kg"), "right"), (_("What arrived"), "choice"),
        (_("Your scale, kg"), "kg"),
    )  # fmt: skip
    models = {m.key: m for m in copied.questions.registers.models()}
    rows = [
        (
            Cell((tag("span", _code(b), class_="mono"), _model(models.get(b.model or "")))),
            Cell(number(b.kg, 0) if b.kg is not None else _("unknown"), "right"),
            Cell(_choice(visit, n, b), "choice"),
            Cell(_scale(visit, n, b, wrong.get(b.id)), "kg"),
        )
        for n, b in enumerate(batteries)
    ]
    return frame.table(heads, rows)


def _code(battery: Battery) -> str:
    return battery.code or _("Ticket {ticket}").format(ticket=battery.ticket)


def _model(model: BatteryModel | None) -> Safe:
    return tag("small", spoken.name(model))


def _rest(visit: Visit) -> Safe:
    ticked = visit.typed("rest") == "as_listed"
    box = tag("input", type="checkbox", name="rest", value="as_listed", checked=ticked)
    words = tag("span", _("Every line that I left open arrived as listed"))
    return tag("label", box, words, class_="tick")


def _choice(visit: Visit, n: int, battery: Battery) -> Safe:
    told = visit.typed(f"outcome-{n}")
    options = [tag("option", _("choose"), value="")]
    options += [tag("option", _(OUTCOMES[o]), value=o, selected=o == told) for o in _OUTCOMES]
    name = _("What arrived of {code}").format(code=_code(battery))
    return tag("select", *options, name=f"outcome-{n}", aria_label=name)


def _scale(visit: Visit, n: int, battery: Battery, wrong: str | None) -> Inside:
    box = tag(
        "input", name=f"kg-{n}", value=visit.typed(f"kg-{n}") or None, inputmode="decimal",
        maxlength=12, aria_label=_("Your scale, kg, {code}").format(code=_code(battery)),
        class_="wrong" if wrong else None,
    )  # fmt: skip
    words = _("“{text}” is no mass. Type it as 355.2.")
    return box, tag("div", words.format(text=wrong), class_="problem") if wrong else None


def _thanks(visit: Visit) -> Page:
    title = _("The receipt is told")
    words = _("It is written down and goes to the consignor’s stations. You need do nothing more.")
    return frame.page(
        visit, title, frame.heading(title), frame.said("ok", _("Thank you"), words), narrow=True
    )

"""The table of a load: what cannot travel first, each with the reason and the rule behind it."""

from collections.abc import Iterator

from cellyard.domain.battery import Battery
from cellyard.domain.shipping import Block, Goods
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.widgets.table import Column, RowState, TableRow
from cellyard.words import _, number
from cellyard.words import battery as spoken
from cellyard.words import shipping as said
from cellyard.words.shipping_facts import OUTCOMES

# Before a sum that not every battery's figure is known for.
AT_LEAST = "≥ "


def columns() -> tuple[Column, ...]:
    return (
        Column(_("Battery"), 276, mono=True),
        Column(_("Model"), 148),
        Column(_("Class and packing")),
        Column(_("kWh"), 62, align="right"),
        Column(_("kg"), 58, align="right"),
        Column(_("Slot"), 96),
    )


def rows(shown: Shown, now: int) -> list[TableRow]:
    """Return the lines of a load as they are shown at this moment (ms)."""
    return list(_rows(shown, now))


def _rows(shown: Shown, now: int) -> Iterator[TableRow]:
    there = {b.id: b for b in shown.batteries}
    if shown.survey is None:
        yield from (_plain(shown, battery) for battery in shown.batteries)
        return
    judgement = shown.survey.judgement
    yield from (_blocked(shown, there[b.battery], b, now) for b in judgement.blocks)
    left = {b.battery for b in judgement.blocks}
    goods = {g.battery: g for g in judgement.goods}
    yield from (_going(shown, b, goods[b.id]) for b in shown.batteries if b.id not in left)


def _blocked(shown: Shown, battery: Battery, block: Block, now: int) -> TableRow:
    state: RowState = "stop" if block.gravity == "never" else "caution"
    # That the rules are those of transport goes without saying here.
    rule = f"{block.rule}, {block.edition.removeprefix('transport-')}"
    cells = _cells(shown, battery, rule)
    return TableRow(battery.id, cells, state, reason=said.why(block, now))


def _going(shown: Shown, battery: Battery, goods: Goods) -> TableRow:
    cells = _cells(shown, battery, said.class_and_packing(goods))
    return TableRow(battery.id, cells, shape="done")


def _plain(shown: Shown, battery: Battery) -> TableRow:
    """A line that is judged no more: how it was packed, and what the consignee says of it."""
    cells, outcome = (
        _cells(shown, battery, battery.leaving.instruction or "–"),
        battery.leaving.outcome,
    )
    if outcome is None:
        return TableRow(battery.id, cells)
    if outcome == "as_listed":
        return TableRow(battery.id, cells, shape="done")
    words = _("At the consignee: {outcome}").format(outcome=_(OUTCOMES[outcome]))
    return TableRow(battery.id, cells, "caution", reason=words)


def _cells(shown: Shown, battery: Battery, goods: str) -> tuple[str, ...]:
    model = shown.model(battery)
    code = battery.code or _("Ticket {ticket}").format(ticket=battery.ticket)
    return (
        code,
        spoken.name(model),
        goods,
        number(model.kwh, 1) if model else _("unknown"),
        number(battery.kg, 0) if battery.kg is not None else _("unknown"),
        battery.slot or "",
    )

"""Prices and what a battery may be worth, in words: kinds, units, sums, and what is left out."""

from decimal import Decimal

from cellyard.domain.registers import Per, Price, What
from cellyard.domain.value import Estimate, Lack, LeftOut, Line, Why
from cellyard.words.catalogue import N_, _
from cellyard.words.grading import ROUTES
from cellyard.words.numbers import MINUS, NO_BREAK, listed, number, quantity

SENTENCES: dict[str, str] = {
    "price_amount_wrong": N_("“{text}” is no price. Give a number, 0 or more."),
    "price_currency_wrong": N_(
        "“{text}” is no currency. Give its three capital letters, as in CNY or EUR."
    ),
    "price_day_wrong": N_("“{text}” is no day of the calendar. Give it as 2027-01-31."),
    "price_source_missing": N_("The price has no source. Say who named it, or where it stands."),
    "price_unit_wrong": N_("This is not priced so. Choose another unit."),
}

WHAT: dict[What, str] = {
    "lithium": N_("Lithium"),
    "nickel": N_("Nickel"),
    "cobalt": N_("Cobalt"),
    "manganese": N_("Manganese"),
    "copper": N_("Copper"),
    "aluminium": N_("Aluminium"),
    "graphite": N_("Graphite"),
    "second_life_a": N_("Second life, grade A"),
    "second_life_b": N_("Second life, grade B"),
    "second_life_c": N_("Second life, grade C"),
    "treatment": N_("Treatment, a cost"),
}
PER: dict[Per, str] = {
    "kg": N_("kg of the element"),
    "kg_carbonate": N_("kg of its carbonate"),
    "kwh": N_("kWh"),
}
LEFT_OUT: dict[Why, str] = {
    "no_price": N_("no price is entered"),
    "content_unknown": N_("how much is in it is not known"),
    "recovery_unknown": N_("what share is got back is not known"),
}
LACKS: dict[Lack, str] = {
    "no_price": N_("no price is entered for it"),
    "chemistry_unknown": N_("what is in it is not known"),
    "rated_kwh_unknown": N_("its rated kWh are not known"),
    "usable_kwh_unknown": N_("its usable kWh are not known"),
    "two_currencies": N_("prices in {currencies}"),
}
# Figures that an estimate shows: more would say that it is known so well.
_FIGURES = 3


def per(price: Price) -> str:
    """Return what a price is for: `kg of the element`, `usable kWh`, `rated kWh`."""
    if price.per != "kwh":
        return _(PER[price.per])
    return _("rated kWh") if price.what == "treatment" else _("usable kWh")


def money(amount: Decimal, currency: str, *, signed: bool = False) -> str:
    """Return a sum to three figures, e.g. `CNY 8 310`; `signed` also says + of a gain."""
    last = max(amount.adjusted() - _FIGURES + 1, 0) if amount else 0
    rounded = amount.quantize(Decimal(1).scaleb(last))
    sign = MINUS if rounded < 0 else "+" if signed and rounded else ""
    return f"{sign}{currency}{NO_BREAK}{number(int(abs(rounded)))}"


def said(of: Estimate, *, route: bool = False) -> str:
    """Return an estimate as one line, with all that stands against it, and its `route`."""
    if of.total is None:
        lacks = LACKS[of.lacks or "no_price"]
        why = _(lacks).format(currencies=listed(list(of.currencies)))
        return _("No value: {why}").format(why=why)
    parts = [_("About {sum}").format(sum=money(of.total, of.currencies[0]))]
    if route:
        parts.append(_(ROUTES[of.route]).lower())
    if not of.treated:
        parts.append(_("before treatment"))
    if of.old:
        parts.append(_("old prices"))
    if of.standing == "draft":
        parts.append(_("draft"))
    elif of.standing == "demo":
        parts.append(_("demonstration"))
    return listed(parts)


def change(amount: Decimal, currency: str) -> str:
    """Return what a change of the grade would change of the value: `value +CNY 1 140`."""
    return _("value {change}").format(change=money(amount, currency, signed=True))


def grounds(of: Estimate) -> str:
    """Return which rules an estimate is by, and what it is for."""
    if of.standing == "draft":
        words = _("A draft: nobody stands for rules {edition}. Nothing is decided by it.")
    else:
        words = _("By rules {edition}. Nothing is decided by it.")
    return words.format(edition=of.edition)


def left_out(of: LeftOut) -> str:
    """Return why something is not in a sum."""
    return _("not counted: {why}").format(why=_(LEFT_OUT[of.why]))


def source(line: Line) -> str:
    """Return where a line of a sum comes from: its price, then the rules behind its quantity."""
    price = line.price
    since = _("{source}, since {day}").format(source=price.source, day=price.since)
    if line.old:
        since = _("{source}: an old price").format(source=since)
    rules = listed([rule.id for rule in line.rules])
    return _("{price}; {rules}").format(price=since, rules=rules) if rules else since


def figures(line: Line) -> tuple[str, str, str, str]:
    """Return a line's name, quantity, price for one, and amount."""
    price = line.price
    one = f"{price.currency}{NO_BREAK}{number(line.each.quantize(Decimal('0.01')))}"
    return (
        _(WHAT[line.what]),
        quantity(line.quantity, line.unit, 2),
        one,
        money(line.amount, price.currency),
    )

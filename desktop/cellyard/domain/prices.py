"""Prices as a centre enters them: which is in force on a day, what may be wrong with one."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal

from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Per, Price, What
from cellyard.domain.rules import Edition, is_date

MATERIALS: tuple[What, ...] = (
    "lithium",
    "nickel",
    "cobalt",
    "manganese",
    "copper",
    "aluminium",
    "graphite",
)
_LIMIT = "price.limit_days"
# Beyond these it is a slip of the hand, in any currency.
_MOST, _PLACES = Decimal(10**9), 6
_CURRENCY = re.compile("[A-Z]{3}")


def in_force(prices: Iterable[Price], what: What, day: str) -> Price | None:
    """Return the price of something on an ISO date: the newest that holds by then; None without."""
    fitting = [
        p
        for p in prices
        if p.what == what and p.since <= day and not p.withdrawn and wrong(p) is None
    ]
    return max(fitting, key=lambda p: (p.since, p.key), default=None)


def is_old(price: Price, edition: Edition, day: str) -> bool:
    """Tell whether a price is older on an ISO date than the edition lets one be."""
    age = dt.date.fromisoformat(day) - dt.date.fromisoformat(price.since)
    return age.days > edition.number(_LIMIT)


def key_of(what: What, since: str) -> str:
    """Return the key of a price in its register: one for what it is of and the day it begins."""
    return f"{what}-{since}"


def units(what: What) -> tuple[Per, ...]:
    """Return what a price of something may be for."""
    if what == "lithium":
        return ("kg", "kg_carbonate")
    return ("kg",) if what in MATERIALS else ("kwh",)


def wrong(price: Price) -> Refused | None:
    """Return what is wrong with a price, None when it can be used.

    `price_amount_wrong` (no number, below zero, or none that anybody pays), `price_currency_wrong`,
    `price_unit_wrong`, `price_day_wrong`, `price_source_missing`.
    """
    if not _is_money(price.amount):
        return Refused("price_amount_wrong", text=str(price.amount))
    if not _CURRENCY.fullmatch(price.currency):
        return Refused("price_currency_wrong", text=price.currency)
    if price.per not in units(price.what):
        return Refused("price_unit_wrong", unit=price.per)
    if not is_date(price.since):
        return Refused("price_day_wrong", text=price.since)
    if not price.source.strip():
        return Refused("price_source_missing")
    return None


def _is_money(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_PLACES and 0 <= amount <= _MOST

"""Numbers, dates and times as people read them."""

from datetime import datetime
from decimal import Decimal

from cellyard.words.catalogue import _, language

MINUS = "\u2212"
THIN_SPACE = "\u2009"
NO_BREAK = "\u00a0"

# Units as facts, rules and instruments write them, where people write them otherwise.
_SIGNS = {
    "degC": "°C",
    "K_min": "K/min",
    "ohm": "Ω",
    "kohm": "kΩ",
    "Mohm": "MΩ",
    "M ohm": "MΩ",
    "Gohm": "GΩ",
    "G ohm": "GΩ",
    "ohm/V": "Ω/V",
    "S": "s",  # a tester's seconds; nothing here conducts in siemens
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS_ZH = "一二三四五六日"


def number(value: Decimal | int, places: int | None = None) -> str:
    """Return a number with the real minus and thin spaces between thousands.

    `places` fixes the decimals; without it the digits stay as the instrument gave them.
    """
    if places is not None:
        shown = f"{value:,.{places}f}"
    else:
        shown = f"{value:,d}" if isinstance(value, int) else f"{value:,f}"
    whole, point, rest = shown.replace("-", MINUS).partition(".")
    return whole.replace(",", THIN_SPACE) + point + rest


def quantity(value: Decimal | int, unit: str, places: int | None = None) -> str:
    """Return a number and its unit, held together, e.g. `355.2 kg`."""
    return f"{number(value, places)}{NO_BREAK}{unit}"


def unit_sign(unit: str) -> str:
    """Return a unit as people write it, e.g. `°C` for `degC`."""
    return _SIGNS.get(unit, unit)


def day(at: datetime) -> str:
    """Return a date for the screen: `14 Apr 2026` or `2026年4月14日`."""
    if language() == "zh_CN":
        return f"{at.year}年{at.month}月{at.day}日"
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def weekday_and_day(at: datetime) -> str:
    """Return a date with its weekday: `Tue 14 Apr 2026` or `2026年4月14日 周二`."""
    if language() == "zh_CN":
        return f"{day(at)} 周{_DAYS_ZH[at.weekday()]}"
    return f"{_DAYS[at.weekday()]} {day(at)}"


def clock(at: datetime, *, seconds: bool = False) -> str:
    """Return the time of day in 24 hours."""
    return at.strftime("%H:%M:%S" if seconds else "%H:%M")


def day_and_clock(at: datetime) -> str:
    """Return `14 Apr 10:44:07` or `4月14日 10:44:07`, for lists within a year."""
    if language() == "zh_CN":
        return f"{at.month}月{at.day}日 {clock(at, seconds=True)}"
    return f"{at.day} {_MONTHS[at.month - 1]} {clock(at, seconds=True)}"


def listed(items: list[str]) -> str:
    """Join items for a sentence."""
    return _(", ").join(items)

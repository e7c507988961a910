"""Spans of time as people say them: since when, how long, on which day of its stay."""

from datetime import datetime

from cellyard.words.catalogue import _
from cellyard.words.numbers import clock, day, day_and_clock


def local(at_ms: int) -> datetime:
    """Return a moment of a fact (ms) as the wall clock of this place shows it."""
    return datetime.fromtimestamp(at_ms / 1000).astimezone()


def since(at_ms: int, now_ms: int) -> str:
    """Return how long something stands: `since 10:17` on its first day, then `day 3`."""
    began, now = local(at_ms), local(now_ms)
    days = (now.date() - began.date()).days
    if days <= 0:
        return _("since {clock}").format(clock=clock(began))
    return _("day {count}").format(count=days + 1)


def lately(at_ms: int, now_ms: int) -> str:
    """Return when something happened, for a list: its time today, else its day."""
    at = local(at_ms)
    return clock(at) if at.date() == local(now_ms).date() else short_day(at_ms, now_ms)


def lasted(ms: int) -> str:
    """Return a length of time in its two greatest units, e.g. `3 h 50 min`."""
    minutes = max(0, ms) // 60_000
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return _("{days} d {hours} h").format(days=days, hours=hours)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return _("{minutes} min").format(minutes=minutes)


def moment(at_ms: int, now_ms: int) -> str:
    """Return when something happened, to the second; the year only when it is not this one."""
    at = local(at_ms)
    if at.year == local(now_ms).year:
        return day_and_clock(at)
    return f"{day(at)} {clock(at, seconds=True)}"


def short_day(at_ms: int, now_ms: int) -> str:
    """Return a day for an axis: `14 Apr`, with its year when it is not this one."""
    at = local(at_ms)
    return day(at) if at.year != local(now_ms).year else day_and_clock(at).rpartition(" ")[0]


def when(at_ms: int, now_ms: int) -> str:
    """Return when something happened, to the minute: `13 Apr 15:58`."""
    return f"{short_day(at_ms, now_ms)} {clock(local(at_ms))}"

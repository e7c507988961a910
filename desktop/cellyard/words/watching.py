"""What is said of the watched yard: timers, alarms, what is still missing for a better verdict."""

from decimal import Decimal

from cellyard.domain.yard.curve import HOUR, MINUTE
from cellyard.domain.yard.watching import Alarm, AlarmKind, Missing, Standing
from cellyard.words.catalogue import N_, _, ngettext
from cellyard.words.numbers import number
from cellyard.words.times import lasted

# What an alarm says of a slot, and what to do.
ALARMS: dict[AlarmKind, tuple[str, str]] = {
    "rising": (N_("{slot} warms up"), N_("Step back and look at it.")),
    "over_limit": (N_("{slot} is too warm"), N_("Step back and look at it.")),
    "no_reading": (N_("{slot} gave no reading"), N_("Read it again.")),
    "untimed": (N_("{slot} was read on a wrong clock"), N_("Read it now.")),
    "late": (N_("{slot} is late by {late}"), N_("Read it now.")),
}
MISSING: dict[Missing, str] = {
    "not_watched": N_("not under observation"),
    "not_stored": N_("after it lies in a slot"),
    "on_hold": N_("after its hold is lifted"),
    "too_early": N_("in {left} at the earliest"),
    "late": N_("after a reading, it is late"),
    "checks": N_("after {checks} clean checks {gap} h apart, {clean} so far"),
}


def span(ms: int) -> str:
    """Return hours and minutes as a timer shows them: `0:18`, `26:05`."""
    minutes = max(0, ms) // MINUTE
    return f"{minutes // 60}:{minutes % 60:02d}"


def timer(state: Standing, now: int) -> str:
    """Return when to look next: `read in 0:18`, `late 12 min`; "" where no timer runs."""
    if not state.due:
        return ""
    if state.untimed:
        return _("read now")
    if now < state.due:
        return _("read in {span}").format(span=span(state.due - now + MINUTE - 1))
    late = now - state.due
    if late < HOUR:
        return _("late {minutes} min").format(minutes=late // MINUTE)
    if late < 24 * HOUR:
        return _("late {span} h").format(span=span(late))
    return _("late {days} d").format(days=late // (24 * HOUR))


def missing(what: Missing, state: Standing, gap: Decimal, now: int) -> str:
    """Return what still stands against a better verdict."""
    return _(MISSING[what]).format(
        left=span(state.least - now + MINUTE - 1),
        checks=state.checks,
        clean=state.clean,
        gap=number(gap),
    )


def alarm(what: Alarm, now: int) -> tuple[str, str]:
    """Return an alarm as what is, and what to do."""
    first, then = ALARMS[what.kind]
    return _(first).format(slot=what.slot, late=lasted(now - what.at)), _(then)


def more(count: int) -> str:
    """Return how many alarms there are besides the one that is said."""
    return ngettext("{count} more", "{count} more", count).format(count=count)

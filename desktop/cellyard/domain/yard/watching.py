"""What is watched, in figures: when to look again, how it went so far, what is alarming now.

Unknown is the worse case: a look without a temperature is never clean, and too many of them in a
row are STOP; a look that the clock dates in the future counts as none. All times are ms,
temperatures degC.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.intake.triage import heat, warm_from
from cellyard.domain.rules import Edition
from cellyard.domain.watch import Observation
from cellyard.domain.yard.curve import HOUR, MINUTE, climbs, curve, per_hour, rise

# The worst first: in this order alarms are read.
AlarmKind = Literal["rising", "over_limit", "no_reading", "untimed", "late"]
_WORST: tuple[AlarmKind, ...] = get_args(AlarmKind)
# What still stands against a better verdict, by a word of `words.watching`.
Missing = Literal["not_watched", "not_stored", "on_hold", "too_early", "late", "checks"]
_RISES = frozenset({"temperature_rising", "temperature_trend"})
_HOT = frozenset({"too_hot", "warm"})
_UNREAD = frozenset({"temperature_unknown", "temperature_lost"})


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has to see to now. `at`: the reading, or when it should have been taken."""

    battery: str
    slot: str
    kind: AlarmKind
    at: int

    @property
    def key(self) -> str:
        """Name it: acknowledged, the same one does not sound again."""
        return f"{self.battery}/{self.kind}/{self.at}"

    @property
    def rank(self) -> int:
        """How soon it is to be read, 0 for the worst kind."""
        return _WORST.index(self.kind)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a watched battery stands.

    `due`: when it is to be looked at next, 0 for never; `late_from`: when that is an alarm.
    `untimed`: its last look lies in the future, so nobody can tell when it was; it is due now.
    It is observed until `least`, and until `most` at the longest. `per_hour` is the rise of the
    last two readings in K, None where it cannot be told. `clean` of `checks` count towards a
    better verdict. `limit`: above it, in the air last measured, the battery is warm. `found` are
    the reasons of the newest look.
    """

    due: int
    late_from: int
    untimed: bool
    least: int
    most: int
    per_hour: Decimal | None
    rising: bool
    clean: int
    checks: int
    limit: Decimal
    found: tuple[str, ...]


def rules_watch(edition: Edition) -> bool:
    """Tell whether an edition rules observation: the first ones do not."""
    return any(rule.id == "observation.reading_hours" for rule in edition.rule)


def is_watched(battery: Battery) -> bool:
    """Tell whether its timers run: it lies in a slot and was judged WATCH or STOP."""
    return battery.stored and battery.verdict in ("watch", "stop")


def found(battery: Battery, edition: Edition) -> tuple[str, ...]:
    """Return the reasons that the newest look gives, with those that follow from the looks before.

    What was seen, its heat, a rise that is too fast or goes on, and a temperature that is missing
    again; () when nothing speaks against the battery.
    """
    looks = battery.watch.observations
    if not looks:
        return ()
    newest = looks[-1]
    reasons = [newest.seen] if newest.seen else []
    hot = tuple(heat(newest.temperature, newest.ambient, edition))
    if not hot and newest.temperature is not None:
        above = newest.temperature > edition.number("observation.alarm_temperature")
        hot = ("warm",) if above else ()
    reasons.extend(hot)
    if newest.temperature is None:
        count = int(edition.number("observation.missing_readings"))
        if len(looks) >= count and all(o.temperature is None for o in looks[-count:]):
            reasons.append("temperature_lost")
    elif risen := rise(curve(battery), edition):
        reasons.append(risen)
    return tuple(reasons)


def standing(battery: Battery, edition: Edition, now: int) -> Standing:
    """Return how it stands, by the edition's times. Refused("rule_missing") under an old one."""
    looks, points = battery.watch.observations, curve(battery)
    began = battery.triaged_at
    grace = int(edition.number("observation.late_minutes") * MINUTE)
    last = _last(battery, now + grace)
    due = last + _interval(battery, edition, last) if is_watched(battery) else 0
    air = next((p.ambient for p in reversed(points) if p.ambient is not None), None)
    warm = warm_from(air, edition)
    return Standing(
        due=due,
        late_from=due + grace if due else 0,
        untimed=due > 0 and last > now + grace,
        least=began + _least(battery, edition),
        most=began + _hours(edition, "observation.most_hours"),
        per_hour=per_hour(points),
        rising=climbs(points, edition),
        clean=_clean(looks, began, _hours(edition, "observation.clean_gap_hours")),
        checks=int(edition.number("observation.clean_checks")),
        limit=min(warm, edition.number("observation.alarm_temperature")),
        found=found(battery, edition),
    )


def alarms(battery: Battery, edition: Edition, now: int) -> tuple[Alarm, ...]:
    """Return what is alarming about it at this moment, worst first."""
    if not is_watched(battery):
        return ()
    state, looks = standing(battery, edition, now), battery.watch.observations
    reasons = set(state.found)
    at = looks[-1].at if looks else 0
    kinds: list[tuple[AlarmKind, bool, int]] = [
        ("rising", bool(reasons & _RISES), at),
        ("over_limit", bool(reasons & _HOT), at),
        ("no_reading", bool(reasons & _UNREAD), at),
        ("untimed", state.untimed, state.due),
        ("late", 0 < state.late_from <= now, state.due),
    ]
    slot = battery.slot or ""
    return tuple(
        Alarm(battery=battery.id, slot=slot, kind=kind, at=since)
        for kind, stands, since in kinds
        if stands
    )


def in_the_way(battery: Battery, edition: Edition, now: int) -> tuple[Missing, ...]:
    """Return what still stands against a better verdict by two people; () when nothing does."""
    if battery.verdict not in ("watch", "stop"):
        return ("not_watched",)
    state = standing(battery, edition, now)
    checks: list[tuple[Missing, bool]] = [
        ("not_stored", not battery.stored),
        ("on_hold", battery.watch.hold is not None),
        ("too_early", now < state.least),
        ("late", state.untimed or 0 < state.due < now),
        ("checks", state.clean < state.checks),
    ]
    return tuple(missing for missing, stands in checks if stands)


def _hours(edition: Edition, rule: str) -> int:
    return int(edition.number(rule) * HOUR)


def _least(battery: Battery, edition: Edition) -> int:
    """Return for how long it is watched at the least; a STOP never less than its first hours."""
    least = _hours(edition, "observation.hours")
    if battery.verdict == "stop":
        return max(least, _hours(edition, "quarantine.first_hours"))
    return least


def _last(battery: Battery, latest: int) -> int:
    """Return when its timer began anew: at its newest look, or at its verdict.

    A verdict dated after `latest` was given while the clock was ahead: the look alone counts.
    """
    looks, began = battery.watch.observations, battery.triaged_at
    if not looks:
        return began
    return looks[-1].at if began > latest else max(began, looks[-1].at)


def _interval(battery: Battery, edition: Edition, last: int) -> int:
    """Return how long after `last` it is looked at again."""
    if battery.verdict == "watch":
        return _hours(edition, "observation.reading_hours")
    first = last < battery.triaged_at + _hours(edition, "quarantine.first_hours")
    often = "quarantine.first_reading_hours" if first else "quarantine.later_reading_hours"
    return _hours(edition, often)


def _clean(looks: Sequence[Observation], began: int, gap: int) -> int:
    """Count the clean looks since the verdict, so far apart, with none after them that was not."""
    count, last = 0, 0
    for look in looks:
        if not look.clean:
            count, last = 0, 0
        elif look.at >= began and (not count or look.at - last >= gap):
            count, last = count + 1, look.at
    return count

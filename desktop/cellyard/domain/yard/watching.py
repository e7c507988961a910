"""What is watched, in figures: when to look again, how it went so far, what is alarming now.

Unknown is the worse case: a look without a temperature is never clean, and too many of them in a
row are STOP. All times are ms, temperatures degC.
"""

import itertools
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.intake.triage import heat, warm_from
from cellyard.domain.rules import Edition
from cellyard.domain.watch import Observation

HOUR = 3_600_000
MINUTE = 60_000
AlarmKind = Literal["rising", "over_limit", "no_reading", "late"]
# What still stands against a better verdict, by a word of `words.watching`.
Missing = Literal["not_watched", "not_stored", "on_hold", "too_early", "late", "checks"]
_RISES = frozenset({"temperature_rising", "temperature_trend"})
_HOT = frozenset({"too_hot", "warm"})
_UNREAD = frozenset({"temperature_unknown", "temperature_lost"})


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One temperature of the curve; `celsius` None where the look gave no reading."""

    at: int
    celsius: Decimal | None
    ambient: Decimal | None = None


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


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a watched battery stands.

    `due`: when it is to be looked at next, 0 for never; `late_from`: when that is an alarm.
    `from_` to `least` (and `most`) it is observed. `per_hour` is the rise of the last two
    readings in K, None where it cannot be told. `clean` of `checks` count towards a better
    verdict. `limit`: above it, in the air last measured, the battery is warm. `found` are the
    reasons of the newest look.
    """

    due: int
    late_from: int
    from_: int
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


def curve(battery: Battery) -> tuple[Point, ...]:
    """Return its temperatures, oldest first: that of its intake, then every look."""
    looks = (Point(at=o.at, celsius=o.temperature, ambient=o.ambient) for o in _looks(battery))
    first = battery.measurements.get("temperature")
    if first is None:
        return tuple(looks)
    air = battery.measurements.get("ambient")
    begin = Point(at=first.at, celsius=first.value, ambient=air.value if air else None)
    return tuple(sorted((begin, *looks), key=lambda p: p.at))


def found(battery: Battery, edition: Edition) -> tuple[str, ...]:
    """Return the reasons that the newest look gives, with those that follow from the looks before.

    What was seen, its heat, a rise that is too fast or goes on, and a temperature that is missing
    again; () when nothing speaks against the battery.
    """
    looks = _looks(battery)
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
    elif rise := _rise(curve(battery), edition):
        reasons.append(rise)
    return tuple(reasons)


def _rise(points: Sequence[Point], edition: Edition) -> str:
    """Name the rise of the last readings: too fast, or slow and going on; "" for neither."""
    read = [p for p in points if p.celsius is not None]
    least = edition.number("observation.rise_least")
    if len(read) < 2:
        return ""
    rise = _between(read[-2], read[-1])
    span = Decimal(read[-1].at - read[-2].at)
    if rise >= least and rise * MINUTE >= edition.number("temperature.rise") * span:
        return "temperature_rising"
    last = read[-int(edition.number("observation.rise_readings")) :]
    climbs = all(_between(a, b) > 0 for a, b in itertools.pairwise(last))
    if len(last) < edition.number("observation.rise_readings") or not climbs:
        return ""
    own = _between(last[0], last[-1]) - _air(last[0], last[-1])
    span = Decimal(last[-1].at - last[0].at)
    fast = own * HOUR >= edition.number("observation.rise_per_hour") * span
    return "temperature_trend" if own >= least and fast else ""


def _between(a: Point, b: Point) -> Decimal:
    return (b.celsius or Decimal(0)) - (a.celsius or Decimal(0))


def _air(a: Point, b: Point) -> Decimal:
    """Return what the air rose in between; nothing is taken off where nobody measured it."""
    if a.ambient is None or b.ambient is None:
        return Decimal(0)
    return max(Decimal(0), b.ambient - a.ambient)


def standing(battery: Battery, edition: Edition) -> Standing:
    """Return how it stands, by the edition's times. Refused("rule_missing") under an old one."""
    looks, points = _looks(battery), curve(battery)
    began = battery.triaged_at
    due = _due(battery, edition) if is_watched(battery) else 0
    grace = int(edition.number("observation.late_minutes") * MINUTE)
    air = next((p.ambient for p in reversed(points) if p.ambient is not None), None)
    reasons = found(battery, edition)
    warm = warm_from(air, edition)
    return Standing(
        due=due,
        late_from=due + grace if due else 0,
        from_=began,
        least=began + _least(battery, edition),
        most=began + _hours(edition, "observation.most_hours"),
        per_hour=_per_hour(points),
        rising=_climbs(points, edition),
        clean=_clean(looks, began, _hours(edition, "observation.clean_gap_hours")),
        checks=int(edition.number("observation.clean_checks")),
        limit=min(warm, edition.number("observation.alarm_temperature")),
        found=reasons,
    )


def alarms(battery: Battery, edition: Edition, now: int) -> tuple[Alarm, ...]:
    """Return what is alarming about it at this moment, worst first."""
    if not is_watched(battery):
        return ()
    state, looks = standing(battery, edition), _looks(battery)
    reasons = set(state.found)
    at = looks[-1].at if looks else 0
    kinds: list[tuple[AlarmKind, bool, int]] = [
        ("rising", bool(reasons & _RISES), at),
        ("over_limit", bool(reasons & _HOT), at),
        ("no_reading", bool(reasons & _UNREAD), at),
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
    state = standing(battery, edition)
    checks: list[tuple[Missing, bool]] = [
        ("not_stored", not battery.stored),
        ("on_hold", battery.watch.hold is not None),
        ("too_early", now < state.least),
        ("late", 0 < state.due < now),
        ("checks", state.clean < state.checks),
    ]
    return tuple(missing for missing, stands in checks if stands)


def _looks(battery: Battery) -> tuple[Observation, ...]:
    return battery.watch.observations


def _hours(edition: Edition, rule: str) -> int:
    return int(edition.number(rule) * HOUR)


def _least(battery: Battery, edition: Edition) -> int:
    """Return for how long it is watched at the least; a STOP never less than its first hours."""
    least = _hours(edition, "observation.hours")
    if battery.verdict == "stop":
        return max(least, _hours(edition, "quarantine.first_hours"))
    return least


def _due(battery: Battery, edition: Edition) -> int:
    looks = _looks(battery)
    last = max(battery.triaged_at, looks[-1].at if looks else 0)
    if battery.verdict == "watch":
        return last + _hours(edition, "observation.reading_hours")
    first = last < battery.triaged_at + _hours(edition, "quarantine.first_hours")
    often = "quarantine.first_reading_hours" if first else "quarantine.later_reading_hours"
    return last + _hours(edition, often)


def _per_hour(points: Sequence[Point]) -> Decimal | None:
    if len(points) < 2 or points[-1].celsius is None or points[-2].celsius is None:
        return None
    span = points[-1].at - points[-2].at
    if span <= 0:
        return None
    rise = _between(points[-2], points[-1]) * HOUR / span
    return rise.quantize(Decimal("0.1"))


def _climbs(points: Sequence[Point], edition: Edition) -> bool:
    """Tell whether the last readings climb by more than the scatter of a thermometer."""
    last = points[-int(edition.number("observation.rise_readings")) :]
    if len(last) < 2 or any(p.celsius is None for p in last):
        return False
    climbs = all(_between(a, b) > 0 for a, b in itertools.pairwise(last))
    return climbs and _between(last[0], last[-1]) >= edition.number("observation.rise_least")


def _clean(looks: Sequence[Observation], began: int, gap: int) -> int:
    """Count the clean looks since the verdict, so far apart, with none between that was not."""
    count, last = 0, 0
    for look in looks:
        if look.at < began:
            continue
        if not look.clean:
            count, last = 0, 0
        elif not count or look.at - last >= gap:
            count, last = count + 1, look.at
    return count

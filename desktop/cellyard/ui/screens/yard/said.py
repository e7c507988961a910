"""What the yard says of a battery: its name, why it lies where it lies, where it came from."""

from collections.abc import Sequence

from cellyard.domain.battery import Battery
from cellyard.domain.facts import Quantity
from cellyard.domain.yard import watching
from cellyard.ui.screens.yard.survey import Stored
from cellyard.ui.widgets.shapes import ShapeName
from cellyard.words import _, number, quantity, times
from cellyard.words import battery as named
from cellyard.words import watching as watched
from cellyard.words.facts import measured
from cellyard.words.intake import QUANTITIES, VERDICTS, brief, reason
from cellyard.words.numbers import listed
from cellyard.words.watch_facts import HOLDS

SHAPES: dict[str, ShapeName] = {"stop": "stop", "watch": "caution", "check": "check", "go": "done"}


def title(stored: Stored) -> str:
    """Return the name of its model."""
    return named.name(stored.model)


def code(stored: Stored) -> str:
    return stored.battery.code or _("No code")


def why(stored: Stored) -> str:
    """Return the verdict with its worst reason, e.g. `WATCH, case is dented`."""
    verdict = stored.battery.verdict
    if verdict is None:
        return _("Not judged yet")
    words, worst = _(VERDICTS[verdict]), short_reason(stored)
    return _("{verdict}: {reason}").format(verdict=words, reason=worst) if worst else words


def short_reason(stored: Stored) -> str:
    """Return the worst reason without its full stop; "" when there is none."""
    reasons = stored.battery.reasons
    return reason(reasons[0]).rstrip(".。") if reasons else ""


def finding(stored: Stored) -> str:
    """Return in a few words what was found worst; "" when nothing was."""
    reasons = stored.battery.reasons
    return brief(reasons[0]) if reasons else ""


def timer(stored: Stored, now: int) -> str:
    """Return when to look at it next, or how late it is; "" where no timer runs."""
    return watched.timer(stored.state, now) if stored.state is not None else ""


def warmth(stored: Stored) -> str:
    """Return its newest temperature and whether it climbs; "" while nobody has looked."""
    looks, state = stored.battery.watch.observations, stored.state
    if not looks or state is None:
        return ""
    newest = looks[-1].temperature
    if newest is None:
        return _("no reading")
    figure = quantity(newest, "°C")
    return _("{temperature} rising").format(temperature=figure) if state.rising else figure


def _free_again(stored: Stored, now: int) -> str:
    """Return what stands against a better verdict."""
    state = stored.state
    if state is None:
        return ""
    missing = watching.in_the_way(stored.battery, stored.edition, now)
    if not missing:
        return _("now, by two people and a photo")
    gap = stored.edition.number("observation.clean_gap_hours")
    return watched.missing(missing[0], state, gap, now)


def _watching(stored: Stored, now: int) -> list[tuple[str, str]]:
    """Return what is said of what is watched or on hold."""
    battery, state = stored.battery, stored.state
    said: list[tuple[str, str]] = []
    if battery.watch.hold is not None:
        reason = battery.watch.hold.reason
        said.append((_("On hold"), _(HOLDS[reason]) if reason in HOLDS else reason))
    if state is None or not watching.is_watched(battery):
        return said
    said.append((_("Next"), timer(stored, now)))
    if state.per_hour is not None:
        said.append((_("Trend"), _("{kelvin} K/h").format(kelvin=number(state.per_hour, 1))))
    said.append((_("Better"), _free_again(stored, now)))
    return said


def pairs(stored: Stored, now: int, *, in_hand: bool = False) -> list[tuple[str, str]]:
    """Return what the card says of a battery, the most important first."""
    battery = stored.battery
    said: list[tuple[str, str]] = []
    if in_hand:
        said.append((_("Lies in"), battery.slot or _("no slot yet")))
        said.append((_("Would do"), stored.would_do or _("no free slot")))
    elif stored.battery.stored:
        said += _watching(stored, now)
    said.append((_("Battery"), _what(stored)))
    said += _readings(battery, ("voltage",))
    said.append((_("Came from"), stored.outlet or _("unknown")))
    said.append((_("Received"), times.when(battery.received_at, now)))
    if battery.slot and not in_hand:
        said.append((_("Here"), times.since(battery.placed_at, now)))
    said += _readings(battery, ("insulation", "temperature"))
    said.append((_("Ticket"), number(battery.ticket)))
    if battery.triage:
        said.append((_("Rules"), battery.triage.edition))
    return said


def _readings(battery: Battery, quantities: Sequence[Quantity]) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    for taken in quantities:
        reading = battery.measurements.get(taken)
        if reading is not None:
            value = reading.value
            words = _("no reading") if value is None else measured(value, reading.unit)
            said.append((_(QUANTITIES[taken]), words))
    return said


def _what(stored: Stored) -> str:
    parts = [stored.model.chemistry] if stored.model else list[str]()
    parts.append(named.energy(stored.energy))
    if stored.battery.kg is not None:
        parts.append(quantity(stored.battery.kg, "kg"))
    return listed(parts)

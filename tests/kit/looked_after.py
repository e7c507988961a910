"""A floor whose watched battery somebody looks after, and the alarm that stands at its window."""

from decimal import Decimal
from pathlib import Path

from floor import HOUR, MINUTE, Floor, furnished
from front import Front

from cellyard.domain.readings import Reading
from cellyard.domain.yard import hold, observation
from cellyard.ui.asking import now_ms


def look(floor: Floor, name: str, t: str | None) -> None:
    reading = Reading(value=None if t is None else Decimal(t), unit="degC", flags=("manual",))
    order = observation.Observing(battery=floor.ids[name], reading=reading)
    floor._act(observation.observe, order)


def looked_after(folder: Path) -> Floor:
    """Return a furnished floor, closed: the swollen one was looked at every other hour for two
    days, and is clean; the sound one is on hold.
    """
    floor = furnished(folder)
    now = now_ms()
    for hours in range(46, 0, -2):
        floor.now.at = now - hours * HOUR + 30 * MINUTE
        look(floor, "swollen", "21.6")
    floor._act(hold.hold, hold.Holding(battery=floor.ids["sound"], reason="police"))
    floor.close()
    return floor


def alarm(stage: Front) -> str:
    stage.window._surroundings.yard.look()
    return stage.window.chrome.status._alarm[0]

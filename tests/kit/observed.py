"""A battery that is watched in a store in memory: looked at, its alarms, how it stands."""

from memory import Memory, judged, reading

from cellyard.domain import yard
from cellyard.domain.yard import watching
from cellyard.domain.yard.curve import HOUR
from cellyard.domain.yard.observation import Observing, observe

DAY = 24 * HOUR


def watched(store: Memory, **answers: str) -> str:
    """Bring in a battery that is WATCH unless said otherwise, and put it where it belongs."""
    id_ = judged(store, **(answers or {"case_damage": "swollen"}))
    slot = store.battery(id_).held_slot
    assert slot
    store.record(yard.place, yard.Placing(battery=id_, slot=slot))
    return id_


def order(id_: str, t: str | None, air: str | None = None, seen: str = "") -> Observing:
    ambient = None if air is None else reading(air, "degC")
    return Observing(battery=id_, reading=reading(t, "degC"), ambient=ambient, seen=seen)


def look(store: Memory, id_: str, t: str | None, air: str | None = None, seen: str = "") -> None:
    store.record(observe, order(id_, t, air, seen))


def standing(store: Memory, id_: str) -> watching.Standing:
    return watching.standing(store.battery(id_), store.edition, store.now)


def alarms(store: Memory, id_: str) -> list[str]:
    return [a.kind for a in watching.alarms(store.battery(id_), store.edition, store.now)]


def clean(store: Memory, id_: str, hours: int) -> None:
    """Look at it every two hours (every hour while it is STOP) and find nothing."""
    until = store.now + hours * HOUR
    while store.now < until:
        store.now = min(until, standing(store, id_).due)
        look(store, id_, "21", "20")

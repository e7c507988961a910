"""The clock of the station is set by days: no alarm is lost, and nothing becomes better."""

import pytest
from memory import PHOTO, Memory, refused
from observed import DAY, alarms, clean, look, standing, watched

from cellyard.domain.yard import hold
from cellyard.domain.yard.curve import HOUR, MINUTE
from cellyard.domain.yard.observation import Downgrading, downgrade


@pytest.mark.parametrize("verdict", ["watch", "stop"])
def test_a_clock_that_is_set_back_is_an_alarm_and_loses_none(verdict: str) -> None:
    store = Memory()
    id_ = watched(store, **({"acute_hazard": "leaking"} if verdict == "stop" else {}))
    store.now += HOUR
    look(store, id_, "31", "20")
    store.now -= 3 * DAY
    assert alarms(store, id_) == ["over_limit", "untimed"]
    better = Downgrading(battery=id_, second="supervisor", photo=PHOTO)
    assert refused(store, downgrade, better, by="technician").code == "downgrade_too_early"
    look(store, id_, "21", "20")
    assert alarms(store, id_) == [], "a look on the clock of now is a look"
    interval = HOUR if verdict == "stop" else 2 * HOUR
    state = standing(store, id_)
    assert (state.due, state.clean) == (store.now - 1000 + interval, 0)
    store.now += interval + 5 * MINUTE
    assert alarms(store, id_) == ["late"]


def test_a_clock_that_is_set_forward_makes_late_and_releases_nothing() -> None:
    store = Memory()
    id_ = watched(store)
    store.record(hold.hold, hold.Holding(battery=id_, reason="police"))
    store.now += HOUR
    look(store, id_, "21")
    store.now += 3 * DAY
    assert alarms(store, id_) == ["late"]
    better = Downgrading(battery=id_, second="supervisor", photo=PHOTO)
    assert refused(store, downgrade, better, by="technician").code == "downgrade_on_hold"
    look(store, id_, "21")
    store.now -= 3 * DAY
    assert alarms(store, id_) == ["untimed"]
    assert store.battery(id_).watch.hold is not None
    assert store.battery(id_).verdict == "watch"


def test_a_rise_over_a_time_that_nobody_knows_counts_as_fast() -> None:
    store = Memory()
    id_ = watched(store)
    store.now += HOUR
    look(store, id_, "22")
    store.now -= 3 * DAY
    look(store, id_, "24.5")
    assert store.battery(id_).verdict == "stop"
    assert "temperature_rising" in store.battery(id_).reasons


def test_an_unclean_look_before_the_verdict_by_the_clock_ends_the_clean_checks_too() -> None:
    store = Memory()
    id_ = watched(store)
    clean(store, id_, 26)
    assert standing(store, id_).clean >= 2
    store.now -= 3 * DAY
    look(store, id_, None)
    assert standing(store, id_).clean == 0

"""The watched yard: timers, trends, worse by one reading, better only by two people, holds."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory import CN, EU, PHOTO, Memory, reading, refused
from observed import alarms, clean, look, order, standing, watched

from cellyard.domain import facts as f
from cellyard.domain import intake, yard
from cellyard.domain.bench import begin
from cellyard.domain.grading import act as grading
from cellyard.domain.intake import severity
from cellyard.domain.yard import hold, observation, watching
from cellyard.domain.yard.curve import HOUR, MINUTE
from cellyard.domain.yard.observation import Downgrading, downgrade, observe
from cellyard.words import SENTENCES as DOOR
from cellyard.words import sentence
from cellyard.words.watch_facts import HOLDS, RELEASES
from cellyard.words.watch_refusals import SENTENCES

# --- timers -------------------------------------------------------------------------------------


def test_what_is_under_observation_is_looked_at_every_two_hours() -> None:
    store = Memory()
    id_ = watched(store)
    begun = store.battery(id_).triaged_at
    state = standing(store, id_)
    assert (state.due, state.least, state.most) == (
        begun + 2 * HOUR,
        begun + 24 * HOUR,
        begun + 72 * HOUR,
    )
    store.now = state.due + 4 * MINUTE
    assert alarms(store, id_) == []
    store.now = state.late_from
    assert alarms(store, id_) == ["late"]
    look(store, id_, "21.5")
    assert alarms(store, id_) == []
    assert standing(store, id_).due == store.now - 1000 + 2 * HOUR


def test_a_stop_is_looked_at_every_hour_of_its_first_day_then_once_a_day() -> None:
    store = Memory()
    id_ = watched(store, acute_hazard="leaking")
    begun = store.battery(id_).triaged_at
    assert standing(store, id_).due == begun + HOUR
    store.now = begun + 23 * HOUR
    look(store, id_, "21")
    assert standing(store, id_).due == begun + 24 * HOUR
    store.now = begun + 24 * HOUR
    look(store, id_, "21")
    assert standing(store, id_).due == begun + 48 * HOUR


def test_what_is_sound_and_on_hold_has_no_timer_but_may_be_looked_at() -> None:
    store = Memory()
    id_ = watched(store, misuse="no")
    assert refused(store, observe, order(id_, "21")).code == "not_watched"
    store.record(hold.hold, hold.Holding(battery=id_, reason="recall"))
    look(store, id_, "21")
    assert standing(store, id_).due == 0
    assert alarms(store, id_) == []
    look(store, id_, None)
    assert store.battery(id_).verdict == "watch", "an unknown temperature is the worse case"
    assert alarms(store, id_) == ["no_reading"]


# --- readings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readings", "verdict", "reason", "kinds"),
    [
        ([("1:00", "23", "20")], "watch", "", []),
        ([("1:00", "30.1", "20")], "watch", "", ["over_limit"]),
        ([("1:00", "30.0", "20")], "watch", "", []),
        ([("1:00", "46", "40")], "watch", "", ["over_limit"]),
        ([("1:00", "81", "20")], "stop", "too_hot", ["over_limit"]),
        ([("1:00", None, None)], "watch", "", ["no_reading"]),
        ([("1:00", None, None), ("2:00", None, None)], "stop", "temperature_lost", ["no_reading"]),
        (
            [("1:00", None, None), ("2:00", "21", None), ("3:00", None, None)],
            "watch",
            "",
            ["no_reading"],
        ),
        ([("1:00", "22", "20"), ("1:02", "24", "20")], "stop", "temperature_rising", ["rising"]),
        ([("1:00", "20", "20"), ("1:01", "21.9", "20")], "watch", "", []),
        ([("1:00", "22.5", None), ("2:00", "25", None)], "stop", "temperature_trend", ["rising"]),
        ([("2:00", "22.5", None), ("4:00", "24.9", None)], "watch", "", []),
        ([("1:00", "24", "20"), ("2:00", "27", "24")], "stop", "temperature_trend", ["rising"]),
        ([("1:00", "21", "20"), ("2:00", "24", "24"), ("3:00", "27", "27")], "watch", "", []),
        ([("1:00", "24", "20"), ("2:00", "23", "20"), ("3:00", "27", "20")], "watch", "", []),
    ],
)
def test_what_the_readings_say(
    readings: list[tuple[str, str | None, str | None]],
    verdict: str,
    reason: str,
    kinds: list[str],
) -> None:
    store = Memory()
    id_ = watched(store)
    begun = store.now
    for at, t, air in readings:
        hours, minutes = at.split(":")
        store.now = begun + int(hours) * HOUR + int(minutes) * MINUTE
        look(store, id_, t, air)
    battery = store.battery(id_)
    assert battery.verdict == verdict
    assert not reason or reason in battery.reasons
    assert alarms(store, id_) == kinds
    assert battery.watch.observations[-1].clean == (not kinds)
    if verdict == "stop":
        assert battery.held_slot is not None, "a quarantine slot is held in the same act"
        assert len({r.envelope.act for r in store.line(id_)[-3:]}) == 1


def test_what_is_seen_counts_as_at_intake() -> None:
    store = Memory()
    id_ = watched(store)
    look(store, id_, "21", seen="scratched")
    assert store.battery(id_).verdict == "watch"
    assert not store.battery(id_).watch.observations[-1].clean
    look(store, id_, "21", seen="smoke")
    assert store.battery(id_).verdict == "stop"
    assert refused(store, observe, order(id_, "21", seen="too_hot")).code == "unknown_finding"


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 600),
            st.none() | st.integers(-20, 90),
            st.none() | st.integers(-10, 40),
            st.sampled_from(["", "", "scratched", "dented", "smoke"]),
        ),
        max_size=8,
    )
)
def test_more_looks_never_make_a_verdict_better(
    looks: list[tuple[int, int | None, int | None, str]],
) -> None:
    store = Memory()
    id_ = watched(store)
    worst = severity(store.battery(id_).verdict)
    for minutes, t, air, seen in looks:
        store.now += minutes * MINUTE
        text = None if t is None else str(t)
        look(store, id_, text, None if air is None else str(air), seen)
        now = severity(store.battery(id_).verdict)
        assert now >= worst
        worst = now


@settings(deadline=None)
@given(st.lists(st.integers(15, 40), min_size=1, max_size=4), st.data())
def test_a_missing_temperature_is_never_better_than_a_clean_one(
    temperatures: list[int], data: st.DataObject
) -> None:
    gone = data.draw(st.integers(0, len(temperatures) - 1))
    known, unknown = Memory(), Memory()
    ids = [watched(store) for store in (known, unknown)]
    for at in range(len(temperatures)):
        for store, id_ in zip((known, unknown), ids, strict=True):
            store.now += HOUR
            lost = store is unknown and at == gone
            look(store, id_, None if lost else "21")
    clean = [standing(store, id_).clean for store, id_ in zip((known, unknown), ids, strict=True)]
    assert clean[1] <= clean[0]
    assert not unknown.battery(ids[1]).watch.observations[gone].clean


# --- better, by two people ----------------------------------------------------------------------


def test_watch_becomes_check_after_clean_checks_by_two_people_and_stays_it() -> None:
    store = Memory()
    id_ = watched(store)
    better = Downgrading(battery=id_, second="supervisor", photo=PHOTO)
    assert refused(store, downgrade, better, by="technician").code == "downgrade_too_early"
    clean(store, id_, 26)
    assert refused(store, downgrade, better).code == "role_missing"
    same = msgspec.structs.replace(better, second="technician")
    assert refused(store, downgrade, same, by="technician").code == "second_person_same"
    other = msgspec.structs.replace(better, second="second")
    assert refused(store, downgrade, other, by="technician").code == "second_person_downgrade"
    written = store.record(downgrade, better, by="technician")
    assert [type(r.fact) for r in written] == [f.Photographed, f.Triaged]
    assert written[0].envelope.blobs == (PHOTO,)
    battery = store.battery(id_)
    assert (battery.verdict, battery.reasons) == ("check", ("was_watch", "no_photo"))
    measuring = intake.Measuring(battery=id_, quantity="voltage", reading=reading("394", "V"))
    store.record(intake.measure, measuring)
    assert store.battery(id_).verdict == "check", "what was lifted is not found again by itself"
    swollen = intake.Looking(battery=id_, section="case_damage", answer="yes", finding="swollen")
    store.record(intake.inspect, swollen)
    assert store.battery(id_).verdict == "watch", "what is seen anew counts"


def test_a_stop_goes_one_step_after_a_day_and_never_to_go() -> None:
    store = Memory()
    id_ = watched(store, acute_hazard="leaking")
    better = Downgrading(battery=id_, second="technician", photo=PHOTO)
    clean(store, id_, 23)
    assert refused(store, downgrade, better, by="supervisor").code == "downgrade_too_early"
    clean(store, id_, 2)
    store.record(downgrade, better, by="supervisor")
    battery = store.battery(id_)
    assert (battery.verdict, battery.reasons, battery.stop_ever) == ("watch", ("was_stop",), True)
    assert refused(store, downgrade, better, by="supervisor").code == "downgrade_too_early"
    slot = next(z.slots[0].name for z in store.zones() if z.purpose == "observation")
    store.record(yard.move, yard.Moving(battery=id_, slot=slot))
    clean(store, id_, 26)
    store.record(downgrade, better, by="supervisor")
    assert store.battery(id_).verdict == "check"
    no = refused(store, downgrade, better, by="supervisor")
    assert no.code == "not_watched", "observation never gives a GO"


def test_an_unclean_look_starts_the_checks_again() -> None:
    store = Memory()
    id_ = watched(store)
    better = Downgrading(battery=id_, second="supervisor", photo=PHOTO)
    clean(store, id_, 26)
    store.now += HOUR
    look(store, id_, "31", "20")
    no = refused(store, downgrade, better, by="technician")
    assert (no.code, no.shown["clean"]) == ("downgrade_checks", 0)
    store.now += 3 * HOUR
    assert refused(store, downgrade, better, by="technician").code == "downgrade_late"


def test_two_looks_in_a_row_are_one_clean_check() -> None:
    store = Memory()
    id_ = watched(store)
    for hours in (1, 1, 1):
        store.now += hours * HOUR
        look(store, id_, "21")
    assert standing(store, id_).clean == 1
    store.now += 12 * HOUR
    look(store, id_, "21")
    assert standing(store, id_).clean == 2


# --- holds --------------------------------------------------------------------------------------


def test_a_held_battery_is_neither_moved_nor_tested_nor_graded_nor_in_stock() -> None:
    store = Memory()
    id_ = watched(store, misuse="no")
    store.record(hold.hold, hold.Holding(battery=id_, reason="police"))
    assert (
        refused(store, hold.hold, hold.Holding(battery=id_, reason="police")).code == "already_held"
    )
    moving = yard.Moving(battery=id_, slot="A-01-3-5")
    assert refused(store, yard.move, moving).code == "battery_on_hold"
    run = begin.Beginning(battery=id_, channel="1", test="capacity", run="r")
    assert refused(store, begin.begin, run, by="technician").code == "battery_on_hold"
    giving = grading.Giving(battery=id_)
    assert refused(store, grading.give, giving, by="technician").code == "battery_on_hold"
    assert store.battery(id_).stock == ""


def test_a_hold_is_lifted_by_two_people_one_of_them_a_supervisor() -> None:
    store = Memory()
    id_ = watched(store, misuse="no")
    lift = hold.Releasing(battery=id_, reason="checked", second="operator")
    assert refused(store, hold.release_hold, lift, by="supervisor").code == "not_held"
    store.record(hold.hold, hold.Holding(battery=id_, reason="owner"))
    assert refused(store, intake.undo, intake.Undoing(battery=id_)).code == "hold_stands"
    placed = store.line(id_)[-1].ref
    mistyped = intake.Correcting(battery=id_, facts=(placed,), reason="mistyped")
    assert refused(store, intake.correct, mistyped, by="supervisor").code == "hold_stands"
    assert refused(store, hold.release_hold, lift, by="technician").code == "role_missing"
    alone = msgspec.structs.replace(lift, second="supervisor")
    assert refused(store, hold.release_hold, alone, by="supervisor").code == "second_person_same"
    visitor = msgspec.structs.replace(lift, second="visitor")
    assert refused(store, hold.release_hold, visitor, by="supervisor").code == "second_person_hold"
    store.record(hold.release_hold, lift, by="supervisor")
    assert store.battery(id_).watch.hold is None
    store.record(yard.move, yard.Moving(battery=id_, slot="A-01-3-5"))


def test_a_held_battery_is_not_withdrawn_by_one_person() -> None:
    store = Memory()
    id_ = watched(store, misuse="no")
    store.record(hold.hold, hold.Holding(battery=id_, reason="police"))
    order = intake.Withdrawing(battery=id_, reason="wrong_battery")
    assert refused(store, intake.withdraw, order, by="supervisor").code == "hold_stands"
    lift = hold.Releasing(battery=id_, reason="cleared", second="operator")
    store.record(hold.release_hold, lift, by="supervisor")
    store.record(intake.withdraw, order, by="supervisor")
    assert store.battery(id_).withdrawn


def test_every_word_of_the_watched_yard_has_its_sentence() -> None:
    assert set(hold.HOLD_REASONS) == HOLDS.keys()
    assert set(hold.RELEASE_REASONS) == RELEASES.keys()
    assert not SENTENCES.keys() & DOOR.keys()
    for missing in ("not_stored", "on_hold", "too_early", "late", "checks"):
        assert f"downgrade_{missing}" in SENTENCES
    no = observation.Refused("downgrade_checks", ticket=1, clean=0, checks=2, gap=Decimal(12))
    assert "0 of 2" in sentence(no)


def test_an_older_edition_rules_no_observation() -> None:
    old = msgspec.structs.replace(
        EU, rule=tuple(r for r in EU.rule if not r.id.startswith(("observation.r", "quarantine.f")))
    )
    assert watching.rules_watch(EU)
    assert watching.rules_watch(CN)
    assert not watching.rules_watch(old)

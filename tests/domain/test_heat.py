"""A run that heat ended is evidence of its battery, and makes its verdict worse."""

import memory
import msgspec
import pytest
from bench_memory import Bay, D, judged, order
from memory import Memory

from cellyard.domain import facts as f
from cellyard.domain import yard
from cellyard.domain.bench import begin as decisions
from cellyard.domain.bench.begin import Ending
from cellyard.domain.bench.queue import waits_for
from cellyard.domain.facts import Evidence
from cellyard.domain.ticket import about

# What it was judged as at intake fits the pack, so that nothing but the heat is new.
PACK = next(m for m in memory.MODELS if m.key == "peugeot-e-208-50-kwh")


def hot(store: Memory, id_: str, trip: f.Trip, last: str | None = None, end: f.RunEnd = "guard"):
    store.record(decisions.begin, order(id_, second="other"), "technician")
    ending = Ending(
        battery=id_,
        run="run-1",
        end=end,
        trip=trip,
        temperature=None if last is None else D(last),
    )
    return store.record(decisions.end, ending, "technician")


@pytest.mark.parametrize(
    ("celsius", "verdict", "reason", "zone"),
    [("60.5", "watch", "warm", "O"), ("81", "stop", "too_hot", "Q")],
)
def test_what_got_too_hot_under_load_is_judged_anew(
    celsius: str, verdict: str, reason: str, zone: str
) -> None:
    store = Bay(PACK)
    id_ = judged(store)
    store.record(yard.place, yard.Placing(battery=id_, slot="A-01-1-1"))
    trip = f.Trip(watched="temperature_high", value=D(celsius), limit=D(60), unit="degC")
    written = hot(store, id_, trip, "59.0")
    assert [type(r.fact).__name__ for r in written] == [
        "RunEnded",
        "Measured",
        "Triaged",
        "SlotHeld",
    ]
    assert len({r.envelope.act for r in written}) == 1
    measured = written[1].fact
    assert isinstance(measured, f.Measured)
    assert (measured.value, measured.unit) == (D(celsius), "degC")
    assert measured.evidence == Evidence(instrument="warm", profile="p")
    battery = store.battery(id_)
    assert (battery.verdict, battery.reasons) == (verdict, (reason,))
    assert (battery.held_slot or "").startswith(zone)
    assert battery.bench.run is None
    assert waits_for(battery) == ""


def test_what_warms_too_fast_under_load_is_stopped() -> None:
    store = Bay(PACK)
    id_ = judged(store)
    trip = f.Trip(watched="temperature_rise", value=D("2.4"), limit=D(1), unit="K/min")
    written = hot(store, id_, trip, "26.3", end="load_lost")
    measured, triaged = written[1].fact, written[2].fact
    assert isinstance(measured, f.Measured)
    assert measured.value == D("26.3"), "the temperature, not its rise"
    assert isinstance(triaged, f.Triaged)
    assert (triaged.verdict, triaged.reasons) == ("stop", ("temperature_rising",))
    assert triaged.decided.rules == ("temperature.rise",)
    # It stands without a temperature as well.
    store = Bay(PACK)
    id_ = judged(store)
    assert [type(r.fact).__name__ for r in hot(store, id_, trip)][1] == "Triaged"
    assert store.battery(id_).verdict == "stop"


def test_it_is_stopped_as_well_under_an_edition_that_has_no_name_for_it() -> None:
    store = Bay(PACK)
    first = tuple(r for r in store.edition.finding if r.id != "temperature_rising")
    store.edition = msgspec.structs.replace(store.edition, id="cn-2026-1", finding=first)
    id_ = judged(store)
    trip = f.Trip(watched="temperature_rise", value=D("1.0"), limit=D(1), unit="K/min")
    hot(store, id_, trip, "26.3")
    battery = store.battery(id_)
    assert (battery.verdict, battery.reasons) == ("stop", ("acute_hazard_yes",))
    assert battery.stop_ever


def test_other_ends_say_nothing_of_heat_and_a_verdict_never_gets_better() -> None:
    store = Bay(PACK)
    id_ = judged(store)
    low = f.Trip(watched="cell_low", value=D("2.4"), limit=D("2.5"), unit="V")
    assert [type(r.fact).__name__ for r in hot(store, id_, low, "31.0")] == ["RunEnded"]
    cool = f.Trip(watched="temperature_high", value=D("29.9"), limit=D(25), unit="degC")
    written = hot(store, id_, cool)
    assert [type(r.fact).__name__ for r in written] == ["RunEnded", "Measured"]
    assert store.battery(id_).verdict == "go"


def test_the_end_of_a_battery_that_was_withdrawn_meanwhile_brings_no_verdict() -> None:
    store = Bay(PACK)
    id_ = judged(store)
    store.record(decisions.begin, order(id_, second="other"), "technician")
    # As from another station: at this one a battery on a load is not withdrawn.
    gone = f.Corrected(facts=(store.line(id_)[0].ref,), reason="wrong_battery")
    store.record(lambda _known, fact: about(id_, fact), gone, "supervisor")
    trip = f.Trip(watched="temperature_high", value=D(90), limit=D(60), unit="degC")
    ending = Ending(battery=id_, run="run-1", end="guard", trip=trip)
    written = store.record(decisions.end, ending, "technician")
    assert [type(r.fact).__name__ for r in written] == ["RunEnded", "Measured"]

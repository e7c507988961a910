"""The simulated battery behaves like one: what it gives, how it sags, recovers, warms, differs."""

import pytest
from caller import Hand

from cellyard.devices.simulator import Battery, Chemistry, Clock

# Usual discharge cut-offs of a cell at I5, volts.
CUTOFF: dict[Chemistry, float] = {"LFP": 2.5, "NMC": 2.8, "NCA": 2.8, "LMO": 3.0, "LTO": 1.5}
I5_HOURS_S = 5 * 3600


def drained(battery: Battery, hand: Hand, volts: float, ampere: float) -> None:
    """Draw this current until the voltage is down to so many volts."""
    battery.draw(ampere)
    for _ in range(40_000):
        hand.t += 1
        if battery.voltage <= volts:
            break
    else:
        pytest.fail("the cut-off never came")
    battery.draw(0)


@pytest.mark.parametrize("chemistry", CUTOFF)
@pytest.mark.parametrize("series", [1, 12])
def test_at_i5_it_gives_what_its_weakest_cell_holds(chemistry: Chemistry, series: int) -> None:
    hand = Hand()
    battery = Battery(chemistry, series=series, capacity_ah=40, spread=0.12, clock=Clock(1, hand))
    weakest = 40 * (0.88 if series > 1 else 1)
    assert battery.capacity == pytest.approx(weakest)
    drained(battery, hand, CUTOFF[chemistry] * series, weakest / 5)
    assert battery.delivered_ah == pytest.approx(weakest, rel=0.01)
    assert hand.t == pytest.approx(I5_HOURS_S, rel=0.01)
    assert battery.charge == pytest.approx(0, abs=0.005)
    if series > 1:
        cells = sorted(battery.cells())
        assert cells[-1] - cells[0] > 0.1


def test_lfp_is_flat_in_the_middle_and_nmc_is_not() -> None:
    def swing(chemistry: Chemistry) -> float:
        high = Battery(chemistry, series=1, charge=0.7)
        low = Battery(chemistry, series=1, charge=0.3)
        return high.voltage - low.voltage

    assert swing("LFP") < 0.08
    assert swing("NMC") > 0.2


def test_voltage_sags_under_load_and_recovers_after_it() -> None:
    hand = Hand()
    battery = Battery("NMC", series=12, charge=0.6, clock=Clock(1, hand))
    rest = battery.voltage
    battery.draw(50)
    at_once = battery.voltage
    assert rest - at_once == pytest.approx(50 * battery.resistance)
    hand.t += 600
    sagged = battery.voltage
    assert sagged < at_once
    battery.draw(0)
    jumped = battery.voltage
    hand.t += 60
    later = battery.voltage
    hand.t += 3600
    assert sagged < jumped < later < battery.voltage < rest


def test_an_emptied_string_comes_back_and_an_over_discharged_one_stays_low() -> None:
    hand = Hand()
    battery = Battery("NMC", series=12, capacity_ah=40, spread=0.1, clock=Clock(1, hand))
    drained(battery, hand, 12 * 2.8, 8)
    hand.t += 3600
    assert battery.voltage > 12 * 3.0
    drained(battery, hand, 12 * 0.8, 2)
    hand.t += 24 * 3600
    assert 12 * 0.8 < battery.voltage < 12 * 3.5
    assert battery.charge == 0


def test_cells_add_up_and_differ_by_charge() -> None:
    hand = Hand()
    battery = Battery("NMC", series=14, charge=0.6, charge_spread=0.2, clock=Clock(1, hand))
    assert max(battery.cells()) - min(battery.cells()) > 0.05
    battery.draw(20)
    hand.t += 100
    assert sum(battery.cells()) == pytest.approx(battery.voltage)
    assert battery.charge == pytest.approx(0.4, abs=0.02)


def test_it_warms_by_its_own_losses_and_cools_again() -> None:
    hand = Hand()
    battery = Battery("NMC", ambient_c=20, clock=Clock(1, hand))
    assert battery.temperature == 20
    battery.draw(50)
    hand.t += 2400
    warm = battery.temperature
    assert 22 < warm < 45
    battery.draw(0)
    hand.t += 3600
    assert 20 < battery.temperature < warm - 1


def test_a_hot_cell_rises_at_its_rate_and_is_felt_less_further_away() -> None:
    hand = Hand()
    battery = Battery(ambient_c=25, clock=Clock(1, hand))
    battery.hot_cell(12)
    hand.t += 150
    near, further = battery.temperatures(2)
    assert near == pytest.approx(25 + 12 * 2.5)
    assert 25 < further < near - 10
    battery.hot_cell(0)
    hand.t += 3 * 3600
    assert battery.temperature == pytest.approx(25, abs=0.1)


def test_time_runs_as_fast_as_its_pace_and_never_back() -> None:
    hand = Hand(7.0)
    clock = Clock(1200, hand)
    battery = Battery(series=1, capacity_ah=10, clock=clock)
    battery.draw(2)
    hand.t += 1.5
    assert clock.now == 1800
    assert battery.charge == pytest.approx(0.9)
    clock.pace = 1
    hand.t += 10
    assert clock.now == 1810

"""What a run is going to do and within which limits: from the type and the edition, no more."""

from decimal import Decimal

import channels
import msgspec
import pytest
from channels import BENCH, MODULE

from cellyard.domain.bench.plan import Type, cut_off, limits_of, programme_of
from cellyard.domain.refusals import Refused

D = Decimal
CELL = Type(chemistry="LFP", series=1, max_voltage=D("3.65"), rated_ah=D(280), level="cell")
PACK = Type(chemistry="NMC", series=96, max_voltage=D("403.2"), rated_ah=D(120), level="pack")


def test_a_capacity_test_is_one_i5_down_to_the_cut_off_of_the_weakest_cell() -> None:
    rest, test, settle = programme_of("capacity", MODULE, BENCH).steps
    assert (rest.seconds, settle.seconds) == (3600, 1800)
    assert (test.ampere, test.down_to, test.cell_down_to) == (10, D("33.6"), D("2.8"))


def test_a_discharge_of_a_pack_goes_below_sixty_volts_or_one_volt_a_cell() -> None:
    first, gentle, rebound = programme_of("discharge", PACK, BENCH).steps
    assert (first.down_to, gentle.down_to) == (60, 60)  # 96 V would be one volt a cell
    assert rebound.limit == 60
    assert rebound.seconds == 24 * 3600
    first, _gentle, rebound = programme_of("discharge", CELL, BENCH).steps
    assert (first.down_to, rebound.limit) == (1, 2)


def test_the_guard_stands_outside_the_programme_and_the_load_between_them() -> None:
    for test in ("capacity", "discharge"):
        for kind in (MODULE, CELL, PACK):
            programme = programme_of(test, kind, BENCH)
            guard, device = limits_of(programme, kind, BENCH, cells=True)
            loads = [s for s in programme.steps if s.kind == "load"]
            lowest = min(s.down_to for s in loads)
            assert guard.voltage_low < device.voltage_min < lowest
            assert guard.cell_low is not None
            assert guard.cell_low < min(s.cell_down_to for s in loads)
            assert kind.max_voltage < guard.voltage_high == device.voltage_max
            assert max(s.ampere for s in loads) < guard.current_high == device.current_max
            assert kind.rated_ah < guard.capacity_high
            longest = max(kind.rated_ah / s.ampere for s in loads[:1]) * 3600
            assert guard.seconds > longest + sum(s.seconds for s in programme.steps)
            assert device.seconds >= min(longest, D(65535))


def test_cells_that_are_not_read_are_not_watched_and_every_limit_is_named_with_its_unit() -> None:
    programme = programme_of("capacity", MODULE, BENCH)
    without, _ = limits_of(programme, MODULE, BENCH, cells=False)
    assert (without.cell_low, without.cells_age) == (None, None)
    names = {name for name, _value in without.named()}
    assert "cell_low_V" not in names
    assert {
        "voltage_low_V",
        "temperature_rise_K_min",
        "temperature_age_s",
        "load_silent_s",
    } <= names


def test_an_unknown_chemistry_has_no_cut_off() -> None:
    with pytest.raises(Refused) as no:
        cut_off("unobtainium", BENCH)
    assert no.value.code == "cut_off_unknown"


def test_numbers_come_from_the_edition() -> None:
    own = channels.edition(capacity__rate="0.5", guard__temperature_age_s="3")
    programme = programme_of("capacity", MODULE, own)
    guard, _ = limits_of(programme, MODULE, own, cells=False)
    assert programme.steps[1].ampere == 25
    assert guard.temperature_age == 3


def test_a_plan_is_read_again_as_it_was_written() -> None:
    planned = channels.plan("discharge", cells=True)
    written = msgspec.json.encode(planned)
    assert msgspec.json.decode(written, type=type(planned)) == planned
    assert planned.load_seconds == 5 * 3600
    assert planned.seconds == 5 * 3600 + 600

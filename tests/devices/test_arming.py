"""Arming: refused without a temperature, a rating, and limits that were read back equal."""

import itertools
import os
from decimal import Decimal
from pathlib import Path

import channels
import msgspec
import pytest
from channels import Bench

from cellyard.devices import profile
from cellyard.devices.bench.load import ANSWER_S
from cellyard.devices.simulator import Battery
from cellyard.devices.simulator.load_settings import MAX_I, WIDTHS
from cellyard.devices.wirelog import Wired, WireLog
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.run import Origin
from cellyard.domain.facts import RunKind
from cellyard.domain.refusals import Refused
from cellyard.words import sentence

D = Decimal
FULL = Path("/dev/full")
DRAW = channels.plan("discharge")


def rated(**numbers: str) -> Plan:
    """A plan for which the simulated load (120 V, 240 A, 1200 W) is too small."""
    if "max_voltage" in numbers:
        return msgspec.structs.replace(DRAW, max_voltage=D(numbers["max_voltage"]))
    device = msgspec.structs.replace(DRAW.device, **{k: D(v) for k, v in numbers.items()})
    return msgspec.structs.replace(DRAW, device=device)


def refused(bench: Bench, planned: Plan = DRAW) -> str:
    """Begin; return why it was not armed. The load was never told to draw."""
    bench.begin(planned)
    run = bench.ended()
    view = bench.channel.view
    assert view.end == "not_armed"
    assert view.refused is not None
    assert not bench.load.instrument.told_on
    assert not bench.load.instrument.on
    assert run.end is not None
    assert (run.end.end, run.end.refusal) == ("not_armed", view.refused.code)
    assert not run.samples
    return view.refused.code


@pytest.mark.parametrize(
    ("planned", "unit"),
    [
        (rated(max_voltage="120.1"), "V"),
        (rated(current_max="240.1"), "A"),
        (rated(power_max="1200.1"), "W"),
    ],
)
def test_a_load_that_is_too_small_is_not_armed(tmp_path: Path, planned: Plan, unit: str) -> None:
    with Bench(tmp_path).ready() as bench:
        assert refused(bench, planned) == "load_too_small"
        assert bench.channel.view.refused is not None
        assert bench.channel.view.refused.shown["unit"] == unit


def test_a_load_of_an_unknown_model_is_not_armed(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.part()
        bench.load.instrument.model = "8526"  # no figures of it are shipped
        bench.join()
        bench.ready()
        assert refused(bench) == "load_unknown"


def test_without_any_temperature_nothing_is_armed(tmp_path: Path) -> None:
    with Bench(tmp_path) as bench:
        bench.warm.instrument.sentinel()
        bench.until(lambda: bench.channel.view.voltage is not None, "the load speaks")
        assert refused(bench) == "no_temperature"


def test_a_temperature_that_is_too_old_is_none(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.warm.instrument.silence()
        bench.until(lambda: bench.channel.view.temperature is None, "it gets old")
        assert refused(bench, channels.plan("discharge", temperature_age=D(1))) == "no_temperature"


def test_a_board_that_says_no_cells_is_waited_for_and_then_missed(tmp_path: Path) -> None:
    planned = channels.plan("discharge", cells=True, cells_age=D(2))
    with Bench(tmp_path, board="jbd-03") as bench:
        assert bench.board is not None
        bench.board.instrument.silence()
        bench.until(lambda: bench.channel.view.voltage is not None, "the load speaks")
        bench.until(lambda: bench.channel.view.temperature is not None, "a temperature")
        assert refused(bench, planned) == "no_cells"
        assert bench.channel.view.refused is not None
        assert "Wake it" in sentence(bench.channel.view.refused)
        bench.channel.release()
        bench.until(lambda: bench.channel.view.phase == "free", "another try")
        again = channels.plan("discharge", run="run-2", cells=True)
        bench.begin(again)
        bench.board.instrument.silence(silent=False)
        bench.until(lambda: bench.load.instrument.on and bench.channel.view.on, "the load draws")
        assert bench.channel.view.cells
        bench.channel.stop()
        bench.ended()


def test_a_stop_while_a_board_is_waited_for_lets_nothing_go_on(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.begin(channels.plan("discharge", cells=True, cells_age=D(60)))
        bench.reads(3)
        assert bench.channel.view.phase == "arming"
        bench.channel.stop()
        run = bench.ended()
        assert not bench.load.instrument.told_on
    assert run.end is not None
    assert run.end.end == "stopped"


def test_cells_of_which_none_is_wired_are_no_cells(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.channel.beside.voltages((None, None), Origin(instrument="board"))
        planned = channels.plan("discharge", cells=True, cells_age=D(2))
        assert refused(bench, planned) == "no_cells"


@pytest.mark.parametrize(
    ("test", "celsius", "begins"),
    [
        ("capacity", 12.0, False),
        ("capacity", 15.0, True),
        ("capacity", 36.0, False),
        ("discharge", 36.0, True),
        ("discharge", 4.0, False),
        ("discharge", 46.0, False),
    ],
)
def test_a_battery_too_cold_or_too_warm_is_not_begun(
    tmp_path: Path, test: RunKind, celsius: float, *, begins: bool
) -> None:
    planned = channels.plan(test)
    with Bench(tmp_path, Battery("NMC", ambient_c=celsius)).ready() as bench:
        if begins:
            bench.begin(planned)
            bench.until(lambda: bench.channel.view.phase == "running", "it goes on")
            bench.channel.stop()
            bench.ended()
            return
        assert refused(bench, planned) == "start_temperature"
        no = bench.channel.view.refused
        assert no is not None
        assert planned.start is not None
        limits = {"low": planned.start.low, "high": planned.start.high}
        assert no.shown == {"celsius": D(str(celsius)), **limits}


def test_the_sentence_names_the_reading_and_the_limits() -> None:
    no = Refused("start_temperature", celsius=D("12.0"), low=D(15), high=D(35))
    assert sentence(no) == (
        "Battery is 12.0 °C; the test begins between 15 and 35 °C. Let it stand until then."
    )


def test_what_is_too_hot_for_the_guard_is_ended_by_the_guard(tmp_path: Path) -> None:
    """It is evidence, and the verdict follows: nobody is told to let it stand for a while."""
    with Bench(tmp_path, Battery("NMC", ambient_c=61.0)).ready() as bench:
        bench.begin(channels.plan())
        run = bench.ended()
        assert not bench.load.instrument.told_on
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "temperature_high"


def test_a_limit_that_is_read_back_different_is_not_trusted(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.load.instrument.misread()
        assert refused(bench) == "limit_not_kept"


def test_a_setting_that_the_load_refuses_ends_the_arming(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.load.instrument._set.top[MAX_I] = 10_000  # it can no more than 1 A
        assert refused(bench) == "load_refuses"


def test_a_silent_load_is_not_armed(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.load.instrument.silence()
        assert refused(bench) == "load_silent"


def test_every_limit_of_the_load_itself_is_set_before_it_draws(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        load = bench.load.instrument
        raw, device = load._set.raw, DRAW.device
        assert set(raw) == set(WIDTHS)
        assert raw[0x22] == device.voltage_max * 1000
        assert raw[0x24] == device.current_max * 10_000
        assert raw[0x26] == device.power_max * 1000
        assert raw[0x4E] == device.voltage_min * 1000
        assert raw[0x50] == device.seconds
        assert (raw[0x52], raw[0x5D], raw[0x28]) == (1, 4, 0)
        order = [frame[2] for at, frame in load.told if at <= load.told_on[0]]
        assert order[-1] == 0x21
        assert {0x22, 0x24, 0x26, 0x4E, 0x50, 0x52, 0x5D, 0x2A} <= set(order)
        assert order.index(0x21) < order.index(0x22)  # first it is switched off
        bench.channel.stop()
        bench.ended()


def test_a_load_is_asked_one_thing_at_a_time_and_not_too_fast(tmp_path: Path) -> None:
    gap = profile.load("itech-it8500").link.gap_ms / 1000
    wire = WireLog(tmp_path / "load.jsonl")
    with Bench(tmp_path / "runs", wire=wire).ready() as bench:
        bench.drawing(DRAW)
        bench.channel.stop()
        bench.ended()
    wire.close()
    lines = (tmp_path / "load.jsonl").read_bytes().splitlines()
    passed = [msgspec.json.decode(line, type=Wired) for line in lines]
    sent = [piece.t for piece in passed if piece.dir == "TX"]
    assert len(sent) > 30
    assert min(later - at for at, later in itertools.pairwise(sent)) >= gap
    on = next(n for n, piece in enumerate(passed) if piece.hex.startswith("AA 00 21 01"))
    for before, after in itertools.pairwise(passed[:on]):
        # Each was answered, or its time was over, before the next was asked.
        assert "RX" in (before.dir, after.dir) or after.t - before.t >= ANSWER_S


def test_a_stop_while_arming_lets_nothing_go_on(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.begin(DRAW)
        bench.until(lambda: len(bench.load.instrument.told) > 2, "it is being set")
        bench.channel.stop()
        bench.until(lambda: bench.channel.view.phase == "ended", "the end")
        assert bench.channel.view.end == "stopped"
        assert not bench.load.instrument.told_on


def test_unplugged_while_arming_ends_the_arming(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.begin(DRAW)
        bench.until(lambda: len(bench.load.instrument.told) > 2, "it is being set")
        bench.load.unplug()
        run = bench.ended()
        assert bench.channel.view.end == "not_armed"
        assert not bench.load.instrument.told_on
    assert run.end is not None
    assert run.end.refusal


def test_a_wish_does_not_wait_for_the_cable(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.load.unplug()
        bench.until(lambda: bench.channel.view.voltage is None, "nothing is shown any more")
        bench.begin(DRAW)
        assert bench.channel.view.phase == "ended"
        assert bench.channel.view.end == "not_armed"
        bench.load.plug()
        bench.until(lambda: bench.channel.view.voltage is not None, "it is read again")
        told = len(bench.load.instrument.told)
        bench.reads(10)
        assert len(bench.load.instrument.told) == told == 0


def test_a_load_that_falls_silent_with_its_on_is_seen_off(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.load.instrument.mute_after_on = True
        bench.begin(DRAW)
        bench.until(lambda: bool(bench.load.instrument.told_on), "it is told to draw")
        bench.until(lambda: bench.channel.view.phase == "stopping", "it is told to stop")
        bench.load.instrument.mute_after_on = False
        run = bench.ended()
        assert not bench.load.instrument.on
        assert bench.load.instrument.told_off[-1] > bench.load.instrument.told_on[-1]
    assert run.end is not None
    assert run.end.end == "load_lost"


def test_a_disk_that_takes_nothing_is_no_reason_to_draw(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    with Bench(folder).ready() as bench:
        head = bench.channel.head(DRAW, ())
        (folder / "run-1.part").unlink()
        folder.rmdir()
        folder.write_bytes(b"a file where the folder should be")
        bench.channel.begin(head)
        bench.until(lambda: bench.channel.view.phase == "ended", "the end")
        view = bench.channel.view
        assert (view.end, view.refused and view.refused.code) == ("not_armed", "run_not_kept")
        assert not bench.load.instrument.told_on
        bench.channel.release()
        bench.until(lambda: bench.channel.view.phase == "free", "it is free again")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
def test_a_run_that_the_disk_stops_taking_is_ended(tmp_path: Path) -> None:
    with Bench(tmp_path / "runs").ready() as bench:
        bench.drawing(DRAW)
        run = bench.channel._course.run
        assert run is not None
        # Under the open file the disk becomes full: from one write to the next, as a real one.
        with FULL.open("wb") as full:
            os.dup2(full.fileno(), run._file._file.fileno())
        bench.until(lambda: bench.channel.view.phase == "ended", "the end")
        assert not bench.load.instrument.on
        view = bench.channel.view
        assert (view.end, view.refused and view.refused.code) == ("guard", "run_not_kept")

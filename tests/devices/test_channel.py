"""A channel of the bench: a run to its end, a lost port, and what a person decides."""

from decimal import Decimal
from pathlib import Path

import channels
import msgspec
from channels import Bench

from cellyard.devices.bench.channel import BenchChannel
from cellyard.devices.simulator import Battery, Clock
from cellyard.domain.bench.plan import Plan
from cellyard.domain.bench.run import Origin

D = Decimal
DRAW = channels.plan("discharge")
BOARD = Origin(instrument="board")


def long_rest() -> Plan:
    """A capacity test that begins with a rest longer than any test."""
    return channels.plan(by=channels.edition(capacity__rest_before_s="3600"))


# --- a run --------------------------------------------------------------------------------------


def fast(charge: float = 1.0, **more: object) -> Battery:
    return Battery("NMC", charge=charge, clock=Clock(PACE), **more)  # pyright: ignore[reportArgumentType]


PACE = 1200


def quick(test: channels.RunKind = "capacity", **limits: Decimal) -> Plan:
    """Ages are by the wall: at this pace a busy machine must not look like a dead instrument."""
    return channels.plan(test, load_silent=D(10), temperature_age=D(20), **limits)


def test_a_capacity_test_rests_draws_and_settles(tmp_path: Path) -> None:
    with Bench(tmp_path, fast(0.2, capacity_ah=50), pace=PACE).ready() as bench:
        bench.begin(quick())
        run = bench.ended()
        load = bench.load.instrument
        assert not load.on
        assert len(load.told_on) == 1
    assert run.end is not None
    assert (run.end.end, run.end.progress.step) == ("completed", 2)
    drawn = [s for s in run.samples if s.on]
    first, last = drawn[0], drawn[-1]
    assert first.t >= 120
    assert last.voltage < D(38) < first.voltage
    assert all(s.current == -10 for s in drawn)
    assert run.samples[-1].t - last.t >= 100
    # A fifth of 50 Ah, by what the channel itself has counted.
    assert 9 < bench.channel.view.capacity < 11


def test_the_loads_own_cut_off_counts_as_reached(tmp_path: Path) -> None:
    """At this pace the load is at its own minimum before anybody has read the knee."""
    planned = quick()
    device = msgspec.structs.replace(planned.device, voltage_min=D("33.7"))
    planned = msgspec.structs.replace(planned, device=device)
    with Bench(tmp_path, fast(0.1), pace=PACE).ready() as bench:
        bench.begin(planned)
        run = bench.ended()
    assert run.end is not None
    assert (run.end.end, run.end.trip) == ("completed", None)


def test_a_finger_on_the_front_of_the_load_is_no_cut_off(tmp_path: Path) -> None:
    with Bench(tmp_path, fast(), pace=PACE).ready() as bench:
        bench.drawing(quick())
        bench.until(lambda: bench.channel.view.capacity > 2, "the plateau")
        bench.load.instrument.press_off()
        run = bench.ended()
    assert run.end is not None
    assert run.end.end == "guard"
    assert run.end.trip is not None
    assert run.end.trip.watched == "load_off"


def test_a_discharge_goes_on_gently_and_rests_below_its_limit(tmp_path: Path) -> None:
    with Bench(tmp_path, fast(0.05), pace=PACE).ready() as bench:
        bench.begin(quick("discharge"))
        run = bench.ended()
        assert not bench.load.instrument.on
        assert len(bench.load.instrument.told_on) >= 2
    assert run.end is not None
    assert run.end.end == "completed"
    drawn = {s.current for s in run.samples if s.on}
    assert {D("-10.0000"), D("-1.0000")} <= drawn
    assert run.samples[-1].voltage <= 24 or run.end.progress.round == 3


def test_a_load_that_never_goes_on_is_no_run(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.load.instrument.never_on = True
        bench.begin(DRAW)
        run = bench.ended()
    assert run.end is not None
    assert run.end.trip is not None
    assert run.end.trip.watched == "load_off"


def test_a_free_channel_has_no_old_reading(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.load.instrument.silence()
        bench.until(lambda: bench.channel.view.voltage is None, "nothing is shown")
        bench.warm.instrument.silence()
        bench.until(lambda: bench.channel.view.temperature is None, "no temperature is shown")


# --- the cable ----------------------------------------------------------------------------------


def pulled(bench: Bench) -> int:
    """Pull the cable under load and put it back; return how often the load was told anything."""
    bench.load.unplug()
    bench.broken()
    view = bench.channel.view
    assert (view.voltage, view.current, view.seen_off) == (None, None, False)
    assert bench.load.instrument.on  # nobody could tell it anything
    told = len(bench.load.instrument.told)
    bench.load.plug()
    bench.until(lambda: bench.channel.view.voltage is not None, "it is read again")
    bench.reads(10)
    return told


def test_after_the_cable_was_out_nothing_is_sent_until_a_person_says_so(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        told = pulled(bench)
        load = bench.load.instrument
        assert len(load.told) == told
        assert load.on
        view = bench.channel.view
        assert (view.phase, view.on, view.seen_off) == ("look", True, False)
        assert view.trip is not None
        assert view.trip.watched == "load_silent"
        bench.channel.stop()
        bench.until(lambda: bench.channel.view.seen_off, "it says that it is off")
        assert not load.on
        assert bench.channel.view.phase == "look"
        assert bench.kept().end is None
        # Unplugged again: nobody knows any more.
        bench.load.unplug()
        bench.until(lambda: not bench.channel.view.seen_off, "not seen any more")


def test_resumed_it_goes_on_in_the_same_file(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        bench.until(lambda: len(bench.kept().samples) > 1, "something is kept")
        pulled(bench)
        before = bench.kept()
        bench.channel.resume()
        bench.until(lambda: bench.channel.view.phase == "running", "it goes on")
        bench.until(lambda: len(bench.kept().samples) > len(before.samples) + 1, "it is kept")
        assert bench.load.instrument.on
        assert bench.channel.view.trip is None
        bench.channel.stop()
        run = bench.ended()
        assert [p.name for p in tmp_path.iterdir()] == ["run-1.part"]
    assert run.samples[: len(before.samples)] == before.samples
    assert [s.t for s in run.samples] == sorted(s.t for s in run.samples)
    assert run.end is not None
    assert run.end.end == "stopped"


def test_a_resume_that_is_refused_keeps_waiting(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        pulled(bench)
        bench.load.instrument.misread()
        bench.channel.resume()
        bench.until(lambda: bench.channel.view.refused is not None, "the refusal")
        assert bench.channel.view.phase == "look"
        bench.until(lambda: bench.channel.view.seen_off, "it was told to switch off")
        assert not bench.load.instrument.on


def test_no_resume_without_the_cells_that_were_read_before(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        cells = (D("3.9"),) * 12
        bench.channel.beside.voltages(cells, BOARD)
        bench.drawing(channels.plan("discharge", cells=True, cells_age=D(10)))
        bench.until(lambda: any(s.cells for s in bench.kept().samples), "the cells are kept")
        bench.part()
        bench.join(broke_off=bench.kept())
        bench.ready()
        told_on = len(bench.load.instrument.told_on)
        bench.channel.resume()
        bench.until(lambda: bench.channel.view.seen_off, "off, for certain")
        assert bench.channel.view.refused is not None
        assert bench.channel.view.refused.code == "no_cells"
        assert bench.channel.view.phase == "look"
        assert len(bench.load.instrument.told_on) == told_on
        bench.channel.beside.voltages(cells, BOARD)
        bench.channel.resume()
        bench.until(lambda: bench.channel.view.phase == "running", "it goes on")
        bench.channel.stop()
        bench.ended()


def test_a_battery_that_has_warmed_meanwhile_is_resumed(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        pulled(bench)
        bench.battery.ambient_c = 47.0
        bench.until(lambda: (bench.channel.view.temperature or 0) > 45, "above its beginning")
        bench.channel.resume()
        bench.until(lambda: bench.channel.view.phase == "running", "it goes on")
        bench.channel.stop()
        bench.ended()


def test_a_resume_does_not_wait_for_the_cable(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        bench.load.unplug()
        bench.broken()
        bench.channel.resume()
        assert bench.channel.view.refused is not None
        told = len(bench.load.instrument.told)
        bench.load.plug()
        bench.until(lambda: bench.channel.view.voltage is not None, "it is read again")
        bench.reads(10)
        assert bench.channel.view.phase == "look"
        assert len(bench.load.instrument.told) == told


def test_a_cable_out_in_a_rest_is_no_harm(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.begin(long_rest())
        bench.until(lambda: len(bench.channel.points) > 3, "the rest")
        bench.load.unplug()
        bench.until(lambda: bench.channel.view.voltage is None, "it is lost")
        assert bench.channel.view.phase == "running"
        told = len(bench.load.instrument.told)
        seen = len(bench.channel.points)
        bench.load.plug()
        bench.until(lambda: len(bench.channel.points) > seen + 5, "it rests on")
        assert bench.channel.view.phase == "running"
        assert bench.channel.view.trip is None
        assert len(bench.load.instrument.told) == told
        bench.channel.stop()
        bench.ended()


def test_a_load_step_after_a_reconnect_waits_for_a_person(tmp_path: Path) -> None:
    short = channels.edition(capacity__rest_before_s="6", capacity__rest_after_s="1")
    with Bench(tmp_path).ready() as bench:
        bench.begin(channels.plan(by=short))
        bench.until(lambda: len(bench.channel.points) > 3, "the rest")
        bench.load.unplug()
        bench.until(lambda: bench.channel.view.voltage is None, "it is lost")
        bench.load.plug()
        bench.broken()
        assert not bench.load.instrument.told_on
        bench.channel.resume()
        bench.until(lambda: bench.load.instrument.on, "it draws")
        bench.until(lambda: bench.channel.view.phase == "running", "it goes on")
        bench.channel.stop()
        bench.ended()


def test_unplugged_while_it_is_stopping_somebody_has_to_look(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        bench.load.instrument.stuck_on()
        bench.channel.stop()
        bench.until(lambda: bench.channel.view.phase == "stopping", "it stops")
        bench.load.unplug()
        bench.broken()
        assert bench.kept().end is None


def test_unplugged_after_its_end_the_end_stands(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        bench.channel.stop()
        bench.ended()
        bench.load.unplug()
        bench.until(lambda: bench.channel.view.voltage is None, "it is lost")
        assert (bench.channel.view.phase, bench.channel.view.end) == ("ended", "stopped")


def test_a_closed_line_leaves_the_load_off(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        bench.part()
        bench.until(lambda: not bench.load.instrument.on, "it is off")
        assert bench.kept().end is None


# --- after a crash ------------------------------------------------------------------------------


def test_a_run_whose_end_is_kept_needs_nobody_to_look(tmp_path: Path) -> None:
    with Bench(tmp_path).ready() as bench:
        bench.drawing(DRAW)
        bench.channel.stop()
        run = bench.ended()
    again = BenchChannel("1", "Load 1", tmp_path, lambda _model: None)
    again.broke_off(run)
    assert (again.view.phase, again.view.end) == ("ended", "stopped")


def test_a_kept_run_goes_on_where_it_was(tmp_path: Path) -> None:
    with Bench(tmp_path, fast(0.5), pace=PACE).ready() as bench:
        bench.drawing(quick())
        bench.until(lambda: bench.channel.view.capacity > 5, "some Ah")
        bench.part()
        kept = bench.kept()
        counted = bench.channel.view.capacity
        bench.join(broke_off=kept)
        bench.ready()
        assert bench.channel.view.phase == "look"
        told = len(bench.load.instrument.told)
        bench.reads(5)
        assert len(bench.load.instrument.told) == told
        bench.channel.resume()
        bench.until(lambda: bench.channel.view.phase == "running", "it goes on")
        assert bench.channel.view.progress.step == 1
        bench.until(lambda: bench.channel.view.capacity > counted, "it counts on")
        run = bench.ended()
    assert run.end is not None
    assert run.end.end == "completed"
    assert run.samples[: len(kept.samples)] == kept.samples

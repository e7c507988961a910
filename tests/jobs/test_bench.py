"""Runs at a real station: written before the load goes on, ended once, and outliving a kill."""

import contextlib
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import bays
import pytest
from bays import KEY, Bay, Placed
from channels import Listening

from cellyard.devices.simulator import Battery, Clock, Served, Simulation, Thermometer
from cellyard.domain import facts as f
from cellyard.domain import intake
from cellyard.domain.bench.run import Run, read
from cellyard.domain.refusals import Refused
from cellyard.jobs import bench, runs
from cellyard.jobs.station import identity
from cellyard.ledger.questions import Questions
from cellyard.ledger.verify import verify

D = Decimal
PACE = 1200


class Joined(NamedTuple):
    """A bay with the simulated load that it is joined to."""

    bay: Bay
    load: Served[Listening]


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Placed]:
    folder = tmp_path_factory.mktemp("station") / "data"
    return folder, bays.furnished(folder)


def module(pace: int = 1, charge: float = 0.9) -> Battery:
    return Battery("NMC", series=2, capacity_ah=65, charge=charge, clock=Clock(pace))


@contextlib.contextmanager
def joined(
    folder: Path, placed: Placed, battery: Battery, pace: int = 1, *, ready: bool = True
) -> Iterator[Joined]:
    with Simulation() as simulation:
        load = simulation.serve("load", Listening(battery))
        warm = simulation.serve("warm", Thermometer(battery))
        there = bays.instruments(load.url, warm.url)
        with Bay(folder, placed, there, pace=pace) as bay:
            yield Joined(bay.ready() if ready else bay, load)


@pytest.fixture
def bay(station: tuple[Path, Placed], tmp_path: Path) -> Iterator[Joined]:
    """A bay at the pace of the wall."""
    with joined(_copy(station, tmp_path), station[1], module()) as made:
        yield made


def _copy(station: tuple[Path, Placed], tmp_path: Path) -> Path:
    return shutil.copytree(station[0], tmp_path / "data")


def kinds(bay: Bay) -> list[str]:
    return [kind for act in bay.battery().acts for kind in act.kinds]


def line(bay: Bay, folder: Path) -> list[f.Fact]:
    questions = Questions(folder)
    try:
        return [r.fact for r in questions.line(bay.placed.battery)]
    finally:
        questions.close()


# --- beginning and ending ------------------------------------------------------------------------


def test_a_capacity_test_from_its_beginning_to_its_fact(
    station: tuple[Path, Placed], tmp_path: Path
) -> None:
    folder = _copy(station, tmp_path)
    with joined(folder, station[1], module(PACE, 0.3), PACE) as (bay, load):
        run = bay.begin()
        # Durable before anything else happens: another connection sees it at once.
        assert [x.run for x in line(bay, folder) if isinstance(x, f.RunBegan)] == [run]
        assert not load.instrument.told_on
        path = bay.benches.folder / f"{run}.part"
        assert path.exists()
        bay.ended()
        kept = path.read_bytes()
        bay.finish()
        bay.free()
        assert not path.exists()
        battery = bay.battery()
        assert battery.bench.run is None
        assert battery.acts[-1].kinds == ("RunEnded", "CapacityTested")
        result = battery.bench.capacity
        assert result is not None
        assert (result.run, result.current, result.cut_off) == (run, -13, 6)
        assert 15 < result.capacity < 22
        assert [e.instrument for e in result.instruments] == ["load", "thermometer"]
        _kept_beside_the_fact(bay, folder, read(kept))
        # And the channel takes the next one.
        bay.begin()
        bay.stop()
        bay.ended()
        bay.finish()
        assert bay.battery().bench.ends == ("completed", "stopped")
    assert verify(folder, identity(folder).public_key).ok


def _kept_beside_the_fact(bay: Bay, folder: Path, run: Run) -> None:
    """The trace is the fact's blob, and is shown as an earlier run; finishing again is nothing."""
    written = len(kinds(bay))
    bay.finish()
    assert len(kinds(bay)) == written
    questions = Questions(folder)
    recorded = questions.line(bay.placed.battery)[-1]
    assert isinstance(recorded.fact, f.CapacityTested)
    assert runs.read(questions.blobs.get(recorded.envelope.blobs[0].sha256)) == run
    earlier = runs.earlier(questions, bay.placed.battery)
    assert [e.capacity for e in earlier] == [recorded.fact.capacity]
    assert len(earlier[0].points) == len(run.samples)
    questions.close()


def test_a_run_that_is_finished_twice_is_written_once(bay: Joined) -> None:
    bay.bay.begin()
    bay.bay.stop()
    bay.bay.ended()
    path = next(bay.bay.benches.folder.glob("*.part"))
    kept = path.read_bytes()
    bay.bay.finish()
    before = kinds(bay.bay)
    path.write_bytes(kept)  # as when the app was killed before the file was removed
    bay.bay.free()
    again = bays.Benches(bay.bay.station.folder)
    again.arrange(bay.bay.benches.instruments(KEY))
    assert again.channel(KEY) is not None
    assert again.of(KEY).view.phase == "ended"
    bench.finish(bay.bay.station, again, KEY)
    assert kinds(bay.bay) == before
    assert not path.exists()


def test_what_never_began_is_written_with_its_reason(bay: Joined) -> None:
    bay.load.instrument.misread()
    bay.bay.begin()
    bay.bay.ended()
    bay.bay.finish()
    last = line(bay.bay, bay.bay.station.folder)[-1]
    assert isinstance(last, f.RunEnded)
    assert (last.end, last.refusal) == ("not_armed", "limit_not_kept")
    assert not bay.load.instrument.told_on
    bay.bay.free()


def test_a_refused_beginning_leaves_nothing_behind(bay: Joined) -> None:
    with pytest.raises(Refused) as no:
        bay.bay.begin("discharge")
    assert no.value.code == "would_destroy_second_life"
    assert not list(bay.bay.benches.folder.glob("*"))
    assert bay.bay.view.phase == "free"


def test_a_channel_takes_one_run(bay: Joined) -> None:
    bay.bay.begin()
    with pytest.raises(Refused) as no:
        bay.bay.begin()
    assert no.value.code == "channel_busy"
    bay.bay.stop()
    bay.bay.ended()
    with pytest.raises(Refused) as no:
        bay.bay.begin()
    assert no.value.code == "channel_busy"
    bay.bay.finish()


def test_a_disk_without_room_lets_nothing_begin(bay: Joined) -> None:
    bay.bay.benches.folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(Refused) as no:
        bay.bay.begin()
    assert no.value.code == "file_trouble"
    assert "RunBegan" not in kinds(bay.bay)
    assert bay.bay.view.phase == "free"


def test_a_run_is_not_undone_at_the_station(bay: Joined) -> None:
    bay.bay.begin()
    order = intake.Undoing(battery=bay.bay.placed.battery)
    with pytest.raises(Refused) as no:
        bay.bay.station.record(intake.undo, order, by=bay.bay.placed.technician)
    assert no.value.code == "run_stands"
    bay.bay.stop()
    bay.bay.ended()
    bay.bay.finish()


def test_a_hot_end_is_written_with_its_verdict_and_the_trace(
    station: tuple[Path, Placed], tmp_path: Path
) -> None:
    folder = _copy(station, tmp_path)
    battery = module(PACE)
    with joined(folder, station[1], battery, PACE) as (bay, _load):
        bay.drawing()
        battery.hot_cell()
        bay.ended()
        bay.finish()
        bay.free()
        ended, measured, triaged, held = line(bay, folder)[-4:]
        assert isinstance(ended, f.RunEnded)
        assert ended.trip is not None
        assert ended.trip.watched in ("temperature_high", "temperature_rise")
        assert isinstance(measured, f.Measured)
        assert measured.evidence.instrument == "thermometer"
        assert measured.value is not None
        assert isinstance(triaged, f.Triaged)
        assert triaged.verdict in ("watch", "stop")
        assert isinstance(held, f.SlotHeld)
        assert bay.battery().held_slot == held.slot
        assert bay.battery().acts[-1].kinds == ("RunEnded", "Measured", "Triaged", "SlotHeld")
        questions = Questions(folder)
        files = [len(r.envelope.blobs) for r in questions.line(bay.placed.battery)[-4:]]
        questions.close()
        assert files == [1, 0, 0, 0], "the trace stands beside the end"
        with pytest.raises(Refused) as no:
            bay.begin()
        assert no.value.code == "no_bench"


# --- a cable, and a person ------------------------------------------------------------------------


def test_a_lost_load_is_closed_by_a_person_when_it_says_that_it_is_off(
    station: tuple[Path, Placed], tmp_path: Path
) -> None:
    folder = _copy(station, tmp_path)
    with joined(folder, station[1], module(PACE), PACE) as (bay, load):
        bay.drawing()
        load.unplug()
        bay.until(lambda: bay.view.phase == "look", "the look")
        with pytest.raises(Refused) as no:
            bay.close_run()
        assert no.value.code == "load_not_seen_off"
        load.plug()
        bay.until(lambda: bay.view.voltage is not None, "it is read again")
        with pytest.raises(Refused) as no:
            bench.close(bay.station, bay.benches, KEY, by=bay.placed.administrator)
        assert no.value.code == "load_not_seen_off"
        bay.stop()
        bay.until(lambda: bay.view.seen_off, "it is off")
        bay.close_run()
        bay.free()
        last = line(bay, folder)[-1]
        assert isinstance(last, f.RunEnded)
        assert last.end == "load_lost"
        assert not list(bay.benches.folder.glob("*"))
        assert bay.battery().acts[-1].by == bay.placed.technician
        bay.close_run()  # nothing to close: nothing happens

"""The file of a run: what was kept is read again, whatever a crash has left at its end."""

from decimal import Decimal
from pathlib import Path

import channels
import msgspec
import pytest

from cellyard.devices.bench import run_file
from cellyard.devices.bench.run_file import RunFile
from cellyard.devices.bench.running import Running
from cellyard.domain.bench.programme import Moment, Progress
from cellyard.domain.bench.run import End, Head, Origin, Sample, line, read
from cellyard.domain.facts import Trip

D = Decimal
HEAD = Head(plan=channels.plan("discharge"), began=1_790_000_000_000)
END = End(
    end="guard",
    at=1_790_000_009_000,
    lasted=D(9),
    progress=Progress(),
    trip=Trip(watched="too_long"),
)


def sample(second: int) -> Sample:
    return Sample(
        t=D(second),
        at=1_790_000_000_000 + 1000 * second,
        voltage=D("50.120"),
        current=D("-10.0000"),
        on=True,
        temperature=D("25.3"),
        cells=(D("4.176"), None),
        raw="aa00",
        cells_from=Origin(instrument="board", frames=("dd04", "dd05")),
    )


def filled(folder: Path, samples: int = 3) -> Path:
    file = RunFile(folder, HEAD)
    for second in range(samples):
        file.append(sample(second))
    file.close()
    return file.path


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    file = RunFile(tmp_path / "runs", HEAD)
    file.append(sample(0))
    file.append(sample(1))
    file.append(END)
    file.close()
    run = run_file.load(file.path)
    assert (run.head, run.samples, run.end) == (HEAD, (sample(0), sample(1)), END)
    assert run_file.kept(tmp_path / "runs") == [run]


def test_a_row_is_with_the_system_at_once(tmp_path: Path) -> None:
    file = RunFile(tmp_path, HEAD)
    for second in range(5):
        file.append(sample(second))
        assert len(run_file.load(file.path).samples) == second + 1
    file.close()


@pytest.mark.parametrize("left", [b"", b"[", line(sample(9))[:-1], b"\0" * 4096, b'{"end": "gu'])
def test_half_a_line_at_the_end_counts_for_nothing(tmp_path: Path, left: bytes) -> None:
    path = filled(tmp_path)
    with path.open("ab") as file:
        file.write(left)
    assert run_file.load(path).samples == tuple(map(sample, range(3)))
    again = RunFile(tmp_path, HEAD)
    again.append(sample(3))
    again.append(END)
    again.close()
    run = run_file.load(path)
    assert run.samples == tuple(map(sample, range(4)))
    assert run.end == END


@pytest.mark.parametrize("spoilt", [b"\0" * 80, b'["1", "no sample"]', b"{}"])
def test_behind_a_spoilt_line_nothing_counts_and_the_run_is_still_there(
    tmp_path: Path, spoilt: bytes
) -> None:
    path = filled(tmp_path, 2)
    with path.open("ab") as file:
        file.write(spoilt + b"\n" + line(sample(2)))
    assert [run.samples for run in run_file.kept(tmp_path)] == [(sample(0), sample(1))]
    again = RunFile(tmp_path, HEAD)
    again.append(END)
    again.close()
    run = read(path.read_bytes())
    assert (len(run.samples), run.end) == (2, END)


def test_every_cut_of_a_file_is_read_or_is_no_run(tmp_path: Path) -> None:
    whole = filled(tmp_path).read_bytes()
    head = whole.index(b"\n") + 1
    for cut in range(len(whole)):
        if cut < head:
            with pytest.raises(ValueError, match=r"."):
                read(whole[:cut])
        else:
            assert read(whole[:cut]).samples == tuple(
                map(sample, range(whole[head:cut].count(b"\n")))
            )


def test_a_closed_file_opens_again_by_itself(tmp_path: Path) -> None:
    file = RunFile(tmp_path, HEAD)
    file.append(sample(0))
    file.close()
    file.close()
    file.append(sample(1))
    file.close()
    assert run_file.load(file.path).samples == (sample(0), sample(1))


def test_what_is_no_run_is_left_out(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "cut.part").write_bytes(line(HEAD)[:40])
    (tmp_path / "empty.part").write_bytes(b"")
    (tmp_path / "note.txt").write_bytes(b"not ours")
    assert [run.head.plan.run for run in run_file.kept(tmp_path)] == ["run-1"]


def test_a_run_of_before_has_no_origins(tmp_path: Path) -> None:
    path = filled(tmp_path, 1)
    head, row, _ = path.read_bytes().split(b"\n")
    old = msgspec.json.decode(row)[:8]
    started = msgspec.json.decode(head)
    del started["plan"]["start"]
    path.write_bytes(msgspec.json.encode(started) + b"\n" + msgspec.json.encode(old) + b"\n")
    run = run_file.load(path)
    assert run.samples == (msgspec.structs.replace(sample(0), cells_from=None),)
    assert run.head.plan.start is None


def test_numbers_keep_the_digits_that_were_read() -> None:
    row = line(sample(7))
    assert b'"50.120"' in row
    assert b'"-10.0000"' in row


# --- a run that goes on from its file ------------------------------------------------------------


def drawing(t: str, voltage: str, *, on: bool = True) -> Moment:
    return Moment(t=D(t), voltage=D(voltage), current=D(-10) if on else D(0), on=on)


def taken(run: Running, *moments: Moment) -> None:
    for moment in moments:
        run.take(moment, 1_790_000_000_000, b"")
        run.keep()


def test_a_run_read_again_stands_where_it_stood(tmp_path: Path) -> None:
    run = Running(HEAD, tmp_path)
    taken(run, *(drawing(str(t), "40") for t in range(4)), drawing("4", "11.9"))
    assert run.step.name == "gentle"
    run.close()
    again = Running(HEAD, tmp_path, run_file.kept(tmp_path)[0])
    assert again.progress == run.progress
    assert again.last is None  # nothing is counted over the gap
    assert [p.voltage for p in again.points][-1] == 11.9
    again.close()


def test_the_loads_own_cut_off_is_recognised_again(tmp_path: Path) -> None:
    head = Head(plan=channels.plan(), began=0)
    run = Running(head, tmp_path)
    taken(run, drawing("0", "50", on=False), drawing("120", "50", on=False))
    assert run.step.kind == "load"
    volts = ("34.4", "34.1", "33.8")
    taken(run, *(drawing(str(121 + n), v) for n, v in enumerate(volts)))
    taken(run, drawing("124", "35", on=False))
    assert run.step.name == "settle"
    run.close()
    kept = run_file.kept(tmp_path)[0]
    again = Running(head, tmp_path, kept)
    assert again.progress == run.progress
    again.close()


def test_charge_is_counted_by_the_trapezoid_rule_and_not_over_a_pause(tmp_path: Path) -> None:
    run = Running(HEAD, tmp_path)
    taken(run, drawing("0", "40"), drawing("360", "40"))
    assert run.capacity == 1
    assert run.energy == 40
    run.pause()
    taken(run, drawing("3600", "40"), drawing("3960", "40"))
    assert run.capacity == 2
    run.close()


def test_the_sample_that_trips_is_kept_whenever_it_comes(tmp_path: Path) -> None:
    run = Running(HEAD, tmp_path)
    taken(run, drawing("0", "40"), drawing("0.05", "40"), drawing("0.1", "40"))
    trip = run.take(drawing("0.15", "60"), 0, b"")
    assert isinstance(trip, Trip)
    assert trip.watched == "voltage_high"
    run.end("guard", trip)
    kept = run_file.kept(tmp_path)[0]
    assert [(s.t, s.voltage) for s in kept.samples] == [(0, 40), (D("0.1"), 40), (D("0.15"), 60)]
    assert kept.end is not None
    assert kept.end.trip == trip

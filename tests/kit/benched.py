"""A battery that went over the bench: its facts in a real ledger, with a real file of its run."""

import math
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from channels import plan
from floor import Floor, code

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.bench.run import Head, Origin, Sample, line
from cellyard.domain.known import Known
from cellyard.domain.registers import Instrument
from cellyard.jobs import registers, runs

MODEL = "nissan-leaf-40-kwh"
BENCH = f.Decided(edition="bench-2026-2", rules=("capacity.rate",))
RAW = "aa005f00" + "0f" * 22


def record(floor: Floor, battery: str, *facts: f.Fact, file: f.BlobRef | None = None) -> None:
    """Write facts as they are given; the file belongs to each."""
    subject = ids.battery(battery)
    blobs = (file,) if file else ()
    entries = [f.Entry(subject=subject, fact=fact, blobs=blobs) for fact in facts]
    floor._act(_as_given, entries)


def _as_given(_known: Known, entries: Sequence[f.Entry]) -> Sequence[f.Entry]:
    return entries


def run_file(taken: Sequence[Sample], run: str = "r1") -> bytes:
    """Return the file of a run with these samples."""
    rows = [Head(plan=plan(run=run), began=1_790_000_000_000), *taken]
    return runs.packed(b"".join(map(line, rows)))


def samples(count: int, *, cells: int = 96, start: str = "396.0") -> list[Sample]:
    """Return a discharge of so many seconds, the last group weakest, warmest one before the end."""
    made = []
    for n in range(count):
        fall = Decimal(n) / 100 + Decimal(str(round(40 * math.exp((n - count) / 20), 2)))
        volts = Decimal(start) - fall
        cell = (volts / max(1, cells)).quantize(Decimal("0.001"))
        groups = (*[cell] * (cells - 1), cell - Decimal("0.150")) if cells else ()
        warm = None if n == 0 else Decimal("21.5") + Decimal(min(n, count - 2)) / 50
        made.append(
            Sample(
                t=Decimal(n),
                at=1_790_000_000_000 + 1000 * n,
                voltage=volts,
                current=Decimal("22.600"),
                on=True,
                temperature=warm,
                cells=groups,
                raw=f"{n:08x}{RAW}",
                temperature_from=None if warm is None else Origin("warm-1", ("2b322e",)),
                cells_from=Origin("board", ("dd0400",)) if cells else None,
            )
        )
    return made


def equip(floor: Floor, *, until: str = "2099-12-31") -> None:
    """Publish a load and a meter for channel 1, calibrated until that day."""
    load = Instrument(
        key="load-1", station="Bench 1", profile="it8500", port="loop://", duty="load",
        serial="802199-07", calibrated_until=until, channel="1", stop_confirmed="2026-11-01",
    )  # fmt: skip
    meter = Instrument(
        key="meter-1", station="Bench 1", profile="hioki-bt356x", port="loop://", duty="meter",
        serial="BT-0042", calibrated_until=until, channel="1",
    )  # fmt: skip
    registers.publish(floor.station, [load, meter], by=floor.administrator)


def stored(floor: Floor, number: int = 1) -> str:
    """Return a LEAF battery that was booked in."""
    return floor.book_in(code(number), MODEL)


def began(run: str, test: f.RunKind, *, second: str | None = None) -> f.RunBegan:
    return f.RunBegan(
        run=run,
        test=test,
        channel="1",
        instruments=("load-1", "meter-1"),
        limits=(("voltage_low_V", Decimal("259.200")), ("temperature_high_degC", Decimal(60))),
        second=second,
        decided=BENCH,
    )


def capacity(
    floor: Floor, battery: str, run: str, *, ah: str = "92.40", doubts: tuple[str, ...] = ()
) -> f.BlobRef:
    """Write a capacity test from its beginning to its result; returns the file of its run."""
    taken = samples(600)
    file = floor.station.ledger.blobs.put(run_file(taken, run), runs.MEDIA)
    record(floor, battery, began(run, "capacity"))
    record(floor, battery, f.RunEnded(run=run, end="completed", lasted_s=Decimal(600)))
    tested = f.CapacityTested(
        run=run,
        capacity=Decimal(ah),
        energy=Decimal("33541.2"),
        duration=Decimal(14718),
        points=600,
        current=Decimal("22.600"),
        cut_off=Decimal("288.0"),
        voltage_min=taken[-1].voltage,
        voltage_max=taken[0].voltage,
        temperature_max=Decimal("33.46"),
        spread=Decimal("1.72"),
        weakest="96",
        lowest_cell=Decimal("2.941"),
        doubts=doubts,
        instruments=(f.Evidence(instrument="load-1", profile="it8500", raw=RAW),),
        decided=BENCH,
    )
    record(floor, battery, tested, file=file)
    return file


def discharge(floor: Floor, battery: str, *, below: bool = True) -> f.BlobRef:
    """Write a discharge with its rest; returns the file of its run."""
    file = floor.station.ledger.blobs.put(run_file(samples(300), "d1"), runs.MEDIA)
    record(floor, battery, began("d1", "discharge", second=floor.administrator))
    record(floor, battery, f.RunEnded(run="d1", end="completed", lasted_s=Decimal(90000)))
    done = f.DischargedToSafe(
        run="d1",
        voltage=Decimal("41.27") if below else Decimal("61.02"),
        limit=Decimal(60),
        rested=Decimal(86400),
        below=below,
        rounds=2,
        second=floor.administrator,
        instruments=(f.Evidence(instrument="load-1"), f.Evidence(instrument="meter-1", raw="313b")),
        decided=BENCH,
    )
    record(floor, battery, done, file=file)
    return file


def lost(folder: Path, file: f.BlobRef) -> None:
    """Take a file away, as on a station where it has not come yet."""
    (folder / "blobs" / file.sha256[:2] / file.sha256).unlink()

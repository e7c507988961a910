"""A station with a bench in tests: one channel, instruments on simulated lines, a module on it."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from floor import STATION, Floor, code

from cellyard.domain.bench.begin import Beginning
from cellyard.domain.bench.channel import Channel
from cellyard.domain.facts import RunKind
from cellyard.domain.registers import Instrument
from cellyard.jobs import bench, people, registers
from cellyard.jobs.benches import Benches
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.people import NewPerson
from cellyard.jobs.station import Station
from cellyard.ledger import projections
from cellyard.ledger.ledger import wall_clock

MODEL = "nissan-leaf-module"  # 65 Ah, 2 groups in series, 8.4 V when full, LMO-NMC
KEY = "1"
PATIENCE_S = 30.0


class Placed(NamedTuple):
    """Who may test, a second one who may, and the battery that is to be tested."""

    technician: str
    second: str
    administrator: str
    battery: str


def furnished(folder: Path, model: str = MODEL) -> Placed:
    """Found a station with two technicians and a battery in a slot; closed again."""
    floor = Floor(folder)
    try:
        technician, second = (
            people.enter(
                floor.station,
                NewPerson(name=name, badge=badge, pin="2580", roles=("technician",)),
                by=floor.administrator,
            )
            for name, badge in (("Tan", "0011"), ("Tong", "0012"))
        )
        battery = floor.book_in(code(1), model)
        floor.put(battery)
    finally:
        floor.close()
    return Placed(technician, second, floor.administrator, battery)


def instruments(load: str, other: str, duty: str = "thermometer") -> tuple[Instrument, ...]:
    """Return a load at this port, and what else reads the channel: a thermometer or a board."""
    profile = {"thermometer": "applent-at45xx", "bms": "jbd-03"}[duty]
    found = [("load", "itech-it8500", load, "load"), (duty, profile, other, duty)]
    return tuple(
        Instrument(
            key=key,
            station=STATION,
            profile=profile,
            port=port,
            duty=does,  # pyright: ignore[reportArgumentType]
            channel=KEY,
            calibrated_until="2999-01-01",
            stop_confirmed="2026-01-01",
        )
        for key, profile, port, does in found
    )


class Bay(AbstractContextManager["Bay"]):
    """An open station with its benches, as the app joins them, but for the window."""

    def __init__(
        self, folder: Path, placed: Placed, there: Sequence[Instrument], *, pace: int = 1
    ) -> None:
        self.placed = placed
        self.station = Station(folder, clock=wall_clock)
        registers.publish(self.station, there, by=placed.administrator)
        self.benches = Benches(folder, pace=pace)
        self.instruments = Instruments(self.benches)
        self.instruments.attach(there)

    @property
    def view(self) -> Channel:
        found = self.benches.channel(KEY)
        assert found is not None
        return found

    def battery(self):
        """Return the battery as the ledger has it."""
        connection = self.station.ledger.connection
        with connection.begin():
            found = projections.read_state(connection, self.placed.battery)
        assert found is not None
        return found

    def ready(self) -> "Bay":
        """Wait until load and temperature are read, and what else the channel has."""
        self.until(lambda: self.view.voltage is not None, "the load speaks")
        self.until(lambda: self.view.temperature is not None, "a temperature")
        return self

    def begin(self, test: RunKind = "capacity", second: str | None = None) -> str:
        order = Beginning(
            battery=self.placed.battery, channel=KEY, test=test, run="", second=second
        )
        return bench.begin(self.station, self.benches, order, by=self.placed.technician)

    def drawing(self) -> str:
        run = self.begin()
        self.until(lambda: self.view.on, "the load draws")
        return run

    def stop(self) -> None:
        self.benches.stop(KEY)

    def ended(self) -> None:
        self.until(lambda: self.view.phase == "ended", "the end")

    def finish(self) -> None:
        bench.finish(self.station, self.benches, KEY)

    def close_run(self) -> None:
        bench.close(self.station, self.benches, KEY, by=self.placed.technician)

    def resume(self) -> None:
        bench.resume(self.station, self.benches, KEY, by=self.placed.technician)

    def free(self) -> None:
        self.until(lambda: self.view.phase == "free", "the channel free")

    def until(self, seen: Callable[[], bool], what: str) -> None:
        ends = time.monotonic() + PATIENCE_S
        while not seen():
            assert time.monotonic() < ends, f"{what}: {self.view}"
            time.sleep(0.005)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.instruments.stop()
        self.station.close()

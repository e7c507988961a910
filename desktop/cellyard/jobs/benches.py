"""The benches of this station: their channels, who reads for them, and what a crash has left."""

import functools
import time
from collections import deque
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from cellyard.devices import profile as profiles
from cellyard.devices import run_file
from cellyard.devices.bench import BenchChannel
from cellyard.devices.insulation import InsulationTester
from cellyard.devices.line import Attendant
from cellyard.domain.bench.channel import Channel, CurvePoint
from cellyard.domain.bench.tester import Tester
from cellyard.domain.readings import Reading, Sample
from cellyard.domain.registers import Instrument
from cellyard.jobs.endings import Endings

RUNS = "runs"
# Enough to see whether a value stands still; a meter reads a few times a second.
KEPT = 16
_BUSY = frozenset({"arming", "running", "stopping", "ended", "look"})


class Benches:
    """Channels by their key ("1", "2" …). All but the listeners is for the main thread.

    `pace` above 1 compresses time: for training and the demonstration, with simulated batteries.
    """

    def __init__(self, folder: Path, *, pace: int = 1) -> None:
        self.folder = folder / RUNS
        self.pace = pace
        self._channels: dict[str, BenchChannel] = {}
        self._testers: dict[str, InsulationTester] = {}
        self._warmth: dict[str, tuple[Decimal, float]] = {}
        self._instruments: dict[str, Instrument] = {}
        self._readings: dict[str, deque[Sample]] = {}
        self.endings = Endings()

    def arrange(self, instruments: Sequence[Instrument]) -> None:
        """Have a channel for every load that is set up; one that works keeps what it has."""
        self._instruments = {i.key: i for i in instruments if i.channel}
        loads = {i.channel: i for i in self._instruments.values() if i.duty == "load"}
        for key in [k for k in self._channels if k not in loads]:
            if not self.busy(key):
                del self._channels[key]
        for key, instrument in loads.items():
            if key not in self._channels:
                self._channels[key] = self._channel(key, instrument)
        self._arrange_testers()

    def _arrange_testers(self) -> None:
        """Have a tester for every channel with one; one that works keeps what it has."""
        found = {i.channel: i for i in self._instruments.values() if i.duty == "insulation"}
        for key, tester in list(self._testers.items()):
            kept = found.get(key)
            same = kept and (kept.key, kept.profile) == (tester.view.name, tester.profile)
            if not tester.view.busy and not same:
                del self._testers[key]
        for key, i in found.items():
            if key not in self._testers:
                self._testers[key] = InsulationTester(key, i.key, i.profile)

    def _channel(self, key: str, instrument: Instrument) -> BenchChannel:
        rated = profiles.load(instrument.profile).rated
        channel = BenchChannel(key, instrument.key, self.folder, rated, pace=self.pace)
        for run in run_file.kept(self.folder):
            if run.head.plan.channel == key:
                channel.broke_off(run)
        return channel

    def attendant(self, instrument: Instrument) -> Attendant | None:
        """Return who acts on a load or an insulation tester in its line's thread."""
        if instrument.duty == "insulation":
            return self._testers.get(instrument.channel)
        return self._channels.get(instrument.channel) if instrument.duty == "load" else None

    def listener(self, instrument: Instrument) -> Callable[[Sample], None] | None:
        """Return who listens to an instrument of a channel, in its line's thread."""
        if instrument.key not in self._instruments or instrument.duty == "load":
            return None
        kept = self._readings.setdefault(instrument.key, deque(maxlen=KEPT))
        return functools.partial(self._hear, instrument, kept)

    def _hear(self, instrument: Instrument, kept: deque[Sample], sample: Sample) -> None:
        kept.append(sample)
        if instrument.duty not in ("thermometer", "bms"):
            return
        numbers = _numbered(sample, "temperature")
        warmest = max((t for t in numbers if t is not None), default=None)
        if warmest is not None:
            self._warmth[instrument.channel] = (warmest, sample.t)
        if tester := self._testers.get(instrument.channel):
            tester.warm(warmest)
        if channel := self._channels.get(instrument.channel):
            channel.beside.warm(warmest, instrument.key)
            if cells := _numbered(sample, "cell"):
                channel.beside.voltages(cells)

    def channels(self) -> list[Channel]:
        """Return every channel as it stands now, in order."""
        return [self._channels[key].view for key in sorted(self._channels)]

    def channel(self, key: str) -> Channel | None:
        found = self._channels.get(key)
        return found.view if found else None

    def of(self, key: str) -> BenchChannel:
        """Return a channel to act on; KeyError when there is none."""
        return self._channels[key]

    def testers(self) -> list[Tester]:
        """Return every insulation tester as it stands now, by channel."""
        return [self._testers[key].view for key in sorted(self._testers)]

    def tester(self, key: str) -> InsulationTester | None:
        """Return the insulation tester of a channel to act on, or None."""
        return self._testers.get(key)

    def temperature(self, key: str, within_s: Decimal) -> Decimal | None:
        """Return a channel's temperature (degC), or None when none is so fresh."""
        warmth = self._warmth.get(key)
        fresh = warmth is not None and time.monotonic() - warmth[1] <= within_s
        return warmth[0] if warmth and fresh else None

    def curve(self, key: str, since: int = 0) -> list[CurvePoint]:
        """Return the points of the run on a channel, from the one with this number on."""
        found = self._channels.get(key)
        points = self.endings.points(key) or (found.points if found else [])
        return points[since:]

    def instruments(self, key: str) -> list[Instrument]:
        """Return what works on a channel."""
        return [i for i in self._instruments.values() if i.channel == key]

    def newest(self, key: str, duty: str) -> tuple[Instrument, list[Sample]] | None:
        """Return the instrument of a duty on a channel and its newest samples, oldest first."""
        found = next((i for i in self.instruments(key) if i.duty == duty), None)
        return (found, list(self._readings.get(found.key, ()))) if found else None

    def busy(self, key: str) -> bool:
        """Tell whether a channel's instruments must be left alone."""
        found, tester = self._channels.get(key), self._testers.get(key)
        tested = tester is not None and tester.view.busy
        return tested or (found is not None and found.view.phase in _BUSY)

    @property
    def urgent(self) -> list[str]:
        """Return the channels at which somebody has to look before anything else."""
        return [c.key for c in self.channels() if c.stuck or c.phase == "look"]

    def loads_on(self) -> list[str]:
        """Return the channels where something may be on: the app is not closed meanwhile."""
        drawing = {c.key for c in self.channels() if c.phase in ("arming", "running", "stopping")}
        tested = {t.key for t in self.testers() if t.phase in ("arming", "testing", "stopping")}
        return sorted(drawing | tested)

    def stop(self, key: str) -> None:
        """Switch off at once whatever a channel has on."""
        if key in self._channels:
            self._channels[key].stop()
        if key in self._testers:
            self._testers[key].stop()


def _numbered(sample: Sample, name: str) -> tuple[Decimal | None, ...]:
    """Return the values of `name_1`, `name_2` … in their order; None for what is no reading."""
    found: list[tuple[int, Decimal | None]] = []
    for key, reading in sample.readings.items():
        stem, _, number = key.rpartition("_")
        if stem == name and number.isdigit():
            found.append((int(number), _value(reading)))
    return tuple(value for _, value in sorted(found, key=lambda pair: pair[0]))


def _value(reading: Reading) -> Decimal | None:
    return reading.value if reading.steady and isinstance(reading.value, Decimal) else None

"""The benches of this station: their channels, who reads for them, and what a crash has left."""

from collections.abc import Callable, Sequence
from pathlib import Path

from cellyard.devices import profile as profiles
from cellyard.devices.bench import run_file
from cellyard.devices.bench.channel import BenchChannel
from cellyard.devices.bench.insulation import InsulationTester
from cellyard.devices.exchange import Attendant
from cellyard.domain.bench.channel import Channel, CurvePoint
from cellyard.domain.bench.plan import Plan
from cellyard.domain.refusals import Trouble
from cellyard.domain.registers import Instrument
from cellyard.jobs.endings import Endings
from cellyard.jobs.heard import Heard

RUNS = "runs"
_BEGUN = frozenset({"arming", "running", "stopping"})
_BUSY = _BEGUN | {"ended", "look"}


class Benches:
    """Channels by their key ("1", "2" …), for the main thread; `testers` by their channel's key.

    `heard` is what the instruments beside them have read. `another` tells whether somebody else
    answers in the place of an instrument; whoever runs the lines says so, on any thread.
    `pace` above 1 compresses time: for training and the demonstration, with simulated batteries.
    `joins` is called with the plan of each run before it begins: training puts its battery there.
    """

    def __init__(self, folder: Path, *, pace: int = 1) -> None:
        self.folder = folder / RUNS
        self.pace = pace
        self.heard = Heard()
        self._channels: dict[str, BenchChannel] = {}
        self._loads: dict[str, Instrument] = {}
        self.testers: dict[str, InsulationTester] = {}
        self._instruments: dict[str, Instrument] = {}
        self.endings = Endings()
        self.another: Callable[[str], Trouble | None] = _nobody
        self.joins: Callable[[Plan], None] | None = None

    def arrange(self, instruments: Sequence[Instrument]) -> None:
        """Have a channel for every load that is set up; one that works keeps what it has."""
        self._instruments = {i.key: i for i in instruments if i.channel}
        self.heard.arrange(self._instruments.values())
        self._arrange_channels()
        self._arrange_testers()

    def _arrange_channels(self) -> None:
        """Have a channel for every load; one whose load is another now is another."""
        loads = {i.channel: i for i in self._instruments.values() if i.duty == "load"}
        for key in [k for k in self._channels if not self.busy(k)]:
            if key not in loads or _wired(loads[key]) != _wired(self._loads[key]):
                del self._channels[key]
        for key, instrument in loads.items():
            if key not in self._channels:
                self._loads[key] = instrument
                self._channels[key] = self._channel(key, instrument)

    def _arrange_testers(self) -> None:
        """Have a tester for every channel with one; one that works keeps what it has."""
        found = {i.channel: i for i in self._instruments.values() if i.duty == "insulation"}
        for key, tester in list(self.testers.items()):
            kept = found.get(key)
            same = kept and (kept.key, kept.profile) == (tester.view.name, tester.profile)
            if not tester.view.busy and not same:
                del self.testers[key]
        for key, i in found.items():
            if key not in self.testers:
                self.testers[key] = InsulationTester(key, i.key, i.profile, self.heard.beside(key))

    def _channel(self, key: str, instrument: Instrument) -> BenchChannel:
        rated = profiles.load(instrument.profile).rated
        beside = self.heard.beside(key)
        channel = BenchChannel(
            key, instrument.key, self.folder, rated, pace=self.pace, beside=beside
        )
        for run in run_file.kept(self.folder):
            if run.head.plan.channel == key:
                channel.broke_off(run)
        return channel

    def attendant(self, instrument: Instrument) -> Attendant | None:
        """Return who acts on a load or an insulation tester in its line's thread.

        None for a second one on the same channel: no two threads act for one.
        """
        key = instrument.channel
        if instrument.duty == "insulation":
            tester = self.testers.get(key)
            return tester if tester and tester.view.name == instrument.key else None
        channel = self._channels.get(key) if instrument.duty == "load" else None
        return channel if channel and channel.view.load == instrument.key else None

    def channels(self) -> list[Channel]:
        """Return every channel as it stands now, in order."""
        return [self._channels[key].view for key in sorted(self._channels)]

    def channel(self, key: str) -> Channel | None:
        found = self._channels.get(key)
        return found.view if found else None

    def of(self, key: str) -> BenchChannel:
        """Return a channel to act on; KeyError when there is none."""
        return self._channels[key]

    def tester(self, key: str) -> InsulationTester | None:
        """Return the insulation tester of a channel to act on, or None."""
        return self.testers.get(key)

    def curve(self, key: str, since: int = 0) -> list[CurvePoint]:
        """Return the points of the run on a channel, from the one with this number on."""
        found = self._channels.get(key)
        points = self.endings.points(key) or (found.points if found else [])
        return points[since:]

    def instruments(self, key: str) -> list[Instrument]:
        """Return what works on a channel."""
        return [i for i in self._instruments.values() if i.channel == key]

    def busy(self, key: str) -> bool:
        """Tell whether a channel's instruments must be left alone."""
        found, tester = self._channels.get(key), self.testers.get(key)
        tested = tester is not None and tester.view.busy
        return tested or (found is not None and found.view.phase in _BUSY)

    @property
    def urgent(self) -> list[str]:
        """Return the channels at which somebody has to look before anything else."""
        views = (*self.channels(), *(tester.view for tester in self.testers.values()))
        return sorted({v.key for v in views if v.stuck or v.phase == "look"})

    def loads_on(self) -> list[str]:
        """Return the channels where something may be on: the app is not closed meanwhile."""
        drawing = {c.key for c in self.channels() if c.phase in _BEGUN or _says_on(c)}
        views = [tester.view for tester in self.testers.values()]
        tested = {t.key for t in views if t.phase in ("arming", "testing", "stopping")}
        return sorted(drawing | tested)

    def stop(self, key: str) -> None:
        """Switch off at once whatever a channel has on."""
        if key in self._channels:
            self._channels[key].stop()
        if key in self.testers:
            self.testers[key].stop()


def _says_on(channel: Channel) -> bool:
    """Tell whether a load that a person has to look at is there, and draws."""
    return channel.phase == "look" and channel.on and channel.voltage is not None


def _wired(load: Instrument) -> tuple[str, str]:
    return load.key, load.profile


def _nobody(_key: str) -> Trouble | None:
    """Without lines nobody answers at all."""
    return None

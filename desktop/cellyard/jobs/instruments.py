"""The instruments of this station: their lines, newest samples and states by duty."""

import functools
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from cellyard.devices import profile as profiles
from cellyard.devices.line import Line
from cellyard.devices.wirelog import WireLog
from cellyard.domain.readings import ChannelState, Health, Sample
from cellyard.domain.refusals import Trouble
from cellyard.domain.registers import Instrument
from cellyard.jobs import binding, wirelogs
from cellyard.jobs.benches import Benches

# A screen that hangs loses the oldest samples, never the line's own evidence.
ROOM = 4096


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """What the screens may know of an instrument now; `port` is the one it was found on."""

    instrument: Instrument
    health: Health
    newest: Sample | None
    port: str = ""

    @property
    def state(self) -> ChannelState:
        return self.health.state


class Instruments:
    """Runs one line per instrument; `drain` and `attached` are called on the main thread.

    `simulated` instruments, where given, stand in for whatever the register names. Wire logs are
    kept in `folder`; without one there are none.
    """

    def __init__(
        self,
        benches: Benches,
        simulated: Sequence[Instrument] = (),
        *,
        folder: Path | None = None,
    ) -> None:
        self.benches = benches
        benches.another = self._another
        self._simulated = simulated
        self._folder = folder
        self._lines: dict[str, tuple[Instrument, Line]] = {}
        self._wires: dict[str, WireLog] = {}
        # Filled on the line threads; appending to a deque is atomic.
        self._arrived: deque[tuple[str, Sample]] = deque(maxlen=ROOM)

    def attach(self, instruments: Iterable[Instrument]) -> None:
        """Run exactly these instruments: start what is new, stop what is gone or changed.

        What works on a channel with a run stays as it is until the run is over.
        """
        wanted = {i.key: i for i in self._simulated or instruments if i.duty != "label_printer"}
        for key, (instrument, _line) in self._lines.items():
            if instrument.channel and self.benches.busy(instrument.channel):
                wanted[key] = instrument
        self.benches.arrange(list(wanted.values()))
        for key, (instrument, line) in list(self._lines.items()):
            attended = line.attendant is self.benches.attendant(instrument)
            if wanted.get(key) != instrument or not attended:
                self._end(key, line)
                del self._lines[key]
        for key, instrument in wanted.items():
            if key not in self._lines:
                self._lines[key] = (instrument, self._start(instrument))

    def _start(self, instrument: Instrument) -> Line:
        wire = wirelogs.opened(self._folder, instrument) if self._folder else None
        if wire is not None:
            self._wires[instrument.key] = wire
        listener = self.benches.heard.listener(instrument)
        line = Line(
            instrument.key,
            profiles.load(instrument.profile),
            instrument.port,
            instrument.link,
            on_sample=functools.partial(self._collect, instrument.key, listener),
            attendant=self.benches.attendant(instrument),
            wire=wire,
            find=functools.partial(binding.find, instrument) if instrument.identity else None,
        )
        line.start()
        return line

    def _end(self, key: str, line: Line) -> None:
        line.stop()
        if wire := self._wires.pop(key, None):
            wire.close()

    def _collect(self, key: str, listener: Callable[[Sample], None] | None, sample: Sample) -> None:
        if listener is not None:
            listener(sample)
        self._arrived.append((key, sample))

    def drain(self) -> list[tuple[str, Sample]]:
        """Return (instrument key, sample) since the last call, oldest first."""
        return [self._arrived.popleft() for _ in range(len(self._arrived))]

    def _another(self, key: str) -> Trouble | None:
        """Return the trouble when another instrument answers in the place of this one."""
        found = self._lines.get(key)
        return binding.another(found[0], found[1].health, found[1].url) if found else None

    def attached(self) -> list[Attached]:
        """Return every instrument with its state and newest sample."""
        return [_attached(instrument, line) for instrument, line in self._lines.values()]

    def on_duty(self, duty: str) -> Attached | None:
        """Return the instrument of a duty ("scale", "meter" …) that is no bench's, or None."""
        ours = (a for a in self.attached() if not a.instrument.channel)
        return next((a for a in ours if a.instrument.duty == duty), None)

    def stop(self) -> None:
        """Stop every line; returns when their threads have ended."""
        for key, (_instrument, line) in self._lines.items():
            self._end(key, line)
        self._lines.clear()


def _attached(instrument: Instrument, line: Line) -> Attached:
    """Return how an instrument stands; what another one says in its place is not its sample."""
    health, port = line.health, line.url
    trouble = binding.another(instrument, health, port)
    if trouble is None:
        return Attached(instrument=instrument, health=health, newest=line.last, port=port)
    health = msgspec.structs.replace(health, state="identifying", trouble=trouble)
    return Attached(instrument=instrument, health=health, newest=None, port=port)

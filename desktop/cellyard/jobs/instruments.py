"""The instruments of this station: their lines, newest samples and states by duty."""

import functools
from collections import deque
from collections.abc import Callable, Iterable, Sequence

import msgspec

from cellyard.devices import profile as profiles
from cellyard.devices.line import Line
from cellyard.domain.readings import ChannelState, Health, Sample
from cellyard.domain.registers import Instrument
from cellyard.jobs.benches import Benches

# A screen that hangs loses the oldest samples, never the line's own evidence.
ROOM = 4096


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """What the screens may know of an instrument now."""

    instrument: Instrument
    health: Health
    newest: Sample | None

    @property
    def state(self) -> ChannelState:
        return self.health.state


class Instruments:
    """Runs one line per instrument; `drain` and `attached` are called on the main thread.

    `simulated` instruments, where given, stand in for whatever the register names.
    """

    def __init__(self, benches: Benches, simulated: Sequence[Instrument] = ()) -> None:
        self.benches = benches
        self._simulated = simulated
        self._lines: dict[str, tuple[Instrument, Line]] = {}
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
            if wanted.get(key) != instrument:
                line.stop()
                del self._lines[key]
        for key, instrument in wanted.items():
            if key not in self._lines:
                self._lines[key] = (instrument, self._start(instrument))

    def _start(self, instrument: Instrument) -> Line:
        listener = self.benches.listener(instrument)
        line = Line(
            instrument.key,
            profiles.load(instrument.profile),
            instrument.port,
            instrument.link,
            on_sample=functools.partial(self._collect, instrument.key, listener),
            attendant=self.benches.attendant(instrument),
        )
        line.start()
        return line

    def _collect(self, key: str, listener: Callable[[Sample], None] | None, sample: Sample) -> None:
        if listener is not None:
            listener(sample)
        self._arrived.append((key, sample))

    def drain(self) -> list[tuple[str, Sample]]:
        """Return (instrument key, sample) since the last call, oldest first."""
        return [self._arrived.popleft() for _ in range(len(self._arrived))]

    def attached(self) -> list[Attached]:
        """Return every instrument with its state and newest sample."""
        return [
            Attached(instrument=instrument, health=line.health, newest=line.last)
            for instrument, line in self._lines.values()
        ]

    def on_duty(self, duty: str) -> Attached | None:
        """Return the instrument of a duty ("scale", "meter" …), or None."""
        return next((a for a in self.attached() if a.instrument.duty == duty), None)

    def stop(self) -> None:
        """Stop every line; returns when their threads have ended."""
        for _instrument, line in self._lines.values():
            line.stop()
        self._lines.clear()

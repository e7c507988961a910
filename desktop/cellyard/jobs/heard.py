"""What the instruments beside load and tester read, by channel: their newest samples, the heat."""

import functools
from collections import deque
from collections.abc import Callable, Iterable
from decimal import Decimal

from cellyard.devices.bench.beside import Beside
from cellyard.domain.bench.heat import THERMOMETERS
from cellyard.domain.bench.run import Origin
from cellyard.domain.readings import Reading, Sample
from cellyard.domain.registers import Instrument

# Enough to see whether a value stands still; a meter reads a few times a second.
KEPT = 16


class Heard:
    """Filled in each instrument's own thread, asked in others; arranged on the main one."""

    def __init__(self) -> None:
        self._instruments: dict[str, Instrument] = {}
        self._readings: dict[str, deque[Sample]] = {}
        self._beside: dict[str, Beside] = {}

    def arrange(self, instruments: Iterable[Instrument]) -> None:
        """Listen to these instruments of channels."""
        self._instruments = {i.key: i for i in instruments}
        for instrument in self._instruments.values():
            self._beside.setdefault(instrument.channel, Beside())

    def beside(self, key: str) -> Beside:
        """Return what watches a channel beside its load and its tester: the same for both."""
        return self._beside[key]

    def listener(self, instrument: Instrument) -> Callable[[Sample], None] | None:
        """Return who listens to an instrument of a channel, in its line's thread."""
        if instrument.key not in self._instruments or instrument.duty == "load":
            return None
        # Whoever comes to the place of another has read nothing yet.
        kept = self._readings[instrument.key] = deque[Sample](maxlen=KEPT)
        return functools.partial(self._hear, instrument, kept)

    def newest(self, key: str, duty: str) -> tuple[Instrument, list[Sample]] | None:
        """Return the instrument of a duty on a channel and its newest samples, oldest first."""
        there = [i for i in self._instruments.values() if (i.channel, i.duty) == (key, duty)]
        return (there[0], list(self._readings.get(there[0].key, ()))) if there else None

    def temperature(self, key: str, within_s: Decimal) -> Decimal | None:
        """Return the hottest temperature of a channel (degC), or None when none is so fresh."""
        beside = self._beside.get(key)
        return beside.temperature(float(within_s)) if beside else None

    def _hear(self, instrument: Instrument, kept: deque[Sample], sample: Sample) -> None:
        kept.append(sample)
        if instrument.duty not in THERMOMETERS:
            return
        beside = self._beside[instrument.channel]
        origin = Origin(instrument=instrument.key, frames=tuple(f.hex() for f in sample.frames))
        beside.warm(_numbered(sample, "temperature"), origin)
        if cells := _numbered(sample, "cell"):
            beside.voltages(cells, origin)


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

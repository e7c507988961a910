"""An Applent / Anbai AT45xx thermocouple meter that behaves.

Lines of text, LF, no checksum. `IDN?` answers model, revision, serial number, maker: the model
first. `FETCH?` answers all channels in °C, `+2.34000e+01, +2.35000e+01`. Set commands give no
answer. After `MEAS:START ON` the first reading is the one before.
"""

from cellyard.devices.simulator.instrument import Act, TextInstrument, always
from cellyard.devices.simulator.source import Source

IDENTITY = "AT4532,Rev.B5,SN123456,Applent Instruments"
END = b"\n"
OPEN_C = 100_000.0  # an open thermocouple: no temperature


class Thermometer(TextInstrument):
    """One meter with this many thermocouples on the battery, the first at the hottest place."""

    def __init__(self, battery: Source, channels: int = 3) -> None:
        commands: dict[str, Act] = {
            "IDN?": always(IDENTITY),
            "*IDN?": always(IDENTITY),
            "FETCH?": self._fetch,
            "MEAS:START": self._start,
            "ERR?": always("no error"),
        }
        super().__init__(battery, commands, END)
        self._channels = channels
        self._open: set[int] = set()
        self._running = False
        self._stale = False
        self._held = [0.0] * channels

    def open(self, channel: int, *, is_open: bool = True) -> None:
        """Break the thermocouple of this channel, from 1; or mend it."""
        (self._open.add if is_open else self._open.discard)(channel)

    def _start(self, value: str) -> None:
        running = value.upper() in {"ON", "1"}
        self._stale = running and not self._running
        self._running = running

    def _fetch(self, _value: str) -> str:
        if self._running and not self._stale:
            self._held = self.battery.temperatures(self._channels)
        self._stale = False
        read = [
            OPEN_C if self._sentinel or channel in self._open else round(celsius, 1)
            for channel, celsius in enumerate(self._held, 1)
        ]
        return ", ".join(f"{celsius:+.5e}" for celsius in read)

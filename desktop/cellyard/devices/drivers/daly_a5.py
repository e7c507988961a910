"""Reads a Daly BMS on its A5 frames, whose cells and sensors come spread over several frames.

    A5 01 cmd 08 | 8 data | sum8
    94  byte 4 cells in series, byte 5 temperature sensors
    95  byte 4 number of the frame from 1, then three cells in mV, high byte first; byte 11 stale
    96  byte 4 number of the frame from 1, then seven temperatures, raw - 40 degC

Unused bytes hold what the reply before them held: nothing beyond the count of frame 94 is read,
and cells are told only once all of them came in order. All other frames are rows of the profile.
"""

from decimal import Decimal

import msgspec

from cellyard.devices.fields import FieldReader, field
from cellyard.devices.frames import Frame
from cellyard.devices.meanings import FieldRule
from cellyard.devices.profile import Profile
from cellyard.domain.readings import Reading

_ADDRESS, _COMMAND, _NUMBER, _FIRST = 1, 2, 4, 5
BOARD = 0x01
# How one of them is read; `at` is not asked.
_CELL = FieldRule(
    name="cell",
    at=_FIRST,
    type="u16be",
    scale=Decimal("0.001"),
    unit="V",
    low=Decimal(0),
    high=Decimal(5),
    sentinels={0: "open"},
)
_SENSOR = FieldRule(
    name="temperature",
    at=_FIRST,
    type="u8",
    offset=-40,
    unit="degC",
    low=Decimal(-40),
    high=Decimal(120),
)


class _Spread:
    """Readings of one name that come over several frames, `each` of them in a frame."""

    def __init__(self, row: FieldRule, size: int, each: int) -> None:
        self.count = 0
        self._row = row
        self._size = size
        self._each = each
        self._readings: dict[str, Reading] = {}
        self._next = 1
        # The frames so far that belong to these readings, but for the last.
        self.before: tuple[bytes, ...] = ()
        self._counted = b""

    def counted(self, count: int, frame: bytes) -> None:
        """Take how many there are, and the frame that says so."""
        self.count, self._counted = count, frame

    def take(self, frame: bytes) -> dict[str, Reading]:
        """Return all readings with the last frame, nothing before it or out of order."""
        number = frame[_NUMBER]
        if number == 1:
            self._readings, self._next = {}, 1
            self.before = (self._counted,)
        if number != self._next or not self.count:
            self._next = 0
            return {}
        self._next += 1
        for n in range(self._each):
            place = (number - 1) * self._each + n + 1
            if place <= self.count:
                at = _FIRST + n * self._size
                self._readings[f"{self._row.name}_{place}"] = field(frame, self._row, at)
        if len(self._readings) < self.count:
            self.before = (*self.before, frame)
            return {}
        self._next = 0
        return self._readings


class DalyReader:
    """Reads the frames of one Daly BMS."""

    def __init__(self, profile: Profile) -> None:
        self._rows = FieldReader(profile.frame, profile.reply)
        self._cells = _Spread(_CELL, size=2, each=3)
        self._sensors = _Spread(_SENSOR, size=1, each=7)

    def read(self, frame: bytes) -> Frame | None:
        # What another host asks, and what another board says, is none of ours.
        found = self._rows.read(frame) if frame[_ADDRESS] == BOARD else None
        if found is None:
            return None
        match frame[_COMMAND]:
            case 0x94:
                self._cells.counted(frame[4], frame)
                self._sensors.counted(frame[5], frame)
                return found
            case 0x95:
                return _told(found, self._cells, frame)
            case 0x96:
                return _told(found, self._sensors, frame)
            case _:
                return found


def _told(found: Frame, spread: _Spread, frame: bytes) -> Frame:
    """Return what a frame completes, with the frames before it that it rests on."""
    readings = spread.take(frame)
    before = spread.before if readings else ()
    return msgspec.structs.replace(found, readings=readings, before=before)

"""Makes readings out of an instrument's bytes by its profile: framed, read, counted."""

from collections.abc import Mapping
from decimal import Decimal

from cellyard.devices.drivers import DRIVERS
from cellyard.devices.fields import FieldReader
from cellyard.devices.frames import Frame, Reader
from cellyard.devices.framing import framer
from cellyard.devices.lines import LineReader
from cellyard.devices.profile import Profile
from cellyard.devices.rows import LineFrame
from cellyard.domain.readings import Reading


class Decoder:
    """Decodes one instrument's bytes, in pieces as they come.

    `refused` counts the frames that were found and not understood.
    """

    def __init__(self, profile: Profile) -> None:
        self.refused = 0
        self._frames: list[Frame] = []
        self._reader = _reader(profile)
        self._framer = framer(profile.frame, self._take)
        # On a line that gives back what is sent, our own question is no answer.
        self._own = profile.own if not isinstance(profile.frame, LineFrame) else frozenset()

    @property
    def dropped(self) -> int:
        """Bytes so far that belong to no frame understood; a dropped line's end is one of them."""
        return self._framer.dropped

    @property
    def begun(self) -> bool:
        """True while something waits for the rest of its frame."""
        return self._framer.begun

    def feed(self, piece: bytes) -> list[Frame]:
        """Take the next bytes and return the frames that they complete."""
        self._framer.feed(piece)
        return self._taken()

    def idle(self) -> list[Frame]:
        """Nothing came for a second: forget the half frame, return the whole ones behind it."""
        self._framer.idle()
        return self._taken()

    def decode(self, frame: bytes) -> Frame | None:
        """Return what one whole frame means (a line without its end), or None when it is none."""
        if frame in self._own:
            return Frame(readings={}, raw=frame)
        return self._reader.read(frame)

    def _take(self, frame: bytes) -> int:
        found = self.decode(frame)
        if found is None:
            self.refused += 1
            return len(frame)
        self._frames.append(found)
        return len(frame) - len(found.raw)

    def _taken(self) -> list[Frame]:
        frames, self._frames = self._frames, []
        return frames


def _reader(profile: Profile) -> Reader:
    if profile.about.driver:
        return DRIVERS[profile.about.driver](profile)
    if isinstance(profile.frame, LineFrame):
        return LineReader(profile, profile.frame)
    return FieldReader(profile.frame, profile.reply)


def canonical(profile: Profile, readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Return the readings in the units of our floors (kg, V, ohm …), all digits kept.

    A value whose unit the instrument left out is no value here; its flags stay.
    """
    ours: dict[str, Reading] = {}
    for name, reading in readings.items():
        quantity = profile.quantity.get(name) or profile.quantity.get(name.rpartition("_")[0])
        if quantity is None or not isinstance(reading.value, Decimal):
            ours[name] = reading
            continue
        factor = quantity.scale.get(reading.unit)
        value = None if factor is None else reading.value * factor
        ours[name] = Reading(value=value, unit=quantity.unit, flags=reading.flags)
    return ours

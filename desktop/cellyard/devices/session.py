"""One opening of an instrument's port: asks, hears, decodes and watches for silence."""

import logging
import time

from cellyard.devices.decoding import Decoder, canonical
from cellyard.devices.profile import Profile
from cellyard.devices.questions import Questions
from cellyard.devices.steady import Steadiness
from cellyard.devices.transport import Transport
from cellyard.devices.wirelog import Wired, WireLog
from cellyard.domain.readings import ChannelState, Reading, Sample

# Half a frame is given up after this pause; no instrument rests so long inside one.
IDLE_S = 1.0
# An instrument is silent after three of its usual periods without a frame understood.
PATIENCE = 3

log = logging.getLogger(__name__)


class Session:
    """What goes on between opening a port and losing it. Lives in the line's thread only.

    `identity` is what the instrument said that it is. Raises Trouble when the port is lost.
    """

    def __init__(self, name: str, port: Transport, profile: Profile, wire: WireLog | None) -> None:
        now = time.monotonic()
        self.identity = ""
        self._name = name
        self._port = port
        self._profile = profile
        self._wire = wire
        self._decoder = Decoder(profile)
        self._questions = Questions(profile, now)
        self._steady = Steadiness(gap_s=PATIENCE * profile.link.expect_s)
        self._spoke_at = now
        self._understood_at = now
        self._dropped_then = 0
        self._began = False

    @property
    def dropped(self) -> int:
        return self._decoder.dropped

    @property
    def garbled(self) -> bool:
        """True when bytes came since the last frame understood, and none of them were one."""
        return self._decoder.dropped > self._dropped_then

    @property
    def state(self) -> ChannelState:
        """Return `identifying`, `running` or `silent`."""
        expected = self._profile.link.expect_s
        if not expected:
            return "running"
        if time.monotonic() - self._understood_at > PATIENCE * expected:
            return "silent"
        return "running" if self._began and not self._questions.identifying else "identifying"

    def round(self) -> list[Sample]:
        """Ask what is due, wait at most 0.2 s for bytes, and return the samples in them."""
        question = self._questions.due(time.monotonic())
        if question is not None:
            self._keep("TX", question)
            self._port.write(question)
        chunk = self._port.read()
        now, at = time.monotonic(), time.time_ns() // 1_000_000
        if not chunk:
            if now - self._spoke_at > IDLE_S:
                self._decoder.idle()
            return []
        self._keep("RX", chunk)
        self._spoke_at = now
        return self._samples(chunk, now, at)

    def _samples(self, chunk: bytes, now: float, at: int) -> list[Sample]:
        samples: list[Sample] = []
        for frame in self._decoder.feed(chunk):
            self._began = True
            self._understood_at = now
            said_who = self._questions.heard(frame.raw, now)
            if self._recognised(frame.readings) or said_who or not frame.readings:
                continue
            readings = canonical(self._profile, frame.readings)
            if not frame.said:
                readings = self._steady.judge(readings, now)
            samples.append(Sample(t=now, at=at, readings=readings, raw=frame.raw))
        if self._understood_at == now:
            self._dropped_then = self._decoder.dropped
        return samples

    def _recognised(self, readings: dict[str, Reading]) -> bool:
        """Take the identity; True when the frame says nothing else. Its answer may come late."""
        who = self._profile.identify
        said = readings.get(who.reading) if who else None
        if said and isinstance(said.value, str):
            self.identity = said.value
        return said is not None and len(readings) == 1

    def _keep(self, direction: str, data: bytes) -> None:
        """Write to the wire log. A full disk must not stop a weight from being read."""
        if self._wire is None:
            return
        try:
            self._wire.keep(
                Wired(
                    t=time.monotonic(),
                    at=time.time_ns() // 1_000_000,
                    port=self._name,
                    dir="TX" if direction == "TX" else "RX",
                    hex=data.hex(" ").upper(),
                )
            )
        except OSError:
            log.warning("%s: the wire log cannot be written and ends here", self._name)
            self._wire = None

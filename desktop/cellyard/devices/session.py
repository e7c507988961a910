"""One opening of an instrument's port: asks, hears, decodes and watches for silence."""

import logging
import time
from collections.abc import Callable

from cellyard.devices.decoding import Decoder, canonical
from cellyard.devices.frames import Frame
from cellyard.devices.profile import Profile
from cellyard.devices.questions import Questions
from cellyard.devices.steady import Steadiness
from cellyard.devices.transport import READ_S, Transport
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
        self._answers: Callable[[bytes], bool] | None = None
        self._answered: bytes | None = None
        self._meanwhile: list[Sample] = []
        # Half the shortest pause between two questions: none is put much late.
        port.hasten(min([READ_S, *(poll.every_s / 2 for poll in profile.poll)]))

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
        """Ask what is due, wait for bytes as long as the port does, and return the samples."""
        question = self._questions.due(time.monotonic())
        if question is not None:
            self.send(question)
        meanwhile, self._meanwhile = self._meanwhile, []
        return meanwhile + self._hear()

    def send(self, frame: bytes) -> None:
        """Send as soon as the instrument takes a frame: after its gap, and after no answer."""
        time.sleep(self._questions.pause_left(time.monotonic()))
        self._keep("TX", frame)
        self._port.write(frame)
        self._questions.passed(time.monotonic())

    def tell(self, frame: bytes) -> None:
        """Send a command that is not answered, once what was asked is, or was given up."""
        while self._questions.awaiting(time.monotonic()):
            self._meanwhile += self._hear()
        self.send(frame)

    def ask(self, frame: bytes, answers: Callable[[bytes], bool], within_s: float) -> bytes | None:
        """Send a command and return the frame that answers it, or None when none came in time.

        One request is in flight: it waits for what was asked before. Samples that come meanwhile
        are returned by the next round.
        """
        self._answered = None
        self.tell(frame)
        self._answers = answers
        ends = time.monotonic() + within_s
        while self._answered is None and time.monotonic() < ends:
            self._meanwhile += self._hear()
        self._answers = None
        self._questions.passed(time.monotonic())
        return self._answered

    def _hear(self) -> list[Sample]:
        chunk = self._port.read()
        now, at = time.monotonic(), time.time_ns() // 1_000_000
        if not chunk:
            pause = now - self._spoke_at
            if pause <= IDLE_S:
                return []
            # What waited behind half a frame came when the instrument last spoke.
            waited = self._decoder.idle()
            return self._samples(waited, self._spoke_at, at - int(pause * 1000))
        self._keep("RX", chunk)
        self._spoke_at = now
        return self._samples(self._decoder.feed(chunk), now, at)

    def _samples(self, frames: list[Frame], now: float, at: int) -> list[Sample]:
        samples: list[Sample] = []
        for frame in frames:
            if self._questions.echoed(frame.raw):
                continue
            self._began = True
            self._understood_at = now
            if self._answers is not None and self._answers(frame.raw):
                self._answered, self._answers = frame.raw, None
                continue
            no_sample = self._questions.heard(frame.raw, now)
            if self._recognised(frame.readings) or no_sample or not frame.readings:
                continue
            readings = canonical(self._profile, frame.readings)
            if not frame.said:
                readings = self._steady.judge(readings, now)
            sample = Sample(t=now, at=at, readings=readings, raw=frame.raw, before=frame.before)
            samples.append(sample)
        if self._understood_at == now:
            self._dropped_then = self._decoder.dropped
        return samples

    def _recognised(self, readings: dict[str, Reading]) -> bool:
        """Take the identity; True when the frame says nothing else. Its answer may come late."""
        who = self._profile.identify
        names = who.names if who else ()
        said = [readings[name].value for name in names if name in readings]
        texts = [value for value in said if isinstance(value, str) and value]
        if texts and len(said) == len(names):
            self.identity = " ".join(texts)
        return bool(said) and len(readings) == len(said)

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

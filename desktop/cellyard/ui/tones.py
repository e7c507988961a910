"""The two tones: one short high for good, low and double for wrong. Silent without a device."""

import array
import math
import queue
import threading
import time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from types import ModuleType

Tone = Literal["good", "wrong"]
RATE = 44100
LOUDNESS = 0.4
FADE_S = 0.004  # without it a tone begins and ends with a click


def samples(hz: int, ms: int, times: int = 1, gap_ms: int = 0) -> bytes:
    """Return a tone as 16-bit mono samples."""
    one = _beep(hz, ms)
    gap = array.array("h", bytes(2 * (RATE * gap_ms // 1000)))
    whole = array.array("h", one)
    for _ in range(times - 1):
        whole.extend(gap)
        whole.extend(one)
    return whole.tobytes()


def _beep(hz: int, ms: int) -> "array.array[int]":
    count = RATE * ms // 1000
    fade = RATE * FADE_S
    return array.array(
        "h",
        (
            int(
                32767
                * LOUDNESS
                * min(1.0, i / fade, (count - i) / fade)
                * math.sin(2 * math.pi * hz * i / RATE)
            )
            for i in range(count)
        ),
    )


# look.md 7: hz, ms, times, gap in ms; no other sound exists.
_TONES: dict[Tone, tuple[int, int, int, int]] = {
    "good": (1760, 80, 1, 0),
    "wrong": (220, 260, 2, 120),
}
REPEAT_S = 4.0
# So often a sound card that is not there is looked for: it may be plugged in again.
AGAIN_S = 60.0
AFTER_START_S = 3.0


class Tones:
    """Plays tones on its own thread; `silent` tells the status line that nobody will hear them."""

    def __init__(self, *, wanted: bool) -> None:
        self.silent = not wanted
        self._asked: queue.SimpleQueue[Tone | None] = queue.SimpleQueue()
        self._repeating = threading.Event()
        self._woken = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="tones")
        if wanted:
            self._thread.start()

    def play(self, tone: Tone) -> None:
        """Play a tone once."""
        if not self.silent:
            self._asked.put(tone)
            self._woken.set()

    def repeat(self, tone: Tone) -> None:
        """Play a tone every four seconds until `quiet`."""
        self._repeating.set()
        self.play(tone)

    def quiet(self) -> None:
        """End the repeated tone."""
        self._repeating.clear()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._stopping = True
            self._asked.put(None)
            self._woken.set()
            self._thread.join()

    def _run(self) -> None:
        # The library takes as long to load as half the window: after the window, or with the
        # first tone.
        self._woken.wait(AFTER_START_S)
        if self._stopping:
            return
        try:
            import sounddevice
        except OSError:  # PortAudio is not installed
            self.silent = True
            return
        while True:
            try:
                self._play_on(sounddevice)
            except sounddevice.PortAudioError:  # no sound card, or it was pulled out
                self.silent = True
            if self._stopping or self._rest():
                return
            # The library reads which sound cards there are only when it begins.
            sounddevice._terminate()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
            sounddevice._initialize()  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    def _play_on(self, sounddevice: "ModuleType") -> None:
        """Play what is asked for until the end; raises when the sound card takes nothing more."""
        with sounddevice.RawOutputStream(samplerate=RATE, channels=1, dtype="int16") as stream:
            self.silent = False
            while (tone := self._next()) is not None:
                stream.write(samples(*_TONES[tone]))

    def _rest(self) -> bool:
        """Wait before the sound card is looked for again; True when the end came meanwhile."""
        until = time.monotonic() + AGAIN_S
        self._woken.clear()
        while not self._stopping and (left := until - time.monotonic()) > 0:
            self._woken.wait(left)
            self._woken.clear()
        return self._stopping

    def _next(self) -> Tone | None:
        while True:
            try:
                return self._asked.get(timeout=REPEAT_S)
            except queue.Empty:
                if self._repeating.is_set():
                    return "wrong"

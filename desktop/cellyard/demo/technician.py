"""The technician of the demonstration: eight batteries over two channels, side by side."""

import time
from collections import deque
from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt

from cellyard.demo import pictures
from cellyard.demo.eyes import NotSeen
from cellyard.demo.hands import Ask, Hands
from cellyard.domain.bench.channel import Channel
from cellyard.ui.window import Window

# Battery by its code, and what the simulated bench is to put on for it.
Job = tuple[str, str]
TRACED: Job = ("LEAF-C-0071836", "traced")
CELL: Job = ("04QCB76836300JBC40000904", "cell 0.92")
HOT: Job = ("LEAF-M-0071901", "module 0.80")
FAIR: Job = ("LEAF-M-0071902", "module 0.70")
SPENT: Job = ("LEAF-M-0071903", "module 0.34")
LOW: Job = ("LEAF-M-0071904", "module 0.50")
LOST: Job = ("LEAF-M-0071905", "module 0.86")
DEAD: Job = ("LEAF-M-0071906", "module 0.37")
_OVER = "ended"
COOL = 35
# Seconds of a run after which its curve shows something.
WELL_UNDER_WAY = 9000
# Longer than any step of a run takes at the pace of the demonstration.
PATIENCE_S = 120.0


class Technician:
    """Plays both channels at once: each is a line of steps, taken up whenever it is its turn."""

    def __init__(self, hands: Hands, window: Window, ask: Ask) -> None:
        self._hands, self._window, self._ask = hands, window, ask

    def play(self) -> None:
        """Test, grade and discharge; returns when both channels are free."""
        lines = deque((self._first_channel(), self._second_channel()))
        while lines:
            line = lines.popleft()
            if next(line, None) is not None:
                lines.append(line)
            self._hands.rest()

    def _first_channel(self) -> Iterator[bool]:
        for job in (TRACED, FAIR, LOW, CELL):
            yield from self._test("1", job, resistance=True)
            if job is FAIR:
                yield from self._until(lambda: self._channel("1").elapsed > WELL_UNDER_WAY)
                self._choose("1")
                pictures.once(self._hands, "bench")
            yield from self._until_over("1")
            self._grade("1", pictured=job is CELL)

    def _second_channel(self) -> Iterator[bool]:
        yield from self._hot("2", HOT)
        yield from self._test("2", SPENT)
        yield from self._until_over("2")
        self._grade("2")
        yield from self._discharge("2", SPENT)
        yield from self._lost("2", LOST)
        yield from self._test("2", LOST)
        yield from self._until_over("2")
        self._grade("2")
        yield from self._test("2", DEAD)
        yield from self._until_over("2")
        self._grade("2")
        yield from self._discharge("2", DEAD)

    # --- what a channel goes through ------------------------------------------------------------

    def _test(self, key: str, job: Job, *, resistance: bool = False) -> Iterator[bool]:
        code, battery = job
        self._ask("bench", f"{key} put {battery}")
        yield from self._until(lambda: self._is_cool(key))
        self._join(key, code, "Start capacity test", resistance=resistance)
        yield True

    def _discharge(self, key: str, job: Job) -> Iterator[bool]:
        self._join(key, job[0], "Start discharge to safe")
        yield from self._until_over(key)
        self._leave(key)

    def _hot(self, key: str, job: Job) -> Iterator[bool]:
        """A cell begins to warm up: the guard ends the run, and nobody had to be there."""
        yield from self._test(key, job)
        yield from self._until(lambda: self._channel(key).on)
        self._ask("bench", f"{key} hot")
        yield from self._until_over(key)
        self._choose(key)
        pictures.once(self._hands, "bench-hot")
        self._leave(key)

    def _lost(self, key: str, job: Job) -> Iterator[bool]:
        """The cable of a load falls out: a person looks, switches it off and closes the run."""
        hands = self._hands
        yield from self._test(key, job)
        yield from self._until(lambda: self._channel(key).on)
        self._ask("bench", f"{key} unplug")
        hands.wait(lambda: self._channel(key).phase == "look", "a load that may be on")
        hands.wait(lambda: hands.paused() or hands.sees("may still be on"), "it said on screen")
        if hands.paused():
            hands.enter()
        self._choose(key)
        pictures.once(hands, "bench-look")
        self._ask("bench", f"{key} plug")
        yield from self._until(lambda: self._running(key))
        self._choose(key)
        if hands.paused():
            hands.enter()
        hands.key(Qt.Key.Key_Escape)
        hands.wait(lambda: self._channel(key).seen_off, "the load seen off")
        hands.wait(lambda: hands.button("Close the run") is not None, "that it may be closed")
        hands.click("Close the run")
        yield from self._until(lambda: self._channel(key).phase == "free")

    def _grade(self, key: str, *, pictured: bool = False) -> None:
        """Go from the run that has ended to its grade, and give it."""
        hands = self._hands
        self._leave(key)
        hands.wait_primary("Give grade")
        if pictured:
            pictures.once(hands, "grade")
        hands.enter()
        hands.wait(lambda: not hands.primary_text().startswith("Give grade"), "the grade given")

    # --- hands ----------------------------------------------------------------------------------

    def _join(self, key: str, code: str, start: str, *, resistance: bool = False) -> None:
        hands = self._hands
        self._choose(key)
        hands.scan(code)
        hands.wait_primary(start)
        if resistance:
            self._read_resistance()
            hands.wait_primary(start)
        hands.enter()
        hands.wait(lambda: self._channel(key).phase not in ("free", _OVER), f"channel {key} begun")

    def _read_resistance(self) -> None:
        """Take the meter's value; while the probes are still being moved, once more."""
        hands = self._hands
        ends = time.monotonic() + PATIENCE_S
        while not hands.sees("mΩ"):
            hands.click("Resistance")
            if hands.paused():
                hands.enter()
            if time.monotonic() > ends:
                hands.picture("not-seen")
                raise NotSeen("a resistance")
            hands.rest()

    def _leave(self, key: str) -> None:
        """Take the step that an ended run leads to."""
        hands = self._hands
        self._choose(key)
        hands.wait(lambda: bool(hands.primary_text()), "the next step")
        hands.enter()

    def _choose(self, key: str) -> None:
        self._hands.key(Qt.Key.Key_F3)
        self._hands.rest()
        self._hands.type(key)
        self._hands.rest()

    # --- eyes -----------------------------------------------------------------------------------

    def _channel(self, key: str) -> Channel:
        benches = self._window.frame.benches
        return benches.endings.of(key) or next(c for c in benches.channels() if c.key == key)

    def _is_cool(self, key: str) -> bool:
        """Tell whether the sensors have come to the battery that was put there."""
        celsius = self._channel(key).temperature
        return celsius is not None and celsius < COOL

    def _running(self, key: str) -> bool:
        attached = self._window.frame.instruments.attached()
        return any(a.instrument.key == f"load-{key}" and a.state == "running" for a in attached)

    def _until_over(self, key: str) -> Iterator[bool]:
        benches = self._window.frame.benches
        yield from self._until(lambda: benches.endings.of(key) is not None)

    def _until(self, so: Callable[[], bool]) -> Iterator[bool]:
        ends = time.monotonic() + PATIENCE_S
        while not so():
            if time.monotonic() > ends:
                self._hands.picture("not-seen")
                raise NotSeen(str(self._window.frame.benches.channels()))
            yield True

"""What all instruments of one channel are wired to: time, current, heat, one lock.

The state goes on when somebody looks, in steps of simulated time; at each step whoever draws
current is asked how much, so that a cut-off holds however rarely anybody looks.
"""

import math
import threading
import time
from collections.abc import Callable

# Asked with volts at no current, the ohms behind them and the simulated time; answers amperes,
# discharge positive.
Sink = Callable[[float, float, float], float]

STEP_S = 2.0  # 0.01 % of a five-hour discharge
MOST_STEPS = 20_000  # after a long sleep of the machine the steps grow instead
COOLING_S = 1500.0  # to lose 63 % of the warmth to the air
HOTTEST_C = 800.0
EMPTY = 0.0025  # part of the capacity in which an empty string gives up under load
SLACK = 0.6  # how many times its voltage an empty string loses to its own resistance at I5, at most


class Clock:
    """Simulated seconds: the wall clock times `pace` (1200: twenty minutes each second)."""

    def __init__(self, pace: float = 1.0, wall: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._from = wall()
        self._passed = 0.0
        self._pace = pace

    @property
    def now(self) -> float:
        """Simulated seconds since the clock was made."""
        return self._passed + (self._wall() - self._from) * self._pace

    @property
    def pace(self) -> float:
        return self._pace

    @pace.setter
    def pace(self, pace: float) -> None:
        now = self.now
        self._from, self._passed, self._pace = self._wall(), now, pace


def nothing(_emf: float, _ohm: float, _at: float) -> float:
    """Draw no current."""
    return 0.0


class Source:
    """A battery on a channel; `Battery` computes it, `TraceBattery` replays one.

    Volts, amperes (discharge positive), ohms, °C, Ah, simulated seconds. `insulation_ohm` is
    between the poles and the case. Hold `lock` over acts that must not be cut in two.
    """

    def __init__(self, clock: Clock | None, ambient_c: float, insulation_ohm: float) -> None:
        self.clock = clock or Clock()
        self.lock = threading.RLock()
        self.ambient_c = ambient_c
        self.insulation_ohm = insulation_ohm
        self.delivered_ah = 0.0
        self._sink: Sink = nothing
        self._ampere = 0.0
        self._then = self.clock.now
        self._hot = self._hot_rate = 0.0

    def connect(self, sink: Sink) -> None:
        """Wire this load to the poles, instead of the one before."""
        with self.lock:
            self.advance()
            self._sink = sink

    def draw(self, ampere: float) -> None:
        """Draw this current from now on; 0: let it rest; below 0: charge it."""
        self.connect(lambda _emf, _ohm, _at: ampere)

    def advance(self) -> None:
        """Bring everything up to the present."""
        with self.lock:
            now = self.clock.now
            step = max(STEP_S, (now - self._then) / MOST_STEPS)
            while self._then < now:
                self._ampere = self._sink(self._emf(), self._ohm(), self._then)
                # At rest everything follows one exponential: one step of any length is exact.
                until = min(now, self._then + step) if self._ampere else now
                self._pass(self._ampere, until - self._then)
                self._heat(until - self._then)
                self._then = until
            self._ampere = self._sink(self._emf(), self._ohm(), now)

    @property
    def voltage(self) -> float:
        """Volts between the poles now."""
        with self.lock:
            self.advance()
            return max(0.0, self._emf() - self._ampere * self._ohm())

    @property
    def current(self) -> float:
        """Amperes now, discharge positive."""
        with self.lock:
            self.advance()
            return self._ampere

    @property
    def temperature(self) -> float:
        """°C at the hottest place now."""
        return self.temperatures(1)[0]

    def temperatures(self, places: int) -> list[float]:
        """Return °C at this many places, hottest first; a hot cell is felt less further away."""
        with self.lock:
            self.advance()
            warm, hot = self._warm(), self._hot
            around = [(1 - 0.03 * place, 0.3**place) for place in range(places)]
            return [
                min(HOTTEST_C, self.ambient_c + warm * near + hot * nearer)
                for near, nearer in around
            ]

    def hot_cell(self, kelvin_per_minute: float = 10.0) -> None:
        """Let one cell heat up by itself so fast, in simulated minutes; 0: let it cool down."""
        with self.lock:
            self.advance()
            self._hot_rate = kelvin_per_minute / 60

    def cells(self) -> list[float]:
        """Return the volts of each cell (or group in parallel) now; together the voltage."""
        raise NotImplementedError

    @property
    def resistance(self) -> float:
        """Ohms of the whole string at 1 kHz."""
        raise NotImplementedError

    @property
    def charge(self) -> float:
        """What can still be drawn, 1 = full."""
        raise NotImplementedError

    @property
    def capacity(self) -> float:
        """Ah that a full battery gives: its weakest cell's."""
        raise NotImplementedError

    def _emf(self) -> float:
        """Volts between the poles if no current flowed at this moment."""
        raise NotImplementedError

    def _ohm(self) -> float:
        """Ohms behind them."""
        raise NotImplementedError

    def _pass(self, ampere: float, seconds: float) -> None:
        """Let this current flow so long."""
        raise NotImplementedError

    def _warm(self) -> float:
        """Kelvin above the air, by the battery's own losses."""
        raise NotImplementedError

    def _heat(self, seconds: float) -> None:
        if self._hot_rate:
            self._hot += self._hot_rate * seconds
        else:
            self._hot *= math.exp(-seconds / COOLING_S)


def given_up(short_ah: float, capacity_ah: float) -> float:
    """Return how far an empty string has given up: 0 not at all, 1 wholly, at most `SLACK`.

    Drawn below empty, a cell starves: its resistance grows until the whole string's voltage falls
    off, which is how a string ends with its weakest cell. Let alone it comes back: the rebound.
    """
    return min(SLACK, max(0.0, short_ah / (EMPTY * capacity_ah)))

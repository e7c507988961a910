"""One part of the demonstration: a process of the app, what it asks for and what it is told."""

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import IO

from cellyard.demo.channels import Channels
from cellyard.devices.simulator import Scale, Scanner, Simulation
from cellyard.ui import display

# Longer than any machine needs for a part; a demonstration never hangs.
LONGEST_S = 900.0


class Failed(RuntimeError):
    """A part of the demonstration did not end as it should."""


class World:
    """What is outside the app of a station: scale, scanner, benches, and what was refused there."""

    def __init__(self, door: str, simulation: Simulation, channels: Channels | None = None) -> None:
        over = "tcp" if os.name == "nt" else "pty"
        self.scale, self.scanner = Scale(), Scanner()
        self.lines: dict[str, str] = {
            "scale": simulation.serve(f"{door}-scale", self.scale, over).url,
            "scanner": simulation.serve(f"{door}-scanner", self.scanner, over).url,
        }
        self.channels = channels
        self.refusals: Counter[str] = Counter()

    def obey(self, word: str, rest: str) -> bool:
        """Do what an actor asks for; False for a word that is not the world's."""
        match word:
            case "scale":
                self.scale.put(Decimal(rest))
            case "scanner":
                self.scanner.scan(rest)
            case "bench" if self.channels:
                self.channels.obey(*rest.split(" ", 1))
            case "refused":
                self.refusals[rest] += 1
            case _:
                return False
        return True


class Part:
    """A running part. `wait_for` what it has come to, `tell` it to go on, `end` when it is over.

    `given` are words for the actor by their names: folder, ports, addresses.
    """

    def __init__(self, name: str, world: World, given: Mapping[str, str]) -> None:
        self.name, self._world = name, world
        words = [f"{key}={value}" for key, value in {"part": name, **given}.items()]
        self._app = subprocess.Popen(
            [sys.executable, "-m", "cellyard.demo.stage", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=_environment(),
        )
        assert self._app.stdin is not None  # noqa: S101 - PIPE was asked for
        assert self._app.stdout is not None  # noqa: S101 - PIPE was asked for
        self._tells: IO[str] = self._app.stdin
        self._reached: set[str] = set()
        self._news = threading.Condition()
        self._listener = threading.Thread(target=self._listen, args=(self._app.stdout,))
        self._listener.start()

    def tell(self, sign: str) -> None:
        """Give the actor a sign that it waits for."""
        self._tells.write(f"{sign}\n")
        self._tells.flush()

    def wait_for(self, place: str) -> None:
        """Wait until the actor has come to a place in the story."""

        def come() -> bool:
            return place in self._reached or self._app.poll() is not None

        with self._news:
            self._news.wait_for(come, LONGEST_S)
        if place not in self._reached:
            self._app.kill()
            raise Failed(f"{self.name}: never came to {place!r}")

    def close(self) -> None:
        """Let nothing of it stay, whatever became of the others."""
        if self._app.poll() is None:
            self._app.kill()
            self._app.wait()
        self._listener.join()

    def end(self, longest: float | None = LONGEST_S) -> int:
        """Wait until the app has ended; returns its exit code."""
        try:
            return self._app.wait(longest)
        except subprocess.TimeoutExpired:
            self._app.kill()
            raise Failed(f"{self.name}: not done after {LONGEST_S:.0f} s") from None
        finally:
            self._listener.join()
            self._tells.close()

    def _listen(self, said: IO[str]) -> None:
        for line in said:
            word, _, rest = line.strip().partition(" ")
            if word == "reached":
                self._arrived(rest)
            elif not self._world.obey(word, rest):
                sys.stderr.write(line)
        self._app.wait()
        self._arrived("")

    def _arrived(self, place: str) -> None:
        with self._news:
            self._reached.add(place)
            self._news.notify_all()


def _environment() -> dict[str, str]:
    """Draw into memory where there is no screen to draw on."""
    if display.is_there():
        return dict(os.environ)
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

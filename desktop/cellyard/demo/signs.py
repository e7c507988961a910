"""Words between the actor and its director: what is asked for, where it is, when to go on."""

import sys
import threading
import time
from collections.abc import Mapping, Sequence

from PySide6.QtTest import QTest

# Longer than any other part of the story takes until it gives a sign.
PATIENCE_S = 900.0


class Given(dict[str, str]):
    """The words that a part was started with, by their names."""

    @staticmethod
    def of(arguments: Sequence[str]) -> "Given":
        return Given(word.split("=", 1) for word in arguments)

    def lines(self, name: str) -> Mapping[str, str]:
        """Return the lines of a channel by their names."""
        return dict(line.split("=", 1) for line in self[name].split(","))


def ask(word: str, text: str) -> None:
    """Ask the world outside this process for something: a load on the scale, a scan."""
    sys.stdout.write(f"{word} {text}\n")
    sys.stdout.flush()


def reached(place: str) -> None:
    """Say that the story has come to a place."""
    ask("reached", place)


class Signs:
    """Hears the director; the app goes on while a sign is waited for."""

    def __init__(self) -> None:
        self._heard: set[str] = set()
        threading.Thread(target=self._listen, name="signs", daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._heard.add(line.strip())

    def wait(self, sign: str) -> None:
        """Wait for a sign; RuntimeError when it does not come."""
        until = time.monotonic() + PATIENCE_S
        while sign not in self._heard:
            if time.monotonic() > until:
                raise RuntimeError(f"the sign {sign!r} never came")
            QTest.qWait(20)

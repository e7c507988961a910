"""The tones on a sound card that is pulled out: it is said, and looked for again."""

import sys
import threading
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Self

import pytest

from cellyard.ui import tones
from cellyard.ui.tones import Tones

PATIENCE_S = 20


class Card(ModuleType):
    """The sound library with one card: a fault, for there is no card on the machine of a test."""

    class PortAudioError(Exception):
        """What the library raises when the card takes nothing."""

    def __init__(self) -> None:
        super().__init__("sounddevice")
        self.there, self.looked, self.played = True, 0, 0
        self._known = True
        self._terminate = lambda: None

    def _initialize(self) -> None:
        self.looked += 1
        self._known = self.there

    def RawOutputStream(self, **_how: object) -> "Card":  # noqa: N802 - the library's name
        self._check()
        return self

    def write(self, _samples: bytes) -> None:
        self._check()
        self.played += 1

    def _check(self) -> None:
        if not (self.there and self._known):
            raise self.PortAudioError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left open."""


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    card = Card()
    monkeypatch.setitem(sys.modules, "sounddevice", card)
    monkeypatch.setattr(tones, "AGAIN_S", 0.02)
    monkeypatch.setattr(tones, "REPEAT_S", 0.02)
    return card


@pytest.fixture
def heard(card: Card) -> Iterator[Tones]:
    heard = Tones(wanted=True)
    yield heard
    heard.stop()


def until(seen) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not seen():
        assert time.monotonic() < ends, "did not come about"
        threading.Event().wait(0.01)


def test_an_alarm_sounds_again_when_its_sound_card_is_back(card: Card, heard: Tones) -> None:
    heard.repeat("wrong")
    until(lambda: card.played > 1)
    assert not heard.silent
    card.there = False
    until(lambda: heard.silent)
    until(lambda: card.looked > 1)
    before, card.there = card.played, True
    until(lambda: card.played > before)
    assert not heard.silent

"""Watches the timers and readings of the yard, whatever screen is in front; alarms until read."""

import time
from collections.abc import Sequence
from typing import Protocol

import msgspec

from cellyard.domain.battery import Battery
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition
from cellyard.domain.yard import watching
from cellyard.domain.yard.watching import Alarm
from cellyard.ledger.questions import Questions
from cellyard.ui.asking import now_ms
from cellyard.ui.reader import Reader
from cellyard.ui.screen import Changed
from cellyard.ui.station_frame import StationFrame
from cellyard.ui.voice import Voice
from cellyard.ui.writer import Writer
from cellyard.words import watching as watched

# The note that names the alarms which somebody has read here; no fact, each station hears its own.
_READ = "yard/alarms_read"
# An Enter that was on its way before the alarm could be seen reads nothing.
SEEN_AFTER_S = 1.0


class Watched(Protocol):
    """The window as the watch sees it."""

    frame: StationFrame
    reader: Reader
    writer: Writer
    voice: Voice


class _Yard(msgspec.Struct, frozen=True, kw_only=True):
    """What is watched, by the edition in force; None where none rules observation."""

    batteries: tuple[Battery, ...] = ()
    edition: Edition | None = None


class YardWatch:
    """Asks the store again when a battery changes (`changed`); looks at the clock in `look`."""

    def __init__(self, window: Watched) -> None:
        self._window = window
        self._yard = _Yard()
        self._said: tuple[Alarm, ...] = ()
        self._since = 0.0
        self._ready = False
        window.writer.note(lambda s: s.notes.kept(_READ), self._begin)

    def _begin(self, _kept: dict[str, str]) -> None:
        """What was read before the app ended is known now."""
        self._ready = True

    def ask(self) -> None:
        """Learn anew what is watched."""
        station = self._window.frame.station

        def ask(questions: Questions) -> _Yard:
            try:
                edition = questions.known(station=station, actor="", now=now_ms()).edition
                if not watching.rules_watch(edition):
                    return _Yard()
                return _Yard(batteries=tuple(questions.yard.watched()), edition=edition)
            except Refused:
                return _Yard()  # without rules there is no timer; the yard's own screen says why

        self._window.reader.ask(ask, self._learn, key="watch")

    def _learn(self, yard: _Yard) -> None:
        self._yard = yard
        self.look()

    def changed(self, changed: Changed) -> None:
        """Ask again when a battery, or a register, may stand otherwise now."""
        touched = changed.subjects
        if not touched or any(s.startswith(("battery/", "register/")) for s in touched):
            self.ask()

    def alarms(self) -> tuple[Alarm, ...]:
        """Return what is alarming now, read or not."""
        edition, now = self._yard.edition, now_ms()
        if edition is None:
            return ()
        return tuple(a for b in self._yard.batteries for a in watching.alarms(b, edition, now))

    def look(self) -> None:
        """Sound and show what nobody has read yet; be quiet when there is nothing more."""
        if not self._ready:
            return
        read = set(self._window.frame.draft(_READ).split())
        unread = tuple(a for a in self.alarms() if a.key not in read)
        if [a.key for a in unread] != [a.key for a in self._said]:
            self._since = time.monotonic()
        if unread or self._said:
            self._said = unread
            self._window.voice.alarm(words(unread, now_ms()))

    def may_be_read(self) -> bool:
        """Tell whether an alarm stands so long that somebody can have seen it."""
        return bool(self._said) and time.monotonic() - self._since >= SEEN_AFTER_S

    def read(self) -> None:
        """Somebody has read what stands: it is quiet, and stays in the list of the yard."""
        known = {a.key for a in self.alarms()}
        before = set(self._window.frame.draft(_READ).split())
        keys = sorted(key for key in before | {a.key for a in self._said} if key in known)
        self._window.frame.keep_draft(_READ, " ".join(keys))
        self.look()


def words(unread: Sequence[Alarm], now: int) -> tuple[str, str]:
    """Return the alarms that stand as what is, and what to do; two empty ones for none."""
    if not unread:
        return "", ""
    first, then = watched.alarm(unread[0], now)
    more = len(unread) - 1
    return (f"{first}, {watched.more(more)}" if more else first), then

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
from cellyard.jobs.tasks import watch_rules
from cellyard.ledger.questions import Questions
from cellyard.ui.asking import now_ms
from cellyard.ui.reader import Reader
from cellyard.ui.screen import Changed
from cellyard.ui.station_frame import StationFrame
from cellyard.ui.voice import Voice
from cellyard.ui.writer import Writer
from cellyard.words import _
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
        self._follows = False
        self._ready = False
        window.writer.note(lambda s: s.notes.kept(_READ), self._begin)

    def _begin(self, _kept: dict[str, str]) -> None:
        """What was read before the app ended is known now."""
        self._ready = True
        self.look()

    def ask(self) -> None:
        """Learn anew what is watched; where that cannot be read, what was known still is."""
        station = self._window.frame.station

        def ask(questions: Questions) -> _Yard | None:
            try:
                known = questions.known(station=station, actor="", now=now_ms())
                edition = watch_rules(questions, known)
                if edition is None:
                    return _Yard()
                return _Yard(batteries=tuple(questions.yard.watched()), edition=edition)
            except Refused:
                return None  # the screen in front says why

        self._window.reader.ask(ask, self._learn, key="watch")

    def _learn(self, yard: _Yard | None) -> None:
        self._yard = yard or self._yard
        self.look()

    def changed(self, changed: Changed) -> None:
        """Ask again when a battery, or a register, may stand otherwise now."""
        touched = changed.subjects
        if not touched or any(s.startswith(("battery/", "register/")) for s in touched):
            self.ask()

    def alarms(self) -> tuple[Alarm, ...]:
        """Return what is alarming now, read or not, the worst of the whole yard first."""
        edition, now = self._yard.edition, now_ms()
        if edition is None:
            return ()
        found = [a for b in self._yard.batteries for a in watching.alarms(b, edition, now)]
        return tuple(sorted(found, key=lambda alarm: alarm.rank))

    def look(self) -> None:
        """Sound and show what nobody has read yet; be quiet when there is nothing more."""
        if not self._ready:
            return
        read = set(self._window.frame.draft(_READ).split())
        unread = tuple(a for a in self.alarms() if a.key not in read)
        if [a.key for a in unread[:1]] != [a.key for a in self._said[:1]]:
            self._since, self._follows = time.monotonic(), False
        if unread or self._said:
            self._said = unread
            self._window.voice.alarm(words(unread, now_ms()))

    def enter(self) -> bool:
        """Take an Enter while an alarm stands: it reads the one that is named. False when it is
        not the alarm's: none stands, or it began while the key was on its way.

        One that comes hard on the heels of the last reads nothing and does nothing else either.
        """
        if not self._said:
            return False
        if time.monotonic() - self._since < SEEN_AFTER_S:
            return self._follows
        self.read()
        return True

    def read(self) -> None:
        """Somebody has read the alarm that is named: it is quiet, the list of the yard keeps it.

        The next one is named; what was read stands in the scan line, and that it took the key.
        """
        if not self._said:
            return
        first = self._said[0]
        here = {b.id for b in self._yard.batteries}
        before = set(self._window.frame.draft(_READ).split())
        keys = sorted(key for key in before | {first.key} if key.partition("/")[0] in here)
        self._window.frame.keep_draft(_READ, " ".join(keys))
        self._window.voice.note(watched.alarm(first, now_ms())[0], _("Read. Nothing else was done"))
        self.look()
        self._follows = bool(self._said)


def words(unread: Sequence[Alarm], now: int) -> tuple[str, str]:
    """Return the alarms that stand as what is, and what to do; two empty ones for none."""
    if not unread:
        return "", ""
    first, then = watched.alarm(unread[0], now)
    more = len(unread) - 1
    return (f"{first}, {watched.more(more)}" if more else first), then

"""Decides what to ask an instrument and when: one request in flight, each with its deadline."""

import re
from collections.abc import Callable

from cellyard.devices.profile import Links, Profile


class _Question:
    """One thing to ask, again `every_s` after it was last asked or said by itself."""

    def __init__(self, send: str, answer: str, every_s: float, now: float) -> None:
        self.send = send.encode("ascii")
        self.answers: Callable[[bytes], object] = re.compile(answer.encode("ascii")).fullmatch
        self.every_s = every_s
        self.due = now + every_s


class Questions:
    """The questions of one profile from the opening of its port on.

    Times are monotonic seconds, given by the caller. A question whose deadline passes is given
    up; its next turn comes after its usual pause, never at once, because a late answer to the
    first would be taken for the second's.
    """

    def __init__(self, profile: Profile, now: float) -> None:
        self._link: Links = profile.link
        # Not asked at once: an instrument that speaks by itself shows it within one period.
        self._polls = [_Question(p.send, p.answer, p.every_s, now) for p in profile.poll]
        who = profile.identify
        self._who = _Question(who.send, who.answer, 0, now) if who else None
        self._flying: _Question | None = None
        self._deadline = now
        self._free_from = now

    @property
    def identifying(self) -> bool:
        """True until the instrument said who it is, or let that deadline pass."""
        return self._who is not None

    def due(self, now: float) -> bytes | None:
        """Return what to send now, if anything."""
        if self._flying and now >= self._deadline:
            self._done(now)
        if self._flying or now < self._free_from:
            return None
        waiting = [self._who] if self._who else [p for p in self._polls if p.due <= now]
        if not waiting:
            return None
        asked = min(waiting, key=lambda question: question.due)
        asked.due = now + asked.every_s
        self._flying = asked
        self._deadline = now + self._link.reply_ms / 1000
        return asked.send

    def heard(self, frame: bytes, now: float) -> bool:
        """Take a frame. Return True when it answers who is there, and is no sample therefore."""
        for poll in self._polls:
            if poll.answers(frame):
                poll.due = now + poll.every_s
        flying = self._flying
        if flying is None or not flying.answers(frame):
            return False
        said_who = flying is self._who
        self._done(now)
        return said_who

    def _done(self, now: float) -> None:
        if self._flying is self._who:
            self._who = None
        self._flying = None
        self._free_from = now + self._link.gap_ms / 1000

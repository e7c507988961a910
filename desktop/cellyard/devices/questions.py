"""Decides what to ask an instrument and when: one request in flight, each with its deadline."""

from cellyard.devices.profile import Profile
from cellyard.devices.rows import LineFrame, Setup

# Polls that go unanswered before the set-up is sent again: somebody may have pressed LOCAL.
PATIENCE = 2


class _Question:
    """One thing to ask, again `every_s` after it was last asked or said by itself."""

    def __init__(
        self, profile: Profile, send: str, answer: str, every_s: float, now: float
    ) -> None:
        self.send = profile.bytes_of(send)
        self.answers = profile.answer(answer).fullmatch
        self.every_s = every_s
        self.due = now + every_s
        self.skip_first = 0
        self.to_skip = 0


class Questions:
    """The questions of one profile from the opening of its port on.

    Times are monotonic seconds, given by the caller. A question whose deadline passes is given
    up; its next turn comes after its usual pause, never at once, because a late answer to the
    first would be taken for the second's. First it is asked who is there, then the instrument is
    set up, then polled. Nothing that energises is ever among the questions.
    """

    def __init__(self, profile: Profile, now: float) -> None:
        self._profile = profile
        self._link = profile.link
        # Not asked at once: an instrument that speaks by itself shows it within one period.
        self._polls = [_Question(profile, p.send, p.answer, p.every_s, now) for p in profile.poll]
        for question, poll in zip(self._polls, profile.poll, strict=True):
            question.skip_first = poll.skip_first
        who = profile.identify
        self._who = _Question(profile, who.send, who.answer, 0, now) if who else None
        self._asked_only = not isinstance(profile.frame, LineFrame) and profile.frame.asked_only
        self._flying: _Question | None = None
        self._deadline = now
        self._free_from = now
        self._pause_after = profile.link.gap_ms / 1000
        self._unanswered = 0
        self._repeats = profile.link.wake_repeats - 1
        self._setup: list[Setup] = []
        self._set_up()

    @property
    def identifying(self) -> bool:
        """True until the instrument said who it is, or let that deadline pass."""
        return self._who is not None

    def due(self, now: float) -> bytes | None:
        """Return what to send now, if anything."""
        if self._flying and now >= self._deadline:
            self._give_up(now)
        if now < self._free_from:
            return None
        if self._flying:
            return self._once_more(self._flying, now)
        if self._who is None and self._setup:
            return self._next_of_setup(now)
        waiting = [self._who] if self._who else [p for p in self._polls if p.due <= now]
        if not waiting:
            return None
        asked = min(waiting, key=lambda question: question.due)
        asked.due = now + asked.every_s
        self._fly(asked, now)
        return asked.send

    def awaiting(self, now: float) -> bool:
        """Tell whether an answer may still come to what was asked."""
        return self._flying is not None and now < self._deadline

    def pause_left(self, now: float) -> float:
        """Return in how many s the instrument takes a frame: never more than its gap."""
        return min(max(0.0, self._free_from - now), self._link.gap_ms / 1000)

    def passed(self, now: float) -> None:
        """Something else was sent or answered: the gap until the next frame counts from now."""
        self._free_from = max(self._free_from, now + self._link.gap_ms / 1000)

    def heard(self, frame: bytes, now: float) -> bool:
        """Take a frame. Return True when it is no sample.

        It answers who is there or a set-up, is stale, or answers nothing where only answers count.
        """
        stale = False
        for poll in self._polls:
            if poll.answers(frame):
                poll.due = now + poll.every_s
                stale = stale or poll.to_skip > 0
        flying = self._flying
        if flying is None or not flying.answers(frame):
            return stale or self._asked_only
        # Only an answer to what was asked since the set-up is the stale one that was awaited.
        flying.to_skip -= flying.to_skip > 0
        self._unanswered = 0
        self._repeats = 0
        self._done(now)
        return stale or flying not in self._polls

    def echoed(self, frame: bytes) -> bool:
        """Return True for what we sent ourselves and a half-duplex line gave back."""
        return frame in self._profile.own

    def _set_up(self) -> None:
        self._setup = list(self._profile.setup)
        for poll in self._polls:
            poll.to_skip = poll.skip_first

    def _next_of_setup(self, now: float) -> bytes:
        row = self._setup.pop(0)
        asked = _Question(self._profile, row.send, row.answer, 0, now)
        pause = max(row.wait_ms, self._link.gap_ms) / 1000
        if row.answer:
            self._fly(asked, now)
            # Its pause begins with the answer, which comes at once or not at all.
            self._pause_after = pause
        else:
            self._free_from = now + pause
        return asked.send

    def _once_more(self, flying: _Question, now: float) -> bytes | None:
        """Ask again without waiting: the first request only wakes an instrument that sleeps."""
        if self._repeats < 1:
            return None
        self._repeats -= 1
        self._free_from = now + self._link.gap_ms / 1000
        self._deadline = now + self._link.reply_ms / 1000
        return flying.send

    def _fly(self, asked: _Question, now: float) -> None:
        self._flying = asked
        self._deadline = now + self._link.reply_ms / 1000
        self._free_from = now + (self._link.gap_ms / 1000 if self._repeats else 0)
        self._pause_after = self._link.gap_ms / 1000

    def _give_up(self, now: float) -> None:
        self._repeats = self._link.wake_repeats - 1
        if self._flying in self._polls:
            self._unanswered += 1
            if self._unanswered % PATIENCE == 0:
                self._set_up()
        self._done(now)

    def _done(self, now: float) -> None:
        if self._flying is self._who:
            self._who = None
        self._flying = None
        self._free_from = now + self._pause_after

"""The tables of a profile: what the instrument is, how its port is set, framed and asked.

Each is a row of data, read strictly; what it does is done elsewhere.
"""

from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.readings import Character, Flow, Link

Kind = Literal["scale", "scanner", "meter", "load", "thermometer", "insulation", "bms"]
Confidence = Literal["A", "B", "C"]


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of a profile. A key it does not know is an error, so a typing slip is seen."""


class About(Row, frozen=True, kw_only=True):
    """What the profile is. `confidence` is A (captured), B (two sources agree) or C (one).

    `writes = "armed"`: the instrument can energise, so what switches it is sent by an armed act
    only, never by the rows of a profile. `driver` names the code that reads its frames where
    rows cannot.
    """

    id: str
    name: str
    version: int
    kind: Kind
    writes: Literal["none", "armed"]
    confidence: Confidence
    source: str
    driver: str = ""


class Links(Row, frozen=True, kw_only=True):
    """Settings the instrument may have, the usual one first; times in the unit of their name.

    `expect_s` is the longest usual time between two frames; 0 when the instrument speaks only
    when something happens, and can therefore not be called silent. `wake_repeats` is how often
    the first question is put to an instrument that may sleep.
    """

    baud: tuple[int, ...]
    character: tuple[Character, ...]
    flow: Flow = "none"
    settle_ms: int = 0
    gap_ms: int = 0
    reply_ms: int = 500
    expect_s: float = 0.0
    wake_repeats: int = 1

    @property
    def usual(self) -> Link:
        return Link(baud=self.baud[0], character=self.character[0], flow=self.flow)


class LineFrame(Row, frozen=True, kw_only=True, tag_field="kind", tag="line"):
    """Lines of text. `heads`: texts at which a frame may begin after noise in its line."""

    longest: int = 256
    prefix: str = ""
    heads: tuple[str, ...] = ()


class FixedFrame(Row, frozen=True, kw_only=True, tag_field="kind", tag="fixed"):
    """Frames of `length` bytes: head, content, check. Hex; `??` in `head` is any byte."""

    head: str
    length: int
    check: Literal["sum8", "neg16"]
    check_from: int = 0
    tail: str = ""
    asked_only: bool = False


class LengthFrame(Row, frozen=True, kw_only=True, tag_field="kind", tag="length"):
    """Frames that tell their length: the byte at `length_at` + `length_plus` is all of it.

    The check covers what stands between `check_from` and itself. `asked_only`: a frame counts
    only as the answer to the question in flight, because the check leaves out what it answers.
    """

    head: str
    length_at: int
    length_plus: int
    longest: int
    check: Literal["sum8", "neg16"]
    check_from: int = 0
    tail: str = ""
    asked_only: bool = False


FrameRule = LineFrame | FixedFrame | LengthFrame


class Identify(Row, frozen=True, kw_only=True):
    """A question for who is there. `answer` matches its reply, `reading` names its identity.

    `send` and `answer` are text and a pattern for lines, hex bytes otherwise (`??` is any byte;
    an answer begins with them). Of several readings the identity is their texts, spaced.
    """

    send: str
    answer: str
    reading: str | tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.reading,) if isinstance(self.reading, str) else self.reading


class Setup(Row, frozen=True, kw_only=True):
    """Something sent after each opening, and again when the polls go unanswered.

    Without `answer` none is waited for. `wait_ms` is the pause after it.
    """

    send: str
    answer: str = ""
    wait_ms: int = 0


class Poll(Row, frozen=True, kw_only=True):
    """A question asked `every_s`, unless the instrument has said it meanwhile by itself.

    The first `skip_first` answers after a set-up are stale, and no samples.
    """

    send: str
    every_s: float
    answer: str
    skip_first: int = 0


class Rating(Row, frozen=True, kw_only=True):
    """What a load of one `model`, as it names itself, can take at most: V, A, W."""

    model: str
    voltage: Decimal
    current: Decimal
    power: Decimal
    confidence: Confidence
    source: str


class Vectors(Row, frozen=True, kw_only=True):
    """The real frames that prove the profile; those whose id begins with `ids`."""

    file: str
    ids: str = ""

"""Describes an instrument in rows of TOML: how its port is set, what to ask, what lines mean."""

import re
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

import msgspec

from cellyard import files
from cellyard.devices import numbers
from cellyard.domain.readings import Character, Flag, Flow, Link
from cellyard.domain.refusals import Refused

FOLDER = "devices"

Kind = Literal["scale", "scanner"]


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of a profile. A key it does not know is an error, so a typing slip is seen."""


class About(Row, frozen=True, kw_only=True):
    """What the profile is. `confidence` is A (captured), B (two sources agree) or C (one)."""

    id: str
    name: str
    version: int
    kind: Kind
    writes: Literal["none", "armed"]
    confidence: Literal["A", "B", "C"]
    source: str


class Links(Row, frozen=True, kw_only=True):
    """Settings the instrument may have, the usual one first; times in the unit of their name.

    `expect_s` is the longest usual time between two frames; 0 when the instrument speaks only
    when something happens, and can therefore not be called silent.
    """

    baud: tuple[int, ...]
    character: tuple[Character, ...]
    flow: Flow = "none"
    settle_ms: int = 0
    gap_ms: int = 0
    reply_ms: int = 500
    expect_s: float = 0.0

    @property
    def usual(self) -> Link:
        return Link(baud=self.baud[0], character=self.character[0], flow=self.flow)


class FrameRule(Row, frozen=True, kw_only=True):
    """How frames are found. `heads`: texts at which a frame may begin after noise in its line."""

    kind: Literal["line"]
    longest: int = 256
    prefix: str = ""
    heads: tuple[str, ...] = ()


class Identify(Row, frozen=True, kw_only=True):
    """A question for who is there. `answer` matches its reply, `reading` names its identity."""

    send: str
    answer: str
    reading: str


class Poll(Row, frozen=True, kw_only=True):
    """A question asked `every_s`, unless the instrument has said it meanwhile by itself."""

    send: str
    every_s: float
    answer: str


class Quantity(Row, frozen=True, kw_only=True):
    """What a reading is measured in: `unit` on our floors, and the plausible range in it.

    `scale` holds the factor of every unit the instrument may send. Where the range starts at
    zero or above, a value below zero is flagged `negative`.
    """

    unit: str
    low: Decimal
    high: Decimal
    scale: dict[str, Decimal]


class ReadingRule(Row, frozen=True, kw_only=True):
    """One reading of a line. `value`, `unit` and the keys of `flag_by` name groups.

    Without `value` the line says that there is none, and `flags` say why. `flag_by` maps a
    group's text to a flag; `sentinels` maps numbers that are no readings to a flag.
    """

    name: str
    value: str = ""
    unit: str = ""
    text: bool = False
    flags: tuple[Flag, ...] = ()
    flag_by: dict[str, dict[str, Flag]] = {}
    sentinels: dict[str, Flag] = {}


class LineRule(Row, frozen=True, kw_only=True):
    """A whole line and what it means. `{number}` and `{unit}` stand for the known ones.

    `steadiness = "unsaid"`: the line does not tell whether the value stands still.
    """

    pattern: str
    steadiness: Literal["said", "unsaid"] = "said"
    reading: tuple[ReadingRule, ...] = ()


class Vectors(Row, frozen=True, kw_only=True):
    """The real frames that prove the profile; those whose id begins with `ids`."""

    file: str
    ids: str = ""


class Profile(Row, frozen=True, kw_only=True):
    """One instrument's protocol. Every profile names its vectors."""

    about: About = msgspec.field(name="profile")
    link: Links
    frame: FrameRule
    identify: Identify | None = None
    poll: tuple[Poll, ...] = ()
    quantity: dict[str, Quantity] = {}
    line: tuple[LineRule, ...]
    vectors: Vectors

    @property
    def id(self) -> str:
        return self.about.id

    def pattern(self, rule: LineRule) -> re.Pattern[bytes]:
        """Return the rule's pattern on bytes, with the known numbers and units put in."""
        units = sorted({u for q in self.quantity.values() for u in q.scale}, key=len, reverse=True)
        text = rule.pattern.replace("{number}", numbers.PATTERN)
        text = text.replace("{unit}", "|".join(re.escape(unit) for unit in units))
        return re.compile(text.encode("ascii"))


def ids() -> list[str]:
    """Return the ids of the shipped profiles, sorted."""
    return [PurePosixPath(name).stem for name in files.names(FOLDER, ".toml")]


def load(profile_id: str) -> Profile:
    """Return a shipped profile. Raises `Refused("unknown_profile")`."""
    if profile_id not in ids():
        raise Refused("unknown_profile", profile=profile_id, known=", ".join(ids()))
    return _shipped(profile_id)


def load_all() -> list[Profile]:
    """Return all shipped profiles, sorted by id."""
    return [load(profile_id) for profile_id in ids()]


def parse(text: str) -> Profile:
    """Return a profile from TOML. Raises ValueError for anything it does not understand."""
    profile = msgspec.toml.decode(text, type=Profile)
    for rule in profile.line:
        known = set(profile.pattern(rule).groupindex)
        for reading in rule.reading:
            asked = {reading.value, reading.unit, *reading.flag_by} - {""}
            if not asked <= known:
                raise ValueError(f"{profile.id}: no group {asked - known} in {rule.pattern}")
    return profile


@lru_cache
def _shipped(profile_id: str) -> Profile:
    profile = parse(files.text(f"{FOLDER}/{profile_id}.toml"))
    if profile.id != profile_id:
        raise ValueError(f"{FOLDER}/{profile_id}.toml calls itself {profile.id}")
    return profile

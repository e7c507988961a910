"""Describes an instrument in rows of TOML: how its port is set, what to ask, what frames mean."""

import re
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

import msgspec

from cellyard import files
from cellyard.devices import fields, numbers
from cellyard.devices.framing import beginning
from cellyard.devices.meanings import LineRule, Quantity, ReplyRule
from cellyard.devices.rows import (
    About,
    FrameRule,
    Identify,
    LineFrame,
    Links,
    Poll,
    Rating,
    Setup,
    Vectors,
)
from cellyard.domain.refusals import Refused

FOLDER = "devices"


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One instrument's protocol. Every profile names its vectors."""

    about: About = msgspec.field(name="profile")
    link: Links
    frame: FrameRule
    identify: Identify | None = None
    setup: tuple[Setup, ...] = ()
    poll: tuple[Poll, ...] = ()
    quantity: dict[str, Quantity] = {}
    line: tuple[LineRule, ...] = ()
    reply: tuple[ReplyRule, ...] = ()
    rating: tuple[Rating, ...] = ()
    vectors: Vectors

    @property
    def id(self) -> str:
        return self.about.id

    @cached_property
    def own(self) -> frozenset[bytes]:
        """All that is ever sent by the rows of this profile."""
        rows = (*self.setup, *self.poll, *((self.identify,) if self.identify else ()))
        return frozenset(self.bytes_of(row.send) for row in rows)

    def bytes_of(self, send: str) -> bytes:
        """Return the bytes of something to send: text for lines, hex otherwise."""
        if isinstance(self.frame, LineFrame):
            return send.encode("ascii")
        return bytes.fromhex(send)

    def answer(self, rule: str) -> re.Pattern[bytes]:
        """Return what fully matches the frames that answer a question."""
        if isinstance(self.frame, LineFrame):
            return re.compile(rule.encode("ascii"))
        return beginning(rule)

    def pattern(self, rule: LineRule) -> re.Pattern[bytes]:
        """Return the rule's pattern on bytes, with the known numbers and units put in."""
        units = sorted({u for q in self.quantity.values() for u in q.scale}, key=len, reverse=True)
        text = rule.pattern.replace("{number}", numbers.PATTERN)
        text = text.replace("{unit}", "|".join(re.escape(unit) for unit in units))
        return re.compile(text.encode("ascii"))

    def rated(self, model: str) -> Rating | None:
        """Return what a load of this model takes; None where nobody wrote it down.

        `model` is what the load names itself, or its whole identity: the first word counts, and
        neither `IT` before nor `+` after the number tells loads of one rating apart.
        """
        named = model.partition(" ")[0].removeprefix("IT").rstrip("+")
        return next((r for r in self.rating if r.model == named), None)


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
    lines = isinstance(profile.frame, LineFrame)
    if (lines and profile.reply) or (not lines and profile.line):
        raise ValueError(f"{profile.id}: its rows are not of its kind of frame")
    if wrong := fields.faults(profile.reply, profile.frame):
        raise ValueError(f"{profile.id}: {'; '.join(wrong)}")
    for row in (*profile.poll, *profile.setup, *([profile.identify] if profile.identify else [])):
        profile.bytes_of(row.send)
        profile.answer(row.answer)
    return profile


@lru_cache
def _shipped(profile_id: str) -> Profile:
    profile = parse(files.text(f"{FOLDER}/{profile_id}.toml"))
    if profile.id != profile_id:
        raise ValueError(f"{FOLDER}/{profile_id}.toml calls itself {profile.id}")
    return profile

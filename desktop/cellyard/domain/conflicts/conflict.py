"""A conflict: its kind, what it is about, and the facts that cannot all be true."""

from typing import Literal

import msgspec

ConflictKind = Literal[
    "two_places",
    "moved_after_dispatch",
    "two_loads",
    "graded_twice",
    "one_or_two",
    "same_code",
    "slot_over",
    "slot_beside",
    "slot_of_other",
    "role_missing",
    "two_versions",
    "unread",
    "fork",
]


RECORDED = "recorded"


class Said(msgspec.Struct, frozen=True, array_like=True):
    """One fact of the evidence, and what it says: a slot, a load, a grade, a version's hash.

    Of a fork it is `RECORDED` where the centre has recorded the other branch.
    """

    ref: str
    what: str


class Conflict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`about` names what it is about within its kind: a battery, a slot, a code, an entry."""

    kind: ConflictKind
    about: str = ""
    said: tuple[Said, ...] = ()

    @property
    def task(self) -> str:
        """The name of its task, which `Resolved` answers."""
        return f"{self.kind}/{self.about}"

    @property
    def behind(self) -> bool:
        """Whether the centre holds another branch than this store, which begins anew from it."""
        return self.kind == "fork" and any(said.what == RECORDED for said in self.said)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The refs of the facts that cannot all be true."""
        return tuple(said.ref for said in self.said)

"""What all facts are made of: the payload itself, evidence, files, and the rules behind them."""

from typing import Literal

import msgspec

from cellyard.domain.readings import Flag

Verdict = Literal["stop", "watch", "check", "go"]
Answer = Literal["no", "yes", "cant_tell"]
# The six sections of special provision 376 (ADR 3.3); `short_circuit` is answered by measuring.
Section = Literal[
    "acute_hazard", "misuse", "case_damage", "short_circuit", "safety_features", "internal_safety"
]
Quantity = Literal["voltage", "insulation", "temperature", "ambient"]
Role = Literal["operator", "technician", "supervisor", "administrator"]
# dg_adviser: dangerous-goods safety adviser; site_safety: who answers for the site's safety.
Qualification = Literal["dg_adviser", "site_safety"]
# The reason of a correction made by Undo; all others are given by a person.
UNDO = "undo"
Register = Literal[
    "people",
    "partners",
    "models",
    "slots",
    "instruments",
    "editions",
    "centre",
    "notices",
    "prices",
]


class Payload(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What happened. Fields only ever join; a changed meaning is a new kind."""


class BlobRef(msgspec.Struct, frozen=True, kw_only=True):
    """A file kept beside the ledger, named by its content."""

    sha256: str
    size: int
    media: str


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a number came from: an instrument and its raw bytes, or a person's typing."""

    instrument: str | None = None
    profile: str | None = None
    raw: str | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def manual(self) -> bool:
        return "manual" in self.flags


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The rule edition a decision was taken under, and the rules that decided."""

    edition: str
    rules: tuple[str, ...]

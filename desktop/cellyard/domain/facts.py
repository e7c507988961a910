"""The closed union of facts: what may be written into the custody ledger, and nothing else."""

from decimal import Decimal
from typing import Literal, TypeAlias

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
# The reason of a correction made by Undo; all others are given by a person.
UNDO = "undo"
Register = Literal["people", "partners", "models", "slots", "instruments", "editions", "centre"]


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


# --- station, registers, people -------------------------------------------------------------


class StationOpened(Payload, frozen=True, kw_only=True):
    """A chain begins: the public key (Ed25519, hex) that seals it."""

    public_key: str
    app: str


class Published(Payload, frozen=True, kw_only=True):
    """A version of a register entry; its content is the blob of that hash."""

    register: Register
    key: str
    version: int
    sha256: str


class RoleGranted(Payload, frozen=True, kw_only=True):
    """A person may act in this role from now on."""

    person: str
    role: Role


class RoleRevoked(Payload, frozen=True, kw_only=True):
    """A person may no longer act in this role."""

    person: str
    role: Role


class Erased(Payload, frozen=True, kw_only=True):
    """A personal sheet's bytes are dropped everywhere; the chain stays whole."""

    blob: str
    ground: Literal["retention_ended", "request_of_the_person"]


# --- a battery's way in ---------------------------------------------------------------------


class Received(Payload, frozen=True, kw_only=True):
    """A battery came in and a ticket was opened. `code` is as read; empty when unreadable."""

    ticket: int
    code: str
    scheme: str
    refused: str | None = None
    warnings: tuple[str, ...] = ()
    carrier: str = ""
    outlet: str | None = None
    expected: str | None = None


class Identified(Payload, frozen=True, kw_only=True):
    """A further identifier of the same battery, or a better reading of its code."""

    code: str
    scheme: str
    refused: str | None = None
    warnings: tuple[str, ...] = ()
    carrier: str = ""


class ModelAssigned(Payload, frozen=True, kw_only=True):
    """What type of battery it is: an entry of the model register, or `model=None` for unknown.

    `how` tells whether the code's type prefix named it or a person chose it.
    """

    model: str | None
    version: int = 0
    how: Literal["prefix", "chosen", "unknown"]


class OutletNamed(Payload, frozen=True, kw_only=True):
    """Where it comes from: an entry of the partner register."""

    outlet: str


class Weighed(Payload, frozen=True, kw_only=True):
    """Gross mass on the scale, in kg with the digits the scale gave."""

    kg: Decimal
    evidence: Evidence


class Inspected(Payload, frozen=True, kw_only=True):
    """One section of the triage form, answered. `finding` names what was seen."""

    section: Section
    answer: Answer
    finding: str | None = None


class Photographed(Payload, frozen=True, kw_only=True):
    """A photo (the fact's blob) of what a section found."""

    section: Section


class Measured(Payload, frozen=True, kw_only=True):
    """One reading: V, ohm, degC. `value` None: tried, no reading; it counts as the worst case."""

    quantity: Quantity
    value: Decimal | None
    unit: str
    evidence: Evidence


class Triaged(Payload, frozen=True, kw_only=True):
    """The verdict and why, worst reason first."""

    verdict: Verdict
    reasons: tuple[str, ...]
    decided: Decided


class Acknowledged(Payload, frozen=True, kw_only=True):
    """A person has read a STOP and says so."""

    verdict: Verdict


class Labelled(Payload, frozen=True, kw_only=True):
    """A label was handed to a printer: evidence that it was asked for.

    `printer` is its port or address; `file` or `pdf` for a file, never its path, since folders
    bear the names of people.
    """

    printer: str
    copies: int = 1


class SlotHeld(Payload, frozen=True, kw_only=True):
    """A slot is kept for this battery until it lies somewhere."""

    slot: str
    decided: Decided


class Placed(Payload, frozen=True, kw_only=True):
    """The battery lies in a slot, confirmed by scanning the slot. `came_from` on a move.

    `overruled` is the supervisor's reason (a word, no free text) for another station's slot.
    """

    slot: str
    came_from: str | None = None
    decided: Decided
    overruled: str = ""


class TakenOver(Payload, frozen=True, kw_only=True):
    """Another person goes on with a half-done ticket."""

    person: str


class Distinguished(Payload, frozen=True, kw_only=True):
    """A person looked: this is another battery than `other`, though both carry the same code."""

    other: str


class Corrected(Payload, frozen=True, kw_only=True):
    """Counter-fact: the facts named no longer count. What is right follows as facts of the act.

    `reason` is a word (`undo`, `mistyped` …), never free text: facts hold none about people.
    """

    facts: tuple[str, ...]
    reason: str


class Unread(Payload, frozen=True, kw_only=True):
    """A kind this version does not know: kept, forwarded, shown as "update the app"."""

    kind: str
    tv: int


Fact: TypeAlias = (
    StationOpened
    | Published
    | RoleGranted
    | RoleRevoked
    | Erased
    | Received
    | Identified
    | ModelAssigned
    | OutletNamed
    | Weighed
    | Inspected
    | Photographed
    | Measured
    | Triaged
    | Acknowledged
    | Labelled
    | SlotHeld
    | Placed
    | TakenOver
    | Distinguished
    | Corrected
    | Unread
)

KINDS: dict[str, type[Payload]] = {
    kind.__name__: kind for kind in Payload.__subclasses__() if kind is not Unread
}
# The version of each kind's meaning; a kind that is not named stands at 1.
VERSIONS: dict[str, int] = {}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that a decision asks the ledger to write: about whom, what, with which files."""

    subject: str
    fact: Fact
    blobs: tuple[BlobRef, ...] = ()

"""The closed union of facts: what may be written into the custody ledger, and nothing else."""

from typing import TypeAlias

import msgspec

from cellyard.domain.facts.bench import (
    CapacityTested,
    DischargedToSafe,
    Grade,
    Graded,
    GradeOverruled,
    InsulationTested,
    JudgedBy,
    ResistanceTested,
    Route,
    RunBegan,
    RunEnd,
    RunEnded,
    RunKind,
    TestKind,
    Trip,
    Watched,
)
from cellyard.domain.facts.intake import (
    Acknowledged,
    Distinguished,
    Identified,
    Inspected,
    Labelled,
    Measured,
    ModelAssigned,
    OutletNamed,
    Photographed,
    Placed,
    Received,
    SlotHeld,
    TakenOver,
    Triaged,
    Weighed,
)
from cellyard.domain.facts.payload import (
    UNDO,
    Answer,
    BlobRef,
    Decided,
    Evidence,
    Payload,
    Quantity,
    Register,
    Role,
    Section,
    Verdict,
)
from cellyard.domain.facts.station import (
    ChainEnd,
    Corrected,
    Erased,
    Published,
    RoleGranted,
    RoleRevoked,
    StationOpened,
    Unread,
)

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
    | RunBegan
    | RunEnded
    | ResistanceTested
    | InsulationTested
    | CapacityTested
    | DischargedToSafe
    | Graded
    | GradeOverruled
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


__all__ = [
    "KINDS",
    "UNDO",
    "VERSIONS",
    "Acknowledged",
    "Answer",
    "BlobRef",
    "CapacityTested",
    "ChainEnd",
    "Corrected",
    "Decided",
    "DischargedToSafe",
    "Distinguished",
    "Entry",
    "Erased",
    "Evidence",
    "Fact",
    "Grade",
    "GradeOverruled",
    "Graded",
    "Identified",
    "Inspected",
    "InsulationTested",
    "JudgedBy",
    "Labelled",
    "Measured",
    "ModelAssigned",
    "OutletNamed",
    "Payload",
    "Photographed",
    "Placed",
    "Published",
    "Quantity",
    "Received",
    "Register",
    "ResistanceTested",
    "Role",
    "RoleGranted",
    "RoleRevoked",
    "Route",
    "RunBegan",
    "RunEnd",
    "RunEnded",
    "RunKind",
    "Section",
    "SlotHeld",
    "StationOpened",
    "TakenOver",
    "TestKind",
    "Triaged",
    "Trip",
    "Unread",
    "Verdict",
    "Watched",
    "Weighed",
]

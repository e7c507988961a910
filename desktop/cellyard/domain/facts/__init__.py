"""The closed union of facts: what may be written into the custody ledger, and nothing else."""

from typing import TypeAlias

import msgspec

from cellyard.domain.facts.bench import (
    BenchFact,
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
from cellyard.domain.facts.conflicts import AnsweringFact, Merged, Resolved
from cellyard.domain.facts.intake import (
    Acknowledged,
    Distinguished,
    Identified,
    Inspected,
    IntakeFact,
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
    Qualification,
    Quantity,
    Register,
    Role,
    Section,
    Verdict,
)
from cellyard.domain.facts.shipping import (
    CarriageNamed,
    Dispatched,
    DocumentIssued,
    DocumentVoided,
    LeavingFact,
    Listed,
    LoadArrived,
    LoadCancelled,
    LoadFact,
    LoadOpened,
    LoadReceived,
    LoadSealed,
    LoadUnsealed,
    Mode,
    Outcome,
    Packed,
    Party,
    ReceiptLine,
    SafetyJudged,
    Signed,
    Standing,
    Unlisted,
)
from cellyard.domain.facts.station import (
    ChainEnd,
    Corrected,
    EditionReleased,
    Enrolled,
    Erased,
    Published,
    QualificationGranted,
    QualificationRevoked,
    ReleaseWithdrawn,
    Revoked,
    RoleGranted,
    RoleRevoked,
    StationFact,
    StationOpened,
    Unread,
)
from cellyard.domain.facts.yard import HoldPlaced, HoldReleased, Observed, WatchFact

Fact: TypeAlias = (
    IntakeFact
    | BenchFact
    | WatchFact
    | LeavingFact
    | LoadFact
    | StationFact
    | AnsweringFact
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
    "AnsweringFact",
    "BenchFact",
    "BlobRef",
    "CapacityTested",
    "CarriageNamed",
    "ChainEnd",
    "Corrected",
    "Decided",
    "DischargedToSafe",
    "Dispatched",
    "Distinguished",
    "DocumentIssued",
    "DocumentVoided",
    "EditionReleased",
    "Enrolled",
    "Entry",
    "Erased",
    "Evidence",
    "Fact",
    "Grade",
    "GradeOverruled",
    "Graded",
    "HoldPlaced",
    "HoldReleased",
    "Identified",
    "Inspected",
    "InsulationTested",
    "IntakeFact",
    "JudgedBy",
    "Labelled",
    "LeavingFact",
    "Listed",
    "LoadArrived",
    "LoadCancelled",
    "LoadFact",
    "LoadOpened",
    "LoadReceived",
    "LoadSealed",
    "LoadUnsealed",
    "Measured",
    "Merged",
    "Mode",
    "ModelAssigned",
    "Observed",
    "Outcome",
    "OutletNamed",
    "Packed",
    "Party",
    "Payload",
    "Photographed",
    "Placed",
    "Published",
    "Qualification",
    "QualificationGranted",
    "QualificationRevoked",
    "Quantity",
    "ReceiptLine",
    "Received",
    "Register",
    "ReleaseWithdrawn",
    "ResistanceTested",
    "Resolved",
    "Revoked",
    "Role",
    "RoleGranted",
    "RoleRevoked",
    "Route",
    "RunBegan",
    "RunEnd",
    "RunEnded",
    "RunKind",
    "SafetyJudged",
    "Section",
    "Signed",
    "SlotHeld",
    "Standing",
    "StationFact",
    "StationOpened",
    "TakenOver",
    "TestKind",
    "Triaged",
    "Trip",
    "Unlisted",
    "Unread",
    "Verdict",
    "WatchFact",
    "Watched",
    "Weighed",
]

"""Facts of a station: its chain, its registers, its people, and what is taken back."""

from typing import Literal

import msgspec

from cellyard.domain.facts.payload import Payload, Qualification, Register, Role


class ChainEnd(msgspec.Struct, frozen=True, kw_only=True):
    """The newest fact of an epoch, and so the whole chain before it."""

    epoch: str
    seq: int
    hash: str


class StationOpened(Payload, frozen=True, kw_only=True):
    """A chain begins: the public key (Ed25519, hex) that seals it.

    `continues` names where the chain of the epoch before ended, when a restore began this one:
    its hash makes the new seals cover the old facts too.
    """

    public_key: str
    app: str
    continues: ChainEnd | None = None


class Enrolled(Payload, frozen=True, kw_only=True):
    """The hub knows a station from now on by the keys of this epoch: what it seals is believed.

    `seal_key` (Ed25519) and `box_key` (X25519) are public, hex; `machine` is a hash that tells a
    copied station from the one that was enrolled. `relay`: what it enrols itself counts, too.

    `ends`: an epoch before the one that enrols, which a restore went on from behind this fact. Its
    facts up to there count, and nobody asks in its name.
    """

    station: str
    epoch: str
    seal_key: str
    box_key: str
    machine: str = ""
    relay: bool = False
    ends: int | None = None


class Revoked(Payload, frozen=True, kw_only=True):
    """The hub takes an enrolment back; what it seals from now on is kept apart. `reason` is a word.

    `seq` is the last fact of the chain that still counts.
    """

    station: str
    epoch: str
    seq: int
    reason: str


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
    """A person may no longer act in this role.

    `knew` is the newest fact of every chain that the writer held: what was written past them knew
    nothing of this, and this nothing of it.
    """

    person: str
    role: Role
    knew: tuple[str, ...] = ()


class QualificationGranted(Payload, frozen=True, kw_only=True):
    """A person is qualified, until an ISO date inclusive; `proof` is the hash of the certificate's
    personal sheet.
    """

    person: str
    qualification: Qualification
    until: str
    proof: str = ""


class QualificationRevoked(Payload, frozen=True, kw_only=True):
    """A person is no longer qualified."""

    person: str
    qualification: Qualification


class EditionReleased(Payload, frozen=True, kw_only=True):
    """A qualified person stands for an edition: papers under it may be final until `until`.

    `sha256` is the edition's content, `confirmed` every rule of it marked M or P. `demo` when the
    adviser is a demonstration's.
    """

    edition: str
    sha256: str
    qualification: Qualification
    confirmed: tuple[str, ...]
    until: str
    demo: bool = False


class ReleaseWithdrawn(Payload, frozen=True, kw_only=True):
    """Nobody stands for the edition any more. `reason` is a word."""

    edition: str
    sha256: str
    reason: str


class Erased(Payload, frozen=True, kw_only=True):
    """A personal sheet's bytes are dropped everywhere; the chain stays whole."""

    blob: str
    ground: Literal["retention_ended", "request_of_the_person"]


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


StationFact = (
    Corrected
    | StationOpened
    | Enrolled
    | Revoked
    | Published
    | RoleGranted
    | RoleRevoked
    | QualificationGranted
    | QualificationRevoked
    | EditionReleased
    | ReleaseWithdrawn
    | Erased
)

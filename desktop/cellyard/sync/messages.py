"""What station and hub say to each other besides facts: JSON, a struct for each message."""

from typing import Annotated, Literal

import msgspec

from cellyard.sync.checkpoint import Checkpoint

MEDIA = "application/vnd.cellyard+json"
BLOB_MEDIA = "application/octet-stream"
# The versions of the protocol that this app speaks, oldest and newest.
OLDEST, NEWEST = 1, 1
# Epochs that one enrolment may bring along: as many as a message has room for.
MOST_EARLIER = 256

Hex32 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Hex64 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{128}$")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern="^[^/\\x00-\\x1f]+$")]
Epoch = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
Count = Annotated[int, msgspec.Meta(ge=0)]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub takes in one request."""

    facts: int = 5000
    bytes: int = 4 << 20
    blob_part: int = 1 << 20


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """An epoch before: the key that seals it, and the fact that the next one goes on from."""

    epoch: Epoch
    seal_key: Hex32
    ends: Annotated[int, msgspec.Meta(ge=1, le=1 << 53)]


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """A station asks to be known. `code` was given out by the hub, once.

    `centre` is "" for a station that joins; one that was founded brings its own. `earlier` are the
    epochs that this one goes on from, the oldest first. `proof` signs all the rest with the key of
    `seal_key`: who asks has it.
    """

    code: Annotated[str, msgspec.Meta(max_length=64)]
    centre: Annotated[str, msgspec.Meta(max_length=64, pattern="^[^/\\x00-\\x1f]*$")]
    station: Name
    epoch: Epoch
    seal_key: Hex32
    box_key: Hex32
    machine: Annotated[str, msgspec.Meta(max_length=64)] = ""
    earlier: Annotated[tuple[Earlier, ...], msgspec.Meta(max_length=MOST_EARLIER)] = ()
    proof: Annotated[str, msgspec.Meta(max_length=128)] = ""


PROOF_DOMAIN = b"cellyard-enrol-v1\0"


def proof_message(enrol: Enrol) -> bytes:
    """Return what the proof of an enrolment signs: all of it as JSON, in the order of its
    fields, the proof empty.
    """
    bare = msgspec.structs.replace(enrol, proof="")
    return PROOF_DOMAIN + msgspec.json.encode(bare, order="deterministic")


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """The hub knows the station. `hub_key` is what is pinned from now on.

    A relay says more: `reply_key` signs what it answers, "" where `hub_key`, the central hub's,
    does; `certificate` is the SHA-256 (hex) of the certificate that it made for itself.
    """

    centre: str
    station: str
    epoch: str
    hub_key: str
    hub_box_key: str
    origin: str
    reply_key: str = ""
    certificate: str = ""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A place where a follower was: the size of the log and its root (hex)."""

    size: Count
    root: str


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """A round begins. `seq` and `hash` are the newest own fact; `clock` is the wall time in ms.

    `unsent` is how many own facts the hub has not confirmed, as far as the station knows.
    """

    oldest: int
    newest: int
    app: str
    seq: Count
    hash: str
    clock: int
    origin: str = ""
    here: Seen = Seen(size=0, root="")
    earlier: tuple[Seen, ...] = ()
    unsent: int = 0


class Welcome(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub answers. `acked` and `hash` are the newest fact of the asking chain that it has.

    `nonce` is what the requests of this round are signed over. `skew` is how far the station's
    clock is ahead, in ms. `common` is the size up to which hub and station have the same log: less
    than the station's place after the hub was restored. `central`: what it stores is recorded; a
    relay's word means handed over, and `recorded` says how far the central hub has the chain.
    `files` is the number of the file that the hub got last.
    """

    oldest: int
    newest: int
    origin: str
    acked: int
    hash: str
    checkpoint: Checkpoint
    nonce: str
    skew: int
    common: int
    limits: Limits
    central: bool = True
    recorded: int = 0
    files: int = 0


class Acked(msgspec.Struct, frozen=True, kw_only=True):
    """How far the hub has a chain now; at `size` of its log, what was sent has come back."""

    acked: int
    hash: str
    size: int


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """How far the hub has one chain."""

    station: str
    epoch: str
    seq: int
    hash: str


class BlobNo(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the hub has whole, and its number: in the order that they became so."""

    no: int
    sha256: str


class BlobHead(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a blob the hub has."""

    offset: int
    whole: bool


Error = Literal[
    "gap", "fork", "too_large", "unsupported", "upgrade", "busy", "nonce", "signature", "revoked",
    "unknown", "code", "damaged", "not_enrolled", "centre", "name_taken",
]  # fmt: skip


class Failed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not done. `have` and `hash` say how far the hub has the chain.

    With "upgrade", no version being common: the versions that the hub speaks, and a nonce, for
    what the station has is taken whatever it speaks.
    """

    error: Error
    have: int = 0
    hash: str = ""
    tries: int = 0
    oldest: int = 0
    newest: int = 0
    nonce: str = ""

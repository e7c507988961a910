"""Papers that prove themselves: the facts behind a paper go into its file, with their seals.

    content ──hash──┐                     ┌─ content      what the paper was drawn from
    pages ───hash───┴─ DocumentIssued ──▶ ├─ stretches    sealed facts, this one among them
    newest facts ─ in content             └─ issued       which fact that is
                                             = custody.json, embedded in the PDF/A-3

In this order: `content`, drawing (the QR code says `content_hash`), recording `DocumentIssued`
with `pages_hash` and `content_hash`, `seal`. See decision 014.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cellyard.documents import archive
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import DocumentIssued
from cellyard.ledger import custody
from cellyard.ledger.custody import Named, Stretch

FORM = 1

_encoder = msgspec.json.Encoder(order="deterministic")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A subject of a paper and its newest facts when the paper was drawn."""

    subject: str
    newest: tuple[Named, ...]


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What a paper was drawn from: `data` is the document's own struct as JSON."""

    document: str
    number: str
    lines: tuple[Line, ...]
    data: msgspec.Raw


class Custody(msgspec.Struct, frozen=True, kw_only=True):
    """The file in a sealed paper. `content` and the facts are kept as bytes: they are hashed.

    `issued` names the `DocumentIssued` fact, `later` facts that came after it and are told too.
    """

    form: int
    issued: str
    later: tuple[str, ...]
    content: msgspec.Raw
    stretches: tuple[Stretch, ...]


def content(
    folder: Path, *, document: str, number: str, data: msgspec.Struct, subjects: Sequence[str]
) -> bytes:
    """Return what a paper is drawn from as canonical JSON, with the newest facts of its subjects.

    `folder` is the station's; `subjects` as `battery/<id>`. `data` must not hold what depends on
    this content: no hash of it and no QR code that says one.
    """
    lines = custody.newest(folder, subjects)
    return _encoder.encode(
        Content(
            document=document,
            number=number,
            lines=tuple(Line(subject=s, newest=newest) for s, newest in lines.items()),
            data=msgspec.Raw(_encoder.encode(data)),
        )
    )


def content_hash(content: bytes) -> str:
    """Return SHA-256 (hex) of a content, as `DocumentIssued` and the QR code name it."""
    return hashlib.sha256(content).hexdigest()


def pages_hash(pdf: bytes) -> str:
    """Return the hash (hex) of the pages as drawn, as `DocumentIssued` names it."""
    return archive.pages_hash(pdf)


def seal(
    folder: Path,
    pdf: bytes,
    *,
    content: bytes,
    issued: Recorded,
    later: Sequence[Recorded] = (),
) -> bytes:
    """Return a drawn paper as PDF/A-3b with its content and sealed facts; reads only.

    `issued` is the recorded `DocumentIssued` that names both hashes, `later` what is to be told
    with it (signatures). The same store, paper and facts give the same bytes. Raises ValueError
    when `issued` is of another paper, Refused("fact_damaged").
    """
    fact = issued.fact
    if not isinstance(fact, DocumentIssued) or (fact.pages_hash, fact.content_hash) != (
        pages_hash(pdf),
        content_hash(content),
    ):
        raise ValueError(f"{issued.ref} issued another paper")
    named = [n.ref for line in _content.decode(content).lines for n in line.newest]
    also = tuple(r.ref for r in later)
    file = _encoder.encode(
        Custody(
            form=FORM,
            issued=issued.ref,
            later=also,
            content=msgspec.Raw(content),
            stretches=custody.taken(folder, [issued.ref, *also, *named]),
        )
    )
    return archive.archived(pdf, frame(fact, issued.envelope.at, file))


def frame(fact: DocumentIssued, at: int, file: bytes) -> archive.Frame:
    """Return what stands around the pages of a paper issued at this moment (ms)."""
    return archive.Frame(number=fact.number, document=fact.document, issued=at, file=file)


def decode_content(content: msgspec.Raw) -> Content | None:
    """Return the content in a paper, or None when it is none."""
    try:
        return _content.decode(content)
    except (msgspec.MsgspecError, RecursionError):
        return None


def decode_custody(file: bytes) -> Custody | None:
    """Return the file of a sealed paper, or None when it is not as `seal` wrote it."""
    try:
        file.decode()
        found = _custody.decode(file)
        return found if _encoder.encode(found) == file and found.form == FORM else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


_content = msgspec.json.Decoder(Content)
_custody = msgspec.json.Decoder(Custody)

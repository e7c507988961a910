"""Drawn signatures: kept as personal sheets, read for the papers that show them."""

import os
from collections.abc import Sequence

import msgspec

from cellyard.domain import signature
from cellyard.domain.facts import BlobRef
from cellyard.domain.refusals import Refused
from cellyard.domain.signature import Role, SignatureSheet, Stroke
from cellyard.jobs.people import SHEET_MEDIA
from cellyard.jobs.station import Station
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.questions import Questions


def keep(
    station: Station, *, name: str, role: Role, strokes: Sequence[Stroke], document: str
) -> BlobRef:
    """Keep a signature under a paper (its SHA-256) and return what the fact `Signed` names.

    On disk when this returns, and bound to nothing until that fact is written. Refused
    ("signer_missing", "signature_too_short", "disk_full").
    """
    signature.check(name, strokes)
    sheet = SignatureSheet(
        name=name.strip(),
        role=role,
        strokes=tuple(strokes),
        document=document,
        salt=os.urandom(32).hex(),
    )
    return station.ledger.blobs.put(msgspec.json.encode(sheet), SHEET_MEDIA)


def read(questions: Questions, sha256: str) -> SignatureSheet | None:
    """Return a kept signature; None once it is erased, or while it is not here.

    Refused("blob_damaged") when it is not what its hash says, or no signature.
    """
    if not questions.blobs.holds(sha256):
        return None
    return _sheet(questions.blobs, sha256)


def _sheet(blobs: Blobs, sha256: str) -> SignatureSheet:
    try:
        return msgspec.json.decode(blobs.get(sha256), type=SignatureSheet)
    except msgspec.MsgspecError as error:
        raise Refused("blob_damaged", sha256=sha256[:12]) from error

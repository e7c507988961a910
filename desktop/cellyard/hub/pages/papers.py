"""Finding a load's paper by what is printed on it, in whatever centre it was issued."""

import re
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain.codes import paper as paper_code
from cellyard.domain.facts import Standing
from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping.load import Issued, Load
from cellyard.hub.pages.desk import Copied, Desk

_HASH = re.compile("[0-9a-f]{64}")
# sealed: it counts. superseded: another one stands in its place. differs: what is printed is not
# what was sealed.
Found = Literal["sealed", "draft", "void", "superseded", "differs", "unknown"]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody may know of a paper: companies and figures, nothing about persons.

    `content_hash` is SHA-256 as hex, as the code on the paper says it; `by` the number of the
    paper that stands in its place; `fingerprint` that of the station which has sealed it.
    """

    found: Found
    number: str = ""
    document: str = ""
    standing: Standing = "final"
    at: int = 0
    consignor: str = ""
    consignee: str = ""
    batteries: int = 0
    kg: Decimal = Decimal(0)
    content_hash: str = ""
    fingerprint: str = ""
    by: str = ""
    void: str = ""


UNKNOWN = Paper(found="unknown")


def find(desk: Desk, asked: str, now: int) -> Paper:
    """Return the paper of a number, of the hash of its content, or of the whole code on it."""
    code = paper_code.read(asked)
    wanted = (code.number if code else asked).strip()
    for centre in desk.centres():
        try:
            with desk.centre(centre, now) as copied:
                paper = _in(copied, wanted)
        except Refused:
            continue  # nothing is known of that centre yet
        if paper is not None and code is not None:
            same = (paper.content_hash, paper.fingerprint) == (code.content_hash, code.fingerprint)
            return paper if same else Paper(found="differs", number=paper.number)
        if paper is not None:
            return paper
    return UNKNOWN


def _in(copied: Copied, wanted: str) -> Paper | None:
    by_hash = _HASH.fullmatch(wanted.lower())
    for load in copied.questions.loads.naming(wanted.lower() if by_hash else wanted):
        for issued in load.documents:
            if wanted.lower() == issued.content if by_hash else wanted == issued.number:
                return _told(copied, load, issued)
    return None


def _told(copied: Copied, load: Load, issued: Issued) -> Paper:
    registers = copied.questions.registers
    partners = {p.key: p.name for p in registers.partners()}
    by = next((d.number for d in load.documents if d.replaces == issued.number), "")
    sealed = load.sealed
    return Paper(
        found=_state(issued, by),
        number=issued.number,
        document=issued.document,
        standing=issued.standing,
        at=issued.at,
        consignor=registers.centre().name,
        consignee=partners.get(load.consignee, load.consignee),
        batteries=sealed.batteries if sealed else 0,
        kg=sealed.kg if sealed else Decimal(0),
        content_hash=issued.content,
        fingerprint=fingerprint(copied.questions.loads.sealing_key(issued.ref)),
        by=by,
        void=issued.voided,
    )


def _state(issued: Issued, by: str) -> Found:
    if issued.voided:
        return "superseded" if by else "void"
    return "draft" if issued.standing == "draft" else "sealed"

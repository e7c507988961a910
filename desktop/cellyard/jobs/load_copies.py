"""Copies of a load's papers for people: with driver, plate and signatures from erasable sheets.

The paper as issued and sealed holds none of them. A copy is drawn anew from the same content, so
that it is the same page by page, and says "void" where the paper no longer counts.
"""

import msgspec

from cellyard.documents.document import both
from cellyard.documents.kinds import DOCUMENTS
from cellyard.documents.outbound_content import Carriage, Issue, Signature, Signatures
from cellyard.domain.codes import paper as paper_code
from cellyard.domain.facts import Party
from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.shipping.load import Issued, Load
from cellyard.jobs import sealed_papers, shipping, signatures
from cellyard.ledger.questions import Questions
from cellyard.words import N_
from cellyard.words.times import local

_ERASED = N_("erased")  # on paper in both languages, whatever is spoken at the screen


def copy(questions: Questions, load: Load, number: str) -> bytes:
    """Return a paper of a load as PDF, as people see and print it.

    A name that was erased is printed as that. Refused("paper_void") for a number that the load
    does not have, ("blob_missing") when its content is not here.
    """
    issued = shipping.issued(load, number)
    content = questions.blobs.get(issued.content)
    decoded = sealed_papers.decode_content(msgspec.Raw(content))
    if decoded is None:
        raise ValueError(f"the content of {number} is none")
    document = DOCUMENTS[issued.document]
    data = msgspec.json.decode(decoded.data, type=document.takes)
    code = paper_code.PaperCode(
        number=number,
        content_hash=sealed_papers.content_hash(content),
        fingerprint=fingerprint(questions.loads.sealing_key(issued.ref)),
    )
    return document.render(_told(questions, load, issued, data, paper_code.text(code)))


def _told(
    questions: Questions, load: Load, issued: Issued, data: msgspec.Struct, qr: str
) -> msgspec.Struct:
    """Return a paper's content with what only a copy says."""
    changes: dict[str, object] = {}
    for name in data.__struct_fields__:
        match getattr(data, name):
            case Issue() as issue:
                changes[name] = _issue(issue, load, issued, qr)
            case Carriage() as carriage:
                changes[name] = _carriage(questions, load, carriage)
            case Signatures():
                changes[name] = _signatures(questions, load, issued)
            case _:
                pass
    return msgspec.structs.replace(data, **changes)


def _issue(issue: Issue, load: Load, issued: Issued, qr: str) -> Issue:
    if not issued.voided:
        return msgspec.structs.replace(issue, qr=qr)
    instead = next((d.number for d in load.documents if d.replaces == issued.number), "")
    return msgspec.structs.replace(issue, qr=qr, status=("void",), replaced_by=instead)


def _carriage(questions: Questions, load: Load, carriage: Carriage) -> Carriage:
    sheet = shipping.driver_of(questions.blobs, load)
    carriage = msgspec.structs.replace(carriage, seal=load.seal or carriage.seal)
    if sheet is None:
        gone = both(_ERASED) if load.sheet else None
        return msgspec.structs.replace(carriage, driver=gone, plate=gone)
    driver, plate = sheet.driver or None, sheet.plate or None
    return msgspec.structs.replace(carriage, driver=driver, plate=plate)


def _signatures(questions: Questions, load: Load, issued: Issued) -> Signatures:
    drawn = {
        s.party: _signature(questions, s.sheet, s.at)
        for s in load.signatures
        if s.number == issued.number
    }
    nothing = Signature()
    parties: tuple[Party, ...] = ("consignor", "driver", "consignee")
    return Signatures(**{party: drawn.get(party, nothing) for party in parties})


def _signature(questions: Questions, sha256: str, at: int) -> Signature:
    sheet = signatures.read(questions, sha256)
    when = f"{local(at):%Y-%m-%d %H:%M}"
    if sheet is None:
        return Signature(name=both(_ERASED), at=when)
    return Signature(name=sheet.name, at=when, strokes=sheet.lines)

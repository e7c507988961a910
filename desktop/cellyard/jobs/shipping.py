"""Shipping beyond the ledger: what a load looks like now, who drives it, and its papers."""

import os
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from cellyard import durable
from cellyard.documents.kinds import DOCUMENTS
from cellyard.domain import ids, release
from cellyard.domain.codes import paper as paper_code
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import BlobRef, Entry, Party, Standing
from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import CarriageSheet
from cellyard.domain.shipping import issuing, listing
from cellyard.domain.shipping.load import Issued, Load
from cellyard.domain.shipping.loading import Survey, survey
from cellyard.domain.signature import Stroke
from cellyard.jobs import load_papers, outsiders, sealed_papers, signatures
from cellyard.jobs.labels import PAPERS
from cellyard.jobs.load_papers import Asked, Content
from cellyard.jobs.people import SHEET_MEDIA
from cellyard.jobs.station import Station
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.questions import Questions

PDF_MEDIA = "application/pdf"
CONTENT_MEDIA = "application/vnd.cellyard.paper+json"


class Driver(msgspec.Struct, frozen=True, kw_only=True):
    """Who drives a load and in what: kept on a personal sheet alone."""

    driver: str = ""
    plate: str = ""
    phone: str = ""
    permit: str = ""


class NewPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper to be issued: which document, of which part of the load."""

    load: str
    document: str
    part: int = 1


class NewSignature(msgspec.Struct, frozen=True, kw_only=True):
    """A paper signed on the glass: by which party, under which name, how it was drawn."""

    load: str
    number: str
    party: Party
    name: str
    strokes: Sequence[Stroke]


def name_driver(
    station: Station, order: listing.Carriage, driver: Driver, *, by: str
) -> Sequence[Recorded]:
    """Keep the sheet of who drives and write that it is named; `order.sheet` is set here.

    Who was named before is erased: no paper names them. Refused as `listing.name_carriage`; then
    no sheet is left behind.
    """
    blobs, dropped = station.ledger.blobs, list[str]()
    sheet = CarriageSheet(**msgspec.structs.asdict(driver), salt=os.urandom(32).hex())
    kept = blobs.put(msgspec.json.encode(sheet), SHEET_MEDIA)

    def decide(known: Known, order: listing.Carriage) -> Sequence[Entry]:
        named = listing.name_carriage(known, order)
        before = known.loads.of(order.load).sheet
        dropped.extend([before] if blobs.holds(before) else [])
        return [*named, *(outsiders.erasure(gone, "retention_ended") for gone in dropped)]

    try:
        order = msgspec.structs.replace(order, sheet=kept.sha256)
        written = station.record(decide, order, by=by)
    except Refused:
        blobs.erase(kept.sha256)
        raise
    for gone in dropped:
        blobs.erase(gone)
    return written


def driver_of(blobs: Blobs, load: Load) -> CarriageSheet | None:
    """Return who drives a load; None when nobody was named, or the sheet was erased."""
    if not load.sheet or not blobs.holds(load.sheet):
        return None
    return msgspec.json.decode(blobs.get(load.sheet), type=CarriageSheet)


def sign(station: Station, new: NewSignature, *, by: str) -> None:
    """Keep a signature, write that the party has signed, and seal the paper anew with that.

    Refused as `signatures.keep` and `issuing.sign`; then no sheet is left behind.
    """
    with closing(Questions(station.folder)) as questions:
        paper = issued(questions.loads.of(new.load), new.number)
    sheet = signatures.keep(
        station, name=new.name, role=new.party, strokes=new.strokes, document=paper.pages_hash
    )
    order = issuing.Signing(load=new.load, number=new.number, party=new.party, sheet=sheet)
    try:
        station.record(issuing.sign, order, by=by)
    except Refused:
        station.ledger.blobs.erase(sheet.sha256)
        raise
    keep_sealed(station.folder, new.load, new.number)


def issue(station: Station, new: NewPaper, *, by: str) -> Recorded:
    """Draw a paper, write that it is issued, and keep its sealed file; returns the fact.

    Blobs first, so that the fact never names what is not there; the sealed file last, since it
    holds the fact. Refused as `drawn` and `issuing.issue`.
    """
    with closing(Questions(station.folder)) as questions:
        known = questions.known(
            station=station.identity.station, actor=by, now=station.ledger.now()
        )
        order = _order(station, known, new)
    (recorded,) = station.record(issuing.issue, order, by=by)
    keep_sealed(station.folder, new.load, order.number)
    return recorded


def standing(known: Known, found: Survey) -> Standing:
    """Return what papers of a load are now, on the day it leaves: final, demo, or drafts."""
    return release.standing(known, found.editions, found.load.leaves_on)


def unreleased(known: Known, found: Survey) -> tuple[str, ...]:
    """Return the editions that keep the papers of a load drafts."""
    day = found.load.leaves_on
    return tuple(e for e in found.editions if release.standing(known, (e,), day) == "draft")


def keep_sealed(folder: Path, load: str, number: str) -> Path:
    """Keep a paper with its sealed facts, signatures included, among the station's papers.

    Written whole or not at all, over what was kept before: signing adds facts. Refused
    ("paper_void") for a number that the load does not have, and of the disk.
    """
    with closing(Questions(folder)) as questions:
        line = questions.loads.line(load)
        found = issued(questions.loads.of(load), number)
        pdf, content = (questions.blobs.get(sha) for sha in (found.paper, found.content))
    fact = next(r for r in line if r.ref == found.ref)
    later = [r for r in line if getattr(r.fact, "number", "") == number and r.ref != found.ref]
    sealed = sealed_papers.seal(folder, pdf, content=content, issued=fact, later=later)
    path = sealed_path(folder, number)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write_durably(path, sealed)
    except OSError as no:
        raise durable.refusal(no) from no
    return path


def sealed_path(folder: Path, number: str) -> Path:
    """Return where the sealed file of a paper is kept."""
    return folder / PAPERS / f"{number.replace('/', '_')}.pdf"


def _order(station: Station, known: Known, new: NewPaper) -> issuing.Issuing:
    found = survey(known, known.loads.of(new.load))
    who = station.identity
    number = issuing.next_number(found.load, ids.series_mark(who.station, who.epoch))
    stands = standing(known, found)
    asked = Asked(document=new.document, part=new.part, status=(stands,), number=number)
    content = sealed_papers.content(
        station.folder,
        document=new.document,
        number=number,
        data=_content(known, found, asked),
        subjects=[ids.load(found.load.id), *(ids.battery(b.id) for b in found.batteries)],
    )
    code = paper_code.PaperCode(
        number=number,
        content_hash=sealed_papers.content_hash(content),
        fingerprint=fingerprint(station.ledger.public_key),
    )
    pdf = drawn(known, found, msgspec.structs.replace(asked, qr=paper_code.text(code)))
    return issuing.Issuing(
        load=found.load.id,
        number=number,
        document=new.document,
        pages_hash=sealed_papers.pages_hash(pdf),
        content_hash=code.content_hash,
        pages=_pages(pdf),
        standing=stands,
        editions=found.editions,
        paper=_kept(station, pdf, PDF_MEDIA),
        content=_kept(station, content, CONTENT_MEDIA),
        part=new.part,
    )


def _kept(station: Station, content: bytes, media: str) -> BlobRef:
    return station.ledger.blobs.put(content, media)


def _content(known: Known, found: Survey, asked: Asked) -> Content:
    if not 1 <= asked.part <= load_papers.parts(found, asked.document):
        raise Refused("papers_missing", number=found.load.number)
    return load_papers.content(known, found, asked)


def drawn(known: Known, found: Survey, asked: Asked) -> bytes:
    """Return a paper of a load as PDF. Refused("papers_missing") without such a paper, and what
    the drawing refuses.
    """
    return DOCUMENTS[asked.document].render(_content(known, found, asked))


def issued(load: Load, number: str) -> Issued:
    """Return a paper of a load; Refused("paper_void") for a number that it does not have."""
    found = next((d for d in load.documents if d.number == number), None)
    if found is None:
        raise Refused("paper_void", number=number)
    return found


def _pages(pdf: bytes) -> int:
    import pypdfium2

    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)

"""A paper with its sealed facts from a real store, and what somebody may do to it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import benched
import msgspec
import pikepdf
import stores
from floor import Floor

from cellyard.documents import archive
from cellyard.documents.kinds import DOCUMENTS
from cellyard.domain import envelope as env
from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.envelope import Recorded
from cellyard.domain.fingerprint import fingerprint
from cellyard.jobs import check, papers, sealed_papers
from cellyard.jobs.sealed_papers import Custody
from cellyard.ledger.custody import Stretch
from cellyard.ledger.questions import Questions
from cellyard.words.sealed_papers import WRONG

NAME = "test-report"
LOAD = "load/0192aaaa"


class Paper(NamedTuple):
    """A paper through its whole making."""

    folder: Path
    content: bytes
    drawn: bytes
    issued: Recorded
    sealed: bytes
    fingerprint: str


def through_the_bench(floor: Floor, number: int = 1) -> str:
    """Return a battery that was booked in and tested."""
    battery = benched.stored(floor, number)
    benched.capacity(floor, battery, f"r{number}")
    return battery


def paper(floor: Floor, battery: str, number: str = "LD-2026-0001") -> Paper:
    """Draw the battery's test report, issue it under a number, and seal it."""
    folder = floor.station.folder
    questions = Questions(folder)
    try:
        found = questions.battery(battery)
        assert found
        data = papers.CONTENTS[NAME](questions, found)
    finally:
        questions.close()
    content = sealed_papers.content(
        folder, document=NAME, number=number, data=data, subjects=[ids.battery(battery)]
    )
    drawn = DOCUMENTS[NAME].render(data)
    issued = issue(floor, number, content, drawn)
    return Paper(
        folder=folder,
        content=content,
        drawn=drawn,
        issued=issued,
        sealed=sealed_papers.seal(folder, drawn, content=content, issued=issued),
        fingerprint=fingerprint(floor.station.identity.public_key),
    )


def issue(floor: Floor, number: str, content: bytes, drawn: bytes) -> Recorded:
    """Write that a paper was issued."""
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        pages = len(pdf.pages)
    fact = f.DocumentIssued(
        number=number,
        document=NAME,
        pages_hash=sealed_papers.pages_hash(drawn),
        content_hash=sealed_papers.content_hash(content),
        pages=pages,
        standing="final",
        editions=("cn-2026-1",),
    )
    return write(floor, fact)


def write(floor: Floor, fact: f.Fact) -> Recorded:
    """Write a fact of the load as the operator."""
    entries = [f.Entry(subject=LOAD, fact=fact)]
    return floor.station.record(benched._as_given, entries, by=floor.operator)[-1]


def wrong(content: bytes) -> list[str]:
    """Return what a check finds wrong with a paper."""
    found = check.checked(content)
    assert found.consistent == (not found.wrong)
    assert not found.ok
    assert {one.what for one in found.wrong} <= set(WRONG)
    return [one.what for one in found.wrong]


# --- what somebody does to a file ----------------------------------------------------------------


def edited(sealed: bytes, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Open a file in a PDF library, change it, save it as plainly as it was."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        edit(pdf)
        pdf.save(out, force_version="1.7", fix_metadata_version=False)
    return out.getvalue()


def custody(sealed: bytes) -> bytes:
    """Return the file in a paper."""
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        return pdf.Root.AF[0].EF.F.read_bytes()


def held(paper: Paper) -> Custody:
    """Return what stands in the file of a paper."""
    found = sealed_papers.decode_custody(custody(paper.sealed))
    assert found
    return found


def with_file(paper: Paper, file: bytes) -> bytes:
    """Return the paper with another file in it, all around the pages made anew to fit: what
    somebody does who has our program, but not the key.
    """
    assert isinstance(paper.issued.fact, f.DocumentIssued)
    frame = sealed_papers.frame(paper.issued.fact, paper.issued.envelope.at, file)
    return archive.archived(paper.sealed, frame)


def with_custody(paper: Paper, change: Callable[[Custody], Custody]) -> bytes:
    """Return the paper with its facts changed, as `with_file`."""
    return with_file(paper, msgspec.json.encode(change(held(paper)), order="deterministic"))


def forged(paper: Paper, fact: f.DocumentIssued, *, at: int) -> bytes:
    """Return the paper as issued by a fact of somebody's own, sealed with his own key."""
    own = env.encode(
        msgspec.structs.replace(
            paper.issued.envelope,
            after=(),
            at=at,
            payload=env.encode_payload(fact),
        )
    )
    stretch = Stretch(
        station=paper.issued.envelope.station,
        epoch=paper.issued.envelope.epoch,
        public_key=stores.KEY.public_key,
        facts=(msgspec.Raw(own),),
        seal=stores.KEY.seal(env.fact_hash(own)).hex(),
    )
    empty = msgspec.json.encode(
        {"document": fact.document, "number": fact.number, "lines": [], "data": {}}
    )
    file = msgspec.structs.replace(held(paper), content=msgspec.Raw(empty), stretches=(stretch,))
    frame = sealed_papers.frame(fact, min(at, 1 << 40), msgspec.json.encode(file))
    return archive.archived(paper.sealed, frame)

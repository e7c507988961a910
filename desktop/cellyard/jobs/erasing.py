"""Dropping sheets whose erasure is a fact, and before them the plain papers that name the same.

Sealed papers name nobody. Kept hand-over sheets and papers that wait for the printer do, as plain
PDF; none of them is needed: each can be made anew from the store.
"""

import io
from collections.abc import Collection, Iterable
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import sqlalchemy as sa

from cellyard.domain.refusals import Refused
from cellyard.durable import sync_folder
from cellyard.jobs.labels import PAPERS
from cellyard.jobs.paper_queue import papers
from cellyard.jobs.station import Station
from cellyard.ledger.blobs import Blobs
from cellyard.ledger.tables import erased

HAND_OVER = "hand-over"


class _Names(msgspec.Struct):
    """What a personal sheet of any kind calls somebody."""

    name: str = ""
    driver: str = ""
    plate: str = ""


def drop(station: Station, sheets: Iterable[str]) -> None:
    """Drop the bytes of sheets, and the plain papers that name whom nobody else's sheet names.

    A power cut before the end is made good by `finish`: the sheets, which tell the names, go last.
    """
    gone = set(sheets)
    blobs = station.ledger.blobs
    names = {name for sheet in gone for name in _named(blobs, sheet)}
    if names:
        _forget(station.folder, names - _still(station, gone))
    for sheet in gone:
        blobs.erase(sheet)


def finish(station: Station) -> None:
    """Drop what a power cut left of erased sheets; called when a station opens."""
    with station.ledger.connection.begin():
        gone = [row.blob for row in station.ledger.connection.execute(sa.select(erased))]
    drop(station, [blob for blob in gone if station.ledger.blobs.holds(blob)])


def _named(blobs: Blobs, sheet: str) -> set[str]:
    try:
        said = msgspec.json.decode(blobs.get(sheet), type=_Names)
    except (Refused, msgspec.MsgspecError):
        return set()  # a photo, or bytes that name nobody any more
    return {name for name in (said.name, said.driver, said.plate) if name}


def _still(station: Station, gone: Collection[str]) -> set[str]:
    """Return the names of the register that stay: a new phone number takes no paper away."""
    registers = station.ledger.registers
    staying = (registers.sheet(p) for p in registers.people() if p.sheet not in gone)
    return {sheet.name for sheet in staying if sheet}


def _forget(folder: Path, names: Collection[str]) -> None:
    kept = folder / PAPERS
    for path in kept.glob(f"{HAND_OVER}-*.pdf"):
        if _names_any(path.read_bytes(), names):
            path.unlink(missing_ok=True)
            sync_folder(kept)
    queue = papers(folder)
    for paper in queue.waiting():
        if _names_any(paper.pdf, names):
            with suppress(Refused):  # it is being printed: it came out before the erasure
                queue.drop(paper.number)


def _names_any(pdf: bytes, names: Collection[str]) -> bool:
    """Tell whether a paper names one of these; one that cannot be read may name anybody."""
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(io.BytesIO(pdf))) as paper:
            said = " ".join(page.get_textpage().get_text_bounded() for page in paper)
    except pypdfium2.PdfiumError:
        return True
    whole = "".join(said.split())  # a name may stand on two lines
    return any("".join(name.split()) in whole for name in names)

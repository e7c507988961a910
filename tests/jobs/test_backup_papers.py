"""Issued papers come out of a backup as they were; what waited for a printer stays behind."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import backed_up
import pypdfium2
import pytest
from shipping import Shipper

from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.shipping import departure, issuing, listing
from cellyard.jobs import (
    backups,
    check,
    labels,
    load_copies,
    outbox,
    outsiders,
    paper_queue,
    shipping,
    signatures,
)
from cellyard.jobs.restoring import restore
from cellyard.ledger.questions import Questions
from cellyard.ledger.subjects import read_load

EDITIONS = ("transport-cn-2026-1", "cn-2026-3", "grading-2026-2")
STROKES = (((0, 0, 0), (1500, 400, 90), (3000, 0, 200)),)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Shipper]:
    """A load whose loading list is issued and signed by its consignor."""
    floor = Shipper(tmp_path / "station")
    load = floor.ids["load"] = floor.open_load("first", "second")
    floor.judge(load, "first", "second")
    driver = shipping.Driver(driver="Sun Hao", plate="8K271")
    carriage = listing.Carriage(load=load, sheet="", authority_no="LD-2026-77")
    shipping.name_driver(floor.station, carriage, driver, by=floor.administrator)
    floor.ship(departure.seal, departure.Sealing(load=load))
    floor.release(*EDITIONS)
    new = shipping.NewPaper(load=load, document=issuing.LOADING_LIST)
    number = shipping.issue(floor.station, new, by=floor.administrator).fact.number
    paper = floor.load(load).documents[0].pages_hash
    sheet = signatures.keep(
        floor.station, name="Ines Berg", role="consignor", strokes=STROKES, document=paper
    )
    order = issuing.Signing(load=load, number=number, party="consignor", sheet=sheet)
    floor.ship(issuing.sign, order)
    shipping.keep_sealed(floor.station.folder, load, number)
    yield floor
    floor.close()


def text(pdf: bytes) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def copied(folder: Path, load: str, number: str) -> str:
    with closing(Questions(folder)) as questions:
        return text(load_copies.copy(questions, questions.loads.of(load), number))


def test_a_paper_is_the_very_file_in_a_restored_station_and_can_be_sealed_anew(
    floor: Shipper, tmp_path: Path
):
    load = floor.ids["load"]
    number = floor.load(load).documents[0].number
    sealed = shipping.sealed_path(floor.station.folder, number).read_bytes()
    file = backed_up.made(floor.station.folder, tmp_path / "b")
    with restore(file, tmp_path / "new"):
        pass
    path = shipping.sealed_path(tmp_path / "new", number)
    assert path.read_bytes() == sealed
    path.unlink()
    assert shipping.keep_sealed(tmp_path / "new", load, number).read_bytes() == sealed
    trusted = [fingerprint(floor.station.identity.public_key)]
    assert check.check(path, trusted).ok
    page = copied(tmp_path / "new", load, number)
    assert "Sun Hao" in page
    assert "Ines Berg" in page


def test_an_erased_signature_is_gone_from_what_an_earlier_backup_brings(
    floor: Shipper, tmp_path: Path
):
    folder, load = floor.station.folder, floor.ids["load"]
    signed = floor.load(load).signatures[0]
    old = backed_up.made(folder, tmp_path / "b", now=1_760_000_000_000)
    backups.prove(folder, old)
    outsiders.erase(floor.station, [signed.sheet], "retention_ended", by=floor.administrator)
    assert backups.make(folder, tmp_path / "b").no is None
    with zipfile.ZipFile(old) as archive:
        held = b"".join(archive.read(name) for name in archive.namelist() if "blobs/" in name)
    assert b"Ines Berg" not in held
    with restore(old, tmp_path / "new") as station, station.ledger.connection.begin():
        again = read_load(station.ledger.connection, load)
    assert again is not None
    assert again.signatures[0].sheet == signed.sheet
    page = copied(tmp_path / "new", load, signed.number)
    assert "Ines Berg" not in page
    assert "erased" in page


def test_what_waits_for_a_printer_is_in_no_backup(floor: Shipper, tmp_path: Path):
    folder = floor.station.folder
    sealed = shipping.sealed_path(folder, floor.load(floor.ids["load"]).documents[0].number)
    paper_queue.PaperQueue(folder / paper_queue.FOLDER).put(
        sealed.read_bytes(), "Office", title="Loading list"
    )
    outbox.Outbox(folder / labels.QUEUE).put(b"^XA^XZ", "socket://127.0.0.1:9", title="1")
    names = zipfile.ZipFile(backed_up.made(folder, tmp_path / "b")).namelist()
    assert not [n for n in names if n.startswith((paper_queue.FOLDER, labels.QUEUE))]
    assert f"documents/{sealed.name}" in names

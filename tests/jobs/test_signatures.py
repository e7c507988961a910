"""Drawn signatures: kept as sheets, named by no fact, erased with the chain whole."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from floor import Floor

from cellyard.domain import ids
from cellyard.domain.facts import Entry, Signed
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.signature import Stroke, groups, is_enough, lines
from cellyard.jobs import erasing, outsiders, signatures
from cellyard.jobs.people import SHEET_MEDIA
from cellyard.ledger.questions import Questions
from cellyard.ledger.verify import verify

DRIVER = "Sun Hao"
DOCUMENT = "9f2c4a1b" * 8
STROKES: tuple[Stroke, ...] = (
    ((400, 2000, 0), (1500, 700, 80), (2600, 2100, 170)),
    ((900, 1500, 420), (2200, 1450, 510)),
)


@pytest.fixture
def floor(tmp_path: Path):
    floor = Floor(tmp_path / "station")
    yield floor
    floor.close()


def signed(floor: Floor) -> str:
    """Sign a paper of a load as its driver; returns the sheet's hash."""
    blob = signatures.keep(
        floor.station, name=DRIVER, role="driver", strokes=STROKES, document=DOCUMENT
    )

    def decide(_known: Known, sheet: str) -> Sequence[Entry]:
        fact = Signed(
            number="INTAKE1-2026-0001-K7Q", document=DOCUMENT, party="driver", sheet=sheet
        )
        return [Entry(subject=ids.load("0" * 32), fact=fact, blobs=(blob,))]

    floor.station.record(decide, blob.sha256, by=floor.operator)
    return blob.sha256


def read(floor: Floor, sha256: str):
    questions = Questions(floor.station.folder)
    try:
        return signatures.read(questions, sha256)
    finally:
        questions.close()


def holds(floor: Floor, text: str) -> list[str]:
    """Return the files of a station that hold a text, the ledger's among them."""
    files = (path for path in floor.station.folder.rglob("*") if path.is_file())
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_a_signature_is_kept_as_it_was_drawn_and_no_fact_names_who(floor: Floor) -> None:
    sheet = signed(floor)
    kept = read(floor, sheet)
    assert kept is not None
    assert (kept.name, kept.role, kept.document) == (DRIVER, "driver", DOCUMENT)
    assert kept.strokes == STROKES
    assert kept.lines == lines(STROKES)
    assert kept.lines[0] == ((400, 2000), (1500, 700), (2600, 2100))
    assert holds(floor, DRIVER) == [sheet]
    assert verify(floor.station.folder).ok


def test_the_same_signature_twice_has_two_hashes(floor: Floor) -> None:
    one, other = signed(floor), signed(floor)
    assert one != other
    kept = read(floor, one)
    assert kept is not None
    assert len(bytes.fromhex(kept.salt)) == 32


def test_an_erased_signature_is_gone_and_verify_says_when(floor: Floor) -> None:
    sheet = signed(floor)
    outsiders.erase(floor.station, (sheet,), "request_of_the_person", by=floor.supervisor.id)
    assert read(floor, sheet) is None
    assert holds(floor, DRIVER) == []
    proof = verify(floor.station.folder)
    assert proof.ok
    assert [erasure.blob for erasure in proof.erased] == [sheet]


def test_a_power_cut_in_an_erasure_is_made_good_at_the_next_start(
    floor: Floor, tmp_path: Path
) -> None:
    sheet = signed(floor)
    path = floor.station.ledger.blobs.path(sheet)
    shutil.copy(path, tmp_path / "sheet")
    outsiders.erase(floor.station, (sheet,), "retention_ended", by=floor.supervisor.id)
    shutil.copy(tmp_path / "sheet", path)  # the fact was written, the file not yet dropped
    erasing.finish(floor.station)
    assert not path.exists()


def test_who_may_not_erase_does_not_and_what_is_no_sheet_is_left(floor: Floor) -> None:
    sheet = signed(floor)
    with pytest.raises(Refused) as no:
        outsiders.erase(floor.station, (sheet,), "retention_ended", by=floor.operator)
    assert no.value.code == "role_missing"
    photo = floor.station.ledger.blobs.put(b"a photo", "image/png")
    with pytest.raises(Refused) as no:
        outsiders.erase(floor.station, (photo.sha256,), "retention_ended", by=floor.supervisor.id)
    assert no.value.code == "blob_damaged"
    assert read(floor, sheet) is not None
    assert floor.station.ledger.blobs.holds(photo.sha256)


@pytest.mark.parametrize(
    ("name", "strokes", "code"),
    [
        ("  ", STROKES, "signer_missing"),
        (DRIVER, (), "signature_too_short"),
        (DRIVER, (((500, 500, 0),),), "signature_too_short"),
        (DRIVER, (((500, 500, 0), (900, 900, 30)),), "signature_too_short"),
        # Much ink on one spot is a dot that was rubbed.
        (DRIVER, (tuple((500 + n % 2 * 300, 500, n) for n in range(40)),), "signature_too_short"),
    ],
)
def test_a_dot_is_no_signature_and_nobody_signs_without_a_name(
    floor: Floor, name: str, strokes: tuple[Stroke, ...], code: str
) -> None:
    with pytest.raises(Refused) as no:
        signatures.keep(floor.station, name=name, role="driver", strokes=strokes, document=DOCUMENT)
    assert no.value.code == code


def test_initials_are_enough() -> None:
    assert is_enough(STROKES)
    assert is_enough((((0, 0, 0), (0, 1200, 50)), ((300, 0, 90), (300, 1200, 150))))


def test_a_hash_is_read_in_groups() -> None:
    assert groups(DOCUMENT) == "9f2c 4a1b 9f2c 4a1b 9f2c 4a1b 9f2c 4a1b"


def test_the_sheet_is_a_personal_sheet(floor: Floor) -> None:
    blob = signatures.keep(
        floor.station, name=DRIVER, role="consignee", strokes=STROKES, document=DOCUMENT
    )
    assert blob.media == SHEET_MEDIA

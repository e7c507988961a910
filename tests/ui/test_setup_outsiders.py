"""Set up, on papers: drivers and signers are found by name, and erased by who may do that."""

from collections.abc import Iterator, Sequence

import looks
import msgspec
import pytest
from floor import Floor
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.domain import facts as f
from cellyard.domain import ids
from cellyard.domain.facts import Entry
from cellyard.domain.known import Known
from cellyard.domain.registers import CarriageSheet
from cellyard.jobs import signatures
from cellyard.jobs.people import SHEET_MEDIA
from cellyard.ledger.verify import verify

LOAD = ids.load("0" * 32)
NUMBER = "INTAKE1-2026-0092-K7Q"
STROKES = (((0, 0, 0), (1500, 400, 90), (3000, 0, 200)),)


def written(floor: Floor) -> None:
    """Write a load with a driver, and who judged it for the consignee."""
    sheet = CarriageSheet(driver="Sun Hao", plate="8K271", salt="5" * 64)
    driver = floor.station.ledger.blobs.put(msgspec.json.encode(sheet), SHEET_MEDIA)
    signed = signatures.keep(
        floor.station, name="Wu Lan", role="consignee", strokes=STROKES, document="9" * 64
    )
    opened = f.LoadOpened(
        number=NUMBER, route="recycling", consignee="donghe", leaves_on="2026-11-27"
    )
    facts = (
        (opened, ()),
        (f.CarriageNamed(sheet=driver.sha256), ()),
        (
            f.Signed(
                number=f"{NUMBER}/1", document="9" * 64, party="consignee", sheet=signed.sha256
            ),
            (signed,),
        ),
    )

    def decide(_known: Known, _order: None) -> Sequence[Entry]:
        return [Entry(subject=LOAD, fact=fact, blobs=blobs) for fact, blobs in facts]

    floor.station.record(decide, None, by=floor.administrator)


@pytest.fixture
def setup(floor: Floor, qtbot: QtBot) -> Iterator[SetUp]:
    written(floor)
    opened = SetUp(floor, floor.supervisor, qtbot)
    yield opened
    opened.close()


def test_a_driver_is_found_by_plate_and_erased_for_good(setup: SetUp) -> None:
    section = setup.open("outsiders")
    looks.stands(setup.window, (1366, 768), "on papers")
    assert setup.row("outsiders", "Wu Lan")[1:4] == ("Wu Lan", "Consignee", "1")
    assert section._erase.accessibleDescription() == "Choose a name first"
    section._search.setText("8k2")
    assert [row.key for row in section._table._model.rows] == ["Sun Hao"]
    section.choose("Sun Hao")
    assert section._about.accessibleName() == f"Plate 8K271, Last load {NUMBER}, Sheets 1"
    looks.stands(setup.window, (1366, 768), "a driver")
    section.ground.set_key("retention_ended")
    section._erase.held.emit()
    setup.rest()
    assert set(section.items) == {"Wu Lan"}
    assert setup.said().startswith("Erased. Papers say so in its place")
    assert not section._erase.isEnabled()
    folder = setup.floor.station.folder
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path for path in files if b"Sun Hao" in path.read_bytes()] == []
    proof = verify(folder)
    assert (proof.ok, len(proof.erased)) == (True, 1)


def test_who_may_not_erase_is_not_told_who_it_is(floor: Floor, qtbot: QtBot) -> None:
    written(floor)
    setup = SetUp(floor, floor.person(floor.operator, "Li Wei", "supervisor"), qtbot)
    section = setup.open("outsiders")
    assert section.items == {}
    assert section._erase.accessibleDescription() == "Only for: administrator"
    setup.close()

"""No number is given twice: not by two stations, and not by one that was restored."""

from collections.abc import Iterator
from pathlib import Path

import backed_up
import pytest
from shipping import TODAY, Shipper

from cellyard.domain import ids
from cellyard.domain.codes import paper
from cellyard.domain.shipping import departure, issuing, listing
from cellyard.jobs import check, shipping
from cellyard.jobs.restoring import restore
from cellyard.jobs.station import Station


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Shipper]:
    """A floor with a sealed load that has one paper."""
    floor = Shipper(tmp_path / "station")
    floor.ids["load"] = floor.open_load("first", "second")
    floor.judge(floor.ids["load"], "first", "second")
    floor.ship(departure.seal, departure.Sealing(load=floor.ids["load"]))
    issue(floor.station, floor)
    yield floor
    floor.close()


def issue(
    station: Station, floor: Shipper, document: str = issuing.LOADING_LIST, load: str = ""
) -> str:
    new = shipping.NewPaper(load=load or floor.ids["load"], document=document)
    recorded = shipping.issue(station, new, by=floor.administrator)
    return recorded.fact.number


def opened(station: Station, floor: Shipper) -> str:
    order = listing.Opening(route="recycling", consignee="donghe", leaves_on=TODAY)
    recorded = station.record(listing.open_load, order, by=floor.administrator)
    return next(r.fact.number for r in recorded if hasattr(r.fact, "number"))


def test_a_restored_station_gives_no_number_that_was_given_after_the_backup(
    floor: Shipper, tmp_path: Path
):
    file = backed_up.made(floor.station.folder, tmp_path / "backups")
    # After the backup the station goes on: these papers are printed, and leave.
    given = [
        issue(floor.station, floor, issuing.PACKING_LIST),
        issue(floor.station, floor, issuing.PACKAGE_MARKS),
        opened(floor.station, floor),
        opened(floor.station, floor),
    ]
    restore(file, tmp_path / "restored").close()
    with Station(tmp_path / "restored", clock=floor.now) as restored:
        again = [
            issue(restored, floor, issuing.PACKING_LIST),
            issue(restored, floor, issuing.PACKAGE_MARKS),
            opened(restored, floor),
        ]
        kept = shipping.sealed_path(restored.folder, again[0])
        assert check.checked(kept.read_bytes()).number == again[0]
    assert set(again).isdisjoint(given)
    assert len(set(again)) == len(again)
    # The load is named by it still, and all of it fits the tight mode of a QR code.
    assert again[0].startswith(given[0].rpartition("/")[0] + "/2-")
    assert set(again[0]) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
    code = paper.PaperCode(
        number=again[0], content_hash="ab" * 32, fingerprint="-".join(["ABCDE"] * 5)
    )
    assert paper.read(paper.text(code)) == code


def test_the_same_name_in_two_places_gives_two_series():
    marks = {ids.series_mark("Intake 1", f"{n:032x}") for n in range(200)}
    assert len(marks) > 195

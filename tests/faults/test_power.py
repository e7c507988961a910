"""The power is cut while a station stores what others wrote; and a second instance is started."""

import random
import shutil
from pathlib import Path

import pytest
from fault_table import Fault, Tally
from held import in_log, in_store
from hubs import round_of
from pair import Pair, digest, paired
from power_cut import torn

from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Station
from cellyard.ledger.schema import STORE
from cellyard.ledger.verify import verify

PAGES = 8


def power_cuts(folder: Path, tries: int) -> Tally:
    """Of the page that was being stored, some sectors are on the disk; the rest is as before."""
    dice = random.Random(6)
    with paired(folder) as pair:
        log = pair.two.folder / f"{STORE}-wal"
        moments = [log.read_bytes()]
        for _ in range(PAGES):
            pair.write(pair.one, 3)
            pair.settle_one(pair.one)
            pair.settle_one(pair.two)
            moments.append(log.read_bytes())
        store = (pair.two.folder / STORE).read_bytes()
        for _ in range(tries):
            at = dice.randrange(PAGES)
            image = shutil.copytree(pair.two.folder, folder / "image", dirs_exist_ok=True)
            (image / f"{STORE}-shm").unlink(missing_ok=True)
            (image / STORE).write_bytes(store)
            (image / f"{STORE}-wal").write_bytes(torn(moments[at], moments[at + 1], dice))
            goes_on(pair, image)
        pair.settle()
        return Tally(tries, pair.losses())


def goes_on(pair: Pair, image: Path) -> None:
    """Assert that a station goes on from an image of its disk, and has all in the end."""
    with Station(image) as station:
        round_of(station, pair.hub.hub.answer)
        assert digest(station) == digest(pair.one)
        assert station.ledger.rebuild()[1] == digest(station)
    assert in_store(image) == in_log(pair.hub.store, pair.hub.centre)
    proof = verify(image)
    assert proof.ok, proof.first_fault


def second_instances(folder: Path, tries: int) -> Tally:
    """Whoever opens a station that is open is told so, and the first one works on."""
    with paired(folder) as pair:
        for _ in range(tries):
            with pytest.raises(Refused, match="second_instance"):
                Station(pair.two.folder)
            pair.write(pair.two)
            pair.settle_one(pair.two)
        pair.settle()
        return Tally(tries, pair.losses())


FAULTS = (
    Fault("power cut while storing", "images of a disk, some sectors written", 8, 500, power_cuts),
    Fault("two instances", "a station is opened twice", 3, 50, second_instances),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_power(fault: Fault) -> None:
    assert fault.tried(fault.small).losses == 0

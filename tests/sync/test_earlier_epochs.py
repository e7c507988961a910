"""A station restored on a new computer loses nothing of what it wrote before, wherever it stood."""

from collections.abc import Iterator
from pathlib import Path

import backed_up
import pytest
import stores
from held import Named, check_log, in_log, in_store
from hubs import HubOnFile, digest
from keeping import keep

from cellyard.jobs.proof import proof
from cellyard.jobs.restoring import restore
from cellyard.jobs.station import Station


class Centre:
    """A hub, and the station that is restored, again and again; `kept` is all that was said."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.hub = folder, HubOnFile(folder / "hub")
        self.said: set[Named] = set()
        self._number = 0
        self._open: list[Station] = []
        self.station = self.opened(backed_up.station(folder / "pc1", tickets=3).station)
        self.said |= in_store(folder / "pc1")

    def opened(self, station: Station) -> Station:
        self._open.append(station)
        return station

    def work(self, station: Station, acts: int = 2) -> None:
        """Book batteries in, each with a photo of its own."""
        for _ in range(acts):
            self._number += 1
            number = 100 + self._number
            stores.write(station.ledger, *stores.ticket(number))
            backed_up.photograph(station.ledger, b"photo %d" % number * 99, number)
        self.said |= in_store(station.folder)

    def backup(self) -> Path:
        self._number += 1
        now = 1_790_000_000_000 + self._number * 1000
        return backed_up.made(self.station.folder, self.folder / "backups", now=now)

    def restored(self, backup: Path) -> Station:
        """Let the station go on from a backup on a new computer."""
        self._number += 1
        self.station = self.opened(restore(backup, self.folder / f"pc{self._number}"))
        return self.station

    def enrol(self) -> None:
        self.hub.enrol(self.station)

    def keep(self, *stations: Station) -> None:
        for station in stations or (self.station,):
            keep(station, self.hub.hub.answer)

    def gone(self, station: Station) -> None:
        """Its computer is no more."""
        self._open.remove(station)
        station.close()

    def check(self) -> None:
        """Nothing of what was said is lost, and all have the same of it."""
        self.keep()
        other = self.opened(self.hub.join(self.folder / "other", "Intake 2"))
        self.keep(other, self.station)
        log = in_log(self.hub.store, self.hub.centre)
        check_log(self.hub.store, self.hub.centre)
        assert self.said <= log
        for station in (self.station, other):
            assert in_store(station.folder) == log
            found = proof(station.folder)
            assert (found.ok, found.awaited, found.first_fault) == (True, 0, None)
        assert digest(self.station) == digest(other)

    def close(self) -> None:
        for station in self._open:
            station.close()
        self.hub.close()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    made = Centre(tmp_path)
    yield made
    made.close()


# --- never enrolled before --------------------------------------------------------------------


def test_what_was_written_before_it_was_ever_enrolled_reaches_the_centre(centre: Centre) -> None:
    centre.work(centre.station)
    backup = centre.backup()
    centre.gone(centre.station)
    centre.work(centre.restored(backup))
    assert proof(centre.station.folder).ok
    centre.enrol()
    centre.check()


def test_one_with_several_epochs_is_enrolled_with_them_all(centre: Centre) -> None:
    for _ in range(3):
        centre.work(centre.station)
        backup = centre.backup()
        centre.gone(centre.station)
        centre.restored(backup)
    centre.work(centre.station)
    centre.enrol()
    centre.check()


# --- enrolled before --------------------------------------------------------------------------


@pytest.mark.parametrize("unsent", [0, 2])
@pytest.mark.parametrize("later", [0, 1, 3])
def test_what_was_not_sent_when_it_was_backed_up_is_sent_after_the_restore(
    centre: Centre, unsent: int, later: int
) -> None:
    """`later`: how much the old computer wrote and sent behind the backup."""
    centre.enrol()
    centre.work(centre.station)
    centre.keep()
    centre.work(centre.station, unsent)
    backup = centre.backup()
    if later:
        centre.work(centre.station, later)
        centre.keep()
    centre.gone(centre.station)
    centre.work(centre.restored(backup))
    centre.enrol()
    centre.check()

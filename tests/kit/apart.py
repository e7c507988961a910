"""Two stations of one centre that work apart and meet at a hub, each with its floor."""

import copy
import shutil
from pathlib import Path

import pytest
from floor import Floor, code, grid
from hubs import HubOnFile, round_of
from newer_app import push

from cellyard.domain import ids
from cellyard.domain.refusals import Refused
from cellyard.domain.tasks import Task
from cellyard.ledger import projections
from cellyard.ledger.conflict_tasks import open_conflicts
from cellyard.ledger.questions import Questions

SECOND = "Intake 2"
LEAF = "nissan-leaf-40-kwh"


class Apart:
    """`one` and `two` know the same at the beginning, and what the other did after `meet`."""

    def __init__(self, one: Floor, folder: Path) -> None:
        self.one = one
        self._hub = HubOnFile(folder / "hub")
        self._hub.enrol(one.station)
        round_of(one.station, self._hub.hub.answer)
        station = self._hub.join(folder / "two", SECOND)
        self.two = copy.copy(one)
        self.two.station, self.two._count, self.two.ids = station, 1000, dict(one.ids)
        self._stations = (one.station, station)
        self.meet()

    def again(self, folder: Path) -> "Apart":
        """Return a copy of these (closed) stations and their hub in another folder, open."""
        other, home = copy.copy(self), self.one.station.folder.parent
        shutil.copytree(home / "hub", folder / "hub")
        other._hub = HubOnFile(folder / "hub")
        other.one, other.two = self.one.again(folder / "one"), self.two.again(folder / "two")
        other._stations = (other.one.station, other.two.station)
        return other

    def meet(self) -> None:
        """Let each hear of all that the other one wrote."""
        for station in (*self._stations, self._stations[0]):
            round_of(station, self._hub.hub.answer)
        one, two = (s.folder / "blobs" for s in self._stations)
        shutil.copytree(one, two, dirs_exist_ok=True)
        shutil.copytree(two, one, dirs_exist_ok=True)
        assert digest(self.one) == digest(self.two)

    def hear_of_newer(self, battery: str) -> None:
        """Let the second station's app be a newer one, and the first hear what only that reads."""
        push(self.two.station, self._hub.hub.answer, type="Sniffed", subject=ids.battery(battery))
        round_of(self.one.station, self._hub.hub.answer)

    def tasks(self) -> list[Task]:
        """Return what cannot all be true; both stations say the same of it."""
        one, two = (conflicts(floor) for floor in (self.one, self.two))
        assert one == two
        return one

    def kinds(self) -> list[str]:
        return sorted(task.kind for task in self.tasks())

    def close(self) -> None:
        self.one.close()
        self.two.close()
        self._hub.close()


def two_stations(folder: Path) -> Apart:
    """Return two (closed) stations whose slots are nobody's home, with one LEAF in A-01-1-1."""
    floor = Floor(folder / "one", grid(home=""))
    floor.ids["leaf"] = floor.book_in(code(1), LEAF)
    floor.put(floor.ids["leaf"], "A-01-1-1")
    apart = Apart(floor, folder)
    apart.close()
    return apart


def digest(floor: Floor) -> str:
    ledger = floor.station.ledger
    with ledger.connection.begin():
        return projections.digest(ledger.connection)


def conflicts(floor: Floor) -> list[Task]:
    """Return the conflicts that a station knows, in the order of their names."""
    questions = Questions(floor.station.folder)
    try:
        known = questions.known(station=floor.station.identity.station, actor="", now=floor.now.at)
        return sorted(open_conflicts(questions, known), key=lambda task: task.key)
    finally:
        questions.close()


def supervise(floor: Floor, decide, order) -> None:
    floor.station.record(decide, order, by=floor.administrator)


def refused(floor: Floor, decide, order) -> str:
    with pytest.raises(Refused) as no:
        supervise(floor, decide, order)
    return no.value.code


def only(centre: Apart) -> Task:
    (task,) = centre.tasks()
    return task


def evidence(task: Task) -> tuple[str, ...]:
    assert task.conflict is not None
    return task.conflict.evidence


def lying(floor: Floor, slot: str) -> list[str]:
    questions = Questions(floor.station.folder)
    known = questions.known(station=floor.station.identity.station, actor="", now=floor.now.at)
    found = [x.battery for x in known.lying() if x.slot == slot]
    assert [b.id for b in questions.in_slot(slot)] == found
    questions.close()
    return found

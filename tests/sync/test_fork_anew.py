"""Station and hub were both set back and went on: who holds what was before takes their history."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from apart import conflicts, digest
from in_step import Direct, files_too
from set_back import SECOND, SetBack

from cellyard.domain.refusals import Refused
from cellyard.hub import operations
from cellyard.jobs import aside, enrolment, recovering, stopped
from cellyard.jobs.aside import Judgement
from cellyard.jobs.station import Station

URL = "https://hub.example"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[SetBack]:
    made = SetBack(tmp_path)
    yield made
    made.close()


def why(centre: SetBack) -> Refused:
    (task,) = conflicts(centre.one)
    assert task.conflict is not None
    no = recovering.begins_anew(task.conflict)
    assert no is not None
    return no


def begin_anew(centre: SetBack) -> None:
    """Do what the page of recovery does."""
    folder, direct = centre.one.station.folder, Direct(centre.hub)
    name = centre.one.station.identity.station
    centre.one.close()
    enrolment.ask(folder / recovering.ANEW, direct(URL), URL, name, centre.hub.code(name))
    centre.one.station = recovering.begin_anew(folder, direct, "", lambda _fetched: None)


def test_it_works_on_until_somebody_begins_it_anew(centre: SetBack) -> None:
    assert (why(centre).code, why(centre).shown) == (recovering.BEHIND, {"station": SECOND})
    assert stopped.read(centre.one.station.folder) is None
    centre.one.put(centre.one.ids["lost"], "A-02-1-1")
    files_too(centre.one.station, centre.hub)
    folder = centre.one.station.folder
    centre.one.close()
    recovering.finish(folder)
    centre.one.station = Station(folder)
    assert why(centre).code == recovering.BEHIND


def test_both_agree_and_what_was_before_is_judged(centre: SetBack) -> None:
    assert digest(centre.one) != digest(centre.two)
    begin_anew(centre)
    assert conflicts(centre.one) == []
    assert centre.one.battery(centre.one.ids["instead"]).slot == "A-01-1-1"
    lost = f"battery/{centre.one.ids['lost']}"
    station = centre.one.station
    assert lost in [one.subject for one in aside.apart(station)]
    for one in aside.apart(station):
        judgement = Judgement(apart=one, anew=one.subject == lost)
        aside.judge(station, judgement, by=centre.one.administrator)
    assert aside.apart(station) == []
    for one in (station, centre.two.station, station):
        files_too(one, centre.hub)
    assert digest(centre.one) == digest(centre.two)
    assert centre.two.battery(centre.one.ids["lost"]).code
    # Both lie in one slot now by what was written: that is for whoever looks.
    assert [task.kind for task in conflicts(centre.one)] == ["slot_over"]


def test_taking_an_enrolment_back_does_not_bring_two_histories_together(centre: SetBack) -> None:
    operations.revoke(centre.hub.hub, SECOND, "lost")
    files_too(centre.one.station, centre.hub)
    assert why(centre).code == recovering.BEHIND
    assert digest(centre.one) != digest(centre.two)

"""A station that cannot go on begins anew: nothing is lost, a person judges what differs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from floor import Floor, code, furnished
from hubs import HubOnFile, round_of
from in_step import Direct

from cellyard.domain.facts import Resolved
from cellyard.domain.refusals import Refused
from cellyard.jobs import aside, enrolment, machine, recovering, stopped
from cellyard.jobs.aside import Judgement
from cellyard.jobs.joining import Fetched
from cellyard.jobs.station import Station, is_founded
from cellyard.ledger import projections
from cellyard.ledger.questions import Questions

URL, LEAF = "https://hub.example", "nissan-leaf-40-kwh"


def digest(station: Station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubOnFile]:
    made = HubOnFile(tmp_path / "hub")
    yield made
    made.close()


@pytest.fixture
def forked(tmp_path: Path, hub: HubOnFile) -> tuple[Floor, Floor]:
    """One station on two computers: the first has sent what the second does not know."""
    floor = furnished(tmp_path / "one")
    hub.enrol(floor.station)
    round_of(floor.station, hub.hub.answer)
    floor.close()
    first, second = floor.again(tmp_path / "first"), floor.again(tmp_path / "second")
    first.ids["sent"] = first.book_in(code(78), LEAF)
    round_of(first.station, hub.hub.answer)
    second._count += 50  # another battery than any of the first's
    second.ids["apart"] = second.book_in(code(79), LEAF)
    return first, second


def anew(folder: Path, hub: HubOnFile, name: str = "Intake 1") -> Station:
    """Let the station of a folder begin anew, as Set up does."""
    direct = Direct(hub)
    inner = folder / recovering.ANEW
    enrolment.ask(inner, direct(URL), URL, name, hub.code(name))
    told: list[Fetched] = []
    station = recovering.begin_anew(folder, direct, "", told.append)
    assert told[-1].facts > 50
    return station


def written_anew(station: Station, second: Floor) -> None:
    """Have the battery that only stood aside written anew, by whoever may decide that."""
    differing = aside.apart(station)
    assert [one.subject for one in differing if one.subject.startswith("battery/")] == [
        f"battery/{second.ids['apart']}"
    ]
    one = next(one for one in differing if one.subject.endswith(second.ids["apart"]))
    with pytest.raises(Refused, match="role_missing"):
        aside.judge(station, Judgement(apart=one, anew=True), by=second.operator)
    written = aside.judge(station, Judgement(apart=one, anew=True), by=second.administrator)
    assert [r.fact for r in written[:-1]] == [r.fact for r in one.facts]
    word = written[-1].fact
    assert isinstance(word, Resolved)
    assert [seen.rpartition(" ")[2] for seen in word.seen] == [r.hash for r in one.facts]


def test_a_fork_stops_writing_and_both_branches_are_kept(
    forked: tuple[Floor, Floor], hub: HubOnFile
) -> None:
    first, second = forked
    folder = second.station.folder
    with pytest.raises(Refused, match="chain_forked") as no:
        round_of(second.station, hub.hub.answer)
    second.station.stop_writing(no.value.code)
    with pytest.raises(Refused, match=no.value.code):
        second.book_in(code(80), LEAF)
    second.close()
    with Station(folder) as again, pytest.raises(Refused, match=no.value.code):
        again.record(lambda _known, _order: [], None)
    station = anew(folder, hub)
    assert stopped.read(folder) is None
    assert station.ledger.chain.epoch != second.station.identity.epoch
    questions = Questions(folder)
    assert questions.battery(first.ids["sent"]) is not None
    assert questions.battery(second.ids["apart"]) is None
    written_anew(station, second)
    assert questions.battery(second.ids["apart"]) is not None
    for rest in aside.apart(station):
        aside.judge(station, Judgement(apart=rest, anew=False), by=second.administrator)
    assert aside.apart(station) == []
    round_of(station, hub.hub.answer)
    round_of(first.station, hub.hub.answer)
    assert digest(station) == digest(first.station)
    questions.close()
    station.close()
    first.close()


def test_what_was_never_sent_is_carried_over_as_it_was_sealed(
    tmp_path: Path, hub: HubOnFile
) -> None:
    floor = furnished(tmp_path / "one")
    hub.enrol(floor.station)
    round_of(floor.station, hub.hub.answer)
    unsent = floor.book_in(code(81), LEAF)
    old = floor.station.identity.epoch
    floor.close()
    folder = floor.station.folder
    # As another computer would have noted it.
    (folder / machine.FILE).write_text("0" * 64)
    with pytest.raises(Refused, match="store_copied"):
        Station(folder)
    station = anew(folder, hub)
    questions = Questions(folder)
    assert questions.battery(unsent) is not None
    assert {r.envelope.epoch for r in questions.line(unsent)} == {old}
    assert aside.apart(station) == []
    round_of(station, hub.hub.answer)
    other = hub.join(tmp_path / "two", "Intake 2")
    for one in (other, station):
        round_of(one, hub.hub.answer)
    assert digest(other) == digest(station)
    questions.close()
    station.close()
    other.close()


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_power_cut_while_stores_are_swapped_is_finished_at_the_next_start(
    cut: int, tmp_path: Path, hub: HubOnFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = Floor(tmp_path / "one")
    hub.enrol(floor.station)
    round_of(floor.station, hub.hub.answer)
    floor.close()
    folder, old = floor.station.folder, floor.station.identity.epoch
    inner = folder / recovering.ANEW
    hub.join(inner, "Intake 1").close()
    moves, replace = iter(range(1, 99)), Path.replace

    def moved(path: Path, there: Path) -> Path:
        if next(moves) == cut:
            raise OSError(5, "cut")
        return replace(path, there)

    monkeypatch.setattr(Path, "replace", moved)
    with pytest.raises(Refused):
        recovering.finish(folder)
    monkeypatch.undo()
    recovering.finish(folder)
    with Station(folder) as station:
        assert station.identity.epoch != old
    [place] = aside.places(folder)
    assert is_founded(place)
    with Station(place) as kept:
        assert kept.identity.epoch == old
    recovering.finish(folder)  # nothing is left to do

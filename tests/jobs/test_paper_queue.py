"""The paper queue through kills between any two steps, printers in trouble and people's answers."""

import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from cellyard.documents.kinds import DOCUMENTS
from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs.paper_queue import NotTaken, Paper, PaperQueue


@pytest.fixture(scope="module")
def pdf() -> bytes:
    paper = DOCUMENTS["discharge-record"]
    return paper.render(paper.sample())


class Tray:
    """A printer: what lies in its tray, and at which step it fails."""

    def __init__(self, fails: Trouble | None = None, *, early: bool = False) -> None:
        self.papers: list[Paper] = []
        self.fails, self.early = fails, early

    def __call__(self, paper: Paper, began: Callable[[], None]) -> None:
        if self.fails and self.early:
            raise self.fails
        began()
        if self.fails:
            raise self.fails
        self.papers.append(paper)

    @property
    def titles(self) -> list[str]:
        return [paper.title for paper in self.papers]


def gone() -> Trouble:
    return Trouble("paper_printer_absent", printer="Office")


# Each step at which a station may die, and what must be true when it stands again.
DIES: dict[str, tuple[str, list[str], list[str]]] = {
    "after it was queued": (
        "queue.put(pdf, 'Office', title='list'); die()",
        ["list"],
        [],
    ),
    "before the printer was opened": (
        "queue.put(pdf, 'Office', title='list'); queue.flush(lambda paper, began: die())",
        ["list"],
        [],
    ),
    "while pages leave": (
        """
        def hand(paper, began):
            began()
            die()
        queue.put(pdf, 'Office', title='list'); queue.flush(hand)
        """,
        [],
        ["list"],
    ),
    "between the last page and the mark": (
        """
        def hand(paper, began):
            began()
            queue._remove = lambda number: die()
        queue.put(pdf, 'Office', title='list'); queue.flush(hand)
        """,
        [],
        ["list"],
    ),
    "after the mark": (
        "queue.put(pdf, 'Office', title='list'); queue.flush(lambda p, began: began()); die()",
        [],
        [],
    ),
    "after a person wanted it again": (
        """
        def breaks(paper, began):
            began()
            raise Trouble("paper_broke_off", printer="Office")
        queue.put(pdf, 'Office', title='list'); queue.flush(breaks); queue.again(1); die()
        """,
        ["list"],
        [],
    ),
    "after a person let it go": (
        """
        def breaks(paper, began):
            began()
            raise Trouble("paper_broke_off", printer="Office")
        queue.put(pdf, 'Office', title='list'); queue.flush(breaks); queue.drop(1); die()
        """,
        [],
        [],
    ),
}


@pytest.mark.parametrize("step", DIES)
def test_a_station_killed_at_any_step_prints_it_once_or_asks(
    tmp_path: Path, pdf: bytes, step: str
) -> None:
    body, printed, doubtful = DIES[step]
    (tmp_path / "list.pdf").write_bytes(pdf)
    code = """
        import os, signal, sys
        from pathlib import Path
        from cellyard.domain.refusals import Trouble
        from cellyard.jobs.paper_queue import PaperQueue
        def die():
            os.kill(os.getpid(), signal.SIGKILL)
        pdf = Path(sys.argv[2]).read_bytes()
        queue = PaperQueue(Path(sys.argv[1]))
    """
    program = textwrap.dedent(code) + textwrap.dedent(body)
    where = [str(tmp_path / "papers"), str(tmp_path / "list.pdf")]
    died = subprocess.run([sys.executable, "-c", program, *where], check=False, timeout=60)
    assert died.returncode == -9
    queue, tray = PaperQueue(tmp_path / "papers"), Tray()
    assert [p.title for p in queue.doubtful()] == doubtful
    done = queue.flush(tray)
    assert (tray.titles, done.held) == (printed, len(doubtful))
    assert all(paper.pdf == pdf for paper in tray.papers)
    queue.flush(tray)
    assert tray.titles == printed  # never a second time by itself


def test_a_doubtful_paper_waits_for_a_persons_word(tmp_path: Path, pdf: bytes) -> None:
    queue = PaperQueue(tmp_path)
    for title in ("first", "second"):
        queue.put(pdf, "Office", title=title, copies=2, document="LJ-0092")
    broke = Tray(Trouble("paper_broke_off", printer="Office"))
    assert queue.flush(broke).troubles["Office"].code == "paper_broke_off"
    [first] = queue.doubtful()
    assert (first.title, first.copies, first.document) == ("first", 2, "LJ-0092")
    tray = Tray()
    done = queue.flush(tray)  # the other one goes on
    assert (tray.titles, done.waiting, done.held) == (["second"], 1, 1)
    queue.again(first.number)
    [again] = queue.flush(tray).printed
    assert (again.job.title, again.copy) == ("first", 2)
    assert (tray.titles, queue.waiting()) == (["second", "first"], [])


def test_a_paper_that_is_there_is_let_go(tmp_path: Path, pdf: bytes) -> None:
    queue = PaperQueue(tmp_path)
    paper = queue.put(pdf, "Office", title="list")
    queue.flush(Tray(Trouble("paper_broke_off", printer="Office")))
    queue.drop(paper.number)
    assert queue.waiting() == []
    for answer in (queue.drop, queue.again):
        with pytest.raises(Refused) as no:
            answer(paper.number)
        assert no.value.code == "paper_gone"


@pytest.mark.parametrize("early", [True, False])
def test_what_a_printer_did_not_take_waits_and_is_no_doubt(
    tmp_path: Path, pdf: bytes, *, early: bool
) -> None:
    queue = PaperQueue(tmp_path)
    queue.put(pdf, "Office", title="list")
    queue.put(pdf, "Gate", title="other")
    refused = gone() if early else NotTaken("paper_refused", printer="Office", why="no")

    def hand(paper: Paper, began: Callable[[], None]) -> None:
        (Tray(refused, early=early) if paper.target == "Office" else Tray())(paper, began)

    done = queue.flush(hand)
    assert [one.job.title for one in done.printed] == ["other"]  # its printer is another
    assert (list(done.troubles), done.waiting, done.held) == (["Office"], 1, 0)
    assert queue.doubtful() == []
    tray = Tray()
    PaperQueue(tmp_path).flush(tray)  # as after a restart, the printer switched on
    assert tray.titles == ["list"]


def test_nobody_lets_go_a_paper_that_is_being_printed(tmp_path: Path, pdf: bytes) -> None:
    queue, said = PaperQueue(tmp_path), []

    def hand(paper: Paper, began: Callable[[], None]) -> None:
        began()
        said.append(queue.doubtful())
        with pytest.raises(Refused) as no:
            queue.drop(paper.number)
        said.append(no.value.code)

    queue.put(pdf, "Office", title="list")
    queue.flush(hand)
    assert said == [[], "paper_being_printed"]


def test_a_paper_let_go_meanwhile_does_not_come_out(tmp_path: Path, pdf: bytes) -> None:
    queue, tray = PaperQueue(tmp_path), Tray()
    queue.put(pdf, "Office", title="first")
    second = queue.put(pdf, "Office", title="second")

    def hand(paper: Paper, began: Callable[[], None]) -> None:
        tray(paper, began)
        if paper.title == "first":
            queue.drop(second.number)

    queue.flush(hand)
    assert (tray.titles, queue.waiting()) == (["first"], [])


def test_what_is_no_pdf_and_a_disk_that_takes_nothing_are_said_at_once(
    tmp_path: Path, pdf: bytes
) -> None:
    queue = PaperQueue(tmp_path / "papers")
    with pytest.raises(Refused) as no:
        queue.put(b"no paper", "Office", title="list")
    assert no.value.code == "paper_unreadable"
    shutil.rmtree(tmp_path / "papers")
    with pytest.raises(Trouble) as trouble:
        queue.put(pdf, "Office", title="list")
    assert (trouble.value.code, trouble.value.shown["title"]) == ("paper_not_kept", "list")

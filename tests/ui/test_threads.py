"""The threads behind the window: answers on the main thread, in order, and an end for each."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import stores
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from whole import Whole

from cellyard.devices.simulator import Scale, Simulation
from cellyard.domain.refusals import Refused, Trouble
from cellyard.domain.registers import Instrument
from cellyard.jobs.training import Training
from cellyard.ui.garbage import Collector
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.thread import Worker


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker[list[int]]]:
    made: Worker[list[int]] = Worker("counting", list, list.clear)
    yield made
    made.stop()


def rest(worker: Worker[list[int]], qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not worker.busy)


def test_jobs_run_in_order_on_one_thread_and_answer_on_the_main_one(worker, qtbot: QtBot) -> None:
    ran: list[str] = []
    answers: list[tuple[int, bool]] = []

    def count(tool: list[int]) -> int:
        ran.append(threading.current_thread().name)
        tool.append(len(tool))
        return len(tool)

    def answer(number: int) -> None:
        answers.append((number, threading.current_thread() is threading.main_thread()))

    for _job in range(200):
        worker.do(count, answer, pytest.fail)
    assert worker.busy
    rest(worker, qtbot)
    assert set(ran) == {"counting"}
    assert answers == [(number, True) for number in range(1, 201)]


def test_a_refusal_and_a_trouble_come_to_refused_only(worker, qtbot: QtBot) -> None:
    said: list[str] = []

    def refuse(_tool: list[int]) -> None:
        raise Refused("no_weight")

    def trouble(_tool: list[int]) -> None:
        raise Trouble("silent")

    for job in (refuse, trouble):
        worker.do(job, pytest.fail, lambda no: said.append(no.code))
    rest(worker, qtbot)
    assert said == ["no_weight", "silent"]


def test_a_mistake_reaches_the_one_crash_hook_and_the_thread_goes_on(worker, qtbot: QtBot) -> None:
    answers: list[int] = []
    with qtbot.captureExceptions() as crashed:
        worker.do(lambda tool: tool[7], pytest.fail, pytest.fail)
        rest(worker, qtbot)
    assert [kind for kind, _error, _trace in crashed] == [IndexError]
    worker.do(len, answers.append, pytest.fail)
    rest(worker, qtbot)
    assert answers == [0]


class Screen:
    """Stands for what a job holds of a screen; notes on which thread it ends."""

    def __init__(self, ended: list[str]) -> None:
        self.ended = ended
        self.itself: Screen | None = None

    def __del__(self) -> None:
        self.ended.append(threading.current_thread().name)

    def learn(self, _answer: object) -> None: ...


def test_what_a_job_holds_of_a_screen_never_ends_on_the_thread(worker, qtbot: QtBot) -> None:
    ended: list[str] = []
    for _job in range(100):
        worker.do(len, Screen(ended).learn, pytest.fail)
        rest(worker, qtbot)
    assert set(ended) == {"MainThread"}
    owner, done = QObject(), list[object]()
    for _errand in range(100):
        errand(owner, "errand", lambda: None, Screen(ended).learn, pytest.fail)
        errand(owner, "errand", partial(id, Screen(ended)), done.append, pytest.fail)
    qtbot.waitUntil(lambda: len(done) == 100)
    assert set(ended) == {"MainThread"}


def test_garbage_is_never_collected_on_the_thread(worker, qtbot: QtBot) -> None:
    ended: list[str] = []
    collector = Collector()
    for _screen in range(100):
        screen = Screen(ended)
        screen.itself = screen
    del screen
    worker.do(lambda _tool: [[n] for n in range(100_000)], lambda _rows: None, pytest.fail)
    rest(worker, qtbot)
    assert ended == []
    qtbot.waitUntil(lambda: len(ended) == 100)
    assert set(ended) == {"MainThread"}
    collector.stop()


def test_what_was_asked_is_done_before_the_end(qtbot: QtBot) -> None:
    kept: list[int] = []
    worker: Worker[list[int]] = Worker("ending", lambda: kept, lambda _tool: None)
    for number in range(50):
        worker.do(lambda tool, n=number: tool.append(n), lambda _nothing: None, pytest.fail)
    worker.stop()
    assert kept == list(range(50))


def test_of_several_questions_with_one_key_only_the_last_is_answered(
    tmp_path: Path, qtbot: QtBot
) -> None:
    stores.founded(tmp_path / "s").station.close()
    app = Whole(tmp_path / "s")
    answers: list[int] = []
    for number in range(5):
        app.window.reader.ask(lambda _q, n=number: n, answers.append, key="one")
        app.window.reader.ask(lambda _q, n=number: 10 + n, answers.append)
    app.rest()
    assert answers == [10, 11, 12, 13, 4, 14]
    app.close()


@pytest.mark.parametrize("training", [False, True], ids=["station", "training"])
def test_closing_the_window_ends_every_thread(
    tmp_path: Path, qtbot: QtBot, training: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(threading.enumerate())
    founded = stores.founded(tmp_path / "s")
    founded.station.close()
    if training:
        monkeypatch.setattr("cellyard.app.TRAINING", founded.station.identity.centre)
    app = Whole(tmp_path / "s")
    if training:
        assert isinstance(app.app.training, Training)
        qtbot.waitUntil(lambda: app.window.frame.instruments.attached() != [])
    with Simulation() as simulation:
        if not training:
            served = simulation.serve("scale", Scale())
            scale = Instrument(
                key="s", station="Intake 1", profile="mt-sics", port=served.url, duty="scale"
            )
            app.window.frame.instruments.attach([scale])
        running = {t.name for t in threading.enumerate() if t not in before}
        assert {"writer", "reader", "printer"} <= running
        app.close()
    assert set(threading.enumerate()) - before == set()
    Whole(tmp_path / "s").close()  # the folder was let go

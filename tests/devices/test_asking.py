"""What an instrument is asked and when: set-ups, sleepers, stale readings, echoes."""

import itertools
import threading

import pytest
from vectors import shown
from watching import Watched, until

from cellyard.devices import commands, probe, profile
from cellyard.devices.checksums import sum8
from cellyard.devices.drivers import it8500
from cellyard.devices.questions import Questions
from cellyard.devices.simulator import Over, Simulation
from cellyard.domain.readings import Link

JBD_03 = bytes.fromhex("DD03001D0618000001F201F400002C7C0000000000008064030403 0B8B0B8A0B84FA8D77")
JBD_04 = bytes.fromhex("DD0400080F450F3D0F370F3DFEC677")
JBD_05 = bytes.fromhex("DD0500194A42442D53503034533033342D4C34532D323030412D422D55FA0877")


def asked(questions: Questions, until_s: float, at: float = 0.0) -> list[bytes]:
    """What is sent until then when nothing answers, looked at every 10 ms."""
    sent = []
    while at < until_s:
        if (send := questions.due(at)) is not None:
            sent.append(send)
        at += 0.01
    return sent


def test_a_set_up_is_sent_once_and_again_when_polls_go_unanswered() -> None:
    described = profile.load("hioki-bt356x")
    sequence = [row.send.encode() for row in described.setup]
    questions = Questions(described, now=0.0)
    assert questions.due(0.0) == b"*IDN?\r\n"
    assert questions.heard(b"HIOKI,BT3562A,0,V1.00", 0.1)
    assert asked(questions, 1.0, 0.1) == sequence
    assert questions.heard(b"0", 1.0)
    assert questions.due(1.05) is None  # 100 ms after *ESR?
    assert questions.due(1.2) == b":READ?\r\n"
    assert not questions.heard(b"288.02E-3,1.3921E+0", 1.3)
    # Somebody presses LOCAL: continuous on, no answer any more.
    sent = asked(questions, 8.0, 1.3)
    assert sent[: 2 + len(sequence)] == [b":READ?\r\n", b":READ?\r\n", *sequence]
    assert sent[2 + len(sequence)] == b":READ?\r\n"


def test_the_first_reading_after_a_set_up_is_stale() -> None:
    questions = Questions(profile.load("applent-at45xx"), now=0.0)
    assert questions.due(0.0) == b"*IDN?\n"
    questions.heard(b"AT4532,Rev.B5,SN123456,Applent Instruments", 0.1)
    assert questions.heard(b"+1.9e+01", 0.15)  # from before the set-up
    assert asked(questions, 1.7, 0.1) == [b"MEAS:START ON\n"]
    assert questions.due(1.9) == b"FETCH?\n"
    assert questions.heard(b"+2.0e+01", 2.0)
    assert questions.due(2.6) == b"FETCH?\n"
    assert not questions.heard(b"+2.1e+01", 2.7)


def test_a_board_that_sleeps_is_asked_twice_at_first() -> None:
    described = profile.load("jbd-03")
    questions = Questions(described, now=0.0)
    who = bytes.fromhex("DDA50500FFFB77")
    assert questions.due(0.0) == who
    assert questions.due(0.01) is None
    assert questions.due(0.05) == who
    assert questions.due(0.2) is None
    assert questions.heard(JBD_05, 0.25)
    assert questions.due(1.1) == bytes.fromhex("DDA50300FFFD77")
    assert questions.due(1.2) is None  # awake: once is enough
    assert not questions.heard(JBD_03, 1.25)


def test_a_board_awake_at_once_is_not_asked_again() -> None:
    questions = Questions(profile.load("jbd-03"), now=0.0)
    assert questions.due(0.0)
    assert questions.heard(JBD_05, 0.02)
    assert asked(questions, 0.9, 0.02) == []


def test_an_answer_to_something_else_is_no_sample() -> None:
    questions = Questions(profile.load("jbd-03"), now=0.0)
    questions.due(0.0)
    questions.heard(JBD_05, 0.1)
    assert questions.due(1.1) == bytes.fromhex("DDA50300FFFD77")
    assert questions.heard(JBD_04, 1.2)  # 03 was asked: its register is in no check
    assert not questions.heard(JBD_03, 1.3)
    assert questions.heard(JBD_03, 1.4)  # nobody asked


@pytest.mark.parametrize("described", profile.load_all(), ids=lambda p: p.id)
def test_no_row_of_a_profile_energises(described: profile.Profile) -> None:
    words = (b"FUNC:TEST", b"INP", b":STAR", b"STOP", b"CALI")
    for send in described.own - {b"MEAS:START ON\n"}:  # a thermometer begins to measure
        assert not any(word in send.upper() for word in words)
        if described.about.kind == "load":
            assert send[2] in {it8500.READINGS, it8500.PRODUCT}
        if described.id == "jbd-03":
            assert send[1] == 0xA5  # 5A writes


# -- over a real line ------------------------------------------------------------------------------


class Board:
    """Answers a frame with a frame; asleep, it does not hear the first."""

    def __init__(self, answers: dict[bytes, bytes], *, asleep: bool = False, echo: bool = False):
        self.answers = answers
        self.heard: list[bytes] = []
        self._asleep = asleep
        self._echo = echo
        self._begun = b""

    def answer(self, data: bytes) -> bytes:
        self._begun += data
        said = b""
        while known := [ask for ask in self.answers if ask in self._begun]:
            ask = min(known, key=self._begun.index)
            self._begun = self._begun[self._begun.index(ask) + len(ask) :]
            self.heard.append(ask)
            said += ask if self._echo else b""
            said += b"" if self._asleep else self.answers[ask]
            self._asleep = False
        return said

    def says(self, _now: float) -> bytes:
        return b""


def jbd(**options: bool) -> Board:
    return Board(
        {
            bytes.fromhex("DDA50500FFFB77"): JBD_05,
            bytes.fromhex("DDA50300FFFD77"): JBD_03,
            bytes.fromhex("DDA50400FFFC77"): JBD_04,
        },
        **options,
    )


def load(**options: bool) -> Board:
    said = it8500.frame(0x5F, (3_700).to_bytes(4, "little"))
    product = it8500.frame(0x6A, b"8511+\x03\x020000450123")
    return Board({it8500.ask_product(): product, it8500.ask_readings(): said}, **options)


@pytest.mark.parametrize("over", ["pty", "tcp"])
def test_a_sleeping_board_is_read(simulation: Simulation, over: Over) -> None:
    board = simulation.serve("bms", jbd(asleep=True), over)
    with Watched("jbd-03", board) as watched:
        until(lambda: {"voltage", "cell_1"} <= {n for s in watched.samples for n in s.readings})
        assert watched.line.health.identity == "JBD-SP04S034-L4S-200A-B-U"
        assert watched.line.health.dropped == 0
    cells = next(s for s in watched.samples if "cell_1" in s.readings)
    assert cells.raw == JBD_04
    assert shown(cells.readings)["cell_4"] == ("3.901", "V", ())


def test_cells_over_several_frames_are_read_by_command(simulation: Simulation) -> None:
    def frame(command: int, *data: int) -> bytes:
        content = bytes((0xA5, 0x01, command, 8, *data)).ljust(12, b"\0")
        return content + sum8(content)

    asks = {send[2]: send for send in profile.load("daly-a5").own}
    cells = frame(0x95, 1, 0x0C, 0xE4, 0x0C, 0xE5, 0x0C, 0xE6) + frame(0x95, 2, 0x0C, 0xE7)
    answers = {asks[0x94]: frame(0x94, 4, 0), asks[0x95]: cells}
    served = simulation.serve("bms", Board(answers))
    rows = commands.read("daly-a5", served.url, 4, 20.0)
    told = [row["readings"] for row in rows if "cell_1" in row["readings"]]
    assert told[0]["cell_4"] == {"value": "3.303", "unit": "V", "flags": []}


def test_a_load_is_read_often_and_named(simulation: Simulation) -> None:
    served = simulation.serve("load", load())
    with Watched("itech-it8500", served) as watched:
        until(lambda: len(watched.samples) > 20)
        assert watched.line.health.identity == "8511+ 0000450123"
    assert {s.readings["voltage"].value for s in watched.samples[:20]} != {None}
    times = [s.t for s in watched.samples]
    pauses = sorted(b - a for a, b in itertools.pairwise(times))
    assert pauses[0] > 0.03  # never above the load's safe rate


def test_an_echo_is_neither_a_reading_nor_a_sign_of_life(simulation: Simulation) -> None:
    echoing = load(echo=True)
    served = simulation.serve("load", echoing)
    with Watched("itech-it8500", served) as watched:
        until(lambda: len(watched.samples) > 3)
        assert {str(s.readings["voltage"].value) for s in watched.samples} == {"3.700"}
        echoing.answers = dict.fromkeys(echoing.answers, b"")  # the load is dead, its line echoes
        until(watched.in_state("silent"))


def test_an_instrument_in_bytes_is_proposed(simulation: Simulation) -> None:
    heard = b"\x00\xff" + JBD_03 + JBD_04
    best = probe.proposals(heard)[0]
    assert (best.profile, best.kind, best.understood, best.lines) == ("jbd-03", "bms", 2, 2)
    assert "cell_1" in best.last
    noisy = probe.proposals(JBD_04 + bytes(45))[0]
    assert (noisy.profile, noisy.understood, noisy.lines) == ("jbd-03", 1, 4)
    assert probe.proposals(it8500.frame(0x12, b"\x80"))[0].understood == 0


def test_probing_asks_everybody_in_turn_and_commands_nobody(simulation: Simulation) -> None:
    board = jbd()
    served = simulation.serve("bms", board)
    pause = threading.Event()
    for _ in range(8):
        heard = probe.listen(served.url, Link(), 3.0)
        if heard:
            break
        pause.wait(0)
    assert probe.proposals(heard)[0].profile == "jbd-03"
    polls = {send for known in profile.load_all() for send in known.own}
    assert set(board.heard) <= polls

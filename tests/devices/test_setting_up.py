"""Set-up and the commands: ports, raw lines, proposals, and one JSON value for each question."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from serial.tools import list_ports

from cellyard.devices import commands, probe, profile
from cellyard.devices.questions import Questions
from cellyard.devices.simulator import Over, Scale, Scanner, Simulation, Style
from cellyard.devices.steady import Steadiness
from cellyard.domain.readings import Link, Reading
from cellyard.domain.refusals import Refused, Trouble

OVER = pytest.mark.parametrize("over", ["pty", "tcp"])


@pytest.mark.parametrize(
    ("style", "fits"), [("mt-sics", "mt-sics"), ("st-gs", "generic-st-gs"), ("ww", "generic-st-gs")]
)
def test_a_raw_line_becomes_a_scale(simulation: Simulation, style: Style, fits: str) -> None:
    scale = simulation.serve("scale", Scale(style))
    scale.instrument.put(Decimal("355.2"))
    pieces: list[bytes] = []
    heard = probe.listen(scale.url, Link(), 3.0, pieces.append)
    assert b"".join(pieces) == heard
    best, *others = probe.proposals(heard)
    assert (best.profile, best.kind) == (fits, "scale")
    assert best.understood == best.lines >= 2
    assert isinstance(best.last["weight"].value, Decimal)
    assert len(others) == len(profile.ids()) - 1


def test_a_scanner_is_proposed_for_its_codes(simulation: Simulation) -> None:
    heard = b"]C10106285096000842\x1d21SN\r\nA-01-1-1\rB-2\n"
    assert probe.proposals(heard)[0].profile == "barcode-scanner"
    assert probe.lines(heard + b"half") == [
        ("]C10106285096000842\\x1d21SN", "CR LF"),
        ("A-01-1-1", "CR"),
        ("B-2", "LF"),
    ]
    assert probe.proposals(b"S S     355.2 kg\r\n")[0].profile == "mt-sics"


def test_ports_are_told_apart_by_what_they_hang_on(monkeypatch: pytest.MonkeyPatch) -> None:
    real = [
        SimpleNamespace(
            device="/dev/ttyUSB1",
            description="FT232R",
            vid=0x0403,
            pid=0x6001,
            serial_number="A5069RR4",
            location="1-2.3",
        ),
        SimpleNamespace(
            device="/dev/ttyS0",
            description=None,
            vid=None,
            pid=None,
            serial_number=None,
            location=None,
        ),
    ]
    monkeypatch.setattr(list_ports, "comports", lambda: real)
    first, second = probe.ports()
    assert (first.device, first.identity) == ("/dev/ttyS0", "")
    assert second.identity == "0403:6001:A5069RR4:1-2.3"


def test_profiles_are_listed_with_their_proof() -> None:
    listed = {row["id"]: row for row in commands.profiles()}
    assert set(listed) >= {"mt-sics", "generic-st-gs", "barcode-scanner"}
    assert all(row["vectors"].endswith(".txt") for row in listed.values())


@OVER
def test_reading_a_port(simulation: Simulation, over: Over) -> None:
    scale = simulation.serve("scale", Scale("st-gs"), over)
    scale.instrument.put(Decimal("0.350"))
    rows = commands.read("generic-st-gs", scale.url, 6, 20.0)
    assert len(rows) == 6
    assert rows[-1]["readings"] == {"weight": {"value": "0.350", "unit": "kg", "flags": []}}
    assert bytes.fromhex(rows[-1]["raw"]) == b"ST,GS,+  0.350kg"
    assert [row["t"] for row in rows] == sorted(row["t"] for row in rows)


def test_reading_scans(simulation: Simulation) -> None:
    scanner = simulation.serve("scanner", Scanner(), "tcp")
    with pytest.raises(Trouble) as silent:
        commands.read("barcode-scanner", scanner.url, 1, 0.3)
    assert silent.value.code == "silent"
    with pytest.raises(Trouble) as absent:
        commands.read("barcode-scanner", "/dev/no-such-port", 1, 0.3)
    assert absent.value.code == "port_absent"
    with pytest.raises(Refused, match="unknown_profile"):
        commands.read("no-such", scanner.url, 1, 0.3)


def test_decoding_a_file_of_hex_lines() -> None:
    rows = commands.decode_lines(
        "mt-sics",
        """# from a wire log
        53 20 53 20 20 20 20 20 31 32 2E 33 34 35 20 6B 67 0D 0A
        ff0053205320457272 6f7220 3130620d0a

        53 20 53 20 20 20 20 20 31 32
        53 20 53 20 FF 20 31 32 20 6B 67 0D 0A
        53 20 5
        """,
    )
    good, noisy, cut, damaged, odd = rows
    assert good["frames"] == [
        {
            "readings": {"weight": {"value": "12.345", "unit": "kg", "flags": []}},
            "raw": "53 20 53 20 20 20 20 20 31 32 2E 33 34 35 20 6B 67",
        }
    ]
    assert (good["dropped_bytes"], good["refused"]) == (0, None)
    assert noisy["frames"][0]["readings"] == {
        "weight": {"value": None, "unit": "", "flags": ["fault"]}
    }
    assert (noisy["dropped_bytes"], noisy["refused"]) == (2, None)
    assert [(r["frames"], r["dropped_bytes"], r["refused"]) for r in (cut, damaged, odd)] == [
        ([], 10, "incomplete"),
        ([], 13, "not_understood"),
        ([], 0, "not_hex"),
    ]


def test_one_question_is_in_flight_and_has_its_deadline() -> None:
    questions = Questions(profile.load("mt-sics"), now=0.0)
    assert questions.due(0.0) == b"I4\r\n"
    assert questions.due(0.1) is None
    assert questions.heard(b'I4 A "1"', 0.2)
    assert not questions.identifying
    assert questions.due(0.21) is None  # the pause after an answer
    assert questions.due(0.3) == b"SI\r\n"
    assert questions.due(0.7) is None  # still waiting
    assert questions.due(0.81) is None  # given up, and the pause again
    assert questions.due(0.9) == b"SI\r\n"
    assert not questions.heard(b"S S     1.0 kg", 0.95)
    assert questions.due(1.1) is None
    assert questions.due(1.2) == b"SI\r\n"


def test_a_scale_that_speaks_by_itself_is_never_asked() -> None:
    questions = Questions(profile.load("generic-st-gs"), now=0.0)
    for tenth in range(1, 50):
        assert questions.due(tenth / 10) is None
        questions.heard(b"ST,GS,+  123.4kg", tenth / 10)
    assert questions.due(6.0) == b"Q\r\n"


def test_equal_values_stand_only_when_they_come_often_and_long_enough() -> None:
    def judged(*said: tuple[float, str]) -> list[bool]:
        steadiness = Steadiness(gap_s=1.0)
        weights = [(t, Reading(value=Decimal(kg), unit="kg")) for t, kg in said]
        return [steadiness.judge({"weight": w}, t)["weight"].steady for t, w in weights]

    assert judged((0, "3.1"), (0.3, "3.1"), (0.6, "3.1"), (0.9, "3.2")) == [
        False,
        False,
        True,
        False,
    ]
    assert judged((0, "3.1"), (0.1, "3.1"), (0.2, "3.1"), (0.3, "3.1")) == [False] * 4
    assert judged((0, "3.1"), (0.6, "3.1"), (5.0, "3.1"), (5.6, "3.1")) == [False] * 4


def test_a_scale_answers_its_whole_set_of_commands() -> None:
    scale = Scale()
    scale.put(Decimal("20.0"))
    decode = commands.decode_lines
    said = scale.answer(b"S\r\nTI\r\nS\r\nTAC\r\nZ\r\n@\r\nI1\r\nI2\r\nI3\r\nI4\r\nI9\r\nSIR\r\n")
    rows = decode("mt-sics", "\n".join(line.hex() for line in said.splitlines(keepends=True)))
    assert [row["refused"] for row in rows] == [None] * 12
    assert [next(iter(row["frames"][0]["readings"]), "") for row in rows] == [
        *("weight", "tare", "weight", "", "", "serial", "levels", "model"),
        *("software", "serial", "weight", "weight"),
    ]
    assert scale.says(1.0) == b"S S        0.0 kg\r\n"
    assert scale.answer(b"@\r\n")
    assert scale.says(2.0) == b""

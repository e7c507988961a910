"""What a load was told and what it said: only what it says after OFF counts, and OFF gets there."""

import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cellyard.devices import profile
from cellyard.devices.bench import load
from cellyard.devices.bench.beside import Beside
from cellyard.devices.bench.channel import BenchChannel
from cellyard.devices.bench.insulation import InsulationTester
from cellyard.devices.bench.load import Said
from cellyard.devices.bench.load_switch import LoadSwitch
from cellyard.devices.drivers import gpt9000
from cellyard.domain.refusals import Trouble

RATED = profile.load("itech-it8500").rated


class Wire:
    """A line that keeps what is sent, or takes nothing while it is `broken`."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.broken = False

    def send(self, frame: bytes) -> None:
        if self.broken:
            raise Trouble("port_lost")
        self.sent.append(frame)

    tell = send

    def ask(
        self,
        frame: bytes,
        answers: Callable[[bytes], bool],  # noqa: ARG002 - nobody answers
        within_s: float,  # noqa: ARG002
    ) -> bytes | None:
        self.send(frame)
        return None


def said(*, on: bool) -> Said:
    return Said(Decimal(40), Decimal(-10) if on else Decimal(0), on)


def test_what_a_load_said_before_it_was_told_to_switch_off_is_no_off() -> None:
    switch, wire = LoadSwitch(RATED), Wire()
    before = time.monotonic()
    switch.switch_off(wire)
    switch.heard(said(on=False), before)
    assert switch.on
    assert not switch.seen_off
    switch.heard(said(on=False), time.monotonic())
    assert switch.seen_off


def test_a_stop_that_the_line_did_not_take_is_told_when_it_is_back(tmp_path: Path) -> None:
    channel, wire = BenchChannel("1", "Load 1", tmp_path, RATED), Wire()
    channel.opened()
    channel.stop()
    wire.broken = True
    with pytest.raises(Trouble):
        channel.turn(wire, "8514 1")
    channel.lost()
    wire.broken = False
    channel.opened()
    channel.turn(wire, "8514 1")
    channel.turn(wire, "8514 1")
    assert wire.sent == [load.off()]


def test_a_stop_that_the_tester_s_line_did_not_take_is_told_when_it_is_back() -> None:
    tester, wire = InsulationTester("1", "tester-1", "gwinstek-gpt9000", Beside()), Wire()
    tester.opened()
    tester.stop()
    wire.broken = True
    with pytest.raises(Trouble):
        tester.turn(wire, "")
    tester.lost()
    wire.broken = False
    tester.opened()
    tester.turn(wire, "")
    tester.turn(wire, "")
    assert wire.sent == [gpt9000.OFF]

"""Insulation on the bench screen: two people, the live numbers, Stop test, and how it ended."""

import benching
import msgspec
from at_bench import AtBench, Opens
from floor import Floor, code
from PySide6.QtCore import Qt

from cellyard.devices.simulator import Insulation3174, Insulation9000
from cellyard.jobs import registers

KEY = Qt.Key
SECOND = f"CY:P:{benching.SECOND_BADGE}"


def volt(stage: AtBench) -> float:
    played = stage.bench.insulation.instrument
    assert isinstance(played, Insulation9000)
    return played.volt


def begin(stage: AtBench) -> None:
    """Join the cell and have the voltage put on by two people."""
    stage.front.scan(code(900), "CY:C:INSULATION", SECOND)
    assert stage.front.refused == ""


def test_two_people_put_the_voltage_on_and_esc_takes_it_off(at_bench: Opens, cells: Floor) -> None:
    stage = at_bench(tester="gpt-9000")
    front = stage.front
    front.scan(code(900), "CY:C:INSULATION")
    assert stage.next == "Second badge: The second person scans it now"
    assert volt(stage) == 0
    front.scan(f"CY:P:{benching.BADGE}")
    assert "first person already" in front.refused
    front.acknowledge()
    assert volt(stage) == 0
    front.scan("CY:C:INSULATION", SECOND)
    assert front.window.signed_in == stage.technician, "the second badge signs nobody in"
    stage.until(lambda: volt(stage) == 500, "the voltage is on")
    stage.until(lambda: stage.tester.test_voltage, "the tester tells of it")
    assert stage.next == "Stop test: Channel 1, or Esc"
    said = stage.texts
    assert "High voltage is on." in said
    assert "Touch neither battery nor leads." in said
    page = stage.screen._view.testing
    shown = [read_out.accessibleDescription() for read_out in (page._ohm, page._volts)]
    assert [one.split(" ")[:2] for one in shown] == [["125", "MΩ"], ["500", "V"]]
    front.scan(code(901))
    assert "channel" in front.refused
    front.acknowledge()
    front.press(KEY.Key_Return)
    assert stage.channel.phase == "free", "no load goes on meanwhile"
    front.press(KEY.Key_Escape)
    stage.until(lambda: volt(stage) == 0, "the voltage is off")
    stage.until(lambda: stage.tester.phase == "ended", "the tester says so")
    assert "The test was stopped." in stage.texts
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.next.startswith("Start capacity test"), "the battery is in front")
    assert front.battery(cells.ids["cell"]).bench.insulation is None


def test_its_result_is_written_and_said(at_bench: Opens, cells: Floor) -> None:
    stage = at_bench(tester="gpt-9000", pace=8)
    begin(stage)
    stage.until(lambda: front_end(stage) == "completed", "it goes to its end")
    stage.until(lambda: "It is written." in stage.texts, "the result is written and read")
    assert "Insulation 125 MΩ" in stage.texts
    fact = stage.front.battery(cells.ids["cell"]).bench.insulation
    assert fact is not None
    assert (fact.insulation, fact.second) == (125_000_000, cells.administrator)
    stage.front.press(KEY.Key_Return)
    stage.until(lambda: stage.next.startswith("Start capacity test"), "the battery is in front")
    assert "Insulation 125 MΩ" in stage.texts, "its button says what was read"


def front_end(stage: AtBench) -> str | None:
    """Return how the last test ended, also once its tester is free again."""
    kept = stage.front.window.frame.benches.endings.test("1")
    return kept.end if kept else stage.tester.end


def test_why_it_did_not_begin_stands_in_words(at_bench: Opens) -> None:
    stage = at_bench(tester="gpt-9000")
    played = stage.bench.insulation.instrument
    assert isinstance(played, Insulation9000)
    played.jam()
    begin(stage)
    stage.until(lambda: stage.tester.end == "not_armed", "it is not armed")
    said = stage.texts
    assert "The test did not begin." in said
    assert "Its voltage stays off" in said
    assert stage.next == "Go on: with this battery"
    stage.front.press(KEY.Key_Escape)
    stage.until(lambda: stage.next.startswith("Start capacity test"), "the battery is in front")


def test_what_is_in_the_way_is_said_before_a_second_person_is_called(
    at_bench: Opens, cells: Floor
) -> None:
    stage = at_bench(tester="gpt-9000")
    tester = benching.instrument(
        "ir-1", "insulation", "1", "gwinstek-gpt9000", stage.bench.urls["insulation"]
    )
    unconfirmed = msgspec.structs.replace(tester, stop_confirmed="")
    stage.front.window.frame.work(
        lambda s: registers.publish(s, [unconfirmed], by=cells.administrator)
    )
    stage.front.rest()
    stage.until(stage.tester_there, "its line is opened anew")
    stage.front.scan(code(900), "CY:C:INSULATION")
    assert "hard-wired stop" in stage.front.refused
    assert not stage.screen._work.joined.call


def test_a_lost_tester_is_looked_at_and_closed_by_a_person(at_bench: Opens) -> None:
    stage = at_bench(tester="gpt-9000")
    begin(stage)
    stage.until(lambda: volt(stage) == 500, "the voltage is on")
    stage.bench.insulation.unplug()
    stage.until(lambda: stage.tester.phase == "look", "somebody has to look")
    assert stage.next.startswith("Switch off")
    assert stage.tester.test_voltage is None, "what it said before is no reading of now"
    assert "Tester on channel 1 may still have high voltage on: look at it." in stage.texts
    stage.front.acknowledge()
    stage.bench.insulation.plug()
    stage.until(stage.tester_there, "the tester is there again")
    stage.front.press(KEY.Key_Return)
    stage.until(lambda: stage.tester.seen_off, "it says that it is off")
    assert volt(stage) == 0
    assert stage.next.startswith("Close the test")
    stage.front.press(KEY.Key_Return)
    stage.until(lambda: stage.tester.phase == "free", "the channel is free")


def test_a_tester_that_a_person_starts_is_joined_and_then_read(
    at_bench: Opens, cells: Floor
) -> None:
    stage = at_bench(tester="3174", pace=2)
    front = stage.front
    front.scan(code(900), "CY:C:INSULATION")
    stage.until(lambda: stage.tester.joined, "it is joined")
    assert stage.next == "Take its result: Press START on the tester"
    assert "Press START on the tester." in stage.texts
    played = stage.bench.insulation.instrument
    assert isinstance(played, Insulation3174)
    played.start_key()
    stage.until(lambda: stage.tester.on, "it is seen to run")
    assert "The tester runs: high voltage is on." in stage.texts
    front.press(KEY.Key_Escape)
    assert stage.tester.joined, "what runs at its panel is not left"
    stage.until(lambda: stage.tester.ready, "there is a result")
    assert stage.next.startswith("Take its result: for this battery")
    front.press(KEY.Key_Return)
    assert front.refused == ""
    fact = front.battery(cells.ids["cell"]).bench.insulation
    assert fact is not None
    assert fact.insulation == 125_000_000
    stage.until(lambda: "It is written." in stage.texts, "its result stands in front")

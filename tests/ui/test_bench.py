"""The bench screen: a run from the scan to its end, on real lines to simulated instruments."""

import time

import benching
import looks
import pytest
from at_bench import Opens
from floor import Floor, code
from PySide6.QtCore import Qt

KEY = Qt.Key


def test_a_run_from_the_scan_to_stop_by_keys_alone(at_bench: Opens, cells: Floor) -> None:
    stage = at_bench()
    front = stage.front
    assert "Scan a battery to start" in stage.card
    front.scan(code(900))
    assert stage.next.startswith("Start capacity test: Enter, about 6 h 30 min")
    assert "EVE LF280K cell" in stage.texts
    front.press(KEY.Key_Return)
    assert front.refused == ""
    stage.until(lambda: stage.channel.phase == "running", "the run goes on")
    assert stage.next == "Stop test: Channel 1, or Esc"
    assert "Resting" in stage.card
    assert "Channel 1, capacity test to 2.50 V at 0.2 C" in stage.texts
    front.press(KEY.Key_Escape)
    stage.until(lambda: stage.channel.phase == "ended", "the run is over")
    stage.until(lambda: front.battery(cells.ids["cell"]).bench.ends, "its end is written")
    assert front.battery(cells.ids["cell"]).bench.ends == ("stopped",)
    assert not stage.bench.load.instrument.on
    stage.until(lambda: stage.next.startswith("Next battery"), "the run may be left")
    assert "Stopped" in stage.card
    front.press(KEY.Key_Return)
    stage.until(lambda: "Free" in stage.card, "the channel is free")


def test_enter_takes_the_first_of_the_queue_and_esc_lets_it_go(at_bench: Opens) -> None:
    stage = at_bench()
    assert stage.next == "Take the first: or scan a battery"
    stage.front.press(KEY.Key_Return)
    assert stage.next.startswith("Start capacity test")
    stage.front.press(KEY.Key_Escape)
    assert stage.next.startswith("Take the first")


def test_the_card_of_the_load_and_its_number_choose_the_channel(at_bench: Opens) -> None:
    stage = at_bench()
    made = stage.screen
    made._channels.chosen = ""
    stage.front.press(KEY.Key_1)
    assert made._channels.chosen == "1"
    stage.front.scan(f"CY:D:{benching.LOAD}")
    assert stage.front.said.endswith("Channel 1")
    assert stage.front.refused == ""


def test_above_60_v_a_second_person_has_to_scan_a_badge(at_bench: Opens, cells: Floor) -> None:
    cells.put(cells.book_in(code(77), "peugeot-e-208-50-kwh"))
    stage = at_bench()
    front = stage.front
    front.scan(code(77))
    assert "More than 60 V: two people." in stage.texts
    front.press(KEY.Key_Return)
    assert stage.next == "Second badge: The second person scans it now"
    assert stage.channel.phase == "free"
    front.scan(f"CY:P:{benching.BADGE}")
    assert "first person already" in front.refused
    assert stage.channel.phase == "free"
    front.acknowledge()
    front.scan(f"CY:P:{benching.SECOND_BADGE}")
    stage.until(lambda: stage.channel.phase in ("running", "ended"), "the run goes on")
    assert stage.channel.plan is not None
    assert stage.channel.plan.second == cells.administrator
    assert front.window.signed_in == stage.technician, "the second badge signs nobody in"
    assert not stage.screen._work.joined.call, "the next run asks for its own second person"


def test_a_load_that_stays_on_takes_the_whole_screen_until_it_is_off(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    front = stage.front
    front.scan(code(900))
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.channel.on, "the load draws")
    stage.bench.load.instrument.stuck_on()
    front.press(KEY.Key_Escape)
    front.window.go("yard")
    stage.until(lambda: stage.channel.stuck, "it is seen that the load stays on")
    stage.until(lambda: front.window._here == "bench", "the bench comes to the front")
    said = stage.texts
    assert "STOP" in said
    assert "does not switch off" in said
    assert front.window.scan_line.state == "paused"
    stage.bench.load.instrument.stuck_on(stuck=False)
    stage.until(lambda: stage.channel.phase == "ended", "the load is off")
    stage.until(lambda: front.window.scan_line.state != "paused", "the alarm ends")
    assert "does not switch off" not in stage.texts


def test_a_lost_load_is_looked_at_and_its_run_closed_by_a_person(
    at_bench: Opens, cells: Floor
) -> None:
    stage = at_bench(pace=3600)
    front = stage.front
    front.scan(code(900))
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.channel.on, "the load draws")
    stage.bench.load.unplug()
    stage.until(lambda: stage.channel.phase == "look", "somebody has to look")
    assert stage.next.startswith("Switch off")
    assert "Load on channel 1 may still be on: look at it." in stage.texts
    stage.bench.load.plug()
    stage.until(lambda: stage.channel.voltage is not None, "the load speaks again")
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.channel.seen_off, "the load says that it is off")
    assert stage.next.startswith("Go on")
    stage.screen._view.look.close_run.click()
    front.rest()
    stage.until(lambda: stage.channel.phase == "free", "the channel is free")
    assert front.battery(cells.ids["cell"]).bench.run is None


def test_too_hot_says_what_happened_and_what_to_do(at_bench: Opens) -> None:
    stage = at_bench(pace=600)
    front = stage.front
    front.scan(code(900))
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.channel.on, "the load draws")
    stage.battery.hot_cell(40)
    stage.until(lambda: stage.channel.phase == "ended", "the guard has ended it")
    said = stage.card
    assert "°C" in said or "K/min" in said
    assert "Load is off. Take it to quarantine and look at it." in said
    stage.until(lambda: stage.next.startswith("Put it away"), "the end is written")
    front.window.go("find")
    front.window.go("bench")
    front.rest()
    assert "Take it to quarantine" in stage.card, "it stays until somebody has seen it"


def test_what_is_chosen_outlives_another_language(at_bench: Opens) -> None:
    stage = at_bench()
    stage.front.scan(code(900))
    looks.dress(px_per_mm=3.95, language="zh_CN")
    stage.front.window.rebuild()
    stage.front.rest()
    assert stage.next.startswith("开始容量测试")


def test_a_scan_that_names_no_battery_is_refused_in_words(at_bench: Opens) -> None:
    stage = at_bench()
    stage.front.scan("001PE22A18K07JA6F0009999")
    assert "0009999" in stage.front.refused


def test_the_meter_is_read_by_its_card(at_bench: Opens, cells: Floor) -> None:
    stage = at_bench()
    front = stage.front
    front.scan(code(900))
    joined = time.monotonic()  # what the meter has read before is of another battery
    benches = front.window.frame.benches

    def steady() -> bool:
        newest = benches.heard.newest("1", "meter")
        return newest is not None and sum(s.t >= joined for s in newest[1]) >= 3

    stage.until(steady, "the meter has read this battery three times")
    front.scan("CY:C:RESISTANCE")
    assert front.refused == ""
    found = front.battery(cells.ids["cell"]).bench.resistance
    assert found is not None
    assert found.resistance is not None
    assert "Resistance" in stage.texts


def test_insulation_without_a_tester_says_so(at_bench: Opens) -> None:
    stage = at_bench()
    stage.front.scan(code(900), "CY:C:INSULATION")
    assert "tester" in stage.front.refused


def test_a_capacity_test_goes_to_its_end_and_on_to_its_grade(at_bench: Opens, cells: Floor) -> None:
    stage = at_bench(pace=2400)
    front = stage.front
    front.scan(code(900))
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.channel.on, "the load draws")
    curve = stage.screen._view.live.curve
    stage.until(lambda: stage.screen and curve.run and curve.run.count > 20, "a curve is drawn")
    assert "Cut-off 2.5 V" in stage.texts
    stage.until(lambda: stage.next.startswith("Grade it"), "the test is done")
    found = front.battery(cells.ids["cell"]).bench.capacity
    assert found is not None
    assert found.capacity == pytest.approx(280, rel=0.05)
    assert "grade it" in stage.card
    front.press(KEY.Key_Return)
    assert front.window._here == "grade"
    assert "No battery here" not in " ".join(front.texts())
    front.window.go("bench")
    front.rest()
    assert "Free" in stage.card

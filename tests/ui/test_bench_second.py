"""The second person at the bench: called for one thing, by any badge, and called off by Esc."""

from datetime import datetime

import benching
import looks
from at_bench import AtBench, Opens
from floor import Floor, code
from PySide6.QtCore import Qt

from cellyard.domain.codes import scans
from cellyard.jobs import people, registers
from cellyard.jobs.people import NewPerson
from cellyard.ui.screen import Heard

KEY = Qt.Key
SECOND = f"CY:P:{benching.SECOND_BADGE}"
PACK = "peugeot-e-208-50-kwh"


def badge_in_flight(stage: AtBench) -> None:
    """Give the second badge to the screen; who it is is looked up on another thread."""
    read = scans.read(SECOND, datetime.now().astimezone().date(), ())
    heard = Heard(no=1, at=0, text=SECOND, heard_by="wedge", scan=read)
    assert stage.front.screen.scan(heard), "it signs nobody in"


def nothing_on(stage: AtBench) -> bool:
    stage.front.rest()
    return stage.channel.phase == "free" and stage.tester.phase == "free"


def test_enter_starts_nothing_while_a_badge_for_the_test_voltage_is_awaited(
    at_bench: Opens,
) -> None:
    stage = at_bench(tester="gpt-9000")
    stage.front.scan(code(900), "CY:C:INSULATION")
    assert stage.next.startswith("Second badge")
    stage.front.press(KEY.Key_Return)
    assert nothing_on(stage)
    assert stage.screen._work.joined.call.what == "tester", "it is still awaited for that"


def test_esc_while_a_badge_is_looked_up_starts_neither_voltage_nor_load(at_bench: Opens) -> None:
    stage = at_bench(tester="gpt-9000")
    stage.front.scan(code(900), "CY:C:INSULATION")
    badge_in_flight(stage)
    stage.front.screen.escape()
    assert nothing_on(stage)


def test_a_badge_for_one_battery_starts_no_other(at_bench: Opens, cells: Floor) -> None:
    packs = [cells.book_in(code(serial), PACK) for serial in (77, 78)]
    for pack in packs:
        cells.put(pack)
    stage = at_bench(tester="gpt-9000")
    stage.front.scan(code(77))
    stage.front.press(KEY.Key_Return)
    call = stage.screen._work.joined.call
    stage.front.scan(code(78))
    assert stage.next.startswith("Start capacity test"), "the other one calls anew"
    stage.front.press(KEY.Key_Return)
    stage.screen._work.second_came(call, cells.administrator)
    assert nothing_on(stage)


def test_a_second_person_comes_with_whatever_code_the_badge_carries(
    at_bench: Opens, cells: Floor
) -> None:
    cells.put(cells.book_in(code(77), PACK))
    new = NewPerson(name="Sun Li", badge="ID 77-12", pin="2580", roles=("technician",))
    second = people.enter(cells.station, new, by=cells.administrator)
    stage = at_bench()
    stage.front.scan(code(77))
    stage.front.press(KEY.Key_Return)
    stage.front.scan("ID 77-12")
    assert stage.front.refused == ""
    stage.until(lambda: stage.channel.plan, "the run begins")
    assert stage.channel.plan is not None
    assert stage.channel.plan.second == second


def test_a_refused_second_person_leaves_the_call_standing(at_bench: Opens) -> None:
    stage = at_bench(tester="gpt-9000")
    stage.front.scan(code(900), "CY:C:INSULATION", f"CY:P:{benching.BADGE}")
    assert "first person already" in stage.front.refused
    stage.front.acknowledge()
    stage.front.scan(SECOND)
    assert stage.front.window.signed_in == stage.technician
    stage.until(lambda: stage.tester.on, "the voltage is on")


def test_where_every_channel_is_taken_nothing_is_said_to_be_done(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    stage.front.scan(code(901))
    assert "Every channel is taken." in stage.front.refused
    assert code(901) not in stage.front.said


def test_a_channel_that_is_gone_gives_its_place_to_another(at_bench: Opens, cells: Floor) -> None:
    stage = at_bench()
    stage.front.scan(code(900))
    load = benching.instrument(benching.LOAD, "load", "2", "itech-it8500", stage.bench.urls["load"])
    stage.front.window.frame.work(lambda s: registers.publish(s, [load], by=cells.administrator))
    stage.front.rest()
    stage.until(lambda: stage.screen._channels.chosen == "2", "channel 2 is in front")
    assert "No load is set up here" not in stage.texts


def test_why_it_did_not_begin_outlives_another_language(at_bench: Opens) -> None:
    stage = at_bench()
    stage.bench.load.instrument.misread()
    stage.front.scan(code(900))
    stage.front.press(KEY.Key_Return)
    stage.until(lambda: "The load did not go on." in stage.texts, "it is proposed again")
    looks.dress(px_per_mm=3.95, language="zh_CN")
    stage.front.window.rebuild()
    stage.front.rest()
    stage.until(lambda: "负载未接通。" in stage.texts, "the reason still stands")

"""What may be on comes before everything else: before the door, and over any other screen."""

import benching
import looks
import pytest
from at_bench import AtBench, Opens
from floor import Floor, code
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from whole import Whole

from cellyard.domain.bench.channel import Channel
from cellyard.jobs import people, registers
from cellyard.jobs.people import NewPerson
from cellyard.ui.before_door import MayBeOn
from cellyard.ui.screens.bench import BenchScreen
from cellyard.ui.screens.sign_in import SignIn
from cellyard.ui.widgets.off_card import OffCard

KEY = Qt.Key
BADGE = f"CY:P:{benching.BADGE}"
SENTENCE = "Load on channel 1 may still be on: look at it."


def page(stage: AtBench) -> MayBeOn:
    found = stage.front.window.before_door.page
    assert found is not None
    assert found.isVisible()
    return found


def pressed(stage: AtBench) -> list[QAbstractButton]:
    """Return what can be pressed on the page before the door."""
    found = page(stage).findChildren(QAbstractButton)
    return [button for button in found if button.isVisible()]


def after_a_crash(stage: AtBench) -> None:
    """Lose the load, end the app, and start it again with the load back."""
    stage.bench.load.unplug()
    stage.until(lambda: stage.channel.phase == "look", "the load is lost")
    stage.again()
    stage.until(lambda: stage.front.window.before_door.page, "the page stands before the door")


@pytest.mark.parametrize("how", ["key", "card", "finger"])
def test_after_a_crash_off_comes_before_the_door(at_bench: Opens, cells: Floor, how: str) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    after_a_crash(stage)
    front = stage.front
    said = stage.texts
    assert SENTENCE in said
    assert "Scan your badge" not in said
    named = "Capacity test, EVE LF280K cell"
    stage.until(lambda: named in stage.texts, "the battery is named")
    front.scan(BADGE)
    assert front.window.signed_in is None, "nothing but OFF before it was told to"
    assert front.refused == ""
    front.press(KEY.Key_F1)
    assert SENTENCE in stage.texts, "the guide does not cover it"
    stage.bench.load.plug()
    stage.until(lambda: stage.channel.voltage is not None, "the load speaks again")
    match how:
        case "key":
            front.press(KEY.Key_Escape)
        case "card":
            front.scan("CY:C:STOP")
        case _:
            page(stage).off.click()
    stage.until(lambda: stage.channel.seen_off, "the load says that it is off")
    stage.until(lambda: front.window.before_door.page is None, "the door comes")
    assert "Scan your badge" in stage.texts
    assert [door.isVisible() for door in front.window.findChildren(SignIn)] == [True]
    assert not stage.bench.load.instrument.on
    assert front.battery(cells.ids["cell"]).bench.run is not None, "closing it needs a person"
    front.scan(BADGE)
    assert front.window._here == "bench"
    screen = front.screen
    assert isinstance(screen, BenchScreen)
    screen._tick()
    screen._view.look.close_run.click()
    front.rest()
    stage.until(lambda: stage.channel.phase == "free", "the channel is free")
    assert front.battery(cells.ids["cell"]).bench.run is None


def test_a_load_that_never_answers_locks_nobody_out(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    after_a_crash(stage)
    front = stage.front
    front.press(KEY.Key_Escape)
    assert "has not said that it is off" in stage.texts
    front.scan(BADGE)
    assert front.window.signed_in is not None
    assert front.window._here == "bench"
    assert SENTENCE in stage.texts
    front.window.sign_out()
    front.rest()
    assert page(stage).told is False, "the next one is told first"


def test_who_has_no_badge_signs_in_by_pin_with_off_still_on_top(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    after_a_crash(stage)
    front = stage.front
    assert [b.accessibleName() for b in pressed(stage)] == ["Switch off"], "the one button"
    front.press(KEY.Key_Escape)
    page(stage).door.click()
    front.rest()
    door = next(d for d in front.window.findChildren(SignIn) if d.isVisible())
    assert SENTENCE in stage.texts
    front.press(KEY.Key_F1)
    assert SENTENCE in stage.texts, "the guide does not cover it"
    door._choose(stage.technician.id)
    front.press(KEY.Key_2, KEY.Key_5, KEY.Key_8, KEY.Key_0, KEY.Key_Return)
    stage.until(lambda: front.window.signed_in, "the PIN is taken")
    assert front.window._here == "bench"
    assert SENTENCE in stage.texts


@pytest.mark.parametrize("how", ["key", "card", "finger"])
def test_off_on_the_door_switches_off_and_the_warning_goes(at_bench: Opens, how: str) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    after_a_crash(stage)
    front = stage.front
    front.press(KEY.Key_Escape)
    page(stage).door.click()
    front.rest()
    stage.bench.load.plug()
    stage.until(lambda: stage.channel.voltage is not None, "the load speaks again")
    match how:
        case "key":
            front.press(KEY.Key_1, KEY.Key_Escape)
        case "card":
            front.scan("CY:C:STOP")
        case _:
            front.window.findChildren(OffCard)[0].off.click()
    stage.until(lambda: stage.channel.seen_off, "the load says that it is off")
    stage.until(lambda: SENTENCE not in stage.texts, "the warning goes")
    assert "Scan your badge" in stage.texts
    assert not stage.bench.load.instrument.on


def test_what_comes_later_has_its_own_off_as_the_one_button(app: Whole) -> None:
    made = benching.instrument
    loads = [made(f"load-{n}", "load", n, "itech-it8500", "/dev/null") for n in "12"]
    app.scan(f"CY:P:{benching.SECOND_BADGE}")
    person = app.window.frame.person.id
    app.window.frame.work(lambda s: registers.publish(s, loads, by=person))
    app.rest()
    app.window.sign_out()
    door, benches = app.window.before_door, app.window.frame.benches
    benches.of("1")._shown.put(Channel(key="1", phase="look"))
    door.look()
    assert door.page is not None
    door.page.off.click()
    door.page.door.click()
    assert door.page is None, "the door is there, with the card on it"
    benches.of("2")._shown.put(Channel(key="2", phase="look"))
    door.look()
    assert door.page is not None
    assert not door.page.told
    assert not door.page.door.isVisible()
    for key in "12":
        benches.of(key)._shown.put(Channel(key=key))
    door.look()
    assert not door.stands


def test_a_badge_of_any_code_passes_once_off_was_told(at_bench: Opens, cells: Floor) -> None:
    new = NewPerson(name="Sun Li", badge="ID 77-12", pin="2580", roles=("technician",))
    people.enter(cells.station, new, by=cells.administrator)
    stage = at_bench(pace=3600)
    stage.begin()
    after_a_crash(stage)
    front = stage.front
    front.scan("ID 77-12")
    assert front.window.signed_in is None
    front.press(KEY.Key_Escape)
    front.scan("ID 77-12")
    assert front.refused == ""
    assert front.window.signed_in is not None
    assert front.window.signed_in.name == "Sun Li"


def test_another_language_leaves_it_in_front(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    after_a_crash(stage)
    looks.dress(px_per_mm=3.95, language="zh_CN")
    stage.front.window.rebuild()
    stage.front.rest()
    assert "通道 1 的负载可能仍接通，请查看。" in stage.texts
    assert page(stage).isVisible()


def test_what_may_be_on_is_brought_over_another_screen_once(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    front = stage.front
    front.window.go("find")
    front.type("LF28")
    stage.bench.load.unplug()
    stage.until(lambda: front.window._here == "bench", "the bench comes to the front")
    assert SENTENCE in front.refused
    assert SENTENCE in stage.texts
    front.acknowledge()
    assert front.window._keys._typed == "LF28", "what was typed is still there"
    front.window._keys.forget()
    front.window.go("find")
    front.window._surroundings.show()
    assert front.window._here == "find", "once: who has seen it may go elsewhere"
    stage.bench.load.plug()


def test_on_the_bench_it_takes_the_page_and_esc_switches_off_at_once(at_bench: Opens) -> None:
    stage = at_bench(pace=3600)
    stage.begin()
    stage.bench.load.unplug()
    stage.until(lambda: stage.channel.phase == "look", "somebody has to look")
    stage.front.window._surroundings.show()
    assert stage.front.refused == ""
    assert SENTENCE in stage.texts
    stage.bench.load.plug()
    stage.until(lambda: stage.channel.voltage is not None, "the load speaks again")
    stage.front.press(KEY.Key_Escape)
    stage.until(lambda: stage.channel.seen_off, "the load says that it is off")


def test_a_run_that_did_not_begin_is_tried_again_on_its_channel(
    at_bench: Opens, cells: Floor
) -> None:
    stage = at_bench()
    front = stage.front
    stage.bench.load.instrument.misread()
    front.scan(code(900))
    front.press(KEY.Key_Return)
    stage.until(lambda: front.window.frame.benches.endings.of("1"), "it is not armed")
    front.rest()
    screen = front.screen
    assert isinstance(screen, BenchScreen)
    stage.until(lambda: "The load did not go on." in stage.texts, "it is proposed again")
    assert "Did not start" in stage.texts
    stage.bench.load.instrument.misread(misread=False)
    front.press(KEY.Key_Return)
    stage.until(lambda: stage.channel.phase == "running", "Enter tries it again")
    assert front.battery(cells.ids["cell"]).bench.ends == ("not_armed",)


def test_nothing_begins_with_another_load_than_the_register_names(at_bench: Opens) -> None:
    stage = at_bench(serial="999999")
    front = stage.front
    lines = front.window.frame.instruments
    stage.until(lambda: any(a.health.trouble for a in lines.attached()), "it has said who it is")
    front.scan(code(900))
    front.press(KEY.Key_Return)
    assert "Another instrument answers" in front.refused
    assert stage.channel.phase == "free"

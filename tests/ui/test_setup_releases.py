"""Set up, people and rules: who is qualified, who stands for an edition, value by value."""

from collections.abc import Iterator
from datetime import date, timedelta

import looks
import msgspec
import pytest
from floor import Floor
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.domain import ids
from cellyard.domain.facts import ReleaseWithdrawn
from cellyard.domain.release import Qualifying, Releasing, qualify
from cellyard.domain.rules import Edition
from cellyard.jobs import people, registers, releases
from cellyard.jobs.releases import Stands
from cellyard.jobs.station import Station
from cellyard.ledger import facts
from cellyard.ui.setting_up.rules import today

TRANSPORT = "transport-cn-2026-1"
LONG = "2099-12-31"
YEAR_ON = (date.fromisoformat(today()) + timedelta(days=365)).isoformat()


def edition(setup: SetUp) -> Edition:
    found = setup.asked(lambda q: q.releases.edition(TRANSPORT))
    assert found is not None
    return found


def qualified(floor: Floor, person: str = "") -> None:
    """Let somebody be an adviser, on a floor whose edition on transport does not end soon."""
    editions = floor.station.ledger.registers.editions()
    transport = next(e for e in editions if e.id == TRANSPORT)
    longer = msgspec.structs.replace(transport, valid_to=LONG)
    registers.publish(floor.station, [longer], by=floor.administrator)
    order = Qualifying(
        person=person or floor.administrator, qualification="dg_adviser", until=YEAR_ON
    )
    floor.station.record(qualify, order, by=floor.administrator)


@pytest.fixture
def at_rules(floor: Floor, qtbot: QtBot) -> Iterator[SetUp]:
    """An adviser before the edition on transport."""
    qualified(floor)
    setup = SetUp(floor, floor.supervisor, qtbot)
    show(setup)
    yield setup
    setup.close()


def show(setup: SetUp, id_: str = TRANSPORT):
    section = setup.open("rules")
    section._which.set_key(id_)
    return section


def desk(setup: SetUp):
    return setup.screen.section("rules")._release


def press(setup: SetUp, key: Qt.Key = Qt.Key.Key_Return, *, held: bool = False) -> None:
    """Press a key on the list; `held` as the keyboard says it again and again."""
    listed = desk(setup).confirming.list
    if held:
        event = QKeyEvent(
            QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
        )
        QApplication.sendEvent(listed, event)
    else:
        QTest.keyClick(listed, key)
    setup.rest()


def confirm_all(setup: SetUp) -> int:
    """Confirm one by one; returns how often a key was pressed."""
    confirming = desk(setup).confirming
    pressed = 0
    while len(confirming._confirmed) < len(confirming._asked):
        press(setup)
        pressed += 1
        assert pressed <= len(confirming._asked)
    return pressed


def stands(setup: SetUp) -> dict[str, Stands]:
    return setup.asked(releases.standing)


# --- people -------------------------------------------------------------------------------------


def test_a_qualification_is_entered_ends_and_is_taken_away(setup: SetUp) -> None:
    section = setup.open("people")
    section.choose(setup.floor.operator)
    setup.fill("people", dg_adviser="2020-01-01")
    assert setup.next().endswith("Give a day from today on, as 2027-01-31")
    setup.fill("people", dg_adviser=YEAR_ON)
    setup.enter()
    assert setup.row("people", setup.floor.operator) == (
        "rest", "Li Wei", "DG adviser, Operator", "0002", f"until {YEAR_ON}",
    )  # fmt: skip
    setup.fill("people", dg_adviser="")
    setup.enter()
    assert section.items[setup.floor.operator].qualified == {}
    assert setup.row("people", setup.floor.operator)[-1] == ""


def test_a_qualification_that_ended_wants_care_and_keeps_nothing_else_from_being_saved(
    floor: Floor, qtbot: QtBot
) -> None:
    now = floor.now.at
    floor.now.at = now - 40 * 24 * 3_600_000
    was = (date.fromisoformat(today()) - timedelta(days=30)).isoformat()
    order = Qualifying(person=floor.operator, qualification="site_safety", until=was)
    floor.station.record(qualify, order, by=floor.administrator)
    floor.now.at = now
    setup = SetUp(floor, floor.supervisor, qtbot)
    section = setup.open("people")
    assert setup.row("people", floor.operator)[0] == "caution"
    assert setup.row("people", floor.operator)[-1] == f"ended {was}"
    section.choose(floor.operator)
    setup.fill("people", phone="13800000000")
    setup.enter()
    assert section.items[floor.operator].phone == "13800000000"
    setup.close()


def test_a_person_is_entered_with_a_qualification(setup: SetUp) -> None:
    section = setup.open("people")
    section.choose("")
    setup.fill("people", name="Chen Jing", badge="0009", site_safety=YEAR_ON)
    section._pin.setText("1357")
    section._again.setText("1357")
    setup.enter()
    made = next(p for p in section.items.values() if p.name == "Chen Jing")
    assert made.qualified == {"site_safety": YEAR_ON}


# --- looking through ----------------------------------------------------------------------------


def test_an_adviser_confirms_value_by_value_and_stands_for_an_edition(at_rules: SetUp) -> None:
    release = desk(at_rules)
    assert release._words.text() == "Not released: papers under it are drafts."
    release.look_through.click()
    at_rules.rest()
    whole = edition(at_rules).unconfirmed()
    assert at_rules.next() == (f"not_yet: Stand for it / 0 of {len(whole)} confirmed")
    at_rules.enter()
    assert stands(at_rules) == {}
    assert confirm_all(at_rules) == len(whole)
    assert release.confirming.until.hasFocus()
    press(at_rules)
    assert len(release.confirming._confirmed) == len(whole)
    assert at_rules.next().endswith("Give the day until which you stand for it")
    release.confirming.until.setText("2100-01-01")
    assert at_rules.next().endswith(f"Give a day from {today()} to {YEAR_ON}")
    release.confirming.until.setText(YEAR_ON)
    assert at_rules.next() == f"ready: Stand for it / until {YEAR_ON}"
    at_rules.enter()
    found = stands(at_rules)[TRANSPORT]
    assert (found.name, found.until, found.demo) == ("Zhao Min", YEAR_ON, False)
    assert at_rules.said() == (
        f"You stand for Transport CN 2026-1 until {YEAR_ON}. It counts for papers from now on."
    )
    assert release._words.text() == f"Released by Zhao Min until {YEAR_ON}."
    assert at_rules.window.frame.draft(f"release {at_rules.floor.administrator} {TRANSPORT}") == ""


def test_each_value_is_shown_with_its_source_and_how_well_it_is_known(at_rules: SetUp) -> None:
    desk(at_rules).look_through.click()
    confirming = desk(at_rules).confirming
    lines = confirming.list._model.lines
    assert {line.key for line in lines if not line.head} == set(edition(at_rules).unconfirmed())
    at = next(n for n, line in enumerate(lines) if line.key == "label.side_mm")
    assert (lines[at].second, lines[at].right) == ("100\u00a0mm", "from memory")
    head = next(line for line in reversed(lines[:at]) if line.head)
    confirming._go("label.side_mm")
    assert confirming._source.text() == f"{head.title} (from memory)"
    confirming._go("UN3480.name_zh")
    assert confirming._said.text() == "Chinese proper shipping name: 锂离子电池组"


def test_a_key_that_is_held_down_confirms_nothing(at_rules: SetUp) -> None:
    desk(at_rules).look_through.click()
    for _time in range(5):
        press(at_rules, held=True)
    assert desk(at_rules).confirming._confirmed == set()
    press(at_rules, Qt.Key.Key_Space)
    assert len(desk(at_rules).confirming._confirmed) == 1


def test_one_source_is_confirmed_at_once_and_a_confirmation_is_taken_back(
    at_rules: SetUp,
) -> None:
    desk(at_rules).look_through.click()
    confirming = desk(at_rules).confirming
    confirming._go("UN3480.name_zh")
    source = confirming._one("UN3480.name_zh").source
    same = {one.id for one in confirming._asked if one.source == source}
    assert confirming._group.text() == f"All {len(same)} of this source"
    confirming._group.click()
    assert confirming._confirmed == same
    confirming._go("UN3480.name_zh")
    assert confirming._confirm.text() == "Take it back"
    confirming._confirm.click()
    assert confirming._confirmed == same - {"UN3480.name_zh"}


def test_what_is_confirmed_survives_leaving_and_a_crash(at_rules: SetUp) -> None:
    desk(at_rules).look_through.click()
    press(at_rules)
    press(at_rules)
    done = set(desk(at_rules).confirming._confirmed)
    assert len(done) == 2
    at_rules.window.rebuild()  # as another language does: the page stands again
    at_rules.rest()
    show(at_rules)
    assert desk(at_rules).confirming._confirmed == done
    at_rules.screen.escape()
    assert desk(at_rules).mode == "read"
    desk(at_rules).look_through.click()
    assert desk(at_rules).confirming._confirmed == done
    kept: list[dict[str, str]] = []
    at_rules.window.frame.work(lambda s: s.notes.kept(), done=kept.append)
    at_rules.rest()
    draft = kept[0][f"release {at_rules.floor.administrator} {TRANSPORT}"]
    assert all(id_ in draft for id_ in done)


def test_what_one_person_confirmed_is_nothing_of_anothers(at_rules: SetUp) -> None:
    floor = at_rules.floor
    order = Qualifying(person=floor.operator, qualification="dg_adviser", until=YEAR_ON)
    at_rules.window.frame.record(qualify, order)
    at_rules.rest()
    desk(at_rules).look_through.click()
    press(at_rules)
    at_rules.sign_in(floor.floor_worker)
    at_rules.window.go("setup")
    at_rules.rest()
    show(at_rules)
    assert desk(at_rules).mode == "read"
    desk(at_rules).look_through.click()
    assert desk(at_rules).confirming.progress.startswith("0 of ")


def test_an_edition_published_anew_is_looked_through_anew(at_rules: SetUp) -> None:
    desk(at_rules).look_through.click()
    press(at_rules)
    other = msgspec.structs.replace(edition(at_rules), title="Another text")
    by = at_rules.floor.administrator
    at_rules.window.frame.work(lambda s: registers.publish(s, [other], by=by))
    at_rules.rest()
    assert desk(at_rules).mode == "read"
    assert "was published anew" in at_rules.said()
    desk(at_rules).look_through.click()
    assert desk(at_rules).confirming.progress.startswith("0 of ")


def test_who_is_not_qualified_is_told_why(setup: SetUp) -> None:
    show(setup)
    release = desk(setup)
    assert release.look_through.isHidden()
    assert release._why.text() == (
        "You are not entered as dangerous-goods safety adviser. "
        "An administrator enters it in Set up, People."
    )


def test_a_release_past_its_last_day_is_given_anew(floor: Floor, qtbot: QtBot) -> None:
    now = floor.now.at
    floor.now.at = now - 40 * 24 * 3_600_000
    qualified(floor)
    seen = next(e for e in floor.station.ledger.registers.editions() if e.id == TRANSPORT)
    was = (date.fromisoformat(today()) - timedelta(days=30)).isoformat()
    order = Releasing(edition=TRANSPORT, confirmed=seen.unconfirmed(), until=was)
    releases.release(floor.station, order, seen, by=floor.administrator)
    floor.now.at = now
    setup = SetUp(floor, floor.supervisor, qtbot)
    show(setup)
    assert desk(setup)._words.text() == "Not released: papers under it are drafts."
    assert desk(setup).withdraw.isHidden()
    assert not desk(setup).look_through.isHidden()
    setup.close()


# --- withdrawing --------------------------------------------------------------------------------


def released(at_rules: SetUp) -> None:
    desk(at_rules).look_through.click()
    confirm_all(at_rules)
    desk(at_rules).confirming.until.setText(YEAR_ON)
    at_rules.enter()


def test_a_release_ends_with_the_qualification_of_who_gave_it(at_rules: SetUp) -> None:
    released(at_rules)
    by = at_rules.floor.administrator
    order = Qualifying(person=by, qualification="dg_adviser", until="")
    at_rules.window.frame.work(lambda s: s.record(qualify, order, by=by))
    show(at_rules)
    assert "is not qualified any more: papers" in desk(at_rules)._words.text()


def test_a_release_is_withdrawn_with_a_reason(at_rules: SetUp) -> None:
    released(at_rules)
    release = desk(at_rules)
    assert release.look_through.isHidden()
    release.withdraw.click()
    assert at_rules.next() == "not_yet: Withdraw it / Choose why"
    release.reason.set_key("adviser_left")
    at_rules.enter()
    assert stands(at_rules) == {}
    assert release._words.text() == "Not released: papers under it are drafts."
    assert reasons(at_rules) == ["adviser_left"]


def reasons(setup: SetUp) -> list[str]:
    """Return why releases of the edition were withdrawn, as the ledger says."""
    found: list[list[str]] = []

    def read(station: Station) -> list[str]:
        with station.ledger.connection.begin():
            subject = ids.register_entry("editions", TRANSPORT)
            line = facts.of_subject(station.ledger.connection, subject)
        return [r.fact.reason for r in line if isinstance(r.fact, ReleaseWithdrawn)]

    setup.window.frame.work(read, done=found.append)
    setup.rest()
    return found[0]


def test_the_name_of_who_stands_goes_with_their_sheet(at_rules: SetUp) -> None:
    floor = at_rules.floor
    released(at_rules)
    other = people.NewPerson(name="Chen Jing", badge="0009", pin="1357", roles=("administrator",))
    came: list[str] = []
    by = floor.administrator
    at_rules.window.frame.work(lambda s: people.enter(s, other, by=by), done=came.append)
    at_rules.rest()
    at_rules.window.frame.work(lambda s: people.erase(s, by, by=came[0]))
    at_rules.rest()
    assert stands(at_rules)[TRANSPORT].name == ""
    assert desk(at_rules)._words.text() == f"Released by (erased) until {YEAR_ON}."


def test_an_older_store_is_offered_the_editions_on_transport(setup: SetUp) -> None:
    section = setup.open("rules")
    older = {k: e for k, e in section._editions.items() if e.subject != "transport"}
    section._editions = older
    assert {e.id for e in section._new()} == {"transport-cn-2026-1", "transport-eu-2026-1"}
    section.changed.emit()
    assert setup.next() == "ready: Publish rules / 2 editions came new"


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_nothing_is_cut_while_an_edition_is_looked_through(
    floor: Floor, qtbot: QtBot, worn: looks.Worn
) -> None:
    looks.dress(*worn[:3], desk=worn[3] == "desk")
    glass = looks.glass(worn)
    qualified(floor)
    setup = SetUp(floor, floor.supervisor, qtbot, glass)
    people_section = setup.open("people")
    people_section.choose(floor.administrator)
    looks.stands(setup.window, glass, "qualified")
    show(setup, "grading-2026-2")
    looks.stands(setup.window, glass, "not qualified")
    show(setup)
    looks.stands(setup.window, glass, "not released")
    desk(setup).look_through.click()
    looks.stands(setup.window, glass, "looking through")
    for one in ("T3", "UN2794", "J-d1"):
        desk(setup).confirming._go(one)
        looks.stands(setup.window, glass, one)
    released_now(setup)
    looks.stands(setup.window, glass, "released")
    desk(setup).withdraw.click()
    looks.stands(setup.window, glass, "withdrawing")
    setup.close()


def released_now(setup: SetUp) -> None:
    confirming = desk(setup).confirming
    for one in confirming._asked:
        confirming._confirmed.add(one.id)
    confirming.until.setText(YEAR_ON)
    setup.enter()

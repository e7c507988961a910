"""Set up: who may change what, registers as lists and forms, and nothing typed is lost."""

from decimal import Decimal

import looks
import pytest
from floor import Floor
from pytestqt.qtbot import QtBot
from set_up import SetUp

from cellyard.domain.rules import in_force
from cellyard.jobs import door
from cellyard.jobs.door import SignedIn
from cellyard.ui.screens.setup import SetupScreen
from cellyard.ui.widgets.desk import Button, Check, Choice, Field

SECTIONS = (
    "people", "outsiders", "partners", "notices", "zones", "ports", "instruments", "printers",
    "models", "prices", "rules", "centre", "look", "store", "backups",
)  # fmt: skip
# What a supervisor may change; an administrator may change all of it.
SUPERVISORS = {
    "partners", "notices", "zones", "ports", "instruments", "printers", "models", "look", "store",
    "backups",
}  # fmt: skip


# --- roles --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["operator", "technician", "supervisor", "administrator"])
def test_who_may_not_change_a_section_reads_it_and_is_told_why(
    floor: Floor, qtbot: QtBot, role: str
) -> None:
    setup = SetUp(floor, floor.person(floor.operator, "Li Wei", role), qtbot)
    for key in SECTIONS:
        section = setup.open(key)
        free = key in {"look", "store"}
        may = role == "administrator" or (role == "supervisor" and key in SUPERVISORS) or free
        assert section.allowed == may, key
        assert (section.reason == "") == may, key
        if not may and setup.next():
            assert setup.next().endswith(section.reason)
    setup.close()


# --- people -------------------------------------------------------------------------------------


def test_a_person_is_entered_changed_and_erased(setup: SetUp) -> None:
    section = setup.open("people")
    section.choose("")
    assert setup.next() == "not_yet: Add / Fill in the form"
    setup.fill("people", name="Chen Jing", technician="yes")
    assert setup.next().endswith("The PIN is missing")
    section._pin.setText("1357")
    section._again.setText("1375")
    assert setup.next().endswith("The two PINs differ")
    section._again.setText("1357")
    setup.scan("CY:P:0002")
    assert setup.next().endswith("This badge belongs to somebody else")
    setup.scan("CY:P:0007")
    setup.enter()
    assert setup.said() == "Kept. It counts from now on."
    made = next(p for p in section.items.values() if p.name == "Chen Jing")
    assert (set(made.roles), made.badge) == ({"operator", "technician"}, "0007")
    assert section._pin.text() == ""
    setup.fill("people", operator="", badge="0008")
    setup.enter()
    came: list[SignedIn] = []
    setup.window.frame.work(lambda s: door.by_badge(s, "0008"), done=came.append)
    setup.rest()
    assert came[0].roles == {"technician"}
    section._erase.held.emit()
    setup.rest()
    gone = section.items[made.id]
    assert (gone.name, gone.badge, gone.active) == ("", "", False)
    assert setup.next() == "not_yet: Save / Nothing is changed"


def test_nobody_takes_the_administrator_role_from_themselves(setup: SetUp) -> None:
    section = setup.open("people")
    section.choose(setup.floor.administrator)
    assert not section._erase.isEnabled()
    setup.fill("people", administrator="")
    setup.enter()
    assert setup.said().startswith("You cannot take your own administrator role.")
    assert "administrator" in section.items[setup.floor.administrator].roles


# --- registers ----------------------------------------------------------------------------------


def test_a_partner_keeps_its_key(setup: SetUp) -> None:
    section = setup.open("partners")
    setup.scan("CY:O:jinma")
    setup.fill("partners", key="other")
    assert setup.next().endswith("it stands on the card")
    setup.screen.escape()
    setup.fill("partners", city="Linjiang", uscc="914403001922038216")
    setup.enter()
    assert section.items["jinma"].city == "Linjiang"
    section.choose("")
    setup.fill("partners", key="JINMA", name="x", role="carrier")
    assert setup.next().endswith("Each outlet has its own.")
    setup.fill("partners", key="XH-1")
    setup.enter()
    made = {p.key: p.role for p in setup.asked(lambda q: q.registers.partners())}
    assert made["XH-1"] == "carrier"


def test_a_model_needs_figures_and_their_source(setup: SetUp) -> None:
    section = setup.open("models")
    before = len(section.items)
    assert before >= 40
    section.choose("")
    setup.fill("models", make="Test", name="One", kwh="52,0", max_v="403.2", series="96.5")
    wrong = section.wrong(section.fields.values())
    assert set(wrong) == {"kwh", "series", "source"}
    setup.fill("models", kwh="52.0", series="96", source="name plate", prefixes="001PE22 002")
    assert set(section.wrong(section.fields.values())) == {"prefixes"}
    setup.fill("models", prefixes="001pe22")
    setup.enter()
    made = section.items["test-one-52-0-kwh"]
    assert (made.kwh, made.series, made.prefixes) == (Decimal("52.0"), 96, ("001PE22",))
    for wanted, least in (("e-208", 1), ("one", 1), ("no such model", 0)):
        section._search.setText(wanted)
        rows = section._table.model().rowCount()
        assert rows >= least
        assert rows < before
    section.choose("peugeot-e-208-50-kwh")
    setup.fill("models", mass_kg="361")
    setup.enter()
    changed = section.items["peugeot-e-208-50-kwh"]
    assert changed.mass_kg == Decimal(361)


def test_a_yard_changes_where_nothing_lies(setup: SetUp) -> None:
    section = setup.open("zones")
    assert setup.next() == "not_yet: Save / Nothing is changed"
    rows = section._grid._rows
    keys = [row.zone for row in section._grid.rows()]
    rows._fields[keys.index("E")][2].setText("4")
    assert setup.next() == "ready: Save / 1 zone"
    setup.enter()
    assert setup.said() == "Kept. The yard is so from now on."
    zones = {z.key: z for z in setup.asked(lambda q: q.registers.zones())}
    assert len(zones["E"].slots) == 60
    rows.remove(keys.index("A"))
    assert setup.next().startswith("not_yet: Save / A normal zone is missing")
    rows.add(("B", "normal", "1", "1", "6", "700", "110"))
    assert setup.next() == "ready: Save / 2 zones"
    setup.enter()
    assert "holds a battery. Move it first" in setup.said()
    assert setup.asked(lambda q: q.registers.zones()) == list(zones.values())


def test_rules_are_read_with_value_source_and_how_well_they_are_known(setup: SetUp) -> None:
    section = setup.open("rules")
    edition = in_force(list(section._editions.values()), "2026-06-01", "CN")
    assert edition is not None
    assert section._which.key() == edition.id
    assert section._table.model().rowCount() == len(edition.sources())
    section._table.row_chosen.emit("insulation.ohm_per_volt")
    assert section._page._rule.text() == "insulation.ohm_per_volt  100 Ω/V"
    assert "GB 38031-2025" in section._page._source.text()
    assert "secondary source" in section._page._source.text()
    assert setup.next() == ""
    section._editions.pop(edition.id)
    section.changed.emit()
    assert setup.next() == "ready: Publish rules / 1 edition came new"


def test_the_centre_is_renamed(setup: SetUp) -> None:
    setup.open("centre")
    setup.fill("centre", name="Linjiang North", uscc="123")
    assert "18 signs" in setup.next()
    setup.fill("centre", uscc="")
    setup.enter()
    assert setup.asked(lambda q: q.registers.centre()).name == "Linjiang North"


# --- nothing typed is lost, nothing is cut ------------------------------------------------------


def test_forms_survive_a_change_of_language_and_a_crash(setup: SetUp) -> None:
    setup.open("people").choose("")
    setup.fill("people", name="Chen Jing", badge="0007")
    setup.screen.section("people")._pin.setText("1357")
    setup.open("partners").choose("jinma")
    setup.fill("partners", city="Linjiang")
    assert "1357" not in setup.window.frame.draft("setup")
    setup.rest()
    setup.window.rebuild()
    setup.rest()
    assert setup.screen._here.key == "partners"
    assert setup.screen.section("partners").fields.values()["city"] == "Linjiang"
    assert setup.next() == "ready: Save / Jinma 4S"
    assert setup.screen.section("people").fields.values()["name"] == "Chen Jing"
    again = SetupScreen(setup.window.frame)  # as after kill -9: only the draft is left
    assert again.section("people").fields.values()["badge"] == "0007"
    again.deleteLater()
    setup.screen.escape()
    assert setup.next() == "not_yet: Save / Nothing is changed"


@pytest.mark.parametrize("worn", looks.BOTH_PANELS, ids=str)
def test_nothing_is_cut_and_every_target_is_large_enough(
    floor: Floor, qtbot: QtBot, worn: looks.Worn
) -> None:
    look = looks.dress(*worn[:3], desk=worn[3] == "desk")
    glass = looks.glass(worn)
    setup = SetUp(floor, floor.supervisor, qtbot, glass)
    for key in SECTIONS:
        section = setup.open(key)
        if key in {"people", "partners", "models"}:
            section.choose(next(iter(section.items)))
        looks.stands(setup.window, glass, key)
        kinds = (Button, Check, Choice, Field)
        found = [w for kind in kinds for w in setup.screen.findChildren(kind) if w.isVisible()]
        assert all(w.height() >= 10 * look.px_per_mm - 1 for w in found), key
    setup.close()

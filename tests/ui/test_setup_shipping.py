"""Set up: what shipping asks of the centre and of models: packagings at hand, UN 38.3."""

from set_up import SetUp

from cellyard.domain.registers import Centre
from cellyard.jobs import registers
from cellyard.ui.screens.setup import SetupScreen
from cellyard.ui.setting_up.rules import REGIONS


def centre(setup: SetUp) -> Centre:
    return setup.asked(lambda q: q.registers.centre())


def test_the_packagings_at_hand_are_those_that_instructions_ask_for(setup: SetUp) -> None:
    section = setup.open("centre")
    toggles = section.packagings._toggles
    wanted = {"P903", "LP903", "P908", "LP904", "P909", "P910", "LP905", "P911", "LP906"}
    # an approval is for one battery: its number is entered where that is packed
    assert set(toggles) == wanted
    assert setup.next() == "not_yet: Save / Nothing is changed"
    toggles["P911"].click()
    toggles["P908"].click()
    assert setup.next().startswith("ready: Save")
    setup.enter()
    assert centre(setup).packagings == ("P908", "P911")
    toggles["P911"].click()
    setup.enter()
    assert centre(setup).packagings == ("P908",)


def test_a_packaging_that_no_instruction_asks_for_any_more_is_not_lost(setup: SetUp) -> None:
    by = setup.floor.administrator
    before = Centre(name="Linjiang", jurisdiction="CN", packagings=("P911", "LP200", "P908"))
    setup.window.frame.work(lambda s: registers.publish(s, [before], by=by))
    section = setup.open("centre")
    assert setup.next() == "not_yet: Save / Nothing is changed"
    section.packagings._toggles["P909"].click()
    setup.enter()
    assert set(centre(setup).packagings) == {"P908", "P911", "LP200", "P909"}


def test_an_approval_entered_as_a_packaging_before_is_not_offered_and_not_lost(
    setup: SetUp,
) -> None:
    by = setup.floor.administrator
    before = Centre(name="Linjiang", jurisdiction="CN", packagings=("P908", "approval"))
    setup.window.frame.work(lambda s: registers.publish(s, [before], by=by))
    section = setup.open("centre")
    assert "approval" not in section.packagings._toggles
    assert setup.next() == "not_yet: Save / Nothing is changed"


def test_a_part_of_a_law_with_waste_codes_of_its_own_is_entered(setup: SetUp) -> None:
    section = setup.open("centre")
    assert not section.fields["region"].isVisible()
    setup.fill("centre", jurisdiction="EU", region="DE")
    assert section.fields["region"].isVisible()
    setup.enter()
    assert (centre(setup).jurisdiction, centre(setup).region) == ("EU", "DE")
    setup.fill("centre", jurisdiction="CN")
    setup.enter()
    assert (centre(setup).jurisdiction, centre(setup).region) == ("CN", "")
    editions = setup.asked(lambda q: q.registers.editions())
    named = {(e.jurisdiction, w.region) for e in editions for w in e.waste_code if w.region}
    assert named == {(law, key) for law, parts in REGIONS.items() for key in parts if key}


def test_what_is_chosen_and_not_saved_survives_a_crash(setup: SetUp) -> None:
    setup.open("centre").packagings._toggles["P911"].click()
    setup.fill("centre", name="Linjiang North")
    setup.rest()
    again = SetupScreen(setup.window.frame)  # as after kill -9: only the draft is left
    again.open("centre")
    setup.rest()
    section = again.section("centre")
    assert section.packagings.chosen == ("P911",)
    assert section.fields.values()["name"] == "Linjiang North"
    again.deleteLater()


def test_whether_a_model_passed_its_tests_is_entered(setup: SetUp) -> None:
    section = setup.open("models")
    section.choose("nissan-leaf-40-kwh")
    assert section.fields.values()["un38_3"] == "unknown"
    setup.fill("models", un38_3="yes")
    setup.enter()
    assert section.items["nissan-leaf-40-kwh"].un38_3 == "yes"


def test_a_consignee_is_entered_with_its_city_and_credit_code(setup: SetUp) -> None:
    section = setup.open("partners")
    section.choose("")
    setup.fill(
        "partners",
        name="Donghe Materials",
        role="consignee",
        city="Wuhan",
        uscc="914403001922038216",
    )
    key = section.fields.values()["key"]
    setup.enter()
    found = section.items[key]
    assert (found.role, found.city, found.uscc) == ("consignee", "Wuhan", "914403001922038216")

"""The consignee's receipt under a link: told once, and at every station it is a receipt."""

from decimal import Decimal
from pathlib import Path

import pytest
from browser import window
from keeping import keep
from networked import Yard
from playwright.sync_api import Browser, Page

from cellyard.domain import ids
from cellyard.domain.shipping.receipt import task_of
from cellyard.hub import accounts, receipt_links
from cellyard.hub.accounts import Account
from cellyard.jobs.station import Station
from cellyard.jobs.tasks import open_tasks
from cellyard.ledger import facts, projections
from cellyard.ledger.questions import Questions

PASSWORD = "a long password"


def link(yard: Yard) -> str:
    with yard.hub.store.writing() as connection:
        now = yard.floor.now.at
        word, _until = receipt_links.give(connection, yard.hub.centre, yard.load, now=now)
    return f"/receipt/{word}"


def differences(station: Station, now: int) -> set[str]:
    questions = Questions(station.folder)
    try:
        known = questions.known(station=station.identity.station, actor="", now=now)
        return {t.battery for t in open_tasks(questions, known) if t.kind == "difference"}
    finally:
        questions.close()


def digest(station: Station) -> str:
    with station.ledger.connection.begin():
        return projections.digest(station.ledger.connection)


def test_what_the_consignee_says_is_a_receipt_at_both_stations(
    own_yard: Yard, browser: Browser, tmp_path: Path
) -> None:
    yard, floor = own_yard, own_yard.floor
    second = yard.hub.join(tmp_path / "two", "Bench A")
    keep(second, yard.hub.hub.answer)
    accounts.add(yard.hub.store, Account(name="zhao", role="administrator"), PASSWORD)
    context, page = window(browser, yard.url)
    page.goto("/sign-in")
    page.fill("[name=name]", "zhao")
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    page.click("td button")
    given = page.inner_text(".code")
    assert page.locator("svg.qr").count() == 1
    context.close()
    # The consignee is somebody else, with a telephone.
    context, page = window(browser, yard.url, size="phone")
    page.goto(given)
    assert "Donghe Materials" in page.inner_text("main")
    page.select_option("[name=outcome-0]", "other_mass")
    page.fill("[name=kg-0]", "298,5")
    page.select_option("[name=outcome-1]", "missing")
    page.click("button.primary")
    assert page.inner_text("h1") == "The receipt is told"
    page.goto(given)  # looked at again it says the same, and takes nothing more
    assert page.inner_text("h1") == "The receipt is told"
    context.close()
    for station in (floor.station, second):
        keep(station, yard.hub.hub.answer)
        assert differences(station, floor.now.at) == {floor.ids["first"], floor.ids["second"]}
    load, first = floor.load(yard.load), floor.battery(floor.ids["first"])
    assert (load.state, load.differences) == ("received", 2)
    assert (first.leaving.outcome, first.leaving.outcome_kg) == ("other_mass", Decimal("298.5"))
    assert task_of(floor.battery(floor.ids["second"])).endswith("/missing")
    yard.served.projector.catch_up()
    central = yard.served.projector.digest(yard.hub.centre)
    assert digest(floor.station) == digest(second) == central
    second.close()


def test_its_facts_come_after_what_the_hub_knew(own_yard: Yard, browser: Browser) -> None:
    yard, floor = own_yard, own_yard.floor
    before = floor.battery(floor.ids["first"]).newest, floor.load(yard.load).newest
    context, page = window(browser, yard.url)
    page.goto(link(yard))
    page.check("[name=rest]")
    page.click("button.primary")
    context.close()
    keep(floor.station, yard.hub.hub.answer)
    with floor.station.ledger.connection.begin():
        lines = [
            facts.of_subject(floor.station.ledger.connection, subject)[-1].envelope
            for subject in (ids.battery(floor.ids["first"]), ids.load(yard.load))
        ]
    assert [e.station for e in lines] == [ids.HUB, ids.HUB]
    assert tuple(e.after for e in lines) == before
    assert floor.load(yard.load).differences == 0
    # What was said is all that is known now: nothing is concurrent.
    assert len(floor.battery(floor.ids["first"]).newest) == 1


def test_what_cannot_be_taken_says_why_and_writes_nothing(own_yard: Yard, browser: Browser) -> None:
    context, page = window(browser, own_yard.url)
    path = link(own_yard)
    page.goto(path)
    page.click("button.primary")
    assert "Lines that are open: 2" in page.inner_text(".said")
    page.select_option("[name=outcome-0]", "other_mass")
    page.check("[name=rest]")
    page.click("button.primary")
    assert "have no mass: 1" in page.inner_text(".said")
    page.fill("[name=kg-0]", "heavy")
    page.click("button.primary")
    assert "“heavy” is no mass" in page.inner_text(".problem")
    assert page.input_value("[name=outcome-0]") == "other_mass"
    assert page.is_checked("[name=rest]")
    assert _size(own_yard) == own_yard.served.projector.size(own_yard.hub.centre)
    context.close()


def _size(yard: Yard) -> int:
    projector = yard.served.projector
    return projector.size(yard.hub.centre) + projector.lag(yard.hub.centre)


@pytest.mark.parametrize("how", ["unknown", "ended", "twice"])
def test_a_link_is_good_once_and_for_a_time(yard: Yard, browser: Browser, how: str) -> None:
    context, page = window(browser, yard.url)
    path, before = link(yard), yard.floor.now.at
    if how == "unknown":
        path = "/receipt/nonsense"
    if how == "ended":
        yard.floor.now.at += receipt_links.LASTS_MS + 1
    page.goto(path)
    if how != "twice":
        assert "not, or no longer, good" in page.inner_text(".said")
    else:
        other = context.new_page()
        other.goto(path)
        for one in (page, other):  # two windows, both sent
            _tell(one)
        assert other.inner_text("h1") == "The receipt is told"
        assert _size(yard) == yard.served.projector.size(yard.hub.centre) + 2
    yard.floor.now.at = before
    context.close()


def _tell(page: Page) -> None:
    page.check("[name=rest]")
    page.click("button.primary")

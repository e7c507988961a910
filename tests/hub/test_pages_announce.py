"""An outlet announces what it sends: judged like every list, and matched at the gate."""

from browser import window
from floor import code
from keeping import keep
from networked import Yard
from playwright.sync_api import Browser, Page

from cellyard.domain.registers import Notice
from cellyard.hub import accounts
from cellyard.hub.accounts import Account
from cellyard.jobs.station import Station

PASSWORD = "a long password"


def outlet(yard: Yard, page: Page) -> None:
    account = Account(name="hengfeng", role="outlet", centre=yard.hub.centre, partner="hengfeng")
    if account not in accounts.listed(yard.hub.store):
        accounts.add(yard.hub.store, account, PASSWORD)
    page.goto("/sign-in")
    page.fill("[name=name]", "hengfeng")
    page.fill("[name=password]", PASSWORD)
    page.click("button.primary")
    assert page.inner_text("h1") == "Announce batteries"


def notices(station: Station) -> list[Notice]:
    return station.ledger.registers.notices.all()


def test_what_is_announced_is_expected_at_the_gate(own_yard: Yard, browser: Browser) -> None:
    yard = own_yard
    context, page = window(browser, yard.url)
    outlet(yard, page)
    page.fill("[name=code-1]", code(77))
    page.fill("[name=model-1]", "Nissan Leaf 40 kWh")
    page.fill("[name=kg-1]", "303,5")
    page.fill("[name=kwh-1]", "39.5")
    page.fill("[name=note-1]", "from a flood")
    page.press("[name=note-1]", "Enter")
    assert "Announced as WEB-" in page.inner_text(".said")
    keep(yard.floor.station, yard.hub.hub.answer)
    (notice,) = notices(yard.floor.station)
    (line,) = notice.lines
    assert (notice.outlet, line.code, f"{line.kg}") == ("hengfeng", code(77), "303.5")
    id_ = yard.floor.receive(code(77), None)
    assert yard.floor.battery(id_).expected == f"{notice.key}/1"
    yard.over()
    page.goto("/announce")
    row = page.locator("tbody tr", has_text=notice.key).inner_text().split()
    assert row[-2:] == ["1", "1"]
    context.close()


def test_a_list_is_pasted_repaired_and_announced_once(yard: Yard, browser: Browser) -> None:
    context, page = window(browser, yard.url)
    outlet(yard, page)
    page.fill("[name=list]", f"编码;型号;重量(kg)\n{code(80)};Leaf;12x\n{code(81)};Leaf;300\nABC;;")
    page.click("text=Put it into rows")
    assert page.input_value("[name=code-2]") == code(81)
    page.click("button.primary")
    assert "the first is row 1" in page.inner_text(".said")
    assert page.locator("tr", has=page.locator("[name=kg-1]")).locator(".problem").count() == 1
    page.fill("[name=kg-1]", "301")
    page.click("button.primary")
    assert "1 row is doubtful" in page.inner_text(".said")
    assert page.locator(".doubt").count() == 1
    page.click("text=More rows")
    assert page.locator("[name=code-9]").count() == 1
    page.click("button.primary")
    page.click("button.primary")
    assert "Announced as WEB-" in page.inner_text(".said")
    keep(yard.floor.station, yard.hub.hub.answer)
    kept = [n for n in notices(yard.floor.station) if len(n.lines) == 3]
    assert [x.code for x in kept[0].lines] == [code(80), code(81), "ABC"]
    yard.over()
    page.fill("[name=code-1]", code(81))  # it stands in an open notice already
    page.click("button.primary")
    assert f"Notice {kept[0].key} announces this battery already" in page.inner_text(".problem")
    context.close()


def test_what_is_no_list_says_so(yard: Yard, browser: Browser) -> None:
    context, page = window(browser, yard.url)
    outlet(yard, page)
    page.click("button.primary")
    assert "No battery is announced yet" in page.inner_text(".said")
    page.fill("[name=list]", "colour;size\nred;3")
    page.click("text=Put it into rows")
    assert "No column of the list is called" in page.inner_text(".said")
    context.close()


def test_an_outlet_sees_nothing_else(yard: Yard, browser: Browser) -> None:
    context, page = window(browser, yard.url)
    outlet(yard, page)
    page.goto("/")
    assert page.url.endswith("/announce")
    form = page.locator("[name=form]").first.get_attribute("value") or ""
    asked = {"form": form, "centre": yard.hub.centre, "load": yard.load}
    answer = context.request.post("/receipt-link", form=asked)
    assert answer.status == 403
    context.close()


def test_a_code_stands_whole_on_a_phone_also_when_it_is_wrong(yard: Yard, browser: Browser) -> None:
    context, page = window(browser, yard.url, size="phone")
    outlet(yard, page)
    for row in (1, 2):
        page.fill(f"[name=code-{row}]", code(82))
    page.click("button.primary")
    for row in (1, 2):
        box = page.locator(f"[name=code-{row}]")
        assert box.get_attribute("class") == "mono wrong"
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    context.close()

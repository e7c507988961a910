"""The network page in a real browser without scripts: who sees what, in which words, and how far
it can be worked with keys alone.
"""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
import urllib3
from browser import SIZES, Theme, window
from keeping import keep
from networked import Yard
from playwright.sync_api import Browser, Locator, Page
from relays import RelayOnFile

from cellyard.hub import accounts, operations
from cellyard.hub.accounts import Account

PASSWORD = "a long password"


@pytest.fixture(scope="module")
def signed_up(yard: Yard) -> Yard:
    accounts.add(yard.hub.store, Account(name="zhao", role="administrator"), PASSWORD)
    for name in ("li", "tried"):
        accounts.add(yard.hub.store, Account(name=name, role="reader"), PASSWORD)
    return yard


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_the_overview_says_how_a_centre_stands(signed_up: Yard, browser: Browser) -> None:
    context, page = window(browser, signed_up.url)
    page.goto("/")
    assert page.url.endswith("/sign-in")
    sign_in(page, "zhao")
    assert page.inner_text("h1") == "Overview"
    said = page.inner_text("main")
    assert "Linjiang" in said
    for words in ("Stock by grade", "Receipt is missing", "On the road", "Donghe Materials"):
        assert words in said
    figures = [text.split("\n")[:2] for text in page.locator(".figure").all_inner_texts()]
    assert figures == [
        ["Stations", "1"], ["Open tasks", "3"], ["Batteries in stock", "5"],
        ["Loads on the road", "1"],
    ]  # fmt: skip
    assert "all sent" in said
    grades = page.locator("section.card", has=page.get_by_text("Stock by grade")).first
    assert "A 1 39.5 303" in " ".join(grades.inner_text().split())
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator(".figures").is_visible()
    context.close()


def test_what_is_not_known_of_a_station_is_said_in_words(
    own_yard: Yard, browser: Browser, tmp_path: Path
) -> None:
    """One that asks a relay never calls here; a relay is no place of work; one is taken back."""
    hub = own_yard.hub
    accounts.add(hub.store, Account(name="zhao", role="administrator"), PASSWORD)
    relay = RelayOnFile(tmp_path / "relay", hub)
    relay.forward()
    bench = relay.join(tmp_path / "bench", "Bench 1")
    keep(bench, relay.hub.answer)
    relay.forward()
    old = hub.join(tmp_path / "old", "A laptop")
    keep(old, hub.hub.answer)
    operations.revoke(hub.hub, "A laptop", "lost")
    own_yard.served.projector.catch_up()
    context, page = window(browser, own_yard.url)
    sign_in(page, "zhao")
    rows = page.locator("section.card", has=page.get_by_text("Its clock")).locator("tbody tr")
    said = {cells[0]: cells for cells in (row.split("\t") for row in _lines(rows))}
    names = [name.split("\n")[0] for name in said]
    assert names == ["Bench 1", "Hall 2", "Intake 1", "A laptop"]
    assert said["Bench 1\nthrough a relay or a file"][1:] == ["never here", "unknown", "unknown"]
    assert "relay" in next(name for name in said if name.startswith("Hall 2"))
    assert said["A laptop\nenrolment taken back"][2:] == ["", ""]
    figure = page.locator(".figure").first.inner_text().split("\n")
    assert figure[:3] == ["Stations", "2", "of 1 not known here"]
    for one in (bench, old, relay):
        one.close()
    context.close()


def _lines(rows: Locator) -> list[str]:
    return ["\t".join(row.locator("td").all_inner_texts()) for row in rows.all()]


def test_nobody_signed_in_or_out_sees_it(signed_up: Yard, browser: Browser) -> None:
    context, page = window(browser, signed_up.url)
    sign_in(page, "li")
    assert page.locator("td button").count() == 0  # who only reads gives out no links
    kept = {c["name"]: c for c in context.cookies()}
    session = kept["cellyard-session"]
    assert (session["httpOnly"], session["sameSite"]) == (True, "Strict")
    page.click("text=Sign out")
    assert page.url.endswith("/sign-in")
    context.add_cookies([session])  # the word that the browser kept is good for nothing now
    page.goto("/")
    assert page.url.endswith("/sign-in")
    context.close()


def test_it_speaks_the_language_of_the_browser_or_the_one_chosen(
    yard: Yard, browser: Browser
) -> None:
    context, page = window(browser, yard.url, language="zh-CN")
    page.goto("/check")
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.inner_text("h1") == "核验单据"
    page.click("text=English")
    assert page.inner_text("h1") == "Check a paper"
    page.goto("/sign-in")
    assert page.get_attribute("html", "lang") == "en"
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_wider_than_the_window_in_any_look(
    signed_up: Yard, browser: Browser, size: str, theme: Theme
) -> None:
    for language in ("en-GB", "zh-CN"):
        context, page = window(browser, signed_up.url, size=size, theme=theme, language=language)
        pages = ["/sign-in", "/check", "/check/unknown", "/receipt/none", "/nowhere", "/"]
        for path in pages:
            if path == "/":
                sign_in(page, "zhao")
            page.goto(path, wait_until="load")
            assert wide(page) <= SIZES[size][0], (path, language)
        context.close()


def wide(page: Page) -> int:
    """Return how far to the right anything reaches; measured from outside, without a script."""
    boxes = (one.bounding_box() for one in page.locator("header, main, main > *, td").all())
    return round(max(box["x"] + box["width"] for box in boxes if box))


def test_keys_alone_get_everywhere(signed_up: Yard, browser: Browser) -> None:
    context, page = window(browser, signed_up.url)
    page.goto("/check")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "To the page itself"
    reached = set[str]()
    for _press in range(6):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        reached.add(focus.get_attribute("name") or focus.inner_text())
    assert {"Central server", "Check a paper", "Sign in", "中文", "paper", "Check"} <= reached
    context.close()


def test_every_answer_forbids_what_the_page_does_not_need(yard: Yard) -> None:
    http = urllib3.PoolManager()
    for path in ("/sign-in", "/check/x", "/style.css", "/receipt/none"):
        answer = http.request("GET", yard.url + path, redirect=False)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not re.search(rb"<script|\son\w+=|\sstyle=|https?://(?!127)", answer.data), path
    http.clear()


def test_a_form_of_another_site_does_nothing(signed_up: Yard) -> None:
    http = urllib3.PoolManager()
    page = http.request("GET", signed_up.url + "/sign-in")
    (word,) = re.findall(rb'name="form" value="([0-9a-f]+)"', page.data)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    fields = {"name": "zhao", "password": PASSWORD}

    def sent(form: str, **headers: str) -> int:
        body = urlencode({**fields, "form": form})
        media = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = http.request(
            "POST", signed_up.url + "/sign-in", body=body, headers={**media, **headers},
            redirect=False,
        )  # fmt: skip
        return answer.status

    assert sent(word.decode(), Cookie=cookie) == 303
    assert sent(word.decode()) == 403
    assert sent("", Cookie=cookie) == 403
    assert sent(word.decode(), Cookie=cookie, **{"Sec-Fetch-Site": "cross-site"}) == 403
    http.clear()


def test_who_tries_passwords_is_kept_out_for_a_while(signed_up: Yard, browser: Browser) -> None:
    context, page = window(browser, signed_up.url)
    page.goto("/sign-in")
    for _try in range(6):
        page.fill("[name=name]", "tried")
        page.fill("[name=password]", "guessed")
        page.click("button.primary")
    page.wait_for_selector("[name=password]:focus")  # the name stands
    assert "Too many wrong passwords. Wait 30 s" in page.inner_text(".said")
    context.close()

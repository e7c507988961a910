"""A paper is checked by whoever holds it: whether it counts, and nothing about persons."""

import pytest
from browser import window
from networked import Yard
from playwright.sync_api import Browser
from shipping import NOON

from cellyard.domain.codes import paper as paper_code
from cellyard.domain.codes.paper import PaperCode
from cellyard.domain.fingerprint import fingerprint
from cellyard.domain.shipping import departure, issuing
from cellyard.hub.pages import papers
from cellyard.hub.pages.papers import Paper
from cellyard.hub.pages.site import Site
from cellyard.hub.pages.visit import Page, Visit


def find(yard: Yard, asked: str) -> Paper:
    return papers.find(yard.served.desk, asked, yard.floor.now.at)


def test_a_sealed_paper_is_told_by_number_and_hash_and_code(yard: Yard, browser: Browser) -> None:
    paper = yard.floor.load(yard.load).documents[-1]
    seal = fingerprint(yard.floor.station.identity.public_key)
    code = PaperCode(number=paper.number, content_hash=paper.content, fingerprint=seal)
    for asked in (paper.number, paper.content, paper.content.upper(), paper_code.text(code)):
        found = find(yard, asked)
        assert (found.found, found.number, found.content_hash) == (
            "sealed", paper.number, paper.content,
        )  # fmt: skip
    context, page = window(browser, yard.url)
    page.goto("/check")
    page.fill("[name=paper]", paper_code.text(code))
    page.press("[name=paper]", "Enter")
    said = page.inner_text("main")
    for words in ("Sealed, and it counts", paper.number, "Linjiang", "Donghe Materials", "303"):
        assert words in said
    for name in ("Zhao", "Li Wei", "consignor's", "Sun Hao"):
        assert name not in said
    context.close()


def test_what_is_printed_otherwise_than_sealed_is_seen(yard: Yard) -> None:
    paper = yard.floor.load(yard.load).documents[-1]
    seal = fingerprint(yard.floor.station.identity.public_key)
    other = fingerprint("11" * 32)
    for hash_, key in (("ab" * 32, seal), (paper.content, other)):
        code = PaperCode(number=paper.number, content_hash=hash_, fingerprint=key)
        assert find(yard, paper_code.text(code)).found == "differs"


def test_a_draft_a_void_paper_and_the_one_in_its_place(yard: Yard) -> None:
    load = yard.floor.open_load("second")
    yard.floor.judge(load, "second")
    yard.floor.ship(departure.seal, departure.Sealing(load=load))
    draft, other = yard.floor.issue(load, "draft"), yard.floor.judgement(load, "draft")
    yard.over()
    assert find(yard, draft).found == "draft"
    for number in (draft, other):
        order = issuing.Voiding(load=load, number=number, reason="mistake")
        yard.floor.ship(issuing.void, order)
    final = yard.floor.issue(load)
    yard.over()
    assert (find(yard, draft).found, find(yard, draft).by) == ("superseded", final)
    assert (find(yard, other).found, find(yard, other).void) == ("void", "mistake")
    assert find(yard, final).found == "sealed"


@pytest.mark.parametrize("asked", ["", "A", "%", '"', "ab" * 32, "CELLYARD1:x", "\x00", "例" * 99])
def test_whatever_else_is_asked_is_unknown(yard: Yard, asked: str) -> None:
    assert find(yard, asked) == papers.UNKNOWN


def test_who_asks_too_often_waits(yard: Yard) -> None:
    site = Site(yard.served.desk, b"secret")

    def ask(address: str) -> Page:
        path = f"/check/{address}"
        return site.answer(Visit(method="GET", path=path, address=address, now=NOON))

    answers = [ask("192.0.2.1") for _ask in range(70)]
    assert {page.status for page in answers[:60]} == {200}
    assert answers[-1].status == 429
    assert int(dict(answers[-1].headers)["Retry-After"]) >= 1
    assert ask("192.0.2.2").status == 200

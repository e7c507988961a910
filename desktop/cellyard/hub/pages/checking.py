"""Checking a paper: whoever holds one sees whether it is what was sealed, without signing in."""

from urllib.parse import quote

from cellyard.hub.pages import frame, papers
from cellyard.hub.pages.desk import Desk
from cellyard.hub.pages.markup import Inside, Safe, tag
from cellyard.hub.pages.papers import Found, Paper
from cellyard.hub.pages.visit import Page, Visit, to
from cellyard.words import N_, _, day, number
from cellyard.words.numbers import NO_BREAK
from cellyard.words.shipping_facts import PAPERS, REASONS, STANDINGS
from cellyard.words.times import local

_LONGEST = 300
# What is found, as the shape, the state in words, and what it means.
_SAID: dict[Found, tuple[str, str, str]] = {
    "sealed": (
        "ok",
        N_("Sealed, and it counts"),
        N_("Compare number, mass and hash with the paper in your hand."),
    ),
    "draft": (
        "caution",
        N_("A draft"),
        N_("It was never good for transport. Ask for a final one."),
    ),
    "void": (
        "stop",
        N_("Void"),
        N_("It no longer counts, and no other stands in its place. Ask the consignor."),
    ),
    "superseded": ("stop", N_("Superseded"), N_("Another paper stands in its place: {by}.")),
    "differs": (
        "stop",
        N_("Not what was sealed"),
        N_("There is a paper of this number, but with another content or seal. Ask the consignor."),
    ),
    "unknown": (
        "caution",
        N_("Unknown here"),
        N_("No paper of this number or hash has reached this server. A new one may need a day."),
    ),
}


def show(_desk: Desk, visit: Visit) -> Page:
    if asked := visit.query.get("paper", "").strip():
        return to(f"/check/{quote(asked[:_LONGEST], safe='')}")
    title = _("Check a paper")
    lead = _(
        "For whoever has a load’s paper in hand: is it what was sealed, and does it still count?"
    )
    return frame.page(visit, title, frame.heading(title, lead), _form(""), narrow=True)


def found(desk: Desk, visit: Visit) -> Page:
    asked = visit.names["paper"][:_LONGEST]
    paper = papers.find(desk, asked, visit.now)
    state, words, then = _SAID[paper.found]
    message = frame.said(state, _(words), _(then).format(by=paper.by))
    title = paper.number or _("Check a paper")
    lead = _(PAPERS[paper.document]) if paper.document in PAPERS else ""
    inside: list[Inside] = [message]
    if paper.document:
        inside.append(_facts(paper))
    inside.append(_form("" if paper.document else asked))
    # What is not known is no page that is missing: the check was made.
    return frame.page(visit, title, frame.heading(title, lead), *inside, narrow=True)


def _facts(paper: Paper) -> Safe:
    facts: list[tuple[str, Inside]] = [
        (_("Issued"), day(local(paper.at))),
        (_("Standing"), _(STANDINGS[paper.standing])),
        (_("Consignor"), paper.consignor),
        (_("Consignee"), paper.consignee),
        (_("Batteries"), number(paper.batteries)),
        (_("Mass"), f"{number(paper.kg)}{NO_BREAK}kg"),
        (_("Hash of the content"), tag("span", paper.content_hash, class_="mono")),
        (_("Seal of the station"), tag("span", paper.fingerprint, class_="mono")),
    ]
    if paper.void in REASONS:
        facts.insert(0, (_("Void because"), _(REASONS[paper.void])))
    return tag("section", frame.pairs(*facts), class_="card")


def _form(asked: str) -> Safe:
    fields = tag(
        "div",
        frame.field(
            _("Number, hash, or what the code on it says"), "paper", asked, required=True,
            maxlength=str(_LONGEST), autocapitalize="characters", spellcheck="false",
        ),
        tag("div", tag("button", _("Check"), class_="primary"), class_="next"),
        class_="fields",
    )  # fmt: skip
    return tag("section", tag("form", fields, method="get", action="/check"), class_="card")

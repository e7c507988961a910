"""The site: which page answers a visit, who may see it, and that no other site sends its forms."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Literal, NamedTuple

import msgspec

from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import sessions
from cellyard.hub.accounts import Account, Role
from cellyard.hub.crowd import Rates
from cellyard.hub.pages import (
    announcing,
    checking,
    frame,
    overview,
    receipt_linking,
    receipts,
    signing_in,
    style,
)
from cellyard.hub.pages.desk import Desk
from cellyard.hub.pages.markup import tag
from cellyard.hub.pages.visit import FORM, LANGUAGE, SESSION, Page, Visit, cookie, language_of, to
from cellyard.words import _, sentence, speaking

_YEAR_S = 365 * 24 * 3600
# Nothing from elsewhere, no script at all; what is typed goes nowhere but here.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex"),
)
_KEPT = (("Cache-Control", "public, max-age=3600"),)
_NOT_KEPT = (("Cache-Control", "no-store"),)
_ICON = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24"
rx="5" fill="#0B5566"/><path d="M6 9h10v6H6zM17 11h2v2h-2z" fill="#fff"/></svg>"""

Answer = Callable[[Desk, Visit], Page]


class Place(NamedTuple):
    """A page: how it is asked for, with names in braces, and whose it is."""

    method: Literal["GET", "POST"]
    path: str
    answer: Answer
    roles: frozenset[Role] | None = None  # None: anybody's
    strangers: bool = False  # asked so often by nobody who has an honest reason


GET: Literal["GET"] = "GET"
POST: Literal["POST"] = "POST"
_READS: frozenset[Role] = frozenset({"administrator", "reader"})
_GIVES: frozenset[Role] = frozenset({"administrator"})
_OUTLET: frozenset[Role] = frozenset({"outlet"})
PLACES = (
    Place(GET, "/", overview.show, _READS),
    Place(GET, "/sign-in", signing_in.show),
    Place(POST, "/sign-in", signing_in.sign_in, strangers=True),
    Place(POST, "/sign-out", signing_in.sign_out),
    Place(GET, "/check", checking.show),
    Place(GET, "/check/{paper}", checking.found, strangers=True),
    Place(POST, "/receipt-link", receipt_linking.give, _GIVES),
    Place(GET, "/receipt/{word}", receipts.show, strangers=True),
    Place(POST, "/receipt/{word}", receipts.tell, strangers=True),
    Place(GET, "/announce", announcing.show, _OUTLET),
    Place(POST, "/announce", announcing.send, _OUTLET),
)
# What is no page: a style sheet, an icon.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "/style.css": ("text/css", style.sheet),
    "/icon.svg": ("image/svg+xml", lambda: _ICON),
}


class Site:
    """Answers visits. `secret` is the same in every process of a hub."""

    def __init__(self, desk: Desk, secret: bytes) -> None:
        self._desk = desk
        self._secret = secret
        self._strangers = Rates(60, 0.5)

    def answer(self, visit: Visit) -> Page:
        """Return the page of a visit, whatever is wrong with it."""
        if visit.path in FILES and visit.method == "GET":
            media, content = FILES[visit.path]
            return Page(body=content(), media=media, headers=(*_ALWAYS, *_KEPT))
        chosen = visit.query.get("language", "") or visit.cookies.get(LANGUAGE, "")
        language = language_of(chosen, visit.languages)
        with speaking(language):
            spoken = msgspec.structs.replace(visit, language=language)
            try:
                page = self._spoken(spoken)
            except Trouble as no:  # the database is away
                page = _problem(spoken, HTTPStatus.SERVICE_UNAVAILABLE, no)
        headers = [*_ALWAYS, *_NOT_KEPT, *page.headers]
        if visit.query.get("language") in ("en", "zh_CN"):
            headers.append(cookie(visit, LANGUAGE, language, _YEAR_S))
        return msgspec.structs.replace(page, headers=tuple(headers))

    def _spoken(self, visit: Visit) -> Page:
        session = visit.cookies.get(SESSION, "")
        account = sessions.of(self._desk.store, session, visit.now)
        # A form belongs to the session, or where nobody is signed in to the browser.
        owner = session if account else visit.cookies.get(FORM, "")
        fresh = "" if owner else sessions.fresh()
        word = sessions.form_word(self._secret, owner or fresh)
        visit = msgspec.structs.replace(visit, account=account, form_word=word)
        page = self._answered(visit, owner)
        if not fresh:
            return page
        kept = cookie(visit, FORM, fresh)
        return msgspec.structs.replace(page, headers=(*page.headers, kept))

    def _answered(self, visit: Visit, owner: str) -> Page:
        place, names = _place(visit)
        if place is None:
            return _problem(visit, HTTPStatus.NOT_FOUND, Refused("page_unknown"))
        if place.strangers and (wait := self._strangers.wait(visit.address)):
            page = _problem(visit, HTTPStatus.TOO_MANY_REQUESTS, Refused("asked_too_often"))
            return msgspec.structs.replace(page, headers=(("Retry-After", str(int(wait) + 1)),))
        if place.method == "POST":
            carried = visit.form.get("form", "")
            if not visit.own_form or not sessions.holds(self._secret, owner, carried):
                return _problem(visit, HTTPStatus.FORBIDDEN, Refused("form_outdated"))
        if place.roles is not None and not _may(visit.account, place.roles):
            return _turned_away(visit)
        try:
            return place.answer(self._desk, msgspec.structs.replace(visit, names=names))
        except Refused as no:
            return _problem(visit, _STATUS.get(no.code, HTTPStatus.CONFLICT), no)


_STATUS: dict[str, HTTPStatus] = {
    "page_unknown": HTTPStatus.NOT_FOUND,
    "link_wrong": HTTPStatus.NOT_FOUND,
    "unknown_load": HTTPStatus.NOT_FOUND,
    "not_gathered": HTTPStatus.SERVICE_UNAVAILABLE,
}


def _place(visit: Visit) -> tuple[Place | None, dict[str, str]]:
    for place in PLACES:
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>.+)", place.path)
        found = re.fullmatch(pattern, visit.path, re.DOTALL)
        if found and place.method == visit.method:
            return place, found.groupdict()
    return None, {}


def _may(account: Account | None, roles: frozenset[Role]) -> bool:
    return account is not None and account.role in roles


def _turned_away(visit: Visit) -> Page:
    if visit.account is None:
        return to("/sign-in")
    return to(signing_in.first_page(visit.account)) if visit.path == "/" else _problem(
        visit, HTTPStatus.FORBIDDEN, Refused("page_not_yours")
    )  # fmt: skip


def _problem(visit: Visit, status: HTTPStatus, no: Refused | Trouble) -> Page:
    title = _("This cannot be shown")
    back = tag("div", tag("a", _("To the beginning"), href="/", class_="button"), class_="next")
    message = frame.said("caution", sentence(no))
    return frame.page(visit, title, frame.heading(title), message, back, status=status, narrow=True)

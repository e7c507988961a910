"""Signing in and out."""

from cellyard.domain.refusals import Refused
from cellyard.hub import accounts, sessions
from cellyard.hub.accounts import Account
from cellyard.hub.pages import frame
from cellyard.hub.pages.desk import Desk
from cellyard.hub.pages.markup import Inside, tag
from cellyard.hub.pages.visit import SESSION, Page, Visit, cookie, to
from cellyard.words import _


def show(_desk: Desk, visit: Visit) -> Page:
    if visit.account is not None:
        return to(first_page(visit.account))
    return _page(visit)


def sign_in(desk: Desk, visit: Visit) -> Page:
    name, now = visit.typed("name"), visit.now
    try:
        account = accounts.sign_in(desk.store, name, visit.form.get("password", ""), now=now)
    except Refused as no:
        return _page(visit, frame.refused(no), status=403)
    word = sessions.begin(desk.store, account, now)
    return to(first_page(account), cookie(visit, SESSION, word))


def sign_out(desk: Desk, visit: Visit) -> Page:
    sessions.end(desk.store, visit.cookies.get(SESSION, ""))
    return to("/sign-in", cookie(visit, SESSION, "", 0))


def first_page(account: Account) -> str:
    """Return where somebody begins."""
    return "/announce" if account.role == "outlet" else "/"


def _page(visit: Visit, message: Inside = None, status: int = 200) -> Page:
    typed = visit.typed("name")
    fields = tag(
        "div",
        frame.field(
            _("Name"), "name", typed, autocomplete="username", required=True,
            autofocus=not typed, autocapitalize="none", spellcheck="false",
        ),
        frame.field(
            _("Password"), "password", type="password", autocomplete="current-password",
            required=True, autofocus=bool(typed),
        ),
        tag("div", tag("button", _("Sign in"), class_="primary"), class_="next"),
        class_="fields",
    )  # fmt: skip
    lead = _("For who looks after stations, and for outlets that announce batteries.")
    inside = tag("section", frame.form(visit, "/sign-in", fields), class_="card")
    title = _("Sign in")
    return frame.page(
        visit, title, frame.heading(title, lead), message, inside, status=status, narrow=True
    )

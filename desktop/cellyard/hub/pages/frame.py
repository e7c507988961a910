"""What stands round every page: the bar, the way to the other pages, the language, messages."""

from collections.abc import Sequence
from typing import NamedTuple

from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub.pages.markup import Inside, Safe, joined, tag
from cellyard.hub.pages.shapes import shape
from cellyard.hub.pages.visit import Page, Visit
from cellyard.words import _, sentence

# A language is called by its own name, whichever is spoken.
_OTHER = {"en": ("zh_CN", "zh-CN", "中文"), "zh_CN": ("en", "en", "English")}
_HTML_LANGUAGE = {"en": "en", "zh_CN": "zh-CN"}


class Cell(NamedTuple):
    """A cell of a table: what it says, and its class."""

    says: Inside
    kind: str = ""


def page(
    visit: Visit, title: str, *inside: Inside, status: int = 200, narrow: bool = False
) -> Page:
    """Return a whole page."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{title} · cellyard"),
        tag("link", rel="icon", href="/icon.svg"),
        tag("link", rel="stylesheet", href="/style.css"),
    )
    main = tag("main", *inside, id="main", class_="narrow" if narrow else None, tabindex=-1)
    skip = tag("a", _("To the page itself"), href="#main", class_="skip")
    foot = tag("footer", _("Central server of cellyard"))
    body = tag("body", skip, _header(visit), main, foot)
    html = tag("html", head, body, lang=_HTML_LANGUAGE[visit.language])
    return Page(body=f"<!doctype html>{html}".encode(), status=status)


def _header(visit: Visit) -> Safe:
    brand = tag("a", _("Central server"), href="/", class_="brand")
    return tag("header", tag("div", brand, _ways(visit), _other_language(visit), class_="bar"))


def _ways(visit: Visit) -> Safe:
    account = visit.account
    ways = [("/check", _("Check a paper"))]
    if account is None:
        ways.append(("/sign-in", _("Sign in")))
    elif account.role == "outlet":
        ways.insert(0, ("/announce", _("Announce batteries")))
    else:
        ways.insert(0, ("/", _("Overview")))
    links = [
        tag("a", words, href=path, aria_current="page" if visit.path == path else None)
        for path, words in ways
    ]
    return tag("nav", *links, _sign_out(visit) if account else None, aria_label=_("Pages"))


def _other_language(visit: Visit) -> Safe:
    code, html_code, name = _OTHER[visit.language]
    href = f"?language={code}"
    return tag("a", name, href=href, lang=html_code, hreflang=html_code, class_="plain")


def _sign_out(visit: Visit) -> Safe:
    return form(visit, "/sign-out", tag("button", _("Sign out"), class_="plain"))


def form(visit: Visit, action: str, *inside: Inside, class_: str | None = None) -> Safe:
    """Return a form that carries the word of this browser."""
    word = tag("input", type="hidden", name="form", value=visit.form_word)
    return tag("form", word, *inside, method="post", action=action, class_=class_)


def heading(title: str, lead: Inside = "") -> Safe:
    """Return the title of a page, and under it what it is for."""
    return tag("div", tag("h1", title), tag("p", lead, class_="lead") if lead else None)


def card(title: str, *inside: Inside, aside: str = "") -> Safe:
    """Return a part of a page under its own heading."""
    return tag("section", tag("h2", title, tag("span", aside) if aside else None), *inside,
               class_="card")  # fmt: skip


def table(
    heads: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[Cell]],
    foot: Sequence[Cell] = (),
    *,
    stacks: bool = True,
) -> Safe:
    """Return a table; one that `stacks` stands as one block a row on a narrow screen."""
    head = tag("thead", tag("tr", *(tag("th", w, scope="col", class_=k or None) for w, k in heads)))
    names = [words for words, _kind in heads]
    body = tag("tbody", *(_row(names, row) for row in rows))
    return tag("table", head, body, tag("tfoot", _row(names, foot)) if foot else None,
               class_="stacks" if stacks else None)  # fmt: skip


def _row(names: Sequence[str], row: Sequence[Cell]) -> Safe:
    return tag("tr", *(
        tag("td", tag("div", cell.says), data_label=name or None, class_=cell.kind or None)
        for name, cell in zip(names, row, strict=True)
    ))  # fmt: skip


def said(state: str, first: Inside, *more: Inside) -> Safe:
    """Return a message: a shape, what is, and what to do."""
    mark = "ok" if state == "ok" else state
    lines = [tag("p", tag("strong", first)), *(tag("p", line) for line in more if line)]
    kind = state if state in ("stop", "caution", "info", "ok") else "ok"
    role = "alert" if state in ("stop", "caution") else "status"
    return tag("div", shape(_SHAPES.get(mark, mark)), *lines, class_=f"said {kind}", role=role)


_SHAPES = {"ok": "done"}


def refused(no: Refused | Trouble) -> Safe:
    """Return a refusal as a message."""
    return said("caution", sentence(no))


def field(words: str, name: str, value: str = "", *, hint: str = "", **more: str | bool) -> Safe:
    """Return a field under its name."""
    box = tag("input", name=name, value=value or None, **more)
    return tag("label", tag("span", words), box, tag("span", hint) if hint else None)


def nothing(words: str) -> Safe:
    """Return what stands where there is nothing to list."""
    return tag("p", words, class_="nothing")


def pairs(*of: tuple[str, Inside]) -> Safe:
    """Return names and what they are."""
    return tag("dl", *(joined((tag("dt", name), tag("dd", value))) for name, value in of))

"""Giving a consignee the link that a load's receipt is told under."""

from io import BytesIO

import segno

from cellyard.domain.refusals import Refused
from cellyard.hub import receipt_links
from cellyard.hub.pages import frame
from cellyard.hub.pages.desk import Desk
from cellyard.hub.pages.markup import Safe, tag
from cellyard.hub.pages.visit import Page, Visit
from cellyard.words import _, day
from cellyard.words.times import local


def give(desk: Desk, visit: Visit) -> Page:
    """Make a link for a load and show it once: only its hash is kept."""
    centre, id_, account = visit.typed("centre"), visit.typed("load"), visit.account
    if account is None or centre not in desk.centres(account):
        raise Refused("page_unknown")
    with desk.centre(centre, visit.now) as copied:
        load = copied.questions.loads.of(id_)
        consignee = copied.partner(load.consignee)
    if not load.dispatched_at:
        raise Refused("load_not_gone", number=load.number)
    if load.received_at:
        raise Refused("received_already", number=load.number)
    with desk.store.writing() as connection:
        word, until = receipt_links.give(connection, centre, load.id, now=visit.now)
    link = f"{visit.base}/receipt/{word}"
    title = _("Receipt link")
    lead = _(
        "Load {number} to {consignee}. Send it, or print this page and put it with the papers."
    )
    facts = frame.pairs(
        (_("Good until"), day(local(until))),
        (_("Good for"), _("one receipt of this load; an earlier link ends with this one")),
    )
    inside = tag("section", tag("span", link, class_="code"), _code(link), facts, class_="entry")
    note = frame.said("info", _("It is shown only now"), _("Whoever has it can tell what arrived."))
    back = tag("div", tag("a", _("Back to the overview"), href="/", class_="button"), class_="next")
    return frame.page(
        visit,
        title,
        frame.heading(title, lead.format(number=load.number, consignee=consignee)),
        note,
        inside,
        back,
        narrow=True,
    )


def _code(link: str) -> Safe:
    svg = BytesIO()
    made = segno.make(link, error="m")
    made.save(
        svg,
        kind="svg",
        xmldecl=False,
        border=2,
        svgclass="qr",
        omitsize=True,
    )
    return Safe(svg.getvalue().decode())

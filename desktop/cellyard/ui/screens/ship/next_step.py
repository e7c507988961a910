"""What is to be done with a load next, and what the primary button says of it."""

from typing import Literal

from cellyard.domain.facts import Party
from cellyard.domain.shipping import departure, issuing
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary
from cellyard.words import _, ngettext
from cellyard.words.shipping_facts import PARTIES

Step = Literal[
    "add", "take_out", "carry_less", "judge", "close", "issue", "release", "sign", "dispatch",
    "arrive", "receive", "settle", "done", "rules",
]  # fmt: skip


def of(shown: Shown) -> Step:
    """Return the one next step of a load."""
    load = shown.load
    match load.state:
        case "open":
            return _of_open(shown)
        case "sealed":
            return _of_sealed(shown)
        case "dispatched":
            return "arrive"
        case "arrived":
            return "receive"
        case "received":
            return "settle" if load.differences else "done"
        case "cancelled":
            return "done"


def _of_open(shown: Shown) -> Step:
    if shown.survey is None:
        return "rules"
    if not shown.batteries:
        return "add"
    if shown.blocked:
        return "take_out"
    if shown.survey.judgement.whole:
        return "carry_less"
    return "judge" if shown.to_judge else "close"


def _of_sealed(shown: Shown) -> Step:
    if shown.survey is None or shown.blocked or shown.survey.judgement.whole:
        return "rules" if shown.survey is None else "take_out"
    if shown.to_issue:
        return "issue"
    drafts = any(d.standing == "draft" for d in shown.load.standing_documents)
    if drafts:
        return "release" if shown.standing == "draft" else "issue"
    return "sign" if unsigned(shown) else "dispatch"


def unsigned(shown: Shown) -> tuple[str, Party] | None:
    """Return the first loading list that lacks a signature, and whose; None when none does."""
    for paper in shown.load.standing_documents:
        if paper.document == issuing.LOADING_LIST:
            signed = shown.load.signed(paper.number)
            for party in departure.SIGNED_BEFORE:
                if party not in signed:
                    return paper.number, party
    return None


def primary(shown: Shown) -> Primary:  # noqa: C901 - one line a step
    """Return what the primary button says."""
    step = of(shown)
    count = len(shown.blocked)
    match step:
        case "add":
            return Primary(_("Add from stock"), _("or scan a battery"))
        case "take_out":
            words = ngettext("Take out {count} line", "Take out {count} lines", count)
            return Primary(words.format(count=count), _("They stay where they are"))
        case "carry_less":
            return Primary(_("Close the list"), not_yet=_("The vehicle cannot take all of it"))
        case "judge":
            open_ = len(shown.to_judge)
            words = ngettext("{count} battery", "{count} batteries", open_)
            return Primary(_("Judge safety"), words.format(count=open_))
        case "close":
            return Primary(_("Close the list"), _("Then the papers are made from it"))
        case "issue":
            return Primary(_("Issue the papers"), _("Each with a number of its own"))
        case "release":
            return Primary(_("Issue the papers"), not_yet=_("The rules are not released"))
        case "sign":
            _number, party = unsigned(shown) or ("", "consignor")
            return Primary(_("Sign: {party}").format(party=_(PARTIES[party])), _number)
        case "dispatch":
            return Primary(_("Dispatch"))
        case "arrive":
            return Primary(_("It has arrived"), _("The consignee says so"))
        case "receive":
            return Primary(_("Enter the receipt"), _("Line by line"))
        case "settle":
            return Primary(_("Go to Tasks"), _("What differs is settled there"))
        case "done":
            return Primary(_("Back to the loads"))
        case "rules":
            return Primary(_("Close the list"), not_yet=_("No rules are in force on that day"))


def message(shown: Shown) -> tuple[str, str, str]:
    """Return what the message line says: its kind, what is, then what to do."""
    if shown.survey is None:
        return "wrong", _("No rules are in force on {day}.").format(day=shown.load.leaves_on), ""
    if not shown.batteries:
        return "empty", "", ""
    blocked, all_ = len(shown.blocked), len(shown.batteries)
    if blocked:
        first = ngettext(
            "{count} of {all} cannot travel.", "{count} of {all} cannot travel.", blocked
        ).format(count=blocked, all=all_)
        left = all_ - blocked
        then = ngettext(
            "The other {count} may go.", "The other {count} may go together.", left
        ).format(count=left)
        return "wrong", first, then if left else ""
    if shown.standing == "draft" and shown.load.state in ("open", "sealed"):
        first = _("Papers would be drafts.")
        then = _("Not released: {editions}.").format(editions=", ".join(shown.unreleased))
        return "caution", first, then
    if shown.survey.judgement.plates:
        return "note", _("All may go together."), _("Orange plates and a trained driver.")
    return "note", _("All may go together."), ""

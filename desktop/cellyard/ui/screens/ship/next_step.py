"""What is to be done with a load next, and what the primary button says of it."""

from typing import Literal

from cellyard.domain.facts import Party
from cellyard.domain.shipping import departure, receipt
from cellyard.ui.asking import now_ms
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.widgets.message_line import MessageKind
from cellyard.words import N_, _, ngettext
from cellyard.words.shipping_facts import PAPERS, PARTIES, REASONS
from cellyard.words.times import when

Step = Literal[
    "add", "take_out", "carry_less", "judge", "close", "issue", "release", "sign", "dispatch",
    "arrive", "receive", "settle", "done", "rules", "reopen",
]  # fmt: skip

# step: what the button says, under it what follows, or why it cannot be pressed
_SAID: dict[Step, tuple[str, str, str]] = {
    "add": (N_("Add from stock"), N_("or scan a battery"), ""),
    "carry_less": (N_("Close the list"), "", N_("The vehicle cannot take all of it")),
    "close": (N_("Close the list"), N_("Then the papers are made from it"), ""),
    "issue": (N_("Issue papers"), N_("Each with a number of its own"), ""),
    "release": (N_("Issue papers"), "", N_("The rules are not released")),
    "dispatch": (N_("Dispatch"), "", ""),
    "arrive": (N_("It has arrived"), N_("The consignee says so"), ""),
    "receive": (N_("Enter receipt"), N_("Line by line"), ""),
    "settle": (N_("Go to Tasks"), N_("What differs is settled there"), ""),
    "done": (N_("Back to the loads"), "", ""),
    "reopen": (N_("Open the list"), N_("Not all of it may travel now"), ""),
    "rules": (N_("Close the list"), "", N_("No rules are in force on that day")),
}


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
            return "settle" if receipt.open_differences(load, shown.batteries) else "done"
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
    if shown.survey is None:
        return "rules"
    if shown.blocked or shown.survey.judgement.whole or _is_another(shown):
        return "reopen"  # it became worse, or another, after the list was closed
    if shown.to_issue:
        return "issue"
    drafts = any(d.standing == "draft" for d in shown.load.standing_documents)
    if drafts:
        return "release" if shown.standing == "draft" else "issue"
    return "sign" if departure.unsigned(shown.load) else "dispatch"


def _is_another(shown: Shown) -> bool:
    """Tell whether all of a closed list may travel, but not as it was when it was closed."""
    found = shown.survey.judgement if shown.survey else None
    return (
        found is not None
        and shown.load.state == "sealed"
        and found.may_travel
        and departure.changed(shown.load, found)
    )


def to_sign(shown: Shown) -> tuple[str, Party] | None:
    """Return the number of the paper that is signed next, and by whom; None when none is."""
    found = departure.unsigned(shown.load) if of(shown) == "sign" else None
    return (found[0].number, found[1]) if found else None


def _signing(shown: Shown) -> Primary:
    found = departure.unsigned(shown.load)
    if found is None:
        raise ValueError("nothing is to be signed")
    paper, party = found
    name = _(PAPERS[paper.document])
    several = len([d for d in shown.load.standing_documents if d.document == paper.document]) > 1
    what = f"{name} {paper.part}" if several else name
    who = _("{party}: {paper}").format(party=_(PARTIES[party]), paper=what)
    return Primary(_("Sign"), who)


def primary(shown: Shown) -> Primary:
    """Return what the primary button says."""
    match of(shown):
        case "take_out":
            count = len(shown.blocked)
            words = ngettext("Take out {count} line", "Take out {count} lines", count)
            return Primary(words.format(count=count), _("They stay where they are"))
        case "judge":
            count = len(shown.to_judge)
            words = ngettext("{count} battery", "{count} batteries", count)
            return Primary(_("Judge safety"), words.format(count=count))
        case "sign":
            return _signing(shown)
        case "reopen" if _is_another(shown):
            return Primary(_("Open the list"), _("Its papers are made anew"))
        case step:
            text, second, not_yet = _SAID[step]
            return Primary(_(text), _(second) if second else "", _(not_yet) if not_yet else "")


def message(shown: Shown) -> tuple[MessageKind, str, str]:
    """Return what the message line says: its kind, what is, then what to do."""
    if shown.load.state not in ("open", "sealed"):
        return _message_after(shown)
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
        return "caution", first, then if left else ""
    if _is_another(shown):
        return "caution", _("What it carries changed after its list was closed."), ""
    if shown.standing == "draft" and shown.load.state in ("open", "sealed"):
        first = _("Papers would be drafts.")
        then = _("Not released: {editions}.").format(editions=", ".join(shown.unreleased))
        return "caution", first, then
    if shown.survey.judgement.plates:
        return "note", _("All may go together."), _("Orange plates and a trained driver.")
    return "note", _("All may go together."), ""


def _message_after(shown: Shown) -> tuple[MessageKind, str, str]:
    """Return what is said of a load that has left, or was given up."""
    load, now = shown.load, now_ms()
    match load.state:
        case "dispatched":
            first = _("On the road since {when}.").format(when=when(load.dispatched_at, now))
            return "note", first, _("The vehicle’s seal is {seal}.").format(seal=load.seal or "–")
        case "arrived":
            first = _("Arrived {when}.").format(when=when(load.arrived_at, now))
            return "note", first, _("Enter what the consignee received.")
        case "cancelled":
            reason = _(REASONS[load.cancelled])
            return "note", _("Given up: {reason}.").format(reason=reason), ""
        case _:
            return _message_received(shown)


def _message_received(shown: Shown) -> tuple[MessageKind, str, str]:
    load = shown.load
    if not load.differences:
        return "note", _("Received as listed."), ""
    words = ngettext(
        "Received, {count} difference.", "Received, {count} differences.", load.differences
    )
    first = words.format(count=load.differences)
    if receipt.open_differences(load, shown.batteries):
        return "caution", first, _("Settle it in Tasks.")
    return "note", first, _("All are settled.")

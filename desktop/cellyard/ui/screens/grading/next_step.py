"""The one next step of a battery at grading, and the two ways beside it."""

from typing import Literal, NamedTuple

from cellyard.domain.bench.queue import waits_for
from cellyard.domain.facts import Grade
from cellyard.domain.grading.act import OverruleReason
from cellyard.ui.screens.grading import said
from cellyard.ui.screens.grading.overruling import OverrulePage
from cellyard.ui.screens.grading.survey import Judged
from cellyard.ui.screens.grading.view import GradeView
from cellyard.words import _
from cellyard.words.grading import CRITERIA
from cellyard.words.numbers import listed

# What is asked of a person: a second badge to keep a grade, or another grade with its reason.
Asked = Literal["", "keep", "grade"]
NextStep = Literal["give", "bench", "discharge", "find", "yard", "badge"]


class Agreement(NamedTuple):
    """What two people agree on: to keep a grade near a limit, or another one with its reason."""

    battery: str
    grade: Grade
    reason: OverruleReason | None = None


def of(judged: Judged, asked: Asked) -> NextStep:
    """Return the next step: whatever the primary button does."""
    if asked:
        return "badge"
    grading = judged.grading
    if judged.battery.bench.given is not None:
        return "discharge" if waits_for(judged.battery) == "discharge" else "yard"
    if grading.grade is None:
        return "find" if said.lacks_model(grading) else "bench"
    return "bench" if grading.borderline else "give"


def agreement(judged: Judged, asked: Asked, page: OverrulePage) -> Agreement | None:
    """Return what the next badge agrees to; None while nothing is asked, or not all is chosen."""
    battery, by_rules = judged.battery.id, judged.grading.grade
    if asked == "keep" and by_rules is not None:
        return Agreement(battery, by_rules)
    if asked == "grade" and page.grade is not None and page.reason is not None:
        return Agreement(battery, page.grade, page.reason)
    return None


def show(view: GradeView, judged: Judged | None, asked: Asked, *, waits: int, busy: bool) -> None:
    """Write the next step on the primary button, and what is possible beside it."""
    _show_beside(view, judged, asked)
    if judged is None:
        view.next.set_words(_("Grade the first"))
        if waits:
            view.next.set_ready()
        else:
            view.next.set_not_yet(_("Scan a battery"))
        return
    if busy:
        view.next.set_working(_("Writing the grade"))
        return
    grade = judged.grading.grade or ""
    match of(judged, asked):
        case "give":
            words, second = _("Give grade {grade}").format(grade=grade), _route(judged)
        case "yard":
            words, second = _("Put it away"), _("The yard proposes a slot")
        case "discharge":
            words, second = _("Discharge it"), _("On the bench, before recycling")
        case "find":
            words, second = _("Name its model"), said.why(judged.grading)
        case "bench" if judged.grading.grade is None:
            words, second = _("Test it"), _lacks(judged)
        case "bench":
            near = judged.grading.borderline or ""
            words = _("Test it again")
            second = _("Too near to {grade} for one test").format(grade=near)
        case "badge":
            _ask_badge(view, agreement(judged, asked, view.overrule))
            return
    view.next.set_words(words, second)
    view.next.set_ready()


def _ask_badge(view: GradeView, what: Agreement | None) -> None:
    view.next.set_words(_("Second badge"))
    if what is not None:
        view.next.set_not_yet(_("The second person scans it now"))
    else:
        view.next.set_not_yet(_("Choose grade and reason first"))


def _show_beside(view: GradeView, judged: Judged | None, asked: Asked) -> None:
    given = judged.battery.bench.given if judged else None
    grade = judged.grading.grade if judged else None
    view.keep.set_words(_("Keep {grade}").format(grade=grade or ""), _("Second badge"))
    near = judged is not None and given is None and judged.grading.borderline is not None
    if near and not asked:
        view.keep.set_ready()
    elif near:
        view.keep.set_not_yet(_("Second badge"))
    elif given is not None:
        view.keep.set_not_yet(_("It is given"))
    else:
        view.keep.set_not_yet(_("Not near a limit") if grade else _("No grade yet"))
    view.override.set_words(_("Override"), _("With a reason"))
    if given is not None and not asked:
        view.override.set_ready()
    else:
        view.override.set_not_yet(_("Give it first") if given is None else _("With a reason"))


def _route(judged: Judged) -> str:
    return said.route(judged.grading)


def _lacks(judged: Judged) -> str:
    lacks = [_(CRITERIA[m.criterion]) for m in judged.grading.missing if m.needed]
    return _("Missing: {what}").format(what=listed(lacks))

"""What stands on the grading screen: the criteria, the grade, what would flip it, the next step."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.grading import RULES, Criterion
from cellyard.domain.value import Estimate
from cellyard.ui import form, style
from cellyard.ui.screens.grading import said
from cellyard.ui.screens.grading.flips import FlipsPanel
from cellyard.ui.screens.grading.overruling import OverrulePage
from cellyard.ui.screens.grading.rows import CriterionRow, CriterionShown
from cellyard.ui.screens.grading.survey import Judged, Ungraded
from cellyard.ui.screens.grading.value_page import ValuePage
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.grade_card import GradeCard
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _, value
from cellyard.words import battery as spoken
from cellyard.words.grading import CRITERIA, ROUTES, parts
from cellyard.words.times import since

_SIDE, _HEAD = 428, 72


class GradeView(QWidget):
    """`battery_chosen(id)`: a line of what waits was pressed."""

    battery_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._name = Label(step="lead", elide=True)
        self._what = Label(step="small", colour="text_muted", elide=True)
        self._code = Label(step="sub", mono=True)
        self._rules = Label(step="small", colour="text_muted", align="right")
        self._rows = [CriterionRow() for _rule in RULES]
        self._waiting = LineList(pad=14)
        self._waiting.line_chosen.connect(self.battery_chosen)
        self._none = EmptyHint(
            "ph.medal", _("Nothing waits for a grade"), _("Scan a battery to see its criteria.")
        )
        self.overrule = OverrulePage()
        self.card, self.flips, self.value = GradeCard(), FlipsPanel(), ValuePage()
        self.keep = BigButton("", "secondary")
        self.override = BigButton(_("Override"), "secondary")
        self.next = BigButton("", key=_("Enter"))
        self._pages, self._listed = QStackedWidget(), QStackedWidget()
        self._criteria, self._list = self._criteria_page(), self._waiting_page()
        self._overrule_page = form.card(form.column(self.overrule), padding=(24, 20))
        self._value_page = form.card(form.column(self.value), padding=12)
        for page in (self._list, self._criteria, self._overrule_page, self._value_page):
            self._pages.addWidget(page)
        two = form.row((self.keep, 1), (self.override, 1))
        side = form.column(self.card, (self.flips, 1), two, self.next)
        width = min(_SIDE, style.now().frame.side_floor)
        self.setLayout(form.row((self._pages, 1), form.holder(side, width=width)))

    def _criteria_page(self) -> QWidget:
        left = form.column(self._name, self._what, gap=0)
        right = form.column(self._code, self._rules, gap=0)
        head = form.card(form.row((left, 1), right), padding=(20, 10), height=_HEAD)
        rows: list[form.Placed] = []
        for row in self._rows:
            rows += [form.line(), (row, 1)] if rows else [(row, 1)]
        return form.holder(form.column(head, (form.card(form.column(*rows, gap=0), padding=0), 1)))

    def _waiting_page(self) -> QWidget:
        title = Label(_("Waiting for a grade"), "lead")
        head = form.holder(form.column(title, margins=(18, 14)))
        self._listed.addWidget(self._waiting)
        self._listed.addWidget(form.holder(form.column(self._none, form.stretch())))
        inside = form.column(head, form.line(), (self._listed, 1), gap=0)
        return form.card(inside, padding=0)

    @property
    def overrules(self) -> bool:
        return self._pages.currentWidget() is self._overrule_page

    def show_overruling(self) -> None:
        """Ask for another grade and its reason, in place of the criteria."""
        self._pages.setCurrentWidget(self._overrule_page)

    def show_value(self, estimate: Estimate) -> None:
        """Explain what it may be worth, in place of the criteria."""
        self.value.show_estimate(estimate)
        self._pages.setCurrentWidget(self._value_page)

    def show_waiting(self, waiting: Sequence[Ungraded], now: int) -> None:
        """Show what waits for a grade at this moment (ms), to choose one."""
        self._pages.setCurrentWidget(self._list)
        self._listed.setCurrentIndex(0 if waiting else 1)
        self._waiting.set_lines(
            [
                Line(
                    one.battery.id,
                    spoken.name(one.model),
                    one.battery.code or _("No code"),
                    right=since(one.battery.bench.capacity_at, now),
                )
                for one in waiting
            ]
        )
        self._waiting.choose("")
        self.card.set_none(_("No battery here"), _("Scan one, or choose one that waits."))
        self.card.set_worth("")
        self.flips.set_flips((), "")

    def show_judged(self, judged: Judged) -> None:
        """Show the criteria of a battery and the grade that follows from them."""
        self._pages.setCurrentWidget(self._criteria)
        grading, given = judged.grading, judged.battery.bench.given
        self._name.setText(spoken.name(judged.model))
        self._what.setText(said.what(judged.model))
        self._code.setText(judged.battery.code or _("No code"))
        self._rules.setText(_("Rules {edition}").format(edition=grading.edition))
        for row, criterion in zip(self._rows, grading.criteria, strict=True):
            row.set_shown(_shown(criterion, judged))
        if given is not None:
            chip = _("Set by two people") if given.overruled else _("Given")
            self.card.set_grade(given.grade, _(ROUTES[given.route]), said.given(given), chip)
        elif grading.grade is not None and grading.route is not None:
            near = grading.borderline
            chip = _("Borderline to {grade}").format(grade=near) if near else ""
            route, why = _(ROUTES[grading.route]), said.why(grading)
            self.card.set_grade(grading.grade, route, why, chip, cautioned=bool(near))
        else:
            self.card.set_none(_("No grade yet"), said.why(grading))
        self.card.set_worth(value.said(judged.worth.estimate) if judged.worth else "")
        flips = [
            (*said.flip(flip, money), flip.grade)
            for flip, money in zip(grading.flips, _money(judged), strict=True)
        ]
        none = _("No single measurement would change it.")
        self.flips.set_flips(flips, none if grading.grade else _("There is no grade to change."))


def _money(judged: Judged) -> list[str]:
    """Return by flip what it would change of the money, "" where that is not known."""
    if judged.worth is None:
        return [""] * len(judged.grading.flips)
    return [
        "" if change is None else value.change(change, judged.worth.currency)
        for change in judged.worth.changes
    ]


def _shown(criterion: Criterion, judged: Judged) -> CriterionShown:
    value, unit, doubt = parts(criterion)
    # What does not count stands on no ruler: its place is for the sentence that says why.
    counts = criterion.value is not None and criterion.missing is None
    limits = criterion.limits if counts else ()
    deciding = criterion.name in judged.grading.deciding
    near = any(f.criterion == criterion.name and f.within_doubt for f in judged.grading.flips)
    letters = (limits[0].below, *(limit.above for limit in limits)) if limits else ()
    return CriterionShown(
        name=_(CRITERIA[criterion.name]),
        second=said.second_line(criterion, judged),
        value=value,
        unit=unit,
        doubt=doubt if counts else "",
        grade=criterion.grade or "",
        shape="unknown" if criterion.grade is None else "caution" if near else "done",
        deciding=deciding,
        figure=criterion.value,
        margin=criterion.doubt,
        limits=tuple(limit.at for limit in limits),
        letters=letters,
    )

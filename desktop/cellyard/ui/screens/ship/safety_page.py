"""The joint safety judgement: its items asked of one party, then of the other."""

from functools import partial

from PySide6.QtCore import Signal

from cellyard.domain.facts import Answer
from cellyard.domain.shipping import safety
from cellyard.domain.shipping.safety_acts import JudgingParty, SafetyJudging
from cellyard.domain.transport import SafetyItem
from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.checklist import ChecklistRow
from cellyard.ui.widgets.desk import Choice
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _, ngettext
from cellyard.words import shipping as said
from cellyard.words.shipping_facts import PARTIES

_ANSWERS: tuple[Answer, ...] = ("no", "yes", "cant_tell")


class SafetyPage(Page):
    """`given(SafetyJudging)`: a party has judged these batteries."""

    given = Signal(object)
    half_done = True

    def __init__(self) -> None:
        super().__init__()
        self._load = ""
        self._batteries: tuple[str, ...] = ()
        self._party: JudgingParty = "consignor"
        self._items: tuple[SafetyItem, ...] = ()
        self._rows: list[ChecklistRow] = []
        self._answers: dict[str, Answer] = {}
        head, self._title, self._sub = heading("", "")
        self._list = form.holder(form.column())
        self._treated = Choice([(k, _(w)) for k, w in said.PRETREATMENTS.items()])
        self._treated.key_changed.connect(self._show)
        self._treatment = form.keep(
            form.card(form.column(Label(_("What was done about it"), "sub"), self._treated))
        )
        self._scroll = form.scrolled(self._list)
        card = form.card(form.column((self._scroll, 1)), padding=(20, 12))
        self._judged = SmallTable((Column(_("Battery"), mono=True), Column(_("Slot"), 96)))
        judged = form.card(form.column((self._judged, 1)), padding=(6, 4))
        self.lay_out(form.holder(form.column(head, (card, 1))), (judged, 1), self._treatment)

    def ask(self, shown: Shown) -> None:
        """Ask the party that has not judged yet, of all batteries that lack its judgement."""
        if shown.survey is None:
            return
        self._load = shown.load.id
        parties: tuple[JudgingParty, ...] = ("consignor", "consignee")
        for party in parties:
            edition = shown.survey.edition.id
            open_ = [b.id for b in shown.to_judge if not b.leaving.accepted_by(party, edition)]
            if open_:
                self._party, self._batteries = party, tuple(open_)
                break
        self._show_judged(shown)
        self._items = safety.items(shown.survey.edition)
        self._show_items()

    def _show_judged(self, shown: Shown) -> None:
        """Say which batteries are judged, and where they lie to be looked at."""
        there = {b.id: b for b in shown.batteries}
        found = (there[id_] for id_ in self._batteries)
        self._judged.set_rows(
            [
                TableRow(
                    b.id, (b.code or _("Ticket {ticket}").format(ticket=b.ticket), b.slot or "")
                )
                for b in found
            ]
        )

    def _show_items(self) -> None:
        self._answers = {}
        count = len(self._batteries)
        words = ngettext(
            "For {count} battery, by what was looked at now",
            "For {count} batteries, by what was looked at now",
            count,
        )
        party = _(PARTIES[self._party])
        self._title.setText(_("Safety judgement: {party}").format(party=party))
        self._sub.setText(words.format(count=count))
        self._rows = [ChecklistRow(said.asks(item)) for item in self._items]
        for item, row in zip(self._items, self._rows, strict=True):
            row.answered.connect(partial(self._answer, item.id))
        fresh = form.holder(form.column(*self._rows, form.stretch(), gap=8, margins=(0, 0, 12, 0)))
        layout = self._list.layout()
        while layout is not None and (old := layout.takeAt(0)) is not None:
            if widget := old.widget():
                widget.deleteLater()
        if layout is not None:
            layout.addWidget(fresh)
        self._treated.set_key("")
        self._show()

    def _answer(self, item: str, answer: str) -> None:
        self._answers[item] = answer  # pyright: ignore[reportArgumentType]
        for asked, row in zip(self._items, self._rows, strict=True):
            if asked.id not in self._answers:
                self._scroll.ensureWidgetVisible(row, 0, row.height())
                break
        self._show()

    def _show(self) -> None:
        judged = safety.judged(self._items, self._answers)
        self._treatment.setVisible(bool(judged.failed))
        if judged.missing:
            words = ngettext("{count} answer is missing", "{count} answers are missing",
                             len(judged.missing))  # fmt: skip
            self.say(Primary(_("Judge"), not_yet=words.format(count=len(judged.missing))))
        elif judged.failed and not self._treated.key():
            self.say(Primary(_("Not passed"), _("They stay until something is done")))
        else:
            self.say(Primary(_("Passed") if not judged.failed else _("Treated, accepted")))

    def kept(self) -> str:
        answers = (f"{item}={answer}" for item, answer in self._answers.items())
        return "\n".join([self._treated.key(), *answers])

    def restore(self, kept: str) -> None:
        treated, *answers = kept.split("\n")
        said = dict(one.split("=", 1) for one in answers)
        for item, row in zip(self._items, self._rows, strict=True):
            if item.id in said:
                row.give(said[item.id])  # pyright: ignore[reportArgumentType]
        self._treated.set_key(treated)

    def digit(self, figure: int) -> bool:
        """1, 2, 3 answer the first item that has no answer."""
        for item, row in zip(self._items, self._rows, strict=True):
            if item.id not in self._answers:
                if figure > len(_ANSWERS):
                    return False
                row.give(_ANSWERS[figure - 1])
                return True
        return False

    def enter(self) -> None:
        judged = safety.judged(self._items, self._answers)
        if judged.missing:
            return
        treated = self._treated.key() if judged.failed else ""
        self.given.emit(
            SafetyJudging(
                load=self._load,
                batteries=self._batteries,
                party=self._party,
                answers=tuple((item.id, self._answers[item.id]) for item in self._items),
                pretreatment=treated,  # pyright: ignore[reportArgumentType]
            )
        )

"""Set up, rules: the editions, and every rule with its value, source and how well it is known."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from cellyard.domain.rules import Edition, Rule, in_force
from cellyard.jobs.founding import shipped_editions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.rules import CONFIDENCE, JURISDICTIONS, edition_name, today
from cellyard.ui.widgets.desk import Choice
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import N_, _, day, ngettext, number

_UNITS = {"degC": "°C", "ohm": "Ω", "ohm/V": "Ω/V"}
# What a person with the qualification has to confirm before papers count.
_QUESTIONS = ("M", "P")


class RulesSection(Section):
    """Read-only: a rule changes by a new edition, never in place."""

    key = "rules"
    title = N_("Rules")
    icon = "ph.scales"
    right = "editions"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._editions: dict[str, Edition] = {}
        self._which = Choice(width=200)
        self._which.key_changed.connect(self._show)
        self._table = SmallTable(
            (
                Column(_("Rule")),
                Column(_("Value"), 130, align="right"),
                Column(_("Known from"), 150),
            )
        )
        self._table.row_chosen.connect(self._show_rule)
        self._facts = KeyValues(key_width=96)
        self._rule = Label("", "sub", weight=600, wrap=True)
        self._source = Label("", "small", colour="text_muted", wrap=True)
        self.middle, self.side = self._middle(), self._side()

    def shown(self) -> None:
        self.learn()

    def learn(self) -> None:
        self.ask(lambda q: q.registers.editions(), self._learn)

    def primary(self) -> Primary | None:
        count = len(self._new())
        if not count:
            return None
        text = _("Publish rules")
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        said = ngettext("{count} edition came new", "{count} editions came new", count)
        return Primary(text, said.format(count=count))

    def act(self) -> None:
        if self._new() and self.allowed:
            self.publish(self._new(), self.learn)

    def _new(self) -> list[Edition]:
        """Return the editions that came with the program and are not published here yet."""
        if not self._editions:
            return []
        return [e for e in shipped_editions() if e != self._editions.get(e.id)]

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title),
            _("Every decision stores the edition that it was taken under."),
            beside=self._which,
        )
        return form.holder(
            form.column(
                head,
                (form.card(form.column(self._table), padding=(4, 4)), 1),
                gap=12,
            )
        )

    def _side(self) -> QWidget:
        return form.card(
            form.column(
                Label(_("This edition"), "sub", weight=600),
                self._facts,
                form.line(),
                self._rule,
                self._source,
                form.stretch(),
                gap=12,
            ),
            padding=18,
        )

    def _learn(self, editions: list[Edition]) -> None:
        self._editions = {e.id: e for e in editions}
        law = self.frame.centre.jurisdiction
        force = in_force(editions, today(), law)
        ordered = sorted(editions, key=lambda e: (e.jurisdiction != law, e.id))
        chosen = self._which.key() or (force.id if force else "")
        self._which.set_options([(e.id, edition_name(e.id)) for e in ordered])
        self._which.set_key(chosen)
        self._show()
        self.changed.emit()

    def _edition(self) -> Edition | None:
        return self._editions.get(self._which.key())

    def _show(self) -> None:
        edition = self._edition()
        if edition is None:
            return
        rows = [self._row(rule) for rule in edition.rule]
        self._table.set_rows(rows)
        questions = sum(rule.confidence in _QUESTIONS for rule in edition.rule)
        law = edition.jurisdiction
        self._facts.set_pairs(
            (
                (_("Law"), _(JURISDICTIONS.get(law, law)) if law else _("any")),
                (_("From"), day(datetime.fromisoformat(edition.valid_from))),
                (_("Until"), day(datetime.fromisoformat(edition.valid_to))),
                (_("Rules"), str(len(edition.rule))),
                (_("To confirm"), str(questions)),
            )
        )
        self._show_rule(self._table.key or edition.rule[0].id)

    def _row(self, rule: Rule) -> TableRow:
        known = _(CONFIDENCE[rule.confidence])
        state = "rest" if rule.confidence not in _QUESTIONS else "muted"
        return TableRow(rule.id, (rule.id, _value(rule), known), state)

    def _show_rule(self, id_: str) -> None:
        edition = self._edition()
        rule = next((r for r in edition.rule if r.id == id_), None) if edition else None
        if rule is None:
            return
        self._rule.setText(f"{rule.id}  {_value(rule)}".strip())
        known = _("{source} ({confidence})")
        confidence = _(CONFIDENCE[rule.confidence])
        self._source.setText(known.format(source=rule.source, confidence=confidence))
        for label in (self._rule, self._source):
            label.updateGeometry()


def _value(rule: Rule) -> str:
    if rule.value is not None:
        return f"{number(rule.value.normalize())} {_UNITS.get(rule.unit, rule.unit)}".strip()
    return ", ".join(rule.choice)

"""Set up, rules: the editions, and every rule with its value, source and how well it is known."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.rules import Edition, Rule, in_force
from cellyard.jobs.founding import shipped_editions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.own_edition import OwnEdition
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.rules import (
    CONFIDENCE,
    JURISDICTIONS,
    SUBJECTS,
    edition_name,
    today,
)
from cellyard.ui.widgets.desk import Button, Choice
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import N_, _, ngettext, number
from cellyard.words.numbers import unit_sign

# What a person with the qualification has to confirm before papers count.
_QUESTIONS = ("M", "P")


class RulesSection(Section):
    """A rule changes by a new edition, never in place: one of the program, or the centre's own."""

    key = "rules"
    title = N_("Rules")
    icon = "ph.scales"
    right = "editions"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._editions: dict[str, Edition] = {}
        self._kept: dict[str, str] = {}
        self._saving = False
        self._which = Choice(width=280)
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
        self._message = MessageLine()
        self._make = Button(_("Make an own edition"), icon="ph.pencil-simple")
        self._leave = Button(_("Leave this edition"), icon="ph.arrow-counter-clockwise")
        self._why = Label("", "desk_body", colour="text_muted", elide=True)
        self._own = OwnEdition()
        self._own.changed.connect(self._typed)
        self._make.clicked.connect(self._begin)
        self._leave.clicked.connect(self.back)
        self._sides = QStackedWidget()
        self._sides.addWidget(self._side())
        self._sides.addWidget(self._own.side)
        self.middle, self.side = self._middle(), self._sides

    def shown(self) -> None:
        self.learn()

    def learn(self) -> None:
        self.ask(lambda q: q.registers.editions(), self._learn)

    def primary(self) -> Primary | None:
        if self._own.base:
            return self._primary_own()
        count = len(self._new())
        if not count:
            return None
        text = _("Publish rules")
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        said = ngettext("{count} edition came new", "{count} editions came new", count)
        return Primary(text, said.format(count=count))

    def _primary_own(self) -> Primary:
        text = _("Publish it")
        if self._saving:
            return Primary(text, working=_("Saving"))
        if not self._own.count:
            return Primary(text, not_yet=_("No number is changed"))
        if self._own.wrong():
            return Primary(text, not_yet=_("Something is not right yet"))
        return Primary(text, self._own.said())

    def act(self) -> None:
        if not self.allowed or self._saving:
            return
        if self._own.base:
            self._publish_own()
        elif self._new():
            self.publish(self._new(), self.learn)

    def back(self) -> bool:
        if not self._own.base:
            return False
        self._end()
        self._message.clear()
        return True

    def kept(self) -> dict[str, str]:
        return self._own.kept() or self._kept

    def restore(self, kept: dict[str, str]) -> None:
        self._kept = kept

    # --- an edition of the centre's own ---------------------------------------------------------

    def _begin(self) -> None:
        edition = self._edition()
        if edition is not None and self.allowed:
            self._own.begin(edition, list(self._editions.values()))
            self._message.clear()
            self._go(own=True)

    def _end(self) -> None:
        self._own.end()
        self._go(own=False)

    def _go(self, *, own: bool) -> None:
        self._sides.setCurrentIndex(int(own))
        self._which.setEnabled(not own)
        self._leave.setVisible(own)
        self._show()
        self.changed.emit()

    def _publish_own(self) -> None:
        if self._own.count and not self._own.wrong():
            made = self._own.made()
            self._saving = True
            self.changed.emit()
            self.publish([made], lambda: self._published(made), self._refused)

    def _published(self, made: Edition) -> None:
        self._saving = False
        self._own.end()
        self._message.note(
            _("Published."), _("Earlier decisions keep the edition they were taken under.")
        )
        self._editions[made.id] = made
        self._options(made.id)
        self._go(own=False)
        self.learn()

    def _refused(self, said: str) -> None:
        self._saving = False
        self._message.wrong(said)
        self.changed.emit()

    def _typed(self) -> None:
        self._message.clear()
        if self._own.count and (wrong := self._own.wrong()):
            self._message.caution(wrong)
        self._rows()
        self.changed.emit()

    # --- what is shown --------------------------------------------------------------------------

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
                self._message,
                form.row(self._make, self._leave, (self._why, 1), gap=12),
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
        force = self._in_force("intake")
        self._options(self._which.key() or (force.id if force else ""))
        kept, self._kept = self._kept, {}
        if kept and self.allowed:
            self._own.restore(kept, editions)
        if base := self._own.base:
            self._options(base.id)
        self._go(own=self._own.base is not None)

    def _in_force(self, subject: str) -> Edition | None:
        law = self.frame.centre.jurisdiction
        return in_force(list(self._editions.values()), today(), law, subject)

    def _options(self, chosen: str) -> None:
        law, subjects = self.frame.centre.jurisdiction, list(SUBJECTS)
        ordered = sorted(
            self._editions.values(),
            key=lambda e: (subjects.index(e.subject), e.jurisdiction not in ("", law), e.id),
        )
        # Nothing is shown while the options come and go.
        self._which.blockSignals(True)
        self._which.set_options([(e.id, edition_name(e.id)) for e in ordered])
        self._which.set_key(chosen)
        self._which.blockSignals(False)

    def _edition(self) -> Edition | None:
        return self._editions.get(self._which.key())

    def _show(self) -> None:
        edition = self._edition()
        if edition is None:
            return
        self._rows()
        questions = sum(rule.confidence in _QUESTIONS for rule in edition.rule)
        law, now = edition.jurisdiction, self._in_force(edition.subject) == edition
        self._facts.set_pairs(
            (
                (_("Rules for"), _(SUBJECTS[edition.subject])),
                (_("Law"), _(JURISDICTIONS.get(law, law)) if law else _("any")),
                (_("Valid"), f"{edition.valid_from} – {edition.valid_to}"),
                (_("In force"), _("yes") if now else _("no")),
                (_("Rules"), str(len(edition.rule))),
                (_("To confirm"), str(questions)),
            )
        )
        why = self.reason or ("" if now else _("Only from the edition in force"))
        self._make.setEnabled(not why and not self._own.base)
        self._why.setText(why)
        self._show_rule(self._table.key or edition.rule[0].id)

    def _rows(self) -> None:
        edition = self._edition()
        if edition is not None:
            self._table.set_rows([self._row(rule) for rule in edition.rule])

    def _row(self, rule: Rule) -> TableRow:
        if self._own.base and (text := self._own.text(rule)):
            shown = f"{text} {unit_sign(rule.unit)}".strip()
            return TableRow(rule.id, (rule.id, shown, _("your own")), "rest", "done")
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
        if self._own.base:
            self._own.choose(rule)


def _value(rule: Rule) -> str:
    if rule.value is not None:
        return f"{number(rule.value.normalize())} {unit_sign(rule.unit)}".strip()
    return ", ".join(rule.choice)

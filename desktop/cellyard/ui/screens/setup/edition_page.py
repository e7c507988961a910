"""An edition as Set up shows it: what there is to know of it, and each rule, row and cell."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.confirming import Asked, told
from cellyard.domain.rules import Edition, Rule
from cellyard.ui import form, style
from cellyard.ui.screens.setup import edition_rows
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.table import SmallTable
from cellyard.words import _
from cellyard.words.editions import said

# What is left below who stands for it, at the least: a rule and the beginning of its source.
_RULE = 60


class EditionPage(QObject):
    """`chosen(Rule)`: a rule with a number or words of its own was chosen in the list."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._edition: Edition | None = None
        self._told: dict[str, Asked] = {}
        self._listed: tuple[str, ...] = ()
        self.table = SmallTable(edition_rows.columns())
        self.table.row_chosen.connect(self._choose)
        self._facts = KeyValues(key_width=96)
        self._rule = Label("", "sub", weight=600, wrap=True)
        self._said = Label("", "desk_body", wrap=True)
        self._source = Label("", "small", colour="text_muted", wrap=True)

    def side(self, release: QWidget) -> QWidget:
        """Return the card of the edition, with who stands for it, and of the rule chosen."""
        words = (self._rule, self._said, self._source)
        rule = form.scrolled(form.holder(form.column(*words, form.stretch(), gap=8)))
        rule.setMinimumHeight(style.px(_RULE))
        return form.card(
            form.column(
                Label(_("This edition"), "sub", weight=600),
                self._facts,
                form.line(),
                release,
                form.line(),
                (rule, 1),
                gap=10,
            ),
            padding=18,
        )

    def show_edition(
        self, edition: Edition, *, in_force: bool, typed: Callable[[Rule], str] | None
    ) -> None:
        """Show an edition; while one is made from it, only its rules, with what is `typed`."""
        if self._edition != edition:
            self._edition, self._told = edition, {one.id: one for one in told(edition)}
        self._facts.set_pairs(edition_rows.facts(edition, in_force=in_force))
        self.show_rows(typed)
        here = self.table.key
        self._choose(here if here in self._listed else next(iter(self._listed), ""))

    def show_rows(self, typed: Callable[[Rule], str] | None) -> None:
        """Show the list again, with what is typed."""
        if self._edition is None:
            return
        rules = self._edition.rule
        rows = [edition_rows.row(r, own=typed(r) if typed else "") for r in rules]
        if typed is None:
            plain = {r.id for r in rules}
            others = (one for one in self._told.values() if one.id not in plain)
            rows += [edition_rows.told_row(one) for one in others]
        self._listed = tuple(row.key for row in rows)
        self.table.set_rows(rows)

    def _choose(self, id_: str) -> None:
        one = self._told.get(id_)
        if one is None or self._edition is None:
            return
        rule = next((r for r in self._edition.rule if r.id == id_), None)
        self._rule.setText(f"{id_}  {edition_rows.value(rule) if rule else ''}".strip())
        self._said.setText("" if rule else said(one))
        self._said.setVisible(rule is None)
        self._source.setText(edition_rows.source(one))
        for label in (self._rule, self._said, self._source):
            label.updateGeometry()
        if rule is not None:
            self.chosen.emit(rule)

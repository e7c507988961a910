"""A register as a list and a form: choose an entry, change it, or begin a new one."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.fields import Fields
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _

Item = TypeVar("Item")
_KEY = "item"


class Entries(Generic[Item]):
    """What differs from register to register: how an entry is read, listed, filled in, checked."""

    def question(self, questions: Questions) -> dict[str, Item]:
        """Return all entries by key; on the reader's thread."""
        raise NotImplementedError

    def row(self, key: str, item: Item) -> TableRow:
        """Return how an entry stands in the list."""
        raise NotImplementedError

    def values(self, item: Item | None) -> dict[str, str]:
        """Return the form's values for an entry, or for a new one."""
        raise NotImplementedError

    def wrong(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong, a sentence by field."""
        raise NotImplementedError

    def matches(self, item: Item, wanted: str) -> bool:
        """Tell whether an entry fits what is searched (lower case)."""
        del item, wanted
        return True

    def named(self, item: Item | None) -> str:
        """Return the title of the form."""
        raise NotImplementedError


class RegisterSection(Section, Entries[Item]):
    """`items` are what the store has, by key; `_item` is the key of the form, "" for a new one."""

    def __init__(
        self,
        frame: Frame,
        columns: Sequence[Column],
        fields: Fields,
        *,
        sub: str,
        new: str,
        search: bool = False,
    ) -> None:
        super().__init__(frame)
        self.items: dict[str, Item] = {}
        self.fields = fields
        self._item = ""
        self._saving = False
        self._table = SmallTable(columns)
        self._search = Field(hint=_("Search"), width=200)
        self._head, self._title, self._sub = heading(_(self.title), sub, beside=self._search)
        self._new = Button(new, icon="ph.plus")
        self.message = MessageLine()
        self._form_title = Label("", "sub", weight=600, elide=True)
        self.buttons = form.row(self._new, form.stretch(), gap=12)
        self.middle = self._built()
        # Only now: without a parent it would flash up as a window of its own.
        self._search.setVisible(search)
        self._table.row_chosen.connect(self.choose)
        self._search.textChanged.connect(self._list)
        self._new.clicked.connect(self._begin)
        fields.changed.connect(self._typed)

    # --- the list and the form ------------------------------------------------------------------

    def shown(self) -> None:
        self._new.setEnabled(self.allowed)
        self.fields.set_enabled(enabled=self.allowed)
        self.learn()

    def learn(self) -> None:
        self.ask(self.question, self._learn)

    def _learn(self, items: dict[str, Item]) -> None:
        before = self._standing()
        untouched = self.fields.values() == self.values(before)
        self.items = items
        self._list()
        if untouched:
            self.fields.fill(self.values(self._standing()))
        self._show()
        wanted, self._sought = self._sought, ""
        if wanted in items and not self.touched():
            self.choose(wanted)

    def choose(self, key: str) -> None:
        """Show an entry in the form, "" for a new one."""
        self._item = key
        self._table.choose(key)
        self.fields.fill(self.values(self._standing()))
        self.message.clear()
        self._show()
        self._keep()

    @property
    def item(self) -> Item | None:
        """The entry that the form shows; None for a new one."""
        return self._standing()

    def _standing(self) -> Item | None:
        return self.items.get(self._item)

    def primary(self) -> Primary | None:
        item, values = self._standing(), self.fields.values()
        text = _("Save") if item is not None else _("Add")
        if self._saving:
            return Primary(text, working=_("Saving"))
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        if not self.touched():
            reason = _("Nothing is changed") if item is not None else _("Fill in the form")
            return Primary(text, not_yet=reason)
        wrong = self.wrong(values)
        if wrong:
            return Primary(text, not_yet=next(iter(wrong.values())))
        return Primary(text, self.named(item) if item is not None else _("a new entry"))

    def touched(self) -> bool:
        """Tell whether the form differs from what stands in the register."""
        return self.fields.values() != self.values(self._standing())

    def act(self) -> None:
        primary = self.primary()
        if primary and not primary.not_yet and not primary.working:
            self._saving = True
            self.changed.emit()
            self.save(self._standing(), self.fields.values())

    def save(self, item: Item | None, values: Mapping[str, str]) -> None:
        """Write the entry; call `saved` with its key, or `not_saved` with a sentence."""
        raise NotImplementedError

    def saved(self, key: str) -> None:
        """The entry is written and stands under this key."""
        self._saving, self._item = False, key
        self.message.note(_("Kept."), _("It counts from now on."))
        self._keep()
        self.learn()

    def not_saved(self, said: str) -> None:
        """Nothing was written."""
        self._saving = False
        self.message.wrong(said)
        self.changed.emit()

    def back(self) -> bool:
        if not self.touched():
            return False
        self.choose(self._item)
        return True

    def kept(self) -> dict[str, str]:
        return {**self.fields.values(), _KEY: self._item} if self.touched() else {}

    def restore(self, kept: dict[str, str]) -> None:
        if kept:
            self._item = kept.get(_KEY, "")
            self.fields.fill(kept)
            self._show()

    def _begin(self) -> None:
        """Begin a new entry."""
        self.choose("")

    def _foot(self) -> Sequence[form.Placed]:
        """Return what stands between the list with its message and the buttons."""
        return ()

    def _side_card(self, *things: form.Placed) -> QWidget:
        """Return the card of the form, with its title."""
        return form.card(form.column(self._form_title, *things, form.stretch(), gap=12), padding=18)

    def _built(self) -> QWidget:
        return form.holder(
            form.column(
                self._head,
                (form.card(form.column(self._table), padding=(4, 4)), 1),
                self.message,
                *self._foot(),
                self.buttons,
                gap=12,
            )
        )

    def _list(self) -> None:
        wanted = self._search.text().strip().lower()
        rows = [
            self.row(key, item) for key, item in self.items.items() if self.matches(item, wanted)
        ]
        self._table.set_rows(rows)
        self._table.choose(self._item)

    def _typed(self) -> None:
        self.message.clear()
        self._show()
        self._keep()

    def _keep(self) -> None:
        self.changed.emit()

    def _show(self) -> None:
        item = self._standing()
        self._form_title.setText(self.named(item))
        self.fields.set_wrong(self.wrong(self.fields.values()) if self.touched() else {})
        self.changed.emit()

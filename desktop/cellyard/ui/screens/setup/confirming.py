"""The page on which a qualified person looks through an edition, value by value."""

from collections.abc import Sequence
from hashlib import sha256

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.confirming import Asked, asked
from cellyard.domain.release import Releasing
from cellyard.domain.rules import Edition, is_date
from cellyard.ui import form
from cellyard.ui.setting_up.rules import CONFIDENCE, edition_name, today
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.words import _, ngettext, number
from cellyard.words.editions import said

_CONFIRMS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Confirming(QObject):
    """`changed` at each confirmation and key; `kept` is what a crash must not lose.

    Each value is confirmed on its own line, or with the others of its own source. There is no
    key that confirms all, and none that confirms by being held down.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.edition: Edition | None = None
        self._asked: list[Asked] = []
        self._confirmed: set[str] = set()
        self._latest = ""
        self.list = _Values(pad=8)
        self.list.line_chosen.connect(self._choose)
        self.list.pressed_on.connect(self._press_key)
        self.until = Field(mono=True)
        self.until.textChanged.connect(self.changed)
        self._name = Label("", "sub", weight=600, elide=True)
        self._progress = Label("", "desk_body", colour="text_muted")
        self._id = Label("", "body", weight=600, elide=True)
        self._said = Label("", "desk_body", wrap=True)
        self._source = Label("", "small", colour="text_muted", wrap=True)
        self._confirm = Button("")
        self._confirm.clicked.connect(lambda: self._press(self.list.key))
        self._group = Button("")
        self._group.clicked.connect(self._press_group)
        self.side = self._side()

    def begin(self, edition: Edition, latest: str, kept: str) -> None:
        """Begin to look through an edition; `latest` is the last ISO date to stand for it."""
        self.edition, self._latest, self._asked = edition, latest, asked(edition)
        found = _kept(kept)
        same = found.edition == _hash(edition)
        self._confirmed = set(found.confirmed) if same else set()
        self._name.setText(edition_name(edition.id))
        self.until.blockSignals(True)
        self.until.setText(found.until if same else "")
        self.until.setPlaceholderText(_("{date} at the latest").format(date=latest))
        self.until.blockSignals(False)
        self._lines()
        first = next((o.id for o in self._asked if o.id not in self._confirmed), "")
        self._go(first or (self._asked[0].id if self._asked else ""))

    def end(self) -> None:
        """Let it go; what was confirmed is kept by who asked for `kept`."""
        self.edition = None

    @property
    def progress(self) -> str:
        """How many are confirmed, in words."""
        words = _("{count} of {all} confirmed")
        return words.format(count=number(len(self._confirmed)), all=number(len(self._asked)))

    def wrong(self) -> str:
        """Return why nobody can stand for it yet, "" when somebody can."""
        if len(self._confirmed) < len(self._asked):
            return self.progress
        until = self.until.text().strip()
        if not until:
            return _("Give the day until which you stand for it")
        if not is_date(until) or not today() <= until <= self._latest:
            words = _("Give a day from {earliest} to {latest}")
            return words.format(earliest=today(), latest=self._latest)
        return ""

    def order(self) -> Releasing:
        """Return the order to stand for the edition; only when nothing is wrong."""
        if self.edition is None:
            raise ValueError("nothing is looked through")
        confirmed = tuple(one.id for one in self._asked if one.id in self._confirmed)
        until = self.until.text().strip()
        return Releasing(edition=self.edition.id, confirmed=confirmed, until=until)

    def kept(self) -> str:
        """Return what is confirmed so far, with the edition that it is confirmed of."""
        until = self.until.text()
        if self.edition is None or not (self._confirmed or until):
            return ""
        confirmed = tuple(sorted(self._confirmed))
        whole = _Kept(edition=_hash(self.edition), confirmed=confirmed, until=until)
        return msgspec.json.encode(whole).decode()

    # --- the list -------------------------------------------------------------------------------

    def _lines(self) -> None:
        lines: list[Line] = []
        source = ""
        for one in self._asked:
            if one.source != source:
                source = one.source
                lines.append(Line(f"source {one.id}", source, head=True))
            confirmed = one.id in self._confirmed
            known = _(CONFIDENCE[one.confidence])
            shape = "done" if confirmed else "todo"
            lines.append(Line(one.id, one.id, said(one), right=known, shape=shape))
        self.list.set_lines(lines)
        self._progress.setText(self.progress)

    def _choose(self, id_: str) -> None:
        one = self._one(id_)
        if one is None:
            return
        self._id.setText(one.id)
        self._said.setText(said(one))
        known = _("{source} ({confidence})")
        self._source.setText(
            known.format(source=one.source, confidence=_(CONFIDENCE[one.confidence]))
        )
        for label in (self._said, self._source):
            label.updateGeometry()
        _name(self._confirm, _("Take it back") if id_ in self._confirmed else _("Confirm"))
        count = len(self._open(one.source))
        words = ngettext("All {count} of this source", "All {count} of this source", count)
        _name(self._group, words.format(count=count))
        self._group.setVisible(count > 1)

    def _go(self, id_: str) -> None:
        self.list.choose(id_)
        self._choose(id_)

    def _press(self, id_: str) -> None:
        """Confirm a value, or take that back; then go to the next that is open."""
        if self._one(id_) is None:
            return
        if id_ in self._confirmed:
            self._mark(self._confirmed - {id_}, id_)
        else:
            self._mark(self._confirmed | {id_}, self._next(id_))

    def _press_key(self, id_: str) -> None:
        """Confirm by key: one press too many takes nothing back, and the last leads to the day."""
        if id_ in self._confirmed:
            self._go(self._next(id_))
        else:
            self._press(id_)
        if len(self._confirmed) == len(self._asked):
            self.until.setFocus()

    def _press_group(self) -> None:
        """Confirm all that one source says."""
        one = self._one(self.list.key)
        if one is not None:
            whole = self._open(one.source)
            self._mark(self._confirmed | set(whole), self._next(whole[-1]))

    def _mark(self, confirmed: set[str], then: str) -> None:
        self._confirmed = confirmed
        self._lines()
        self._go(then if then not in confirmed else self._next(then))
        self.changed.emit()

    def _next(self, id_: str) -> str:
        """Return the next open one after this, from the top again; this when none is open."""
        ids = [one.id for one in self._asked]
        place = ids.index(id_) + 1
        later = (other for other in (*ids[place:], *ids[:place]) if other != id_)
        return next((other for other in later if other not in self._confirmed), id_)

    def _open(self, source: str) -> Sequence[str]:
        found = (one.id for one in self._asked if one.source == source)
        return [id_ for id_ in found if id_ not in self._confirmed]

    def _one(self, id_: str) -> Asked | None:
        return next((one for one in self._asked if one.id == id_), None)

    def _side(self) -> QWidget:
        value = form.holder(form.column(self._said, self._source, form.stretch(), gap=8))
        return form.card(
            form.column(
                form.column(self._name, self._progress, gap=2),
                form.line(),
                self._id,
                (form.scrolled(value), 1),
                form.row(self._confirm, self._group, form.stretch(), gap=8),
                form.line(),
                form.form((_("Until"), self.until)),
                gap=10,
            ),
            padding=18,
        )


class _Values(LineList):
    """The lines to confirm: Enter or Space on one says so, once however long it is held."""

    pressed_on = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _CONFIRMS:
            super().keyPressEvent(event)
        elif self.key and not event.isAutoRepeat():
            self.pressed_on.emit(self.key)


class _Kept(msgspec.Struct):
    edition: str = ""
    confirmed: tuple[str, ...] = ()
    until: str = ""


def _kept(text: str) -> _Kept:
    return msgspec.json.decode(text, type=_Kept) if text else _Kept()


def _hash(edition: Edition) -> str:
    """Return what tells an edition from what it was: what is confirmed is its content."""
    return sha256(msgspec.json.encode(edition)).hexdigest()


def _name(button: Button, words: str) -> None:
    button.setText(words)
    button.setAccessibleName(words)

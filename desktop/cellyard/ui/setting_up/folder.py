"""A folder in Set up: typed, found by its first letters, or dropped; no window opens over it."""

import os
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QCompleter, QFrame

from cellyard.domain.refusals import Refused
from cellyard.jobs import folders
from cellyard.ui import form, style
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.label import Label
from cellyard.words import sentence


class FolderField(Field):
    """Offers the folders that begin as what is typed; takes a folder that is dropped on it."""

    def __init__(self, folder: str, *, hint: str = "") -> None:
        super().__init__(folder, mono=True, hint=hint)
        self._offered = QStringListModel(self)
        self._parent: str | None = None
        self.setCompleter(QCompleter(self._offered, self))
        self.setAcceptDrops(True)
        self.textEdited.connect(self._look)

    @property
    def offered(self) -> Sequence[str]:
        """The folders that are offered now."""
        return self._offered.stringList()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()
        elif not event.mimeData().hasUrls():
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        folder = _dropped(event)
        if folder:
            self.setText(folder)
            event.acceptProposedAction()
        elif not event.mimeData().hasUrls():
            super().dropEvent(event)

    def _look(self, typed: str) -> None:
        """Ask what lies beside what is typed; away from the screen, a share may be slow."""
        parent = os.path.dirname(typed)  # noqa: PTH120 - a Path drops the slash at the end
        if parent != self._parent:
            self._parent = parent
            job = lambda: (parent, folders.inside(parent))  # noqa: E731 - for another thread
            errand(self, "folders", job, self._offer, _nobody)

    def _offer(self, found: tuple[str, list[str]]) -> None:
        parent, there = found
        if parent != self._parent:  # typed on meanwhile
            return
        self._offered.setStringList(there)
        if self.hasFocus():
            self.completer().complete()


class FolderCard(QFrame):
    """A folder under its title; `named` says what it is for, `none` what is without one.

    `changed` at each change.
    """

    changed = Signal()

    def __init__(self, title: str, folder: str, *, named: str, none: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._named, self._none = named, none
        self._where = FolderField(folder)
        self._where.setAccessibleName(title)
        self._said = Label("", "small", colour="text_muted", wrap=True)
        self._where.textChanged.connect(self._typed)
        head = Label(title, "sub", weight=600)
        inside = form.column(head, self._where, self._said, form.stretch(), gap=12)
        inside.setContentsMargins(*(style.px(18),) * 4)
        self.setLayout(inside)
        self._hint()

    def folder(self) -> str:
        """Return the folder; "" for none."""
        return self._where.text().strip()

    def set_folder(self, folder: str) -> None:
        """Put a folder in."""
        self._where.setText(folder)

    def refuse(self, no: Refused) -> None:
        """Say what is wrong with the folder, until something else is typed."""
        said = sentence(no)
        self._where.set_wrong(said)
        self._said.setText(said)
        self._said.set_colour("text")

    def _typed(self) -> None:
        self._where.set_wrong("")
        self._hint()
        self.changed.emit()

    def _hint(self) -> None:
        self._said.setText(self._named if self.folder() else self._none)
        self._said.set_colour("text_muted")


def _dropped(event: QDropEvent) -> str:
    """Return the folder that is dropped, "" for anything else."""
    urls = event.mimeData().urls()
    path = urls[0].toLocalFile() if len(urls) == 1 else ""
    return path if path and os.path.isdir(path) else ""  # noqa: PTH112 - "" is no folder


def _nobody(_no: Refused) -> None:
    """What cannot be looked into offers nothing."""

"""A CSV: pasted, dropped, or read from a file that is named; nothing opens over the work."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from cellyard.jobs.sheets import decoded
from cellyard.ui import form, style
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import Label
from cellyard.words import _

# A yard or a list of outlets has kilobytes; more is another file taken by mistake.
LARGEST = 2_000_000


class _Text(QPlainTextEdit):
    """The text of the CSV; a file dropped on it is read, not named."""

    dropped = Signal(str)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            return
        super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            self.dropped.emit(urls[0].toLocalFile())
            return
        super().dropEvent(event)


class Sheet(QFrame):
    """A card to put a CSV in. `changed` at each change of its text, `closed` when sent away."""

    changed = Signal()
    closed = Signal()
    unreadable = Signal(str)

    def __init__(self, columns: str) -> None:
        super().__init__()
        self.name = ""
        self.setProperty("kind", "card")
        self._text = _Text()
        self._text.setFont(style.now().font("desk_body", mono=True))
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText(columns)
        self._text.setAccessibleName(_("CSV text"))
        self._text.textChanged.connect(self.changed)
        self._text.dropped.connect(self.read)
        self._file = Field(hint=_("Folder and name of a CSV file"))
        self._file.setAccessibleName(_("Folder and name of a CSV file"))
        read = Button(_("Read"), icon="ph.file-text")
        read.clicked.connect(lambda: self.read(self._file.text()))
        back = Button(_("Back to the rows"), icon="ph.arrow-counter-clockwise")
        back.clicked.connect(self.closed)
        hint = _("Paste the lines here, drop a file, or name one. First line: {columns}")
        self.setLayout(
            form.column(
                Label(hint.format(columns=columns), "desk_body", colour="text_muted", wrap=True),
                (form.column(self._text), 1),
                form.row((self._file, 1), read, back, gap=12),
                gap=10,
                margins=16,
            )
        )

    def text(self) -> str:
        return self._text.toPlainText()

    def set_text(self, text: str) -> None:
        """Put other text in, without saying so."""
        self._text.blockSignals(True)
        self._text.setPlainText(text)
        self._text.blockSignals(False)

    def go_in(self) -> None:
        """Put the caret into the text."""
        self._text.setFocus()

    def read(self, named: str) -> None:
        """Read a file; `unreadable` with a sentence when that cannot be done."""
        path = Path(unquote(urlsplit(named).path) if named.startswith("file:") else named.strip())
        try:
            if path.stat().st_size > LARGEST:
                self.unreadable.emit(_("{file} is too large for a list.").format(file=path.name))
                return
            text = decoded(path.read_bytes())
        except (OSError, ValueError):
            said = _("{file} cannot be read. Look at the name, or paste the lines.")
            self.unreadable.emit(said.format(file=path.name or named))
            return
        self.name = path.name
        self._text.setPlainText(text)

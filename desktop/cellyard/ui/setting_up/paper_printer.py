"""The document printer: which one of this computer's papers go to, and what waits for it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import paper_folder
from cellyard.ui import form, paper_printer, style
from cellyard.ui.screen import Frame
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.folder import FolderField
from cellyard.ui.setting_up.papers_waiting import PapersWaiting
from cellyard.ui.widgets.desk import Choice
from cellyard.ui.widgets.label import Label
from cellyard.words import _, ngettext, sentence

_MOST_COPIES = 9  # as the settings allow
_INTO_FOLDER = paper_folder.FILE  # no printer is called so


class PaperPrinterCard(QFrame):
    """`changed` at each change, see `settings.paper_printer` and `paper_copies`."""

    changed = Signal()

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        settings = frame.settings
        self._names: list[str] = []
        self._printer, self._copies = Choice([]), Choice(_copies())
        self._printer.setAccessibleName(_("Document printer"))
        self._copies.setAccessibleName(_("Copies"))
        self._said = Label("", "small", colour="text_muted", elide=True)
        self._folder = FolderField("", hint=_("Folder that papers are printed into"))
        self._folder.setAccessibleName(_("Folder that papers are printed into"))
        # The one or the other: what a folder asks for stands where a printer is counted.
        self._below = QStackedWidget()
        self._below.addWidget(self._said)
        self._below.addWidget(self._folder)
        self._below.setFixedHeight(style.now().desk.control)
        self.set_wanted(settings.paper_printer, settings.paper_copies)
        self._printer.key_changed.connect(self._chosen)
        self._folder.textChanged.connect(self._typed)
        self._copies.key_changed.connect(self.changed)
        self._waiting = PapersWaiting(frame)
        inside = form.column(
            Label(_("Document printer"), "sub", weight=600),
            form.row((self._printer, 1), self._copies, gap=12),
            self._below,
            self._waiting,
            form.stretch(),
            gap=8,
        )
        inside.setContentsMargins(*(style.px(14),) * 4)
        self.setLayout(inside)
        errand(self, "printers", paper_printer.printers, self._found, self._refused)

    def printer(self) -> str:
        """Return the printer that was chosen, or the folder; "" for the computer's own."""
        if self._printer.key() == _INTO_FOLDER:
            return paper_folder.target(self._folder.text().strip())
        return self._printer.key()

    def copies(self) -> int:
        return int(self._copies.key())

    def set_wanted(self, printer: str, copies: int) -> None:
        """Put a printer and a number of copies in."""
        folder = paper_folder.folder_of(printer)
        if folder is not None:
            self._folder.setText(str(folder))
        self._offer(printer if folder is None else _INTO_FOLDER)
        self._copies.set_key(str(copies))

    def refuse(self, no: Refused) -> None:
        """Say what is wrong with the folder, until something else is typed."""
        self._folder.set_wrong(sentence(no))

    def _chosen(self, key: str) -> None:
        self._below.setCurrentWidget(self._folder if key == _INTO_FOLDER else self._said)
        self.changed.emit()

    def _typed(self) -> None:
        self._folder.set_wrong("")
        self.changed.emit()

    def _offer(self, chosen: str) -> None:
        names = sorted({*self._names, chosen} - {"", _INTO_FOLDER})
        self._printer.blockSignals(True)
        self._printer.set_options(
            [
                ("", _("The computer’s own")),
                *((n, n) for n in names),
                (_INTO_FOLDER, _("Into a folder, as PDF")),
            ]
        )
        self._printer.set_key(chosen)
        self._printer.blockSignals(False)
        self._below.setCurrentWidget(self._folder if chosen == _INTO_FOLDER else self._said)

    def _found(self, names: list[str]) -> None:
        self._names = names
        self._offer(self._printer.key())
        count = len(names)
        text = ngettext(
            "This computer has {count} printer.", "This computer has {count} printers.", count
        )
        self._said.setText(text.format(count=count) if count else _("This computer has no printer"))

    def _refused(self, no: Refused) -> None:
        self._said.setText(sentence(no))


def _copies() -> list[tuple[str, str]]:
    return [
        (str(n), ngettext("{count} copy, A4", "{count} copies, A4", n).format(count=n))
        for n in range(1, _MOST_COPIES + 1)
    ]

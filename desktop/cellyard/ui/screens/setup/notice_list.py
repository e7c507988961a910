"""The notices of outlets as a list, and of the one chosen what has not come."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.registers import Notice
from cellyard.jobs.notices import Standing
from cellyard.ui import form
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.table import Column, SmallTable, TableRow
from cellyard.words import _, day, ngettext, number

# As many lines that have not come as the side card holds.
_LISTED = 12


class NoticeList(QWidget):
    """Names a file to read, or takes one that is dropped anywhere on the list."""

    file_named = Signal(str)
    file_dropped = Signal(str)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._standing: tuple[Standing, ...] = ()
        self._table = SmallTable(
            (
                Column(_("Notice"), 150),
                Column(_("Outlet")),
                Column(_("Expected"), 120),
                Column(_("Came"), 110, align="right"),
                Column(_("Stands"), 130),
            )
        )
        self._table.row_chosen.connect(self.chosen)
        self.file = Field(hint=_("Folder and name of an XLSX or CSV file, or drop it here"))
        self.file.setAccessibleName(_("Folder and name of a list"))
        self.file.textChanged.connect(self.file_named)
        head, _first, _second = heading(
            _("Advance notices"),
            _("What outlets say will come. At the gate each battery is matched by its code."),
        )
        self.setLayout(
            form.column(
                head,
                (form.card(form.column(self._table), padding=(4, 4)), 1),
                self.file,
                gap=12,
            )
        )

    @property
    def current(self) -> Standing | None:
        """The notice that is chosen."""
        return next((s for s in self._standing if s.notice.key == self._table.key), None)

    def show_all(self, standing: Sequence[Standing]) -> None:
        """Show what stands; the open ones come first."""
        self._standing = tuple(standing)
        self._table.set_rows([_row(s) for s in standing])

    def choose(self, key: str) -> None:
        """Mark a notice."""
        self._table.choose(key)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            event.acceptProposedAction()
            self.file_dropped.emit(urls[0].toLocalFile())


class NoticeCard(QWidget):
    """What has not come of a notice, and the button that closes it."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "sub", weight=600, elide=True)
        self._facts = KeyValues()
        self._asked = Label("", "desk_body", weight=600, wrap=True)
        self._missing = [Label("", "desk_small", mono=True, elide=True) for _n in range(_LISTED)]
        self._close = Button("")
        self._close.clicked.connect(self.closing)
        rest = form.column(*self._missing, form.stretch(), gap=2)
        self.setLayout(
            form.column(
                self._title, self._facts, self._asked, (rest, 1), form.keep(self._close), gap=12
            )
        )
        self.show_one(None, allowed=False)

    def show_one(self, standing: Standing | None, *, allowed: bool) -> None:
        """Show a notice, or that none is chosen."""
        missing = standing.not_come if standing else ()
        self._title.setText(standing.notice.key if standing else _("No notice chosen"))
        self._facts.set_pairs(_facts(standing) if standing else ())
        self._asked.setText(_asked(standing) if standing else "")
        for n, label in enumerate(self._missing):
            last = n == _LISTED - 1 and len(missing) > _LISTED
            line = missing[n] if n < len(missing) else None
            more = _("and {count} more").format(count=len(missing) - n)
            label.setText(more if last else f"{line.row}  {line.code}" if line else "")
        self._close.setVisible(standing is not None)
        self._close.setEnabled(allowed)
        if standing:
            closed = standing.notice.closed
            self._close.setText(_("Open it again") if closed else _("Close the notice"))


def _row(s: Standing) -> TableRow:
    n = s.notice
    total = len(n.lines)
    came = "" if n.closed else _("{count} of {total}").format(count=s.came, total=total)
    state = "muted" if n.closed or not s.not_come else "rest"
    return TableRow(n.key, (n.key, s.outlet, _day(n), came, stands(s)), state)


def stands(s: Standing) -> str:
    """Return in a word how a notice stands."""
    if s.notice.closed:
        return _("Closed")
    if not s.not_come:
        return _("All have come")
    return _("Coming") if s.came else _("Expected")


def _day(notice: Notice) -> str:
    return day(datetime.fromisoformat(notice.expected_on))


def _facts(s: Standing) -> list[tuple[str, str]]:
    return [
        (_("Outlet"), s.outlet),
        (_("Expected"), _day(s.notice)),
        (_("Batteries"), number(len(s.notice.lines))),
        (_("Stands"), stands(s)),
    ]


def _asked(s: Standing) -> str:
    if not s.not_come or not s.came:
        return ""
    count, total = len(s.not_come), len(s.notice.lines)
    said = ngettext(
        "{count} of {total} did not come. Has it stayed on the truck?",
        "{count} of {total} did not come. Have they stayed on the truck?",
        count,
    )
    return said.format(count=count, total=total)

"""First run, step 3: the outlets that batteries come from."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.codes import scans
from cellyard.ui import form
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up import outlets
from cellyard.ui.setting_up.outlets import OutletRow
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.setting_up.rows import Cell, Rows
from cellyard.ui.setting_up.sheet import Sheet
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, ngettext

_SHOWN = 7
# As many names as stand in the side card; the rest is counted.
_LISTED = 12


class OutletsStep(Step):
    """Rows typed or read from a CSV, repaired where they stand."""

    key = "outlets"
    title = N_("Outlets")
    short = N_("outlets")

    def __init__(self, draft: Draft, keep: Callable[[], None]) -> None:
        super().__init__(draft, keep)
        self._rows = Rows(
            (
                Cell(_("Key"), 92, mono=True),
                Cell(_("Name"), 186),
                Cell(_("Social credit code"), 214, mono=True),
                Cell(_("City"), 100),
            ),
            shown=_SHOWN,
        )
        self._sheet = Sheet(",".join(outlets.COLUMNS))
        self._pages = QStackedWidget()
        self._message = MessageLine()
        self._remove = Button(_("Remove this row"))
        self._names = [Label("", "small", elide=True) for _n in range(_LISTED)]
        self._count = Label("", "small", colour="text_muted")
        self.middle, self.side = self._middle(), self._side()
        self._fill()
        self._rows.changed.connect(self._typed)
        self._rows.current_changed.connect(self._show)
        self._sheet.changed.connect(self._read)
        self._sheet.closed.connect(self._back_to_rows)
        self._sheet.unreadable.connect(self._message.wrong)
        self._show()

    def second(self) -> str:
        count = len(outlets.partners(self.draft.outlets))
        if not count:
            return _("May stay empty")
        if self.draft.outlets_from:
            said = _("{count}, from {file}")
            return said.format(count=count, file=self.draft.outlets_from)
        return ngettext("{count} outlet", "{count} outlets", count).format(count=count)

    def hindered(self) -> str:
        wrong = {row for row, _cell in outlets.wrong(self.draft.outlets)}
        said = ngettext("{count} row is not right", "{count} rows are not right", len(wrong))
        return said.format(count=len(wrong)) if wrong else ""

    def scan(self, text: str) -> str:
        _carrier, body = scans.split_carrier(text)
        if body[:5].upper() != "CY:O:":
            return ""
        self._rows.add((body[5:], "", "", ""))
        return _("a new row; type its name")

    def back(self) -> bool:
        if self._pages.currentIndex() == 0:
            return False
        self._back_to_rows()
        return True

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Where do batteries come from?"),
            _("One line per outlet. Its key stands on its card."),
        )
        add = Button(_("Add an outlet"), icon="ph.plus")
        add.clicked.connect(self._add)
        read = Button(_("Read a CSV instead"), icon="ph.file-text")
        read.clicked.connect(self._to_sheet)
        self._remove.clicked.connect(lambda: self._rows.remove(self._rows.current))
        card = form.card(
            form.column(
                self._rows,
                form.row(add, read, form.stretch(), self._remove, gap=12),
                form.stretch(),
                gap=8,
            )
        )
        self._pages.addWidget(card)
        self._pages.addWidget(self._sheet)
        return form.holder(form.column(head, (form.column(self._pages), 1), self._message, gap=14))

    def _side(self) -> QWidget:
        title = form.row(Label(_("So it will be"), "sub", weight=600), form.stretch(), self._count)
        return form.card(form.column(title, *self._names, form.stretch(), gap=8), padding=18)

    def _fill(self) -> None:
        rows = self.draft.outlets or [OutletRow(key=outlets.next_key(self.draft.outlets))]
        self._rows.set_rows([(r.key, r.name, r.uscc, r.city) for r in rows])

    def _add(self) -> None:
        self._rows.add((outlets.next_key(self.draft.outlets), "", "", ""))

    def _to_sheet(self) -> None:
        self._pages.setCurrentIndex(1)
        self._sheet.go_in()

    def _back_to_rows(self) -> None:
        self._pages.setCurrentIndex(0)
        self._show()

    def _read(self) -> None:
        rows = outlets.from_csv(self._sheet.text())
        if rows:
            self.draft.outlets, self.draft.outlets_from = rows, self._sheet.name or _("a CSV")
            self._fill()
            self._show()
            self.kept()

    def _typed(self) -> None:
        self.draft.outlets = [
            OutletRow(**dict(zip(outlets.COLUMNS, row, strict=True))) for row in self._rows.rows()
        ]
        self._show()
        self.kept()

    def _show(self) -> None:
        wrong = outlets.wrong(self.draft.outlets)
        self._rows.set_wrong(wrong)
        self._remove.setEnabled(self._rows.current >= 0)
        made = outlets.partners(self.draft.outlets)
        said = ngettext("{count} outlet", "{count} outlets", len(made))
        self._count.setText(said.format(count=len(made)))
        for n, label in enumerate(self._names):
            label.setText(self._listed(n))
        if wrong:
            (row, _cell), reason = min(wrong.items())
            where = _("Row {row}.").format(row=row + 1)
            self._message.wrong(where, reason)
        elif made and self._pages.currentIndex() == 1:
            rest = _("Go back to the rows to look at them.")
            self._message.note(said.format(count=len(made)) + ".", rest)
        else:
            self._message.clear()

    def _listed(self, n: int) -> str:
        made = outlets.partners(self.draft.outlets)
        if not made and n == 0:
            return _("None yet; they can come later")
        if n >= len(made):
            return ""
        if n == _LISTED - 1 and len(made) > _LISTED:
            return _("and {count} more").format(count=len(made) - n)
        return f"{made[n].key}  {made[n].name}"

"""The rows of a list that is taken over: what is wrong stands on top, and is repaired beside."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.intake.notice import Draft, Judged
from cellyard.domain.intake.notice_columns import FIELDS
from cellyard.domain.registers import Partner
from cellyard.ui import form
from cellyard.ui.screens.setup.fields import Fields
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.widgets.desk import Button, Choice, Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, RowState, SmallTable, TableRow
from cellyard.words import _, ngettext
from cellyard.words.notices import FIELDS as NAMES
from cellyard.words.notices import said
from cellyard.words.numbers import listed


class NoticeRows(QWidget):
    """The table of rows; rows keep their order while one is being repaired."""

    chosen = Signal(int)
    head_changed = Signal()
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._order: dict[int, int] = {}
        self._table = SmallTable(
            (
                Column(_("Row"), 70),
                Column(_("Code"), 240, mono=True),
                Column(_("Model")),
                Column(_("kg"), 80, align="right"),
                Column(_("kWh"), 80, align="right"),
            )
        )
        self._table.row_chosen.connect(self._choose)
        self.outlet = Choice(width=210)
        self.outlet.setAccessibleName(_("Outlet"))
        self.day = Field(hint="2027-01-31", width=130)
        self.day.setAccessibleName(_("Expected"))
        self._head, self._first, self._second = heading("", "", "desk_body")
        away = Button(_("Put the list away"), icon="ph.arrow-counter-clockwise")
        away.clicked.connect(self.put_away)
        self._filling = False
        self.outlet.key_changed.connect(self._tell)
        self.day.textChanged.connect(self._tell)
        top = form.row(
            Label(_("From"), "desk_body", colour="text_muted"),
            self.outlet,
            self.day,
            form.stretch(),
            away,
            gap=12,
        )
        card = form.card(form.column(self._table), padding=(4, 4))
        self.setLayout(form.column(self._head, top, (card, 1), gap=12))

    def _choose(self, key: str) -> None:
        self.chosen.emit(int(key))

    def _tell(self) -> None:
        if not self._filling:
            self.head_changed.emit()

    def show_outlets(self, partners: Sequence[Partner], chosen: str) -> None:
        """Offer who may have sent the list."""
        self._filling = True
        options = [("", _("Choose the outlet")), *((p.key, p.name) for p in partners)]
        self.outlet.set_options(options)
        self.outlet.set_key(chosen if any(key == chosen for key, _name in options) else "")
        self._filling = False

    def show_head(self, draft: Draft) -> None:
        """Show whose list it is, for which day."""
        self._filling = True
        self.outlet.set_key(draft.outlet)
        if self.day.text() != draft.expected_on:
            self.day.setText(draft.expected_on)
        self._filling = False

    def show_rows(self, draft: Draft, judged: Sequence[Judged], at: int, *, anew: bool) -> None:
        """Show the rows; `anew` sorts them: wrong first, then doubtful, left out at the end."""
        if anew or len(self._order) != len(judged):
            order = sorted(judged, key=lambda j: (_rank(j), j.row.number))
            self._order = {j.row.number: n for n, j in enumerate(order)}
        in_order = sorted(judged, key=lambda j: self._order.get(j.row.number, 0))
        self._table.set_rows([_row(j) for j in in_order])
        self._table.choose(str(at))
        wrong = sum(1 for j in judged if j.wrong and not j.row.left_out)
        rows = ngettext("{count} row", "{count} rows", len(judged)).format(count=len(judged))
        not_right = ngettext("{count} is not right", "{count} are not right", wrong)
        all_right = _("all of them may be taken over")
        self._first.setText(
            _("{rows}, {state}").format(
                rows=rows, state=not_right.format(count=wrong) if wrong else all_right
            )
        )
        aside = _("Columns nobody reads: {names}").format(names=listed(list(draft.aside)))
        self._second.setText(aside if draft.aside else _("Every column is read."))


def _rank(judged: Judged) -> int:
    if judged.row.left_out:
        return 3
    return 0 if judged.wrong else 1 if judged.doubts else 2


def _row(judged: Judged) -> TableRow:
    row = judged.row
    state: RowState = "rest"
    words = ""
    if row.left_out:
        state, words = "muted", _("Left out")
    elif judged.wrong:
        state, words = "stop", said(judged.wrong[0])
    elif judged.doubts:
        state, words = "caution", said(judged.doubts[0])
    cells = (str(row.number), *(row.cells.get(f, "") for f in ("code", "model", "kg", "kwh")))
    return TableRow(str(row.number), cells, state, reason=words)


class RowForm(QWidget):
    """The cells of one row, to be repaired."""

    repaired = Signal(dict)
    left_out = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "sub", weight=600, elide=True)
        self._said = Label("", "desk_body", wrap=True, lines=3)
        self._judged: Judged | None = None
        made = {name: Field(mono=name in ("code", "vin")) for name in FIELDS}
        self.fields = Fields(**made)
        self.fields.changed.connect(self._typed)
        self._take = Button("")
        self._take.clicked.connect(self._take_suggestion)
        self._out = Button(_("Leave it out"))
        self._out.clicked.connect(self._turn)
        fields = form.form(*((_(NAMES[name]), made[name]) for name in FIELDS), gap=2)
        self.setLayout(
            form.column(
                self._title,
                self._said,
                fields,
                form.stretch(),
                form.row(self._out, self._take, form.stretch(), gap=8),
                gap=8,
            )
        )

    def show_row(self, judged: Judged | None) -> None:
        """Show a row; what is being typed stays as it is."""
        self._judged = judged
        row = judged.row if judged else None
        words = _("Row {row}").format(row=row.number) if row else _("No row chosen")
        self._title.setText(words)
        if row is None or self._cells() != {n: t for n, t in row.cells.items() if t}:
            self.fields.fill(row.cells if row else {})
        heard = (*judged.wrong, *judged.doubts) if judged else ()
        self._said.setText(said(heard[0]) if heard else "")
        wrong = {s.field: said(s) for s in judged.wrong} if judged else {}
        self.fields.set_wrong(wrong)
        self.fields.set_enabled(enabled=row is not None and not row.left_out)
        self._take.setVisible(bool(self._suggestion()))
        self._take.setText(_("Take that code"))
        self._out.setVisible(row is not None)
        out = row is not None and row.left_out
        self._out.setText(_("Take it in again") if out else _("Leave it out"))

    def _suggestion(self) -> str:
        doubts = self._judged.doubts if self._judged else ()
        return next((s.shown["suggestion"] for s in doubts if "suggestion" in s.shown), "")

    def _cells(self) -> dict[str, str]:
        """Return what is filled in; a space that is just being typed is none yet."""
        return {n: t.strip() for n, t in self.fields.values().items() if t.strip()}

    def _typed(self) -> None:
        if self._judged:
            self.repaired.emit(self._cells())

    def _take_suggestion(self) -> None:
        if suggestion := self._suggestion():
            self.repaired.emit({**self._cells(), "code": suggestion})

    def _turn(self) -> None:
        if self._judged:
            self.left_out.emit(not self._judged.row.left_out)

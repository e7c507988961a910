"""Set up, store: everything out as CSV, XLSX, JSON lines or EPCIS, for all days or some."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cellyard import durable
from cellyard.domain.refusals import Refused
from cellyard.jobs import epcis
from cellyard.jobs.export import FORMATS, Exported, Format, export, span
from cellyard.ui import form
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.widgets.desk import Button, Check, Choice, Field
from cellyard.ui.widgets.label import Label
from cellyard.words import N_, _, ngettext, number, sentence

_FORMATS: dict[Format, str] = {
    "csv": N_("CSV"),
    "xlsx": N_("XLSX"),
    "json": N_("JSON lines"),
}
# Events of custody for other programs: one file, in the words of GS1.
_EPCIS = "epcis"


class ExportCard(QWidget):
    """Where to, what kind of file, which days; work goes on meanwhile.

    `said` is what came of it, and stands wherever there is room.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        super().__init__()
        self._folder = folder
        self.busy = False
        self.to = Field(hint=_("Folder to write into"))
        kinds = [(str(name), _(_FORMATS[name])) for name in FORMATS]
        kinds.append((_EPCIS, _("EPCIS 2.0")))
        self.kind = Choice(kinds, width=112)
        self.files = Check(_("with photos, traces and papers"))
        self.first, self.last = (Field(hint="2027-01-31", width=124) for _n in range(2))
        self.go = Button(_("Export"), icon="ph.download-simple")
        self.go.clicked.connect(self.start)
        self.said = Label("", "desk_body", wrap=True, lines=3)
        for field, name in (
            (self.to, _("Folder to write into")),
            (self.kind, _("Kind of file")),
            (self.first, _("First day")),
            (self.last, _("Last day")),
        ):
            field.setAccessibleName(name)
        muted = "text_muted"
        days = form.row(
            self.kind,
            Label(_("from"), "desk_body", colour=muted),
            self.first,
            Label(_("to"), "desk_body", colour=muted),
            self.last,
            form.stretch(),
            self.go,
            gap=10,
        )
        where = form.row((self.to, 1), self.files, gap=10)
        self.setLayout(form.column(where, days, gap=6))

    def allow(self, *, allowed: bool, reason: str) -> None:
        """Let a person export, or say why not."""
        self.go.setEnabled(allowed and not self.busy)
        if not allowed:
            self.said.setText(_("Export: {reason}").format(reason=reason))

    def start(self) -> None:
        """Write the files on a thread of its own."""
        if self.busy:
            return
        at = self.kind.currentIndex()
        kind = FORMATS[at] if at < len(FORMATS) else None
        first, last, to = (f.text().strip() for f in (self.first, self.last, self.to))
        if not to:
            self.said.setText(_("Name the folder to write into."))
            return
        folder, now, files = self._folder(), datetime.now().astimezone(), self.files.isChecked()
        self.busy = True
        self.go.setEnabled(False)
        self.said.setText(_("Writing. Work goes on meanwhile."))

        def job() -> list[Exported]:
            try:
                days = span(first, last)
                if kind is None:
                    return [epcis.export(folder, Path(to), days, now=now)]
                return export(folder, Path(to), kind, days, now=now, files=files)
            except OSError as error:
                raise durable.refusal(error) from error

        errand(self, "export", job, self._done, self._refused)

    def _done(self, found: list[Exported]) -> None:
        self._rest()
        if len(found) == 1:
            count = found[0].rows
            said = ngettext("Written: {count} event.", "Written: {count} events.", count)
            self.said.setText(said.format(count=number(count)))
            return
        rows = {one.file.rpartition("-")[2].partition(".")[0]: number(one.rows) for one in found}
        said = _(
            "Written: {batteries} batteries, {loads} loads, {papers} papers, {tests} tests, "
            "{facts} facts, {registers} register entries, {contents} files."
        )
        self.said.setText(said.format(**{"contents": number(0), **rows}))

    def _refused(self, no: Refused) -> None:
        self._rest()
        self.said.setText(sentence(no))

    def _rest(self) -> None:
        self.busy = False
        self.go.setEnabled(True)

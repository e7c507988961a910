"""First run from a backup: choose the file, look inside and prove it, go on with the station."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import backup, backup_proof
from cellyard.jobs.backup import Found
from cellyard.jobs.scratch import Scratch
from cellyard.ledger.ledger import wall_clock
from cellyard.ui import form
from cellyard.ui.screens.first_run.chosen import Chosen
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, number, sentence
from cellyard.words.backups import moment, size

_MOST = 50


class BackupFileStep(Step):
    """A file, or a folder whose backups are listed."""

    key = "backup_file"
    title = N_("Backup")
    short = N_("backup")

    def __init__(self, draft: Draft, keep: Callable[[], None], chosen: Chosen) -> None:
        super().__init__(draft, keep)
        self._chosen = chosen
        self._path = Field(draft.backup, mono=True)
        self._path.setAccessibleName(_("File or folder"))
        self._message = MessageLine()
        self._list = LineList(pad=8)
        self._list.line_chosen.connect(self._path.setText)
        self.middle, self.side = self._middle(), _side()
        self._path.textChanged.connect(self._typed)
        self._show(chosen.take(draft.backup))

    def second(self) -> str:
        return self._chosen.path.name if self._chosen.manifest else _("The file to restore")

    def hindered(self) -> str:
        return "" if self._chosen.manifest else _("Name the file of a backup")

    def shown(self) -> None:
        self._path.setFocus()

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Which backup is it?"), _("A file that ends in .cellyard, or the folder it lies in.")
        )
        return form.holder(
            form.column(
                head,
                form.card(form.form((_("File or folder"), self._path)), padding=20),
                self._message,
                (form.card(form.column(self._list)), 1),
                gap=14,
            )
        )

    def _typed(self) -> None:
        self._show(self._chosen.take(self._path.text().strip()))
        self.kept()

    def _show(self, no: Refused | None) -> None:
        here = self._chosen.path
        if self.draft.backup and here.is_dir():
            self._list.set_lines([_line(here, one) for one in backup.every(here)[:_MOST]])
        self._path.set_wrong(sentence(no) if no else "")
        if no:
            self._message.wrong(sentence(no))
        elif self._chosen.manifest:
            station = self._chosen.manifest.identity.station
            self._message.note(_("A backup of {station}.").format(station=station))
        else:
            self._message.clear()


class BackupProofStep(Step):
    """What is inside, and the proof: restored into scratch, fact by fact."""

    key = "backup_proof"
    title = N_("Look inside")
    short = N_("contents")

    def __init__(
        self, draft: Draft, keep: Callable[[], None], chosen: Chosen, folder: Path
    ) -> None:
        super().__init__(draft, keep)
        self._chosen, self._folder = chosen, folder
        self._proving = False
        self._inside = KeyValues(key_width=140)
        self._message = MessageLine()
        self.middle, self.side = self._middle(), _side()
        self._show()

    def second(self) -> str:
        return _("Proven") if self._chosen.proven else _("Every fact is proven")

    def hindered(self) -> str:
        return "" if self._chosen.proven else _("It is not proven yet")

    def primary(self) -> Primary | None:
        if self._proving:
            return Primary("", working=_("Proving the backup"))
        return None if self._chosen.proven else Primary(_("Prove it"), _("Nothing is changed yet"))

    def act(self) -> None:
        if self._proving:
            return
        self._proving = True
        self._message.clear()
        self.changed.emit()
        path, folder = self._chosen.path, self._folder
        errand(self.middle, "backup", lambda: _prove(path, folder), self._proven, self._unproven)

    def shown(self) -> None:
        self._show()

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Is it the right one?"), _("It is unpacked beside, proven, and taken away again.")
        )
        return form.holder(
            form.column(
                head,
                form.card(form.column(self._inside), padding=20),
                self._message,
                form.stretch(),
                gap=14,
            )
        )

    def _show(self) -> None:
        found = self._chosen.manifest
        if found is None:
            return
        self._inside.set_pairs(
            (
                (_("Station"), found.identity.station),
                (_("Made"), moment(found.made_at, wall_clock())),
                (_("Facts"), number(found.moment.facts)),
                (_("Batteries"), number(found.moment.batteries)),
                (_("Files"), f"{number(found.files)}, {size(found.file_bytes)}"),
                (_("Version"), found.app),
            )
        )
        if self._chosen.proven:
            self._message.note(_("Every fact, every seal and every file is as it was written."))

    def _proven(self, _nothing: object) -> None:
        self._proving, self._chosen.proven = False, True
        self._show()
        self.kept()

    def _unproven(self, no: Refused) -> None:
        self._proving = False
        self._message.wrong(sentence(no))
        self.changed.emit()


class BackupStartStep(Step):
    """What will be, before it is."""

    key = "backup_start"
    title = N_("Go on")
    short = N_("start")

    def __init__(self, draft: Draft, keep: Callable[[], None], folder: Path) -> None:
        super().__init__(draft, keep)
        head, _first, _second = heading(
            _("The station goes on here"), _("Everybody signs in with badge or PIN as before.")
        )
        said = (
            _(
                "All facts, files and papers of the backup come along, but nobody who was erased "
                "since. What came later, or waited for a printer, does not."
            ),
            _("A new key seals what is written from now on; its first fact names the old chain."),
            _("Do not work on with the old computer: two would write as one station."),
        )
        lines = (Label(text, "body", wrap=True) for text in said)
        lies = Label(
            _("Data lie in {folder}").format(folder=folder), "small", colour="text_muted", wrap=True
        )
        card = form.card(form.column(*lines, lies, gap=14), padding=20)
        self.middle, self.side = form.holder(form.column(head, card, form.stretch())), _side()

    def second(self) -> str:
        return _("With a new key")


def _line(folder: Path, one: Found) -> Line:
    made = moment(one.made_at, wall_clock()) if one.made_at else _("Renamed")
    return Line(str(folder / one.file), made, one.file, right=size(one.size))


def _prove(path: Path, folder: Path) -> None:
    with Scratch(folder) as scratch:
        backup_proof.prove(path, scratch)


def _side() -> QWidget:
    hint = _(
        "A backup holds no key. The station goes on in a new chain with a key of its own, which "
        "is tied to the old one by its hash."
    )
    return form.card(
        form.column(
            Label(_("Restore from a backup"), "sub", weight=600),
            form.stretch(),
            Label(hint, "small", colour="text_muted", wrap=True),
            gap=14,
        ),
        padding=18,
    )

"""Set up, backups: where they go and when, what is there, and whether it was proven."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cellyard import settings as settings_file
from cellyard.domain.refusals import Refused
from cellyard.jobs import backups
from cellyard.jobs.backups import Listed
from cellyard.ledger.ledger import wall_clock
from cellyard.settings import Settings
from cellyard.ui import form, style
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, number, sentence
from cellyard.words.backups import moment, size

_LOOK_MS = 500
_AT_WIDTH = 108


class BackupsSection(Section):
    """One primary button: it keeps what was changed, or else backs up now."""

    key = "backups"
    title = N_("Backups")
    icon = "ph.archive"
    right = "backups"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        super().__init__(frame)
        self._data = folder
        self._where = Field(frame.settings.backup_folder, mono=True, hint=_("beside the store"))
        self._at = Field(frame.settings.backup_at, mono=True, hint="03:10")
        self._said, self._wrong, self._beside = MessageLine(), "", False
        self._list = LineList(pad=8)
        self._last = KeyValues(key_width=96)
        self._seen: object = None
        for field in (self._where, self._at):
            field.setEnabled(self.allowed)
            field.textChanged.connect(self._typed)
        self.middle, self.side = self._middle(), self._side()
        # It ends with what it shows.
        self._look = QTimer(self.middle)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_again)
        self._show((), beside=False)

    def shown(self) -> None:
        self._look.start()
        self.learn()

    def left(self) -> None:
        self._look.stop()

    def learn(self) -> None:
        folder, target = self._data(), self.frame.nightly.target

        def job() -> tuple[list[Listed], bool]:
            return backups.listed(folder, target), backups.same_disk(folder, target)

        errand(self._list, "backups", job, lambda found: self._show(*found), self._not_listed)
        self._say()

    def primary(self) -> Primary:
        if not self.allowed:
            return Primary(_("Back up now"), not_yet=self.reason)
        if self._wanted() != self.frame.settings:
            return Primary(_("Save"), _("It counts from now on."))
        if self.frame.nightly.working:
            return Primary("", working=_("Being backed up"))
        return Primary(_("Back up now"), _("Work goes on meanwhile"))

    def act(self) -> None:
        if not self.allowed or self.frame.nightly.working:
            return
        if self._wanted() == self.frame.settings:
            self.frame.nightly.now()
        elif self._check():
            self.frame.use_settings(self._wanted())
        self.changed.emit()

    def back(self) -> bool:
        changed = bool(self.kept())
        self._where.setText(self.frame.settings.backup_folder)
        self._at.setText(self.frame.settings.backup_at)
        return changed

    def kept(self) -> dict[str, str]:
        if self._wanted() == self.frame.settings:
            return {}
        return {"where": self._where.text(), "at": self._at.text()}

    def restore(self, kept: dict[str, str]) -> None:
        if kept:
            self._where.setText(kept["where"])
            self._at.setText(kept["at"])

    def _wanted(self) -> Settings:
        where, at = self._where.text().strip(), self._at.text().strip()
        return msgspec.structs.replace(self.frame.settings, backup_folder=where, backup_at=at)

    def _check(self) -> bool:
        """Say what is wrong with what was typed; True when nothing is."""
        where = self._where.text().strip()
        wrong = _("This folder is not there. Correct it, or connect what it lies on.")
        if where and not Path(where).is_dir():
            self._where.set_wrong(wrong)
            return self._is_wrong(wrong)
        if not settings_file.is_time(self._at.text().strip()):
            wrong = _("This is no time of the day. Type it like 03:10.")
            self._at.set_wrong(wrong)
            return self._is_wrong(wrong)
        return True

    def _is_wrong(self, said: str) -> bool:
        """Keep saying it until something else is typed."""
        self._wrong = said
        self._say()
        return False

    def _typed(self) -> None:
        self._wrong = ""
        self._where.set_wrong("")
        self._at.set_wrong("")
        self._say()
        self.changed.emit()

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title),
            _("One file with everything but the key, each night restored and compared."),
        )
        hint = _("Name a folder on another disk: it survives this one.")
        self._at.setFixedWidth(style.px(_AT_WIDTH))
        fields = form.form(
            (_("Folder"), self._where),
            (_("Every night at"), form.holder(form.row(self._at, form.stretch()))),
            gap=8,
        )
        hints = Label(hint, "small", colour="text_muted", wrap=True)
        return form.holder(
            form.column(
                head,
                form.card(form.column(fields, hints, gap=8), padding=14),
                self._said,
                (form.card(form.column(self._list)), 1),
                gap=10,
            )
        )

    def _side(self) -> QWidget:
        hint = _(
            "On a new computer: install the app, open it, choose Restore from a backup and name "
            "the file. It looks inside and proves it; then the station goes on there with a key "
            "of its own. Seven days and four weeks are kept."
        )
        return form.card(
            form.column(
                Label(_("Last proven restore"), "sub", weight=600),
                self._last,
                form.stretch(),
                Label(hint, "small", colour="text_muted", wrap=True),
                gap=12,
            ),
            padding=18,
        )

    # --- showing --------------------------------------------------------------------------------

    def _look_again(self) -> None:
        nightly = self.frame.nightly
        seen = (nightly.state, nightly.working, nightly.target)
        if seen != self._seen:
            self._seen = seen
            self.learn()
            self.changed.emit()

    def _say(self) -> None:
        state = self.frame.nightly.state
        no, newest, now = state.no, state.newest, wall_clock()
        if self._wrong or no:
            self._said.wrong(self._wrong or (sentence(no) if no else ""))
        elif not newest:
            self._said.note(
                _("No backup yet."), _("The first is made in the night, or by the button.")
            )
        elif self._beside:
            said = _("The backups lie on the disk of the store."), _("They do not survive it.")
            self._said.caution(*said)
        else:
            self._said.note(_("Restored and compared fact by fact."))
        when, facts = (moment(newest.at, now), number(newest.facts)) if newest else ("", "")
        self._last.set_pairs(((_("At"), when), (_("Facts"), facts)))

    def _show(self, listed: Sequence[Listed], beside: bool) -> None:  # noqa: FBT001 - an answer
        now = wall_clock()
        self._list.set_lines([_line(one, now) for one in listed])
        self._beside = beside
        self._say()

    def _not_listed(self, no: Refused) -> None:
        self._said.wrong(sentence(no))


def _line(one: Listed, now: int) -> Line:
    if one.proven:
        proven = _("proven {when}").format(when=moment(one.proven, now))
    else:
        proven = _("not proven")
    return Line(
        one.backup.file,
        moment(one.backup.made_at, now),
        one.backup.file,
        right=size(one.backup.size),
        right_second=proven,
        shape="done" if one.proven else "caution",
    )

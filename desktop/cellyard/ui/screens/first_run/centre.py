"""First run, step 1: the centre, the law it works under, and this station."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.rules import Edition, in_force
from cellyard.jobs.founding import shipped_editions
from cellyard.ui import form
from cellyard.ui.screens.first_run.draft import Draft
from cellyard.ui.screens.first_run.step import Step
from cellyard.ui.setting_up.outlets import uscc_wrong
from cellyard.ui.setting_up.panel import heading
from cellyard.ui.setting_up.rules import JURISDICTIONS, edition_name, today
from cellyard.ui.widgets.desk import Button, Check, Choice, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, day


class CentreStep(Step):
    """Name, jurisdiction, credit code, the name of this station, training or not."""

    key = "centre"
    title = N_("Centre")
    short = N_("centre")
    restore_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, draft: Draft, keep: Callable[[], None], folder: Path) -> None:
        super().__init__(draft, keep)
        self._folder = folder
        self._editions = shipped_editions()
        self._name = Field(draft.name)
        self._jurisdiction = Choice([(key, _(words)) for key, words in JURISDICTIONS.items()])
        self._jurisdiction.set_key(draft.jurisdiction)
        self._uscc = Field(draft.uscc, mono=True, hint=_("18 characters, may stay empty"))
        self._station = Field(draft.station, hint=_("as people call it: Intake 1"))
        self._training = Check(_("Training station"), checked=draft.training)
        self._restore = Button(_("Restore from a backup"), icon="ph.archive")
        self._restore.clicked.connect(self.restore_wanted)
        self._join = Button(_("Join a centre"), icon="ph.cloud-arrow-down")
        self._join.clicked.connect(self.join_wanted)
        self._message = MessageLine()
        self._so = KeyValues(key_width=96)
        self._station_name = Label("", "lead", elide=True)
        self._centre_name = Label("", "sub", colour="text_muted", elide=True)
        self.middle, self.side = self._middle(), self._side()
        for field in (self._name, self._uscc, self._station):
            field.textChanged.connect(self._typed)
        self._jurisdiction.key_changed.connect(self._typed)
        self._training.toggled.connect(self._typed)
        self._show()

    def second(self) -> str:
        return self.draft.name.strip() or _("Name, law, this station")

    def hindered(self) -> str:
        if not self.draft.name.strip():
            return _("The name of the centre is missing")
        if not self.draft.station.strip():
            return _("The name of this station is missing")
        if uscc_wrong(self.draft.uscc):
            return _("The credit code is not right")
        return "" if self._edition() else _("No rules for today came with this version")

    def shown(self) -> None:
        self._name.setFocus()

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _("Which centre is this?"), _("These names stand on labels, papers and screens.")
        )
        hint = _("Nothing is real here: every paper and screen says so. A folder of its own.")
        fields = form.form(
            (_("Centre"), self._name),
            (_("Works by the rules of"), self._jurisdiction),
            (_("Social credit code"), self._uscc),
            (_("This station"), self._station),
            gap=12,
        )
        training = form.column(
            form.row(self._training, form.stretch()),
            Label(hint, "desk_body", colour="text_muted", wrap=True),
            gap=0,
        )
        return form.holder(
            form.column(
                head,
                form.card(form.column(fields, form.line(), training, gap=14), padding=20),
                self._message,
                form.stretch(),
                form.row(self._join, self._restore, form.stretch(), gap=10),
                gap=14,
            )
        )

    def _side(self) -> QWidget:
        return form.card(
            form.column(
                Label(_("So it will be"), "sub", weight=600),
                form.column(self._station_name, self._centre_name, gap=0),
                form.line(),
                self._so,
                form.stretch(),
                Label(
                    _("Data lie in {folder}").format(folder=self._folder),
                    "small",
                    colour="text_muted",
                    wrap=True,
                ),
                gap=14,
            ),
            padding=18,
        )

    def _edition(self) -> Edition | None:
        return in_force(self._editions, today(), self.draft.jurisdiction)

    def _typed(self) -> None:
        self.draft.name, self.draft.station = self._name.text(), self._station.text()
        self.draft.uscc = self._uscc.text()
        self.draft.jurisdiction = self._jurisdiction.key()
        self.draft.training = self._training.isChecked()
        self._show()
        self.kept()

    def _show(self) -> None:
        wrong = uscc_wrong(self.draft.uscc)
        self._uscc.set_wrong(wrong)
        if wrong:
            self._message.wrong(wrong)
        else:
            self._message.clear()
        self._station_name.setText(self.draft.station.strip() or _("This station"))
        self._centre_name.setText(self.draft.name.strip() or _("Centre"))
        edition = self._edition()
        valid = day(datetime.fromisoformat(edition.valid_to)) if edition else _("none")
        self._so.set_pairs(
            (
                (_("Rules"), edition_name(edition.id) if edition else _("none")),
                (_("Valid until"), valid),
                (_("Work"), _("training") if self.draft.training else _("real")),
            )
        )

"""Who stands for an edition, as Set up shows it, and the two ways to change that."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain import release as rules
from cellyard.domain.facts import Qualification
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition
from cellyard.jobs import releases
from cellyard.jobs.releases import Stands
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.confirming import Confirming
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.setting_up.rules import edition_name, today
from cellyard.ui.widgets.desk import Button, Choice
from cellyard.ui.widgets.label import Label
from cellyard.words import _, sentence
from cellyard.words.facts import WITHDRAWN
from cellyard.words.yard import QUALIFICATIONS

Mode = Literal["read", "confirm", "withdraw"]


class ReleaseDesk(QObject):
    """`card` says who stands for the edition shown; the rest is one way to change it at a time.

    `moved` when another way begins or ends, `changed` at each key, `done` and `refused` with what
    to say. What a person has confirmed is kept for that person and edition alone.
    """

    moved = Signal()
    changed = Signal()
    done = Signal(str, str)
    refused = Signal(str)

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._stands: Mapping[str, Stands] = {}
        self._qualified: Mapping[Qualification, str] = {}
        self._edition: Edition | None = None
        self._person = ""
        self._saving = False
        self.mode: Mode = "read"
        self.confirming = Confirming()
        self.confirming.changed.connect(self._keep)
        self.reason = Choice()
        self.reason.key_changed.connect(self.changed)
        self._words = Label("", "desk_body", wrap=True)
        self._why = Label("", "small", colour="text_muted", wrap=True)
        self.look_through = Button(_("Look through, stand for it"), icon="ph.circle-wavy-check")
        self.look_through.clicked.connect(self._begin)
        self.withdraw = Button(_("Withdraw the release"), icon="ph.prohibit")
        self.withdraw.clicked.connect(self._begin_withdrawal)
        self.card = form.holder(
            form.column(self._words, self._why, self.look_through, self.withdraw, gap=8)
        )
        self.withdrawing = self._withdrawing()

    # --- what is known --------------------------------------------------------------------------

    def learn(self, stands: Mapping[str, Stands], qualified: Mapping[Qualification, str]) -> None:
        """Take what the store says: who stands for what, and what who works now is qualified as."""
        self._stands, self._qualified = stands, qualified
        if self._person != self._frame.person.id:
            self.end()

    def show_of(self, edition: Edition, *, busy: bool) -> None:
        """Show who stands for an edition; `busy` while another thing is done with it."""
        self._edition = edition
        stands = self._stands.get(edition.id)
        self._words.setText(_said(stands))
        if stands and stands.until < today():
            stands = None  # its last day is past: it is stood for anew
        why = self._why_not(edition)
        self._why.setText(why)
        self._why.setVisible(bool(why) and stands is None)
        self.look_through.setVisible(not why and stands is None)
        self.look_through.setEnabled(not busy)
        self.withdraw.setVisible(stands is not None)
        self.withdraw.setEnabled(not busy)
        for label in (self._words, self._why):
            label.updateGeometry()

    def _why_not(self, edition: Edition) -> str:
        """Return why who works now cannot stand for an edition, "" when they can."""
        qualification = rules.needed(edition)
        until = self._qualified.get(qualification, "")
        if until < today():
            no = Refused("not_qualified", qualification=qualification)
            ended = _("You were entered as {qualification} until {date}.")
            name = _(QUALIFICATIONS[qualification])
            return ended.format(qualification=name, date=until) if until else sentence(no)
        if edition.valid_to < today():
            return _("This edition has ended.")
        return ""

    # --- the ways -------------------------------------------------------------------------------

    def resume(self, edition: Edition, person: str) -> None:
        """Go on looking through an edition, if it was this person who did."""
        if person == self._frame.person.id and not self._why_not(edition):
            self._edition = edition
            self._begin()

    def renew(self, edition: Edition | None) -> bool:
        """Stop looking through what was published anew meanwhile; tell whether it was."""
        if self.mode != "confirm" or self.confirming.edition == edition:
            return False
        self.end()
        return True

    def end(self) -> None:
        """Leave it; what is confirmed stays kept."""
        if self.mode != "read":
            self.mode = "read"
            self._saving = False
            self.confirming.end()
            self.moved.emit()

    def primary(self) -> Primary:
        """Return the one next step while a way is gone."""
        if self.mode == "withdraw":
            text, wrong = _("Withdraw it"), ""
            second = _("Papers under it are drafts from then on")
            if not self.reason.key():
                wrong = _("Choose why")
        else:
            text, wrong = _("Stand for it"), self.confirming.wrong()
            second = _("until {date}").format(date=self.confirming.until.text().strip())
        if self._saving:
            return Primary(text, working=_("Saving"))
        return Primary(text, not_yet=wrong) if wrong else Primary(text, second)

    def act(self) -> None:
        """Do the one next step, if nothing is wrong and it is still the same person."""
        if self._saving or self.primary().not_yet:
            return
        if self._person != self._frame.person.id:
            self.end()
            return
        self._saving = True
        self.changed.emit()
        if self.mode == "withdraw":
            self._withdraw()
        else:
            self._release()

    def kept(self) -> dict[str, str]:
        """Return what is looked through, and by whom; {} while nothing is."""
        edition = self.confirming.edition
        if self.mode != "confirm" or edition is None:
            return {}
        return {"confirm": edition.id, "person": self._person}

    def _begin(self) -> None:
        edition = self._edition
        if edition is None or self._why_not(edition):
            return
        self._person = self._frame.person.id
        latest = min(edition.valid_to, self._qualified[rules.needed(edition)])
        self.confirming.begin(edition, latest, self._frame.draft(self._draft(edition)))
        self.mode = "confirm"
        self.moved.emit()
        self.confirming.list.setFocus()

    def _begin_withdrawal(self) -> None:
        self._person = self._frame.person.id
        self.reason.set_options([("", ""), *((key, _(words)) for key, words in WITHDRAWN.items())])
        self.mode = "withdraw"
        self.moved.emit()

    def _keep(self) -> None:
        if edition := self.confirming.edition:
            self._frame.keep_draft(self._draft(edition), self.confirming.kept())
        self.changed.emit()

    def _draft(self, edition: Edition) -> str:
        return f"release {self._person} {edition.id}"

    def _release(self) -> None:
        seen = self.confirming.edition
        if seen is None:
            return
        order, by = self.confirming.order(), self._person

        def done() -> None:
            self._frame.keep_draft(self._draft(seen), "")
            words = _("You stand for {edition} until {date}.")
            self._ended(words.format(edition=edition_name(seen.id), date=order.until))

        self._frame.work(
            lambda station: releases.release(station, order, seen, by=by),
            done=lambda _written: done(),
            refused=self._no,
        )

    def _withdraw(self) -> None:
        if self._edition is None:
            return
        order = msgspec.convert(
            {"edition": self._edition.id, "reason": self.reason.key()}, rules.Withdrawing
        )
        self._frame.record(
            rules.withdraw,
            order,
            done=lambda _written: self._ended(_("The release is withdrawn.")),
            refused=self._no,
        )

    def _ended(self, said: str) -> None:
        self.end()
        self.done.emit(said, _("It counts for papers from now on."))

    def _no(self, no: Refused) -> None:
        self._saving = False
        self.refused.emit(sentence(no))
        self.changed.emit()

    def _withdrawing(self) -> QWidget:
        hint = _(
            "Nobody stands for the edition then. Papers made under it do not leave any more, "
            "and new ones are drafts, until somebody qualified stands for it again."
        )
        return form.card(
            form.column(
                Label(_("Withdraw the release"), "sub", weight=600),
                Label(hint, "desk_body", wrap=True),
                form.form((_("Why"), self.reason)),
                form.stretch(),
                gap=12,
            ),
            padding=18,
        )


def _said(stands: Stands | None) -> str:
    """Return who stands for an edition until when, or that nobody does."""
    name = (stands and stands.name) or _("(erased)")
    if stands is not None and not stands.until:
        words = _("{name} is not qualified any more: papers under it are drafts.")
        return words.format(name=name)
    if stands is None or stands.until < today():
        return _("Not released: papers under it are drafts.")
    words = (
        _("Released for a demonstration by {name} until {date}.")
        if stands.demo
        else _("Released by {name} until {date}.")
    )
    return words.format(name=name, date=stands.until)

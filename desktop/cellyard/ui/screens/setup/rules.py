"""Set up, rules: the editions, who stands for them, and every rule with its value and source."""

from collections.abc import Callable, Mapping

import msgspec
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.facts import Qualification
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, Rule, in_force
from cellyard.jobs import releases
from cellyard.jobs.founding import shipped_editions
from cellyard.jobs.releases import Stands
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup import edition_rows
from cellyard.ui.screens.setup.edition_page import EditionPage
from cellyard.ui.screens.setup.own_edition import OwnEdition
from cellyard.ui.screens.setup.releasing import ReleaseDesk
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.rules import today
from cellyard.ui.widgets.desk import Button, Choice
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, ngettext, sentence


class _Learned(msgspec.Struct, frozen=True):
    editions: list[Edition]
    stands: Mapping[str, Stands]
    qualified: Mapping[Qualification, str]


class RulesSection(Section):
    """A rule changes by a new edition, never in place: one of the program, or the centre's own.

    A paper is final only under editions that a qualified person stands for.
    """

    key = "rules"
    title = N_("Rules")
    icon = "ph.scales"
    right = "editions"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._editions: dict[str, Edition] = {}
        self._kept: dict[str, str] = {}
        self._which = Choice(width=280)
        self._which.key_changed.connect(self._show)
        self._page = EditionPage()
        self._page.chosen.connect(self._chosen)
        self._table = self._page.table
        self._message = MessageLine()
        self._make = Button(_("Make an own edition"), icon="ph.pencil-simple")
        self._leave = Button(_("Leave this edition"), icon="ph.arrow-counter-clockwise")
        self._why = Label("", "desk_body", colour="text_muted", elide=True)
        self._own = OwnEdition()
        self._own.changed.connect(self._typed)
        self._make.clicked.connect(self._begin)
        self._leave.clicked.connect(self.back)
        self._release = ReleaseDesk(frame)
        self._release.moved.connect(self._go)
        self._release.changed.connect(self._released_typed)
        self._release.done.connect(self._released)
        self._release.refused.connect(self._refused)
        self._lists, self._sides = QStackedWidget(), QStackedWidget()
        for listed in (self._table, self._release.confirming.list):
            self._lists.addWidget(listed)
        for side in (
            self._page.side(self._release.card),
            self._own.side,
            self._release.confirming.side,
            self._release.withdrawing,
        ):
            self._sides.addWidget(side)
        self.middle, self.side = self._middle(), self._sides

    def shown(self) -> None:
        self.learn()

    def learn(self) -> None:
        person = self.frame.person.id

        def asked(q: Questions) -> _Learned:
            qualified = releases.qualified(q.releases, person)
            return _Learned(q.registers.editions(), releases.standing(q), qualified)

        self.ask(asked, self._learn)

    def primary(self) -> Primary | None:
        if self._release.mode != "read":
            return self._release.primary()
        if self._own.base:
            return self._own.primary()
        count = len(self._new())
        if not count:
            return None
        text = _("Publish rules")
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        said = ngettext("{count} edition came new", "{count} editions came new", count)
        return Primary(text, said.format(count=count))

    def act(self) -> None:
        if self._release.mode != "read":
            self._release.act()
        elif not self.allowed or self._own.saving:
            return
        elif self._own.base:
            self._publish_own()
        elif self._new():
            self.publish(self._new(), self.learn)

    def back(self) -> bool:
        if self._release.mode != "read":
            self._release.end()
        elif self._own.base:
            self._end()
        else:
            return False
        self._message.clear()
        return True

    def kept(self) -> dict[str, str]:
        return self._own.kept() or self._release.kept() or self._kept

    def restore(self, kept: dict[str, str]) -> None:
        self._kept = kept

    # --- an edition of the centre's own ---------------------------------------------------------

    def _begin(self) -> None:
        edition = self._edition()
        if edition is not None and self.allowed:
            self._own.begin(edition, list(self._editions.values()))
            self._message.clear()
            self._go()

    def _end(self) -> None:
        self._own.end()
        self._go()

    def _go(self) -> None:
        """Show the list and the side of what is done now."""
        own, mode = self._own.base is not None, self._release.mode
        self._lists.setCurrentIndex(int(mode == "confirm"))
        self._sides.setCurrentIndex({"read": int(own), "confirm": 2, "withdraw": 3}[mode])
        self._sub.setText(
            _("What you cannot confirm is changed in an edition of the centre’s own.")
            if mode == "confirm"
            else _("Every decision stores the edition that it was taken under.")
        )
        self._which.setEnabled(not self._busy)
        self._leave.setVisible(self._busy)
        self._show()
        self.changed.emit()

    @property
    def _busy(self) -> bool:
        return self._own.base is not None or self._release.mode != "read"

    def _publish_own(self) -> None:
        if self._own.count and not self._own.wrong():
            made = self._own.made()
            self._own.saving = True
            self.changed.emit()
            self.publish([made], lambda: self._published(made), self._refused)

    def _published(self, made: Edition) -> None:
        self._own.saving = False
        self._own.end()
        self._message.note(
            _("Published."), _("Earlier decisions keep the edition they were taken under.")
        )
        self._editions[made.id] = made
        self._options(made.id)
        self._go()
        self.learn()

    def _refused(self, said: str) -> None:
        self._own.saving = False
        self._message.wrong(said)
        self.changed.emit()

    def _typed(self) -> None:
        self._message.clear()
        if self._own.count and (wrong := self._own.wrong()):
            self._message.caution(wrong)
        self._page.show_rows(self._typed_for())
        self.changed.emit()

    def _released_typed(self) -> None:
        self._message.clear()
        self.changed.emit()

    def _released(self, said: str, then: str) -> None:
        self._message.note(said, then)
        self.learn()

    # --- what is shown --------------------------------------------------------------------------

    def _new(self) -> list[Edition]:
        """Return the editions that came with the program and are not published here yet."""
        if not self._editions:
            return []
        return [e for e in shipped_editions() if e != self._editions.get(e.id)]

    def _middle(self) -> QWidget:
        head, _first, self._sub = heading(_(self.title), "", beside=self._which)
        return form.holder(
            form.column(
                head,
                (form.card(form.column(self._lists), padding=(4, 4)), 1),
                self._message,
                form.row(self._make, self._leave, (self._why, 1), gap=12),
                gap=12,
            )
        )

    def _learn(self, learned: _Learned) -> None:
        editions = learned.editions
        self._editions = {e.id: e for e in editions}
        self._release.learn(learned.stands, learned.qualified)
        force = self._in_force("intake")
        self._options(self._which.key() or (force.id if force else ""))
        kept, self._kept = self._kept, {}
        if kept and self.allowed:
            self._own.restore(kept, editions)
        if base := self._own.base:
            self._options(base.id)
        self._look_through_on(kept)
        self._go()

    def _look_through_on(self, kept: Mapping[str, str]) -> None:
        """Go on with an edition that was looked through, unless it was published anew."""
        edition = self._editions.get(kept.get("confirm", ""))
        if edition is not None and not self._own.base:
            self._options(edition.id)
            self._release.resume(edition, kept.get("person", ""))
        if self._release.renew(self._edition()):
            anew = Refused("edition_anew", edition=self._which.currentText())
            self._message.wrong(sentence(anew))

    def _in_force(self, subject: str) -> Edition | None:
        law = self.frame.centre.jurisdiction
        return in_force(list(self._editions.values()), today(), law, subject)

    def _options(self, chosen: str) -> None:
        law = self.frame.centre.jurisdiction
        # Nothing is shown while the options come and go.
        self._which.blockSignals(True)
        self._which.set_options(edition_rows.options(self._editions.values(), law))
        self._which.set_key(chosen)
        self._which.blockSignals(False)

    def _edition(self) -> Edition | None:
        return self._editions.get(self._which.key())

    def _show(self) -> None:
        edition = self._edition()
        if edition is None:
            return
        now = self._in_force(edition.subject) == edition
        self._page.show_edition(edition, in_force=now, typed=self._typed_for())
        why = self.reason or ("" if now else _("Only from the edition in force"))
        self._make.setEnabled(not why and not self._busy)
        self._why.setText(why)
        self._release.show_of(edition, busy=self._busy)

    def _typed_for(self) -> Callable[[Rule], str] | None:
        """Return what tells the number typed for a rule, while an own edition is made."""
        return self._own.text if self._own.base else None

    def _chosen(self, rule: Rule) -> None:
        if self._own.base:
            self._own.choose(rule)

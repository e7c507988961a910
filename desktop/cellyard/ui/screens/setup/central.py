"""Set up, central server: enrolled by a code and six words; how this station stands with it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import aside, enrolment, membership
from cellyard.jobs.aside import Apart, Judgement
from cellyard.jobs.enrolment import Proposed
from cellyard.jobs.membership import Membership
from cellyard.jobs.stopped import STOPS
from cellyard.ledger.ledger import wall_clock
from cellyard.ledger.stations import StationSeen
from cellyard.settings import Settings
from cellyard.ui import form, sync_lamp
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.apart import ApartCard
from cellyard.ui.screens.setup.central_said import (
    Pinned,
    clock_said,
    how_it_goes,
    line,
    pinned,
    stands,
)
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.six_words import SixWords
from cellyard.ui.widgets.desk import Button, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.line_list import LineList
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, sentence

_LOOK_MS = 500
_ENDS = STOPS | {"station_revoked"}


class CentralSection(Section):
    """Three faces: not enrolled, words to compare, enrolled. One primary button for each."""

    key = "central"
    title = N_("Central server")
    icon = "ph.cloud-arrow-up"
    right = "central_server"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        super().__init__(frame)
        self._folder = folder
        self._hub: Membership | None = None
        self._proposed: Proposed | None = None
        self._own_words, self._facts = "", 0
        self._working = self._leaving = False
        self._wrong = ""
        self._button: Primary | None = None
        self._url = Field(hint="https://hub.example.com", mono=True)
        self._code = Field(hint="K3QWX-7M2PD", mono=True)
        self._proxy = Field(frame.settings.hub_proxy, mono=True, hint=_("as the system says"))
        for field in (self._url, self._code, self._proxy):
            field.setEnabled(self.allowed)
            field.textChanged.connect(self._typed)
        self.words = SixWords()
        self._differ = Button(_("They differ"), icon="ph.x")
        self._differ.clicked.connect(self._disbelieve)
        self._said = MessageLine()
        self.apart = ApartCard()
        self.apart.judged.connect(self._judge)
        self.apart.setVisible(False)
        self._stands = KeyValues(key_width=150)
        self._person = Label("", "desk_body", wrap=True, lines=3)
        self._stations = LineList(pad=8)
        self._sides = QStackedWidget()
        self._leave = Button(_("Leave the central server"))
        self._leave.clicked.connect(self._wants_to_leave)
        self._fields, self._compare, self._state = self._faces()
        self.middle, self.side = self._middle(), self._side()
        self._look = QTimer(self.middle)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_again)
        self._show()

    # --- what Set up calls ----------------------------------------------------------------------

    def shown(self) -> None:
        self._look.start()
        self._learn_pinned()
        self.learn()

    def left(self) -> None:
        self._look.stop()
        self._leaving = False

    def learn(self) -> None:
        self.ask(lambda q: q.stations.seen(), self._learn)
        if aside.places(self._folder()):
            self.frame.work(aside.apart, done=self._know_apart)

    def primary(self) -> Primary:
        if self._wanted() != self.frame.settings:
            return Primary(_("Save"), _("It counts from now on."))
        if self._proposed:
            return Primary(_("All six agree"), _("On both screens"), self.reason)
        if self._hub and self._ends:
            return Primary(_("Begin anew"), _("With a new code"), self.reason)
        if self._hub:
            busy = self.frame.syncing.state.under_way
            working = _("Keeping in step") if busy else ""
            return Primary(_("Try now"), _("Work goes on meanwhile"), working=working)
        if self._working:
            return Primary("", working=_("Asking the central server"))
        missing = "" if self._url.text().strip() else _("Its address is missing")
        missing = missing or ("" if self._code.text().strip() else _("The code is missing"))
        return Primary(_("Enrol"), _("Then six words are compared"), self.reason or missing)

    def act(self) -> None:
        said = self.primary()
        if said.not_yet or said.working:
            return
        if self._wanted() != self.frame.settings:
            self.frame.use_settings(self._wanted())
        elif self._proposed:
            self._believe()
        elif self._hub and (no := self._ends):
            self.frame.recover(no)
        elif self._hub:
            self.frame.syncing.now()
        else:
            self._enrol()
        self.changed.emit()

    def back(self) -> bool:
        if self._leaving:
            self._leaving = False
            self._show()
            return True
        typed = bool(self.kept())
        self._url.clear()
        self._code.clear()
        self._proxy.setText(self.frame.settings.hub_proxy)
        return typed

    def kept(self) -> dict[str, str]:
        typed = {"url": self._url.text(), "code": self._code.text()}
        if self._wanted() != self.frame.settings:
            typed["proxy"] = self._proxy.text()
        return typed if any(typed.values()) or "proxy" in typed else {}

    def restore(self, kept: dict[str, str]) -> None:
        if kept:
            self._url.setText(kept["url"])
            self._code.setText(kept["code"])
            self._proxy.setText(kept.get("proxy", self.frame.settings.hub_proxy))

    @property
    def _ends(self) -> Refused | None:
        """What ends this station as it is: only a new beginning helps."""
        said = self.frame.syncing.state.said
        return said if isinstance(said, Refused) and said.code in _ENDS else None

    # --- what stands aside ----------------------------------------------------------------------

    def _know_apart(self, found: Sequence[Apart]) -> None:
        self.apart.set_apart(found, allowed=self.allowed)
        self._show()

    def _judge(self, one: Apart, anew: bool) -> None:  # noqa: FBT001 - of a signal
        by, judgement = self.frame.person.id, Judgement(apart=one, anew=anew)
        self.frame.work(
            lambda station: aside.judge(station, judgement, by=by), done=lambda _w: self.learn()
        )

    # --- enrolling ------------------------------------------------------------------------------

    def _enrol(self) -> None:
        folder, url, code = self._folder(), self._url.text().strip(), self._code.text().strip()
        reach, proxy = self.frame.reach, self.frame.settings.hub_proxy
        self._working, self._wrong = True, ""

        def job() -> tuple[Proposed, tuple[str, ...]]:
            carry = reach(url, proxy=proxy, certificate=None)
            try:
                found = enrolment.propose(folder, carry, url, code)
            finally:
                carry.close()
            return found, found.words

        errand(self.middle, "enrol", job, self._answered, self._refused)

    def _answered(self, found: tuple[Proposed, tuple[str, ...]]) -> None:
        self._working = False
        self._code.clear()
        self._compare_with(found)

    def _refused(self, no: Refused) -> None:
        self._working, self._wrong = False, sentence(no)
        self._show()
        self.changed.emit()

    def _believe(self) -> None:
        self._hub, self._proposed = enrolment.believe(self._folder()).hub, None
        self._url.clear()
        self.frame.syncing.begin()
        self._show()

    def _disbelieve(self) -> None:
        enrolment.forget(self._folder())
        self._proposed = None
        self._wrong = _("The words differ: somebody may be in between. Nothing was pinned.")
        self._show()
        self.changed.emit()

    def _wants_to_leave(self) -> None:
        if not self._leaving:
            self._leaving = True
        else:
            membership.leave(self._folder())
            self._hub, self._leaving = None, False
            self.frame.syncing.begin()
        self._show()
        self.changed.emit()

    def _learn_pinned(self) -> None:
        # A question of its own: the store's folder is known to whoever answers, also at a start.
        self.frame.ask(lambda q: pinned(q.folder), self._know, key="setup central hub")

    def _know(self, pinned: Pinned) -> None:
        self._hub, self._own_words = pinned.hub, " ".join(pinned.words)
        if pinned.proposed:
            self._compare_with((pinned.proposed, pinned.words))
        self._show()
        self.changed.emit()

    def _compare_with(self, found: tuple[Proposed, tuple[str, ...]]) -> None:
        self._proposed, words = found
        self._own_words = " ".join(words)
        self.words.set_words(words)
        self._show()
        self.changed.emit()

    def _wanted(self) -> Settings:
        proxy = self._proxy.text().strip()
        return msgspec.structs.replace(self.frame.settings, hub_proxy=proxy)

    def _typed(self) -> None:
        self._wrong = ""
        self._show()
        self.changed.emit()

    # --- showing --------------------------------------------------------------------------------

    def _faces(self) -> tuple[QWidget, QWidget, QWidget]:
        fields = form.form(
            (_("Address"), self._url), (_("Enrolment code"), self._code), (_("Proxy"), self._proxy)
        )
        compared = form.column(
            Label(_("Do both screens show these words?"), "sub", weight=600),
            self.words,
            Label(
                _("They stand on the screen of the central server; or ask whoever gave the code."),
                "small",
                colour="text_muted",
                wrap=True,
            ),
            form.row(form.stretch(), self._differ),
            gap=12,
        )
        standing = form.column(
            self._stands, self._person, form.row(form.stretch(), self._leave), gap=8
        )
        return (
            form.card(fields, padding=14),
            form.card(compared, padding=14),
            form.card(standing, padding=14),
        )

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title), _("Facts go there by themselves. Work never waits for the network.")
        )
        # Those not shown take no gap: each face begins at the same place.
        faces = form.column(self._fields, self._compare, self._state, gap=0)
        return form.holder(
            form.column(head, faces, self._said, (self.apart, 1), form.stretch(), gap=10)
        )

    def _side(self) -> QWidget:
        hint = _("What is here of each station, and when its last fact happened.")
        self._sides.addWidget(how_it_goes())
        self._sides.addWidget(
            form.card(
                form.column(
                    Label(_("Stations of the centre"), "sub", weight=600),
                    (self._stations, 1),
                    Label(hint, "small", colour="text_muted", wrap=True),
                    gap=12,
                ),
                padding=18,
            )
        )
        return self._sides

    def _look_again(self) -> None:
        """Show what the thread of sync has said meanwhile, the button too."""
        self._show()
        if (said := self.primary()) != self._button:
            self._button = said
            self.changed.emit()

    def _show(self) -> None:
        self._fields.setVisible(not self._hub and not self._proposed)
        self._compare.setVisible(self._proposed is not None)
        self._state.setVisible(self._hub is not None and not self._proposed)
        self._sides.setCurrentIndex(1 if self._hub else 0)
        self._differ.setEnabled(self.allowed)
        self._leave.setEnabled(self.allowed)
        self._leave.setText(_("Yes, leave it") if self._leaving else _("Leave the central server"))
        self._show_state()
        self._say()
        judging = self.apart.isVisibleTo(self.middle)
        self._person.setVisible(not judging or bool(self._person.text()))

    def _show_state(self) -> None:
        state, url = self.frame.syncing.state, self._hub.url if self._hub else ""
        judging = self.apart.isVisibleTo(self.middle)
        # While something waits to be judged, that is the next step: the rest makes room.
        self._leave.setVisible(not judging)
        self._stands.set_pairs(
            stands(state, self._facts, wall_clock())
            if judging
            else (
                (_("Address"), url),
                (_("Compared words"), self._own_words),
                *stands(state, self._facts, wall_clock()),
                (_("Clock"), clock_said(state)),
            )
        )

    def _say(self) -> None:
        state = self.frame.syncing.state
        if self._wrong:
            self._said.wrong(self._wrong)
        elif self._leaving:
            self._said.caution(
                _("Leave the central server?"),
                _("What is unsent stays here alone, and others are not heard of any more."),
            )
        elif self._proposed or (not self._hub and state.said is None):
            self._said.clear()
        else:
            first, then = sync_lamp.detail(state, wall_clock())
            # A sentence has the room of the card; the line below it is for the news alone.
            self._person.setText(then if state.said else "")
            if isinstance(state.said, Refused):
                self._said.wrong(first)
            elif not first:
                self._said.clear()
            elif state.said is None:
                self._said.caution(first, then)
            else:
                self._said.note(first, "" if self._hub else then)

    def _learn(self, found: Sequence[StationSeen]) -> None:
        now = wall_clock()
        self._facts = sum(one.facts for one in found if one.name == self.frame.station)
        self._stations.set_lines([line(one, self.frame.station, now) for one in found])
        self._show_state()

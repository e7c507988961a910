"""Set up, notices: lists of outlets become advance notices, wholly or not at all."""

import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QStackedWidget

from cellyard import durable
from cellyard.domain.intake import notice, notice_values
from cellyard.domain.intake.notice import Draft, Judged
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Notice, Partner
from cellyard.jobs import notices
from cellyard.jobs.notices import Standing
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.notice_list import NoticeCard, NoticeList
from cellyard.ui.screens.setup.notice_rows import NoticeRows, RowForm
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _, ngettext, sentence

# A list half repaired outlives a crash, another language, and whoever signs in next.
DRAFT = "setup/notice"


class NoticesSection(Section):
    """First the notices that stand; while a list is being read, its rows in their place."""

    key = "notices"
    title = N_("Notices")
    icon = "ph.file-text"
    right = "notices"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        kept = frame.draft(DRAFT)
        self._draft: Draft | None = notices.decode(kept) if kept else None
        self._judged: tuple[Judged, ...] = ()
        self._row = 0
        self._anew = True
        self._working = self._made = ""
        self.list, self.rows = NoticeList(), NoticeRows()
        self.card, self.row_form = NoticeCard(), RowForm()
        self.message = MessageLine()
        self._pages, self._cards = QStackedWidget(), QStackedWidget()
        for pages, widgets in (
            (self._pages, (self.list, self.rows)),
            (self._cards, (self.card, self.row_form)),
        ):
            for widget in widgets:
                pages.addWidget(widget)
        self.middle = form.holder(form.column((form.column(self._pages), 1), self.message, gap=12))
        self.side = form.card(form.column(self._cards), padding=18)
        self._connect()

    def _connect(self) -> None:
        self.list.file_named.connect(self._tell)
        self.list.file_dropped.connect(self.read)
        self.list.chosen.connect(self._show_card)
        self.card.closing.connect(self._turn_notice)
        self.rows.chosen.connect(self.choose)
        self.rows.head_changed.connect(self._head_typed)
        self.rows.put_away.connect(self._put_away)
        self.row_form.repaired.connect(self.repair)
        self.row_form.left_out.connect(self.leave_out)

    def shown(self) -> None:
        self._anew = True
        self.learn()

    def learn(self) -> None:
        draft, station, now = self._draft, self.frame.station, time.time_ns() // 1_000_000

        def question(
            q: Questions,
        ) -> tuple[tuple[Standing, ...], list[Partner], tuple[Judged, ...]]:
            standing = notices.standing(q, station=station, now=now)
            judged = notices.judged(q, draft, station=station, now=now) if draft else ()
            return standing, q.registers.partners(), judged

        self.ask(question, lambda found: self._learn(draft, *found))

    def _learn(
        self,
        draft: Draft | None,
        standing: tuple[Standing, ...],
        partners: list[Partner],
        judged: tuple[Judged, ...],
    ) -> None:
        if draft is not self._draft:
            return  # typed on meanwhile: the next answer is for that
        self.list.show_all(standing)
        if self._made:
            self.list.choose(self._made)
            self._made = ""
        self._judged = judged
        senders = [p for p in partners if p.role in ("outlet", "dismantler")]
        self.rows.show_outlets(senders, draft.outlet if draft else "")
        if draft and self._row not in {j.row.number for j in judged}:
            self._row = min(judged, key=lambda j: (not j.wrong, j.row.number)).row.number
        self._show()

    def _show(self) -> None:
        page = 1 if self._draft else 0
        self._pages.setCurrentIndex(page)
        self._cards.setCurrentIndex(page)
        if self._draft:
            self.rows.show_head(self._draft)
            self.rows.show_rows(self._draft, self._judged, self._row, anew=self._anew)
            here = next((j for j in self._judged if j.row.number == self._row), None)
            self.row_form.show_row(here)
            self._anew = False
        self._show_card()

    def _show_card(self) -> None:
        self.card.show_one(self.list.current, allowed=self.allowed)
        self.changed.emit()

    def _tell(self) -> None:
        self.changed.emit()

    # --- a list is read and repaired ------------------------------------------------------------

    def read(self, named: str) -> None:
        """Read a file that was named or dropped."""
        url = QUrl(named.strip())
        path = Path(url.toLocalFile() if url.isLocalFile() else named.strip())
        self._working = _("Reading the list")
        self.changed.emit()
        errand(self, "list", lambda: _read(path), self._was_read, self._refused)

    def _was_read(self, draft: Draft) -> None:
        self._working = ""
        self.message.clear()
        self.list.file.clear()
        self._row, self._anew, self._judged = 0, True, ()
        self._keep(draft)

    def choose(self, number: int) -> None:
        """Show a row in the form."""
        self._row, self._anew = number, True
        self._show()

    def repair(self, cells: dict[str, str]) -> None:
        """Take what was typed into the cells of the row that the form shows."""
        if self._draft:
            self._keep(notice.with_cells(self._draft, self._row, cells))

    def leave_out(self, out: bool) -> None:  # noqa: FBT001 - a signal's value
        """Leave out the row that the form shows, or take it in again."""
        if self._draft:
            self._keep(notice.leave_out(self._draft, self._row, out=out))

    def _head_typed(self) -> None:
        if self._draft:
            outlet, day = self.rows.outlet.key(), self.rows.day.text().strip()
            self._keep(msgspec.structs.replace(self._draft, outlet=outlet, expected_on=day))

    def _put_away(self) -> None:
        self.message.clear()
        self._keep(None)

    def _keep(self, draft: Draft | None) -> None:
        self._draft = draft
        self.frame.keep_draft(DRAFT, notices.encode(draft) if draft else "")
        self.learn()
        self.changed.emit()

    # --- the one next step ----------------------------------------------------------------------

    def primary(self) -> Primary:
        if self._draft is None:
            text = _("Read the list")
            if self._working:
                return Primary(text, working=self._working)
            named = self.list.file.text().strip()
            not_yet = "" if named else _("Name a file, or drop it on the list")
            return Primary(text, _("Nothing is taken over yet"), self.reason or not_yet)
        count = sum(1 for j in self._judged if j.line is not None)
        text = ngettext("Take over {count} row", "Take over {count} rows", count)
        words = text.format(count=count)
        if self._working:
            return Primary(words, working=self._working)
        return Primary(words, _("All of them, or none"), self.reason or self._hindered())

    def _hindered(self) -> str:
        """Return why the list cannot be taken over, "" when it can."""
        wrong = sum(1 for j in self._judged if j.wrong and not j.row.left_out)
        if wrong:
            said = ngettext("{count} row is not right", "{count} rows are not right", wrong)
            return said.format(count=wrong)
        draft = self._draft
        if draft is None or not self._judged:
            return _("The rows are being looked at")
        if not draft.outlet:
            return _("Choose the outlet")
        if notice_values.iso_date(draft.expected_on) != draft.expected_on:
            return _("Type the day as 2027-01-31")
        return "" if any(j.line for j in self._judged) else _("Every row is left out")

    def act(self) -> None:
        primary = self.primary()
        if primary.not_yet or primary.working:
            return
        if self._draft is None:
            self.read(self.list.file.text())
            return
        draft, by = self._draft, self.frame.person.id
        self._working = _("Taking over")
        self.changed.emit()
        self.frame.work(
            lambda station: notices.take_over(station, draft, by=by),
            done=self._taken_over,
            refused=self._refused,
        )

    def _taken_over(self, made: Notice) -> None:
        self._working = ""
        count = len(made.lines)
        said = ngettext("{count} battery is expected.", "{count} batteries are expected.", count)
        where = _("Notice {key}.").format(key=made.key)
        self.message.note(where, said.format(count=count))
        self._made = made.key
        self._keep(None)

    def _refused(self, no: Refused) -> None:
        self._working = ""
        self.message.wrong(sentence(no))
        self.learn()

    def _turn_notice(self) -> None:
        """Close the notice that is chosen, or open it again."""
        if standing := self.list.current:
            n = standing.notice
            turned = msgspec.structs.replace(n, closed=not n.closed)
            self.publish([turned], self.learn, self.message.wrong)


def _read(path: Path) -> Draft:
    try:
        return notices.read(path)
    except OSError as error:
        raise durable.refusal(error) from error

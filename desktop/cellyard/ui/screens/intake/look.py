"""Look: five questions answered No, Yes or Can't tell, with what was found and its photo."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

from cellyard.domain import intake
from cellyard.domain.codes.scans import FindingCode
from cellyard.domain.facts import Answer, Section
from cellyard.domain.refusals import Refused
from cellyard.ui import form, style
from cellyard.ui.photos import Photos, pictures_in
from cellyard.ui.screen import Heard
from cellyard.ui.screens.intake.acts import Acts, said_at
from cellyard.ui.screens.intake.hints import row_hint
from cellyard.ui.screens.intake.page import Page, Primary
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets.checklist import ChecklistRow
from cellyard.ui.widgets.label import Label
from cellyard.words import _, ngettext
from cellyard.words.intake import FINDINGS, LOOK_HINT, SECTIONS

_ANSWERS: dict[int, Answer] = {1: "no", 2: "yes", 3: "cant_tell"}
_CARDS: dict[str, int] = {"NO": 1, "YES": 2, "CANTTELL": 3}


class LookPage(Page):
    """Keys 1 2 3 answer the row that is asked and go down; 2 again names what was found.

    A finding is only marked while it is stepped through, and written with the next act: nobody
    sets off a STOP by stepping past a hole on the way to a dent.
    """

    key = "look"

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._given: dict[Section, Answer] = {}
        self._marked: dict[Section, str] = {}
        self._naming: Section | None = None
        self._armed: Section | None = None
        self._photos = Photos(self._photo)
        self.rows: dict[Section, ChecklistRow] = {}
        for section in intake.LOOK:
            question, hint = SECTIONS[section]
            row = ChecklistRow(_(question), _(hint))
            row.answered.connect(partial(self._answered, section))
            self.rows[section] = row
        head = Label(_(LOOK_HINT), "small", colour="text_muted")
        top = form.holder(form.column(form.gap(3), head, form.stretch(), gap=0), height=52)
        self.setLayout(form.column(top, *self._spaced(), gap=0))
        self.setAcceptDrops(True)

    def _spaced(self) -> list[ChecklistRow | form.Gap | form.Stretch]:
        # On a small glass the last row ends where the primary button ends.
        between = [form.gap(20)] if style.now().large else [form.gap(20), form.stretch()]
        things: list[ChecklistRow | form.Gap | form.Stretch] = []
        for row in self.rows.values():
            things += [*between, row] if things else [row]
        return [*things, form.stretch()] if style.now().large else things

    def begin(self, ticket: Ticket) -> None:
        self._given, self._marked = {}, {}
        self._naming = self._armed = None
        for section in intake.LOOK:
            if kept := self.frame.draft(_draft(ticket, section)):
                self._marked[section] = kept
        self._photos.watch(self.frame.settings.photos)

    def show_ticket(self, ticket: Ticket) -> None:
        for section in intake.LOOK:
            seen = ticket.battery.inspections.get(section)
            if seen and self._given.get(section) == seen.answer:
                self._given.pop(section, None)
        for section, row in self.rows.items():
            row.set_answer(self._answer(ticket, section))
            text, icon = row_hint(
                ticket,
                section,
                answer=self._answer(ticket, section),
                marked=self._marked.get(section),
                naming=section == self._naming,
                armed=section == self._armed,
            )
            row.set_hint(text, icon=icon)

    def _answer(self, ticket: Ticket, section: Section) -> Answer | None:
        seen = ticket.battery.inspections.get(section)
        return self._given.get(section) or (seen.answer if seen else None)

    # --- answering ----------------------------------------------------------------------------

    def _asked(self, ticket: Ticket) -> Section | None:
        """Return the row that the keys answer: the first that nobody has answered."""
        return next((s for s in intake.LOOK if self._answer(ticket, s) is None), None)

    def digit(self, figure: int) -> bool:
        ticket = self.acts.ticket
        if ticket is None or figure not in _ANSWERS:
            return False
        if figure == 2 and self._naming:
            self.rows[self._naming].give("yes")
        elif section := self._asked(ticket):
            self.rows[section].give(_ANSWERS[figure])
        return True

    def _answered(self, section: Section, answer: Answer) -> None:
        ticket = self.acts.ticket
        if ticket is None:
            return
        if answer == "yes" and self._answer(ticket, section) == "yes":
            self._naming = section
            self._step(ticket, section)
            return
        self._write_marked(ticket)
        self._marked.pop(section, None)
        self._naming = section if answer == "yes" else None
        self._given[section] = answer
        order = intake.Looking(battery=ticket.id, section=section, answer=answer)
        self.acts.record(intake.inspect, order)
        self.show_ticket(ticket)
        self.renewed.emit()

    def _step(self, ticket: Ticket, section: Section) -> None:
        """Mark the next thing that a section may have found."""
        names = [r.id for r in intake.findings(ticket.edition, section)]
        if not names:
            return
        seen = ticket.battery.inspections.get(section)
        here = self._marked.get(section) or (seen.finding if seen else None)
        following = names[(names.index(here) + 1) % len(names)] if here in names else names[0]
        self._marked[section] = following
        self.frame.keep_draft(_draft(ticket, section), following)
        self.show_ticket(ticket)
        self.renewed.emit()

    def _write_marked(self, ticket: Ticket) -> None:
        """Write the findings that were only marked so far."""
        for section, finding in list(self._marked.items()):
            self._found(ticket, section, finding)

    def _found(self, ticket: Ticket, section: Section, finding: str, said: str = "") -> None:
        self._marked.pop(section, None)
        self.frame.keep_draft(_draft(ticket, section), "")
        seen = ticket.battery.inspections.get(section)
        if seen and seen.finding == finding and not said:
            return
        self._given[section] = "yes"
        order = intake.Looking(battery=ticket.id, section=section, answer="yes", finding=finding)

        def say(_recorded: object) -> None:
            if said:
                self.frame.heard(said, said_at(_(FINDINGS.get(finding, finding))))

        self.acts.record(intake.inspect, order, then=say)

    # --- going on -----------------------------------------------------------------------------

    def primary(self, ticket: Ticket) -> Primary:
        left = sum(self._answer(ticket, s) is None for s in intake.LOOK)
        if self._marked:
            section, finding = next(iter(self._marked.items()))
            name = _(FINDINGS.get(finding, finding))
            return Primary(
                name, _("Keep this for “{section}”").format(section=_(SECTIONS[section][0]))
            )
        if left and ticket.battery.verdict is None:
            words = ngettext("{count} answer is missing", "{count} answers are missing", left)
            return Primary(_("Measure"), not_yet=words.format(count=left))
        if ticket.battery.verdict is not None:
            return Primary(_("Go on"), _("The verdict is given already"))
        return Primary(_("Measure"), _("Meter on the service plug"))

    def enter(self, ticket: Ticket) -> None:
        if self._marked:
            self._write_marked(ticket)
            self._naming = None
            self.show_ticket(ticket)
            self.renewed.emit()
        elif self._asked(ticket) is None or ticket.battery.verdict is not None:
            self.forward.emit()

    def scan(self, heard: Heard) -> bool:
        ticket = self.acts.ticket
        if ticket is None or not isinstance(heard.scan, FindingCode):
            return False
        wanted = heard.scan.key.lower()
        for section in intake.LOOK:
            if any(r.id == wanted for r in intake.findings(ticket.edition, section)):
                self._write_marked(ticket)
                self._naming = section
                self._found(ticket, section, wanted, heard.text)
                return True
        self.frame.refuse(Refused("finding_of_other_rules"))
        return True

    def command(self, name: str) -> bool:
        if name in _CARDS:
            return self.digit(_CARDS[name])
        if name == "CAMERA" and self.acts.ticket:
            self._armed = self._naming or self._wants_photo(self.acts.ticket)
            self._write_marked(self.acts.ticket)
            self.show_ticket(self.acts.ticket)
            return self._armed is not None
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.acts.ticket and self._naming:
            self._write_marked(self.acts.ticket)
            self._naming = None
            self.show_ticket(self.acts.ticket)
            self.renewed.emit()
        else:
            event.ignore()

    # --- photos -------------------------------------------------------------------------------

    def _wants_photo(self, ticket: Ticket) -> Section | None:
        """Return the row that the next photo belongs to."""
        if ticket.photos_missing:
            return ticket.photos_missing[0]
        found: list[Section] = [s for s in intake.LOOK if self._answer(ticket, s) == "yes"]
        return self._naming or (found[-1] if found else None)

    def tick(self) -> None:
        if self.acts.ticket:
            self._photos.look()

    def _photo(self, path: Path, section: Section | None = None) -> None:
        """Keep a photo beside the ledger and write what it shows."""
        ticket = self.acts.ticket
        section = section or self._armed or (self._wants_photo(ticket) if ticket else None)
        if ticket is None or section is None:
            return
        self._armed = None
        by = self.frame.person.id
        self.acts.work(lambda station: self._photos.keep(station, ticket.id, section, path, by))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if pictures_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        below = event.position().toPoint()
        for section, row in self.rows.items():
            if row.geometry().contains(below):
                for path in pictures_in(event.mimeData()):
                    self._photo(path, section)


def _draft(ticket: Ticket, section: Section) -> str:
    return f"intake/{ticket.id}/{section}"

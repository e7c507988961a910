"""Find: any part of any code; the battery's line of life, its facts and papers."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from cellyard.domain import intake
from cellyard.domain.codes import key as code_key
from cellyard.domain.codes import scans
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Received
from cellyard.domain.intake import CorrectionReason
from cellyard.domain.people import may
from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.asking import now_ms
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.find.detail import Detail
from cellyard.ui.screens.find.lookup import Found, look_up, searchable
from cellyard.ui.screens.find.paper_work import Papers
from cellyard.ui.screens.find.results import Results
from cellyard.ui.screens.find.story import Story, tell, tell_of_label
from cellyard.words import _, ngettext

_SIDE = 324


class _Kept(msgspec.Struct):
    fragment: str = ""
    battery: str = ""
    page: str = ""


class FindScreen(Screen):
    """What was found at the left, the chosen battery at the right."""

    key = "find"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._fragment = self._battery = self._page = ""
        self._results, self._detail = Results(), Detail()
        self._results.chosen.connect(self._choose)
        self._papers = Papers(frame, self._detail)
        self._detail.page_wanted.connect(self._papers.open)
        self._detail.taking_back.given.connect(self._take_back)
        left = form.card(form.column(self._results), padding=0, width=_SIDE)
        self.setLayout(form.row(left, (self._detail, 1)))

    # --- searching ------------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        if subject:
            self._choose(subject)
        else:
            self._ask_story()
        self._search(self._fragment, self._show_found)
        self.setFocus()

    def changed(self, changed: Changed) -> None:
        touched = changed.subjects
        if self.isVisible() and (not touched or any(s.startswith("battery/") for s in touched)):
            self._search(self._fragment, self._show_found)
            self._ask_story()

    def typing(self, text: str) -> str:
        if not text or searchable(text):
            self._search(text, self._show_fresh)
        return _("Any 3 characters of any code, or scan it")

    def _search(self, fragment: str, then: Callable[[Found], None], slot: str = "") -> None:
        self._fragment = fragment
        self.frame.ask(lambda q: look_up(q, fragment, slot), then, key="find")

    def _show_found(self, found: Found) -> None:
        self._results.show_found(found)
        self._results.choose(self._battery)
        if not self._battery:
            self._show_none(found)

    def _show_fresh(self, found: Found) -> None:
        """Show what a new search found, and the first of it unless the chosen one is among it."""
        ids = [hit.battery.id for hit in found.hits]
        if (found.fragment or found.slot) and self._battery not in ids:
            self._choose(ids[0] if ids else "")
        self._show_found(found)

    def _show_none(self, found: Found) -> None:
        if found.fragment:
            words = _("Nothing here carries {fragment}").format(fragment=found.fragment)
            self._detail.show_none(words, _("Type or scan another part of the code."))
        elif found.slot:
            words = _("{slot} is empty").format(slot=found.slot)
            self._detail.show_none(words, _("Scan another slot, or a battery."))
        else:
            words = _("Any part of any code, ticket or model.")
            self._detail.show_none(_("No battery chosen"), words)

    def scan(self, heard: Heard) -> bool:
        if heard.typed and heard.text == self._fragment and self._detail.page:
            # It was found while it was typed; this Enter is meant for the open page.
            self.enter()
            return True
        match heard.scan:
            case scans.OwnLabel(id_, code):
                self._fragment = code
                self.frame.ask(
                    lambda q: tell_of_label(q, id_),
                    lambda story: self._answer_label(heard, story),
                )
            case scans.BatteryCode(code):
                fragment = heard.text if heard.typed else code_key(code.code) or code.code
                self._search(fragment, lambda found: self._answer(heard, found))
            case scans.SlotCode(slot):
                self._search("", lambda found: self._answer(heard, found), slot)
            case _:
                return False
        return True

    def _answer(self, heard: Heard, found: Found) -> None:
        """Show what a scan found and say what became of it."""
        self._show_fresh(found)
        count = len(found.hits)
        if count:
            words = ngettext("{count} found", "{count} found", count)
            self.frame.heard(heard.text, words.format(count=count))
        elif found.slot:
            self.frame.heard(found.slot, _("Empty"))
        else:
            self._not_known(heard.text)

    def _answer_label(self, heard: Heard, story: Story | None) -> None:
        if story is None:
            self._not_known(heard.text)
            return
        self._choose(story.battery.id)
        self._search(story.battery.code, self._show_found)
        ticket = _("Ticket {ticket}").format(ticket=story.battery.ticket)
        self.frame.heard(story.battery.code or ticket, ticket)

    def _not_known(self, text: str) -> None:
        self.frame.refuse(Refused("code_unknown", scanned=text))

    def _choose(self, battery: str) -> None:
        self._battery = battery
        self._results.choose(battery)
        self._ask_story()

    def _ask_story(self) -> None:
        id_ = self._battery
        if id_:
            self.frame.ask(lambda q: tell(q, id_), self._show_story, key="find/story")

    def _show_story(self, story: Story | None) -> None:
        if story is None:
            self._battery = ""
            return
        may_correct = may(self.frame.person.roles, "correct_stored")
        before = self._detail.story
        self._detail.show_story(story, now_ms(), may_correct=may_correct)
        if before is not None and len(before.line) != len(story.line):
            self._papers.draw_anew()
        wanted, self._page = self._page, ""
        if wanted:
            self._papers.open(wanted)

    # --- taking back ----------------------------------------------------------------------------

    def _take_back(self, reason: CorrectionReason) -> None:
        told, id_ = self._detail.chosen_fact(), self._battery
        if told is None:
            return

        def done(_recorded: tuple[Recorded, ...]) -> None:
            self._detail.open_page("")
            self.frame.note(told.said, _("Taken back"))

        if isinstance(told.recorded.fact, Received):
            withdrawing = intake.Withdrawing(battery=id_, reason=reason)
            self.frame.record(intake.withdraw, withdrawing, done=done)
        else:
            correcting = intake.Correcting(battery=id_, facts=(told.ref,), reason=reason)
            self.frame.record(intake.correct, correcting, done=done)

    # --- keys -----------------------------------------------------------------------------------

    def enter(self) -> None:
        if self._detail.page == "label":
            self._papers.print_label()
        elif self._detail.page == "taking_back":
            self._detail.taking_back.give()
        else:
            self._papers.keep()

    def escape(self) -> bool:
        if not self._detail.page:
            return False
        self._papers.open("")
        return True

    def digit(self, figure: int) -> bool:
        return self._detail.page == "taking_back" and self._detail.taking_back.digit(figure)

    def command(self, name: str) -> bool:
        if name != "PRINT" or self._detail.story is None:
            return False
        if self._detail.page in self._detail.sheets:
            self._papers.print_sheet()
            return True
        self._papers.open("label")
        self._papers.print_label()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go through what was found, or through what is open; Left and Right read a
        trace. A paper has more keys of its own.
        """
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        page = self._detail.page
        if page in self._detail.sheets:
            taken = self._detail.sheets[page].take_key(event)
        elif step:
            taken = True
            self._go(page, step)
        else:
            taken = page == "trace" and self._detail.traces.walk(event)
        if not taken:
            super().keyPressEvent(event)

    def _go(self, page: str, step: int) -> None:
        if page == "photos":
            self._detail.photos.next_photo(step)
        elif page == "trace":
            self._detail.traces.next_trace(step)
        else:
            self._results.go(step)

    # --- built anew -----------------------------------------------------------------------------

    def kept(self) -> str:
        kept = _Kept(self._fragment, self._battery, self._detail.page)
        return msgspec.json.encode(kept).decode()

    def restore(self, kept: str) -> None:
        was = msgspec.json.decode(kept, type=_Kept)
        self._fragment, self._page = was.fragment, was.page
        if was.battery:
            self._choose(was.battery)

"""Intake: one ticket from the scan at the gate to the slot, one step on screen at a time."""

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cellyard.domain import intake
from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.ui import form
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.intake.acts import Acts, said_at, ticket_words
from cellyard.ui.screens.intake.arrivals import Arrivals
from cellyard.ui.screens.intake.code import LAST_OUTLET
from cellyard.ui.screens.intake.front import Front, Kept
from cellyard.ui.screens.intake.page import Page, Primary
from cellyard.ui.screens.intake.pages import Pages
from cellyard.ui.screens.intake.ticket import Ticket, read_ticket
from cellyard.ui.widgets.entry import Entry
from cellyard.words import _

_SECOND_MS = 1000
_NO_CODE = "0"  # typed in place of a code that nobody can read


class IntakeScreen(Screen):
    """Routes scans, keys and cards to the step in front."""

    key = "intake"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._acts = Acts(frame)
        self._arrivals = Arrivals(self._acts)
        self._pages = Pages(self._acts)
        self._front = Front(self._acts, self._pages, self.isVisible)
        self.setLayout(form.column(self._pages))
        self._connect()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._second)
        self._timer.start(_SECOND_MS)

    def _connect(self) -> None:
        pages, front = self._pages, self._front
        self._acts.moved.connect(front.ask)
        self._arrivals.opened.connect(front.open)
        self._arrivals.doubled.connect(front.double)
        front.renewed.connect(self._renew)
        front.outlet_known.connect(self._arrivals.use_outlet)
        pages.renewed.connect(self._renew)
        pages.forward.connect(front.forward)
        pages.strip.chosen.connect(front.look_back)
        pages.side.primary.clicked.connect(self.enter)
        pages.start.resumed.connect(front.open)
        pages.start.unreadable.connect(self._arrivals.receive_unreadable)
        pages.start.outlet_chosen.connect(self._outlet_chosen)
        pages.twice.dropped.connect(front.close)
        pages.stop.read.connect(self._acknowledge)

    def shown(self, subject: str = "") -> None:
        if subject:
            self._front.open(subject)
        else:
            self._front.begin()

    def _mine(self) -> tuple[Ticket, Page] | None:
        """Return the ticket in front and its page while it is one's own to work on."""
        ticket, page = self._acts.ticket, self._pages.current
        if ticket is None or page is None or ticket.owner is not None or self._pages.stopping:
            return None
        return ticket, page

    # --- the one next step --------------------------------------------------------------------

    def _renew(self) -> None:
        self._pages.side.show_primary(self._primary())

    def _primary(self) -> Primary:
        if self._pages.asking_twice:
            return Primary(_("Book in a second one"), _("Another battery with this code"))
        if mine := self._mine():
            return mine[1].primary(mine[0])
        if self._acts.ticket and self._acts.ticket.owner:
            return Primary(_("Take over"), _("Every answer is kept"))
        return Primary(_("Weigh"), not_yet=_("Scan a battery first"))

    def enter(self) -> None:
        if self._acts.busy:
            return
        if self._pages.stopping:
            self._pages.stop.press()
        elif self._pages.asking_twice and self._front.kept.twice:
            self._arrivals.again(self._front.kept.twice)
        elif self._pages.on_start:
            self._pages.start.enter()
        elif mine := self._mine():
            mine[1].enter(mine[0])
        else:
            self._take_over()

    def _take_over(self) -> bool:
        ticket = self._acts.ticket
        if ticket is None or ticket.owner is None:
            return False
        order = intake.TakingOver(battery=ticket.id)
        self._acts.record(intake.take_over, order, follow=True)
        return True

    def _acknowledge(self) -> None:
        if ticket := self._acts.ticket:
            order = intake.Acknowledging(battery=ticket.id)
            self._acts.record(intake.acknowledge, order, follow=True)

    def escape(self) -> bool:
        return self._pages.stopping or self._front.back()

    # --- scans --------------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        if self._pages.stopping and self._acts.ticket:
            return self._scan_at_stop(heard, self._acts.ticket)
        if isinstance(heard.scan, scans.Command | scans.Badge | scans.UnknownCard):
            return False
        mine = self._mine()
        if mine and mine[1].scan(heard):
            return True
        return self._scan_anywhere(heard)

    def _scan_at_stop(self, heard: Heard, ticket: Ticket) -> bool:
        match heard.scan:
            case scans.Badge(number=number) if number == ticket.badge:
                self._acknowledge()
                return True
            case scans.Command() | scans.Badge():
                return False
            case _:
                self._pages.stop.say_not_taken()
                return True

    def _scan_anywhere(self, heard: Heard) -> bool:
        """Take what means the same at every step."""
        match heard.scan:
            case scans.BatteryCode() if heard.typed and heard.text.strip() == _NO_CODE:
                self._arrivals.receive_unreadable(heard)
            case scans.BatteryCode() as read:
                self._arrivals.scanned(heard, read, self._acts.ticket)
            case scans.OwnLabel(battery_id=id_):
                self._own_label(id_)
            case scans.PartnerCode(key=key):
                self._outlet_chosen(key)
            case scans.FindingCode() | scans.SlotCode():
                return self._scan_of_a_step(heard)
            case _:
                return False
        return True

    def _scan_of_a_step(self, heard: Heard) -> bool:
        """Take a finding or a slot at whatever step is on screen."""
        mine = self._mine()
        if mine is None or not mine[0].battery.open:
            return False
        if isinstance(heard.scan, scans.FindingCode):
            self._front.go_to("look")
            return self._pages.page("look").scan(heard)
        if mine[0].battery.verdict is not None:
            return self._pages.page("slot").scan(heard)
        self.frame.refuse(Refused("slot_too_early"))
        return True

    def _own_label(self, id_: str) -> None:
        def found(ticket: Ticket | Refused | None) -> None:
            if isinstance(ticket, Ticket) and ticket.battery.open:
                self.frame.heard(ticket_words(ticket.battery.ticket), said_at(_("Opened again")))
                self._front.open(ticket.battery.id)
            elif isinstance(ticket, Ticket):
                self.frame.go("find", ticket.battery.id)
            else:
                self.frame.refuse(Refused("label_unknown"))

        station, actor = self.frame.station, self.frame.person.id
        self.frame.ask(lambda q: read_ticket(q, id_, station=station, actor=actor), found)

    def _outlet_chosen(self, key: str) -> None:
        """From here on batteries come from this outlet; also the one on screen."""
        mine = self._mine()
        if mine and mine[0].battery.open:
            self._pages.code.name_outlet(key, said=True)
        else:
            self.frame.keep_draft(LAST_OUTLET, key)
            self.frame.note(key, said_at(_("Next batteries come from here")))
            self._front.ask()

    # --- cards and keys -----------------------------------------------------------------------

    def command(self, name: str) -> bool:
        match name:
            case "UNDO":
                return self._acts.undo()
            case "UNREADABLE" if not self._pages.stopping:
                self._arrivals.receive_unreadable()
                return True
            case "TAKEOVER" | "TAKE OVER":
                return self._take_over()
            case _:
                mine = self._mine()
                if mine and name == "PRINT" and mine[0].battery.verdict is not None:
                    return self._pages.page("label").command(name)
                return mine is not None and mine[1].command(name)

    def digit(self, figure: int) -> bool:
        if self._pages.on_start:
            return self._pages.start.digit(figure)
        mine = self._mine()
        return mine is not None and mine[1].digit(figure)

    def typing(self, text: str) -> str:
        if isinstance(QApplication.focusWidget(), Entry):
            self.setFocus()  # Ctrl+F: the keys belong to the scan line now
        if text == _NO_CODE:
            return _("Enter: a battery without a readable code")
        mine = self._mine()
        return mine[1].typing(text) if mine else ""

    # --- kept up to date ----------------------------------------------------------------------

    def changed(self, changed: Changed) -> None:
        if not self.isVisible():
            return  # asked anew when it comes to the front; perhaps nobody is signed in
        id_, subjects = self._front.kept.ticket, changed.subjects
        about = f"battery/{id_}" if id_ else "battery/"
        if not subjects or any(s.startswith(about) for s in subjects):
            self._front.ask()

    def readings(self) -> None:
        mine = self._mine()
        if mine and mine[1].live:
            mine[1].tick()

    def _second(self) -> None:
        mine = self._mine()
        if mine and self.isVisible():
            mine[1].tick()

    def kept(self) -> str:
        return msgspec.json.encode(self._front.kept).decode()

    def restore(self, kept: str) -> None:
        self._front.kept = msgspec.json.decode(kept, type=Kept)

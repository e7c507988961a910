"""A battery comes in: a ticket is opened at once, a second one only when somebody has looked."""

import hashlib
from datetime import datetime

import msgspec
from PySide6.QtCore import QObject, Signal

from cellyard.domain import codes, intake
from cellyard.domain.codes.scans import BatteryCode
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Received
from cellyard.domain.ids import kind_and_id, time_ordered_id
from cellyard.domain.refusals import Refused
from cellyard.ui.screen import Heard
from cellyard.ui.screens.intake.acts import Acts, said_at, ticket_words
from cellyard.ui.screens.intake.code import LAST_OUTLET
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.screens.intake.twice import Doubled
from cellyard.words import _
from cellyard.words.notices import expected_words


class Arrivals(QObject):
    """Turns codes into tickets. `opened` has the battery's id, `doubled` what came twice."""

    opened = Signal(str)
    doubled = Signal(object)

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self._frame = acts.frame
        self._outlet = ""

    def use_outlet(self, key: str) -> None:
        """Take batteries from this outlet until somebody names another."""
        self._outlet = key

    def scanned(self, heard: Heard, read: BatteryCode, ticket: Ticket | None) -> None:
        """Take a code: of this ticket, a better reading of it, or of the next battery."""
        if ticket and ticket.battery.open and _same(ticket, read.code.code):
            said = _("This is {ticket}").format(ticket=ticket_words(ticket.battery.ticket))
            self._frame.heard(heard.text, said_at(said))
        elif ticket and _wants_code(ticket):
            self._better(heard, read, ticket)
        else:
            self._receive(
                self._order(
                    read.code.code,
                    carrier=read.carrier or "",
                    manual=heard.typed,
                    battery=_id_of(heard, self._frame.station),
                )
            )

    def receive_unreadable(self, heard: Heard | None = None) -> None:
        """Open a ticket for a battery whose code nobody can read."""
        id_ = _id_of(heard, self._frame.station) if heard else None
        self._receive(self._order("", battery=id_))

    def again(self, doubled: Doubled) -> None:
        """Book in the battery whose code came a second time: somebody has looked."""
        self._receive(msgspec.structs.replace(doubled.order, again=True))

    def _order(
        self, code: str, *, carrier: str = "", manual: bool = False, battery: str | None = None
    ) -> intake.Reception:
        outlet = self._frame.draft(LAST_OUTLET) or self._outlet
        return intake.Reception(
            code=code, carrier=carrier, manual=manual, outlet=outlet or None, battery=battery
        )

    def _receive(self, order: intake.Reception) -> None:
        waits = self._acts.ticket
        self._acts.record(
            intake.receive,
            order,
            follow=True,
            then=lambda recorded: self._opened(recorded, order, waits),
            refused=lambda no: self._not_received(no, order),
        )

    def _opened(
        self, recorded: tuple[Recorded, ...], order: intake.Reception, waits: Ticket | None
    ) -> None:
        received = next(r.fact for r in recorded if isinstance(r.fact, Received))
        said = _("Taken as ticket {ticket}").format(ticket=received.ticket)
        if received.expected:
            row = expected_words(received.expected)
            said = _("{said}, {row}").format(said=said, row=row)
        if waits and waits.battery.open:
            said = _("{said}. Ticket {ticket} waits").format(said=said, ticket=waits.battery.ticket)
        self._frame.heard(order.code or _("No readable code"), said_at(said))
        self.opened.emit(kind_and_id(recorded[0].envelope.subject)[1])

    def _not_received(self, no: Refused, order: intake.Reception) -> None:
        match no.code:
            case "duplicate_open" | "already_received":
                number = ticket_words(int(str(no.shown["ticket"])))
                said = _("{ticket} is open with this code").format(ticket=number)
                self._frame.heard(order.code or _("No readable code"), said_at(said))
                self.opened.emit(str(no.shown["battery"]))
            case "duplicate_code":
                self._frame.refuse(Refused("code_taken", **no.shown))
                shown = {name: str(no.shown[name]) for name in ("ticket", "slot")}
                code = str(no.shown["scanned"])
                self.doubled.emit(Doubled(order=order, code=code, **shown))
            case "unknown_partner" if order.outlet:
                # The outlet used last is no longer in the register: the battery comes first.
                self._frame.keep_draft(LAST_OUTLET, "")
                self._outlet = ""
                self._receive(msgspec.structs.replace(order, outlet=None))
            case _:
                self._frame.refuse(no)

    def _better(self, heard: Heard, read: BatteryCode, ticket: Ticket) -> None:
        today = datetime.now().astimezone().date()
        joined = codes.join(ticket.battery.code, read.code.code, today)
        order = intake.Identifying(
            battery=ticket.id,
            code=joined.code if joined else read.code.code,
            carrier=read.carrier or "",
            manual=heard.typed,
        )

        def said(_recorded: tuple[Recorded, ...]) -> None:
            happened = _("Both lines joined for {ticket}") if joined else _("Code of {ticket}")
            number = ticket_words(ticket.battery.ticket)
            self._frame.heard(order.code, said_at(happened.format(ticket=number)))

        self._acts.record(intake.identify, order, follow=True, then=said)


def _id_of(heard: Heard, station: str) -> str:
    """Return an id that the same scan always gives: after a crash it opens no second ticket."""
    seed = f"{station}/{heard.no}/{heard.at}/{heard.text}".encode()
    return time_ordered_id(heard.at, hashlib.sha256(seed).digest())


def _same(ticket: Ticket, code: str) -> bool:
    return any(codes.key(i.code) == codes.key(code) for i in ticket.battery.identifiers)


def _wants_code(ticket: Ticket) -> bool:
    """Tell whether nothing is known yet but a code that is missing or wrong."""
    unread = ticket.code is None or ticket.code.refused is not None
    return ticket.step == "code" and unread and ticket.battery.open and ticket.owner is None

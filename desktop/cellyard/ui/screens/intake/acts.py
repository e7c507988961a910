"""What the pages of a ticket may do: record about it, take back, and move on when it is written."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from cellyard.domain import intake
from cellyard.domain.battery import Act, Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Station
from cellyard.ledger.ledger import Decide
from cellyard.ui.asking import now_ms
from cellyard.ui.screen import Frame, OnRefused
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.words import N_, _, clock

Order = TypeVar("Order")
T = TypeVar("T")

# What an act is called when it is taken back, the weightiest fact of the act first.
TAKEN_BACK: dict[str, str] = {
    "Received": N_("Ticket"),
    "Placed": N_("Put away"),
    "Labelled": N_("Label"),
    "Acknowledged": N_("“I have read this”"),
    "Weighed": N_("Weight"),
    "Inspected": N_("Answer"),
    "Photographed": N_("Photo"),
    "Measured": N_("Reading"),
    "ModelAssigned": N_("Model"),
    "Identified": N_("Code"),
    "OutletNamed": N_("Outlet"),
    "TakenOver": N_("Taking over"),
    "Triaged": N_("Verdict"),
    "SlotHeld": N_("Held slot"),
    "Corrected": N_("Correction"),
}


def said_at(what: str) -> str:
    """Return what happened with the time of day, as the scan line says it."""
    now = clock(datetime.now().astimezone(), seconds=True)
    return _("{what}, {time}").format(what=what, time=now)


def newest(battery: Battery) -> tuple[Act, str] | None:
    """Return the act that Undo takes back, with its word; None when there is none."""
    if not battery.acts:
        return None
    act = battery.acts[-1]
    kind = next((kind for kind in TAKEN_BACK if kind in act.kinds), "")
    return act, _(TAKEN_BACK[kind]) if kind else ""


def undo_minutes(ticket: Ticket) -> int:
    return int(ticket.edition.number("undo.minutes"))


def may_undo(ticket: Ticket) -> bool:
    """Tell whether the newest act is young enough to be taken back without a reason."""
    found = newest(ticket.battery)
    return found is not None and now_ms() - found[0].at <= undo_minutes(ticket) * 60_000


def ticket_words(number: int) -> str:
    """Return how a ticket is called."""
    return _("Ticket {ticket}").format(ticket=number)


class Acts(QObject):
    """Writes for the pages. `ticket` is the one on screen; `following` moves on after a write.

    `busy` is true from asking until what was written is on screen: a primary button pressed
    twice means once.
    """

    moved = Signal()

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame
        self.ticket: Ticket | None = None
        self.following = False
        self.busy = False

    def record(
        self,
        decide: Decide[Order],
        order: Order,
        *,
        follow: bool = False,
        then: Callable[[tuple[Recorded, ...]], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        """Write; with `follow` the screen moves on to the step that comes next."""
        self.busy = True

        def done(recorded: tuple[Recorded, ...]) -> None:
            self.following = self.following or follow
            if then:
                then(recorded)
            self.moved.emit()

        self.frame.record(decide, order, done=done, refused=lambda no: self._refused(no, refused))

    def work(
        self,
        work: Callable[[Station], T],
        *,
        follow: bool = False,
        then: Callable[[T], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        """Do what is more than one decision; as `record` otherwise."""
        self.busy = True

        def done(answer: T) -> None:
            self.following = self.following or follow
            if then:
                then(answer)
            self.moved.emit()

        self.frame.work(work, done=done, refused=lambda no: self._refused(no, refused))

    def _refused(self, no: Refused, refused: OnRefused | None) -> None:
        self.busy = False
        if refused:
            refused(no)
        else:
            self.frame.refuse(no)

    def undo(self) -> bool:
        """Take back the newest act on the ticket, and say what it was; False without a ticket."""
        found = newest(self.ticket.battery) if self.ticket else None
        if self.ticket is None or found is None:
            return False
        if self.busy:
            return True
        number, what = self.ticket.battery.ticket, found[1]

        def say(_recorded: tuple[Recorded, ...]) -> None:
            self.frame.note(ticket_words(number), said_at(_("Undone: {what}").format(what=what)))

        self.record(intake.undo, intake.Undoing(battery=self.ticket.id), then=say)
        return True

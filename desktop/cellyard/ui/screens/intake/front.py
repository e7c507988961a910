"""Which ticket is in front and at which step: the facts lead, looking back is allowed."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from cellyard.domain import intake
from cellyard.domain.refusals import Refused
from cellyard.ui.screens.intake.acts import Acts
from cellyard.ui.screens.intake.code import LAST_OUTLET
from cellyard.ui.screens.intake.floor import Floor, read_floor
from cellyard.ui.screens.intake.pages import Pages
from cellyard.ui.screens.intake.ticket import Ticket, read_ticket
from cellyard.ui.screens.intake.twice import Doubled

ORDER: tuple[intake.Step, ...] = (*intake.STEPS, "done")


class Kept(msgspec.Struct, frozen=True):
    """What outlives a change of language or look: the ticket and the step looked at.

    `twice` is the question that stands instead, whether it is a second battery with this code.
    """

    ticket: str = ""
    at: intake.Step | None = None
    twice: Doubled | None = None


class Front(QObject):
    """Asks the store for the ticket in front and brings the fitting page up.

    `shown` tells whether anybody sees it: what is hidden is asked anew when it comes to the
    front. `renewed` says that the one next step may have changed.
    """

    renewed = Signal()
    outlet_known = Signal(str)

    def __init__(self, acts: Acts, pages: Pages, shown: Callable[[], bool]) -> None:
        super().__init__()
        self._acts, self._pages, self._shown = acts, pages, shown
        self._frame = acts.frame
        self._anew = self._alarmed = self._resuming = False
        self.kept = Kept()

    @property
    def at(self) -> intake.Step | None:
        """The step on screen; None before a ticket is open."""
        return self.kept.at

    def begin(self) -> None:
        """Go on with the ticket in front, else with one's own newest half-done one."""
        if self._acts.ticket and not self._acts.ticket.battery.open:
            self.kept, self._acts.ticket = Kept(), None  # done: it was seen when it was done
        if self.kept.twice:
            self.double(self.kept.twice)
            self._ask_floor()
        elif self.kept.ticket:
            self.ask()
        else:
            self._resuming = True
            self._ask_floor()

    def open(self, id_: str) -> None:
        """Show a ticket at the step where it stands."""
        self.kept, self._anew = Kept(ticket=id_), True
        self.ask()

    def close(self) -> None:
        """Show none; what is half-done waits in the list."""
        self.kept = Kept()
        self._acts.ticket = None
        self._resuming = False
        self._ask_floor()

    def double(self, about: Doubled) -> None:
        """Ask whether it is a second battery with the same code."""
        self.kept = Kept(twice=about)
        self._acts.ticket = None
        self._pages.show_twice(about)
        self.renewed.emit()

    def ask(self) -> None:
        """Ask the store anew for what is in front."""
        if not self.kept.ticket:
            self._ask_floor()
            return
        id_, station, actor = self.kept.ticket, self._frame.station, self._frame.person.id
        self._frame.ask(
            lambda q: read_ticket(q, id_, station=station, actor=actor), self._show, key="intake"
        )

    def _ask_floor(self) -> None:
        station, actor = self._frame.station, self._frame.person.id
        outlet = self._frame.draft(LAST_OUTLET)
        self._frame.ask(
            lambda q: read_floor(q, station=station, actor=actor, outlet=outlet),
            self._show_floor,
            key="intake",
        )

    def _show_floor(self, floor: Floor | Refused) -> None:
        resume, self._resuming = self._resuming, False
        self._acts.busy = False
        if isinstance(floor, Refused):
            self._frame.refuse(floor)
            return
        self.outlet_known.emit(floor.outlet.key if floor.outlet else "")
        if self.kept.twice:
            return
        if resume and floor.own:
            self.open(floor.own)
            return
        self._alarm(stands=False)
        self._pages.show_start(floor)
        self.renewed.emit()

    def _show(self, ticket: Ticket | Refused | None) -> None:
        self._acts.busy = False
        if not self._shown():
            return
        if isinstance(ticket, Refused):
            self._frame.refuse(ticket)
        elif ticket is None or ticket.battery.withdrawn:
            self.close()
        elif ticket.id == self.kept.ticket:
            self._acts.ticket = ticket
            self._show_ticket(ticket)

    def _show_ticket(self, ticket: Ticket) -> None:
        before = self.at
        behind = before is None or ORDER.index(ticket.step) < ORDER.index(before)
        if behind or ticket.stopped or self._acts.following:
            self.kept = Kept(ticket=ticket.id, at=ticket.step)
        self._acts.following = False
        self._alarm(stands=ticket.stopped)
        if ticket.stopped:  # whoever stands there reads it, whosever ticket it is
            self._pages.show_stop(ticket)
        elif ticket.owner is not None:
            self._pages.show_waiting(ticket)
            self._anew = True
            self.renewed.emit()
            return
        else:
            at = self.at or ticket.step
            anew = self._anew or at != before or self._pages.stopping
            self._pages.show_ticket(ticket, at, anew=anew)
        self._anew = False
        self.renewed.emit()

    def _alarm(self, *, stands: bool) -> None:
        if stands != self._alarmed:
            self._alarmed = stands
            self._frame.stop_stands(stands=stands)

    def go_to(self, step: intake.Step) -> None:
        """Show another step of the ticket in front."""
        ticket = self._acts.ticket
        if ticket is None or ticket.owner is not None:
            return
        anew = step != self.at
        self.kept = Kept(ticket=ticket.id, at=step)
        self._pages.show_ticket(ticket, step, anew=anew)
        self.renewed.emit()

    def forward(self) -> None:
        """Go on to where the ticket stands; after the last step, to the next battery."""
        if self._acts.ticket is None or self.at == "done":
            self.close()
        else:
            self.go_to(self._acts.ticket.step)

    def look_back(self, step: str) -> None:
        """Show a step that is done already, or the one that is now."""
        ticket = self._acts.ticket
        wanted: intake.Step | None = next((s for s in ORDER if s == step), None)
        if ticket and wanted and ORDER.index(wanted) <= ORDER.index(ticket.step):
            self.go_to(wanted)

    def back(self) -> bool:
        """Step back once; False when there is nothing to step back from."""
        if self._pages.asking_twice or self.at in ("code", "done"):
            self.close()
            return True
        if self.at is None or self._acts.ticket is None:
            return False
        if self._acts.ticket.owner is not None:
            self.close()
        else:
            self.go_to(ORDER[ORDER.index(self.at) - 1])
        return True

"""What is decided of the load on screen: its next step, its lines, its carriage, its departure."""

from collections.abc import Callable
from typing import TypeVar

from cellyard.domain.envelope import Recorded
from cellyard.domain.shipping import departure, listing, receipt
from cellyard.jobs import shipping
from cellyard.jobs.shipping import Driver
from cellyard.ledger.ledger import Decide
from cellyard.ui.screens.ship import next_step, reasons
from cellyard.ui.screens.ship.desk import Desk
from cellyard.ui.screens.ship.paper_work import PaperWork
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.screens.ship.turn import Turn

Order = TypeVar("Order")


class LoadWork:
    """One decision at a time: an Enter too many begins nothing twice."""

    def __init__(self, desk: Desk, turn: Turn, papers: PaperWork) -> None:
        self._desk, self._turn, self._papers = desk, turn, papers

    def record(
        self,
        decide: Decide[Order],
        order: Order,
        then: Callable[[tuple[Recorded, ...]], None] | None = None,
    ) -> None:
        """Write one decision; then, or else, show the load again."""

        def done(recorded: tuple[Recorded, ...]) -> None:
            self._desk.end()
            if then is not None:
                then(recorded)
            else:
                self._desk.back()

        if self._desk.begin():
            self._desk.frame.record(decide, order, done=done, refused=self._desk.refuse)

    def step(self) -> None:
        """Take the one next step of the load."""
        found = self._desk.found
        if found is None or self._desk.busy:
            return
        match next_step.of(found):
            case "add":
                self._turn.to_stock()
            case "take_out":
                self.take_out(*found.blocked)
            case "judge":
                self._turn.to_judgement()
            case "close":
                self.record(departure.seal, departure.Sealing(load=found.load.id))
            case "issue":
                self._papers.issue(found)
            case "sign":
                self._papers.ask_signature(found)
            case "reopen":
                self._turn.to_reason("unseal")
            case step:
                self._step_on_the_road(step, found)

    def _step_on_the_road(self, step: next_step.Step, found: Shown) -> None:
        match step:
            case "arrive":
                self.record(receipt.arrive, receipt.Arriving(load=found.load.id))
            case "receive":
                self._turn.to_receipt()
            case "settle":
                self._desk.frame.go("tasks", found.load.id)
            case "done":
                self._desk.close()
            case _:
                pass  # the button says why it cannot be pressed

    def open_load(self, order: listing.Opening) -> None:
        """Open a new load, and go on with it."""

        def opened(recorded: tuple[Recorded, ...]) -> None:
            self._desk.open(recorded[0].envelope.subject.partition("/")[2])

        self.record(listing.open_load, order, opened)

    def add(self, batteries: tuple[str, ...]) -> None:
        """Write these batteries on the list."""
        order = listing.OnList(load=self._desk.load, batteries=batteries)
        self.record(listing.list_batteries, order)

    def take_out(self, *batteries: str) -> None:
        """Take these batteries off the list."""
        if self._desk.load and all(batteries):
            order = listing.OnList(load=self._desk.load, batteries=batteries)
            self.record(listing.unlist, order)

    def name_driver(self, carriage: listing.Carriage, driver: Driver) -> None:
        """Keep who drives the load."""
        desk, by = self._desk, self._desk.frame.person.id

        def done(_recorded: object) -> None:
            desk.end()
            desk.back()

        if desk.begin():
            desk.frame.work(
                lambda station: shipping.name_driver(station, carriage, driver, by=by),
                done=done,
                refused=desk.refuse,
            )

    def give_reason(self, asked: tuple[str, str], word: str) -> None:
        """Write what a reason was asked for."""
        what, paper = asked
        self.record(*reasons.order(what, self._desk.load, paper, word))

    def dispatch(self, seal: str) -> None:
        """Let the load leave the gate."""
        self.record(departure.dispatch, departure.Dispatching(load=self._desk.load, seal=seal))

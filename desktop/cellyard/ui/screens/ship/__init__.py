"""Ship: loads made up, judged, papered, signed, sent out of the gate, and their receipts."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.battery import Battery
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import departure, listing, receipt, safety_acts
from cellyard.jobs import shipping
from cellyard.jobs.shipping import Driver
from cellyard.ledger.ledger import Decide
from cellyard.ui import form
from cellyard.ui.asking import Asking, now_ms
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.ship import next_step, reasons
from cellyard.ui.screens.ship.next_step import Step
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.pages import Pages
from cellyard.ui.screens.ship.paper_work import PaperWork
from cellyard.ui.screens.ship.survey import (
    Overview,
    Shown,
    Stock,
    overview,
    preview,
    shown,
    stock,
)
from cellyard.ui.signing import Signing
from cellyard.words import _
from cellyard.words.shipping_facts import REASONS
from cellyard.words.times import local

Order = TypeVar("Order")


class ShipScreen(Screen):
    """One load at a time, from its list to its receipt; each page has one next step."""

    key = "ship"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._asking = Asking(frame)
        self._load = ""
        self.found: Shown | None = None
        self._reopened: tuple[str, str] | None = None
        self._writing = False
        self._overview: Overview | None = None
        self.pages = Pages()
        self.stack = QStackedWidget()
        self._papers = PaperWork(frame, self, self._refuse)
        for page in self.pages.all():
            self.stack.addWidget(page)
            page.left.connect(self.back)
        self._openers: dict[str, Callable[[str], None]] = {
            "opening": lambda _kept: self._new(),
            "stock": self._ask_stock,
            "driver": lambda _kept: self._ask_driver(),
            "why": self._why,
            "safety": lambda _kept: self._step(),
            "receipt": lambda _kept: self._step(),
            "packing": lambda kept: self._ask_packing(kept.partition("\n")[0]),
            "papers": lambda _kept: self._papers.open(),
            "choosing": lambda kept: self._ask_reason(kept.partition("\n")[0]),
        }
        self._connect()
        self.setLayout(form.column(self.stack))

    def _connect(self) -> None:
        p = self.pages
        p.loads.opened.connect(self._open)
        p.loads.new_wanted.connect(self._new)
        p.opening.given.connect(self._open_load)
        p.opening.partners_wanted.connect(lambda: self.frame.go("setup", "partners"))
        p.load.stepped.connect(self._step)
        p.load.add_wanted.connect(self._ask_stock)
        p.load.out_wanted.connect(self._take_one_out)
        p.load.why_wanted.connect(self._why)
        p.why.place_wanted.connect(self.frame.go)
        p.load.packing_wanted.connect(self._ask_packing)
        p.packing.given.connect(partial(self._record, listing.pack))
        p.load.driver_wanted.connect(self._ask_driver)
        p.load.papers_wanted.connect(self._papers.open)
        p.load.reason_wanted.connect(self._ask_reason)
        p.load.dispatch_wanted.connect(self._dispatch)
        p.stock.given.connect(self._add)
        p.driver.given.connect(self._name_driver)
        p.safety.given.connect(partial(self._record, safety_acts.judge_safety))
        p.receipt.given.connect(partial(self._record, receipt.receive))
        p.choosing.given.connect(self._reason_given)
        p.papers.chosen.connect(self._papers.show_copy)
        p.papers.print_wanted.connect(self._papers.print_papers)
        p.papers.void_wanted.connect(self._ask_void)

    # --- what is shown --------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        if subject:
            self._load = subject
            self.show_page(self.pages.load)
        self._refresh()
        self.setFocus()

    def changed(self, changed: Changed) -> None:
        touched = changed.subjects
        if self.isVisible() and (not touched or any("/" in s for s in touched)):
            self._refresh()

    def _refresh(self) -> None:
        load = self._load
        if load:
            self._asking.ask(lambda q, k: shown(q, k, load), self._show_load, "ship")
        else:
            self._asking.ask(overview, self._show_loads, "ship")

    def _show_loads(self, found: Overview) -> None:
        self._overview = found
        self.pages.loads.show_loads(found)
        if self._page() is self.pages.load:
            self.show_page(self.pages.loads)
        self._reopen()

    def _show_load(self, found: Shown | None) -> None:
        if found is None:
            self._close()
            return
        self.found = found
        if self._page() is self.pages.loads:
            self.show_page(self.pages.load)
        if not self._papers.busy:
            self.pages.load.show_load(found, now_ms())
        if self._page() is self.pages.papers:
            self.pages.papers.show_papers(found)
        if self._page() is self.pages.why:
            self.pages.why.explain(found, self.pages.why.kept())
        load = found.load.id
        self._asking.ask(lambda q, k: preview(q, k, load), self._show_paper, "ship/preview")
        self._reopen()

    def _show_paper(self, pdf: bytes | None) -> None:
        self.pages.load.show_paper(pdf, _("Loading list as it would be now"))

    def _page(self) -> QWidget | None:
        return self.stack.currentWidget()

    def show_page(self, page: QWidget) -> None:
        if self._page() is not page:
            self.stack.setCurrentWidget(page)
            self.setFocus()

    def back(self) -> None:
        self.show_page(self.pages.load if self._load else self.pages.loads)
        self._refresh()

    def _close(self) -> None:
        self._load, self.found = "", None
        self.show_page(self.pages.loads)
        self._refresh()

    # --- writing --------------------------------------------------------------------------------

    def _record(
        self, decide: Decide[Order], order: Order, then: Callable[[], None] | None = None
    ) -> None:
        """Write one decision and show the load again; nothing else is begun meanwhile."""

        def done(_recorded: object) -> None:
            self._writing = False
            (then or self.back)()

        if self._writing:
            return
        self._writing = True
        self.frame.record(decide, order, done=done, refused=self._refuse)

    def _refuse(self, no: Refused) -> None:
        self._writing = False
        self._papers.refuse()
        self._refresh()
        self.frame.refuse(no)

    # --- a new load -----------------------------------------------------------------------------

    def _new(self) -> None:
        if self._overview is not None:
            self.pages.opening.ask(self._overview, f"{local(now_ms()):%Y-%m-%d}")
            self.show_page(self.pages.opening)

    def _open_load(self, order: listing.Opening) -> None:
        def done(recorded: tuple[Recorded, ...]) -> None:
            self._writing = False
            self._open(recorded[0].envelope.subject.partition("/")[2])

        if self._writing:
            return
        self._writing = True
        self.frame.record(listing.open_load, order, done=done, refused=self._refuse)

    def _open(self, load: str) -> None:
        self._load = load
        self.show_page(self.pages.load)
        self._refresh()

    # --- the next step --------------------------------------------------------------------------

    def _step(self) -> None:
        found = self.found
        if found is None or self._papers.busy:
            return
        match next_step.of(found):
            case "add":
                self._ask_stock()
            case "take_out":
                self._take_out(found.blocked)
            case "judge":
                self.pages.safety.ask(found)
                self.show_page(self.pages.safety)
            case "close":
                self._record(departure.seal, departure.Sealing(load=found.load.id))
            case "issue":
                self.pages.load.show_working(_("Drawing the papers"))
                self._papers.issue(found)
            case "sign":
                self._papers.ask_signature(found)
            case "reopen":
                self._ask_reason("unseal")
            case step:
                self._step_on_the_road(step, found)

    def _step_on_the_road(self, step: Step, found: Shown) -> None:
        match step:
            case "arrive":
                self._record(receipt.arrive, receipt.Arriving(load=found.load.id))
            case "receive":
                self.pages.receipt.ask(found)
                self.show_page(self.pages.receipt)
            case "settle":
                self.frame.go("tasks", found.load.id)
            case "done":
                self._close()
            case _:
                pass  # the button says why it cannot be pressed

    def _ask_stock(self, kept: str = "") -> None:
        found = self.found
        if found is None or found.load.state != "open":
            return

        def ask(free: Stock) -> None:
            self.pages.stock.ask(free, found.load.route)
            if kept:
                self.pages.stock.restore(kept)
            self.show_page(self.pages.stock)

        self._asking.ask(stock, ask, "ship/stock")

    def _add(self, batteries: tuple[str, ...]) -> None:
        order = listing.OnList(load=self._load, batteries=batteries)
        self._record(listing.list_batteries, order)

    def _take_one_out(self, battery: str) -> None:
        self._take_out((battery,))

    def _take_out(self, batteries: tuple[str, ...]) -> None:
        if self._load and all(batteries):
            order = listing.OnList(load=self._load, batteries=batteries)
            self._record(listing.unlist, order)

    def _dispatch(self, seal: str) -> None:
        order = departure.Dispatching(load=self._load, seal=seal)
        self._record(departure.dispatch, order)

    # --- vehicle, reasons, why --------------------------------------------------------------------

    def _ask_packing(self, battery: str) -> None:
        if self.found is not None and battery:
            self.pages.packing.ask(self.found, battery)
            self.show_page(self.pages.packing)

    def _ask_driver(self) -> None:
        if self.found is not None:
            self.pages.driver.ask(self.found)
            self.show_page(self.pages.driver)

    def _name_driver(self, carriage: listing.Carriage, driver: Driver) -> None:
        by = self.frame.person.id
        self.frame.work(
            lambda station: shipping.name_driver(station, carriage, driver, by=by),
            done=lambda _recorded: self.back(),
            refused=self._refuse,
        )

    def _why(self, battery: str) -> None:
        if self.found is not None and battery:
            self.pages.why.explain(self.found, battery)
            self.show_page(self.pages.why)

    def _ask_reason(self, what: str) -> None:
        asked = reasons.ASKED[what]
        words = {key: REASONS[key] for key in asked.reasons}
        title, sub, act = _(asked.title), _(asked.sub), _(asked.act)
        self.pages.choosing.ask(what, title, sub, words, act)
        self.show_page(self.pages.choosing)

    def _ask_void(self, _number: str) -> None:
        self._ask_reason("void")

    def _reason_given(self, what: str, word: str) -> None:
        self._record(*reasons.order(what, self._load, self.pages.papers.number, word))

    # --- scans and keys ---------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        if self.found is None or self.found.load.state != "open":
            return self._asking.battery(heard.scan, self._of_load, self._refuse, "ship/scan")
        return self._asking.battery(heard.scan, self._scanned, self._refuse, "ship/scan")

    def _of_load(self, battery: Battery) -> None:
        """Open the load that a battery is listed for or left with."""
        if not battery.leaving.load:
            self._refuse(Refused("not_on_a_load", ticket=battery.ticket))
            return
        self.frame.heard(battery.code or _("No code"), _("Its load is open"))
        self._open(battery.leaving.load)

    def _scanned(self, battery: Battery) -> None:
        code = battery.code or _("No code")
        if battery.leaving.load == self._load:
            self.pages.load.table.choose(battery.id)
            self.frame.heard(code, _("On this list already"))
            return

        def added() -> None:
            self.frame.heard(code, _("Added to the load"))
            self.back()

        order = listing.OnList(load=self._load, batteries=(battery.id,))
        self._record(listing.list_batteries, order, added)

    def enter(self) -> None:
        page = self._page()
        if isinstance(page, Signing | Page):
            page.enter()

    def escape(self) -> bool:
        page = self._page()
        if page is self.pages.load:
            self._close()
            return True
        return isinstance(page, Signing | Page) and page.escape()

    def digit(self, figure: int) -> bool:
        page = self._page()
        return isinstance(page, Page) and page.digit(figure)

    def command(self, name: str) -> bool:
        if name == "UNDO":
            return self._papers.undo()
        if name != "PRINT" or self.found is None:
            return False
        self._papers.print_papers(tuple(d.number for d in self.found.load.standing_documents))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ins adds from stock, Del takes the chosen line out."""
        on_load = self._page() is self.pages.load
        if on_load and event.key() == Qt.Key.Key_Insert:
            self._ask_stock()
        elif on_load and event.key() == Qt.Key.Key_Delete and self.pages.load.table.key:
            self._take_out((self.pages.load.table.key,))
        else:
            super().keyPressEvent(event)

    # --- built anew -------------------------------------------------------------------------------

    def kept(self) -> str:
        found = (name for name, page in self.pages.by_name().items() if page is self._page())
        name = next(found, "load")
        return msgspec.json.encode((self._load, name, self.pages.by_name()[name].kept())).decode()

    def restore(self, kept: str) -> None:
        self._load, name, of_page = msgspec.json.decode(kept, type=tuple[str, str, str])
        if name in self._openers:
            self._reopened = (name, of_page)

    def _reopen(self) -> None:
        """Open the page again that stood before the screen was built anew."""
        if self._reopened is not None:
            name, kept = self._reopened
            self._reopened = None
            self._openers[name](kept)
            if name != "stock":  # it is asked for first
                self.pages.by_name()[name].restore(kept)

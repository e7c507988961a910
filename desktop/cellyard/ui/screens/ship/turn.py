"""Turning to a page of Ship, asked anew of the load in front; no page opens without its sense."""

from cellyard.ui.asking import now_ms
from cellyard.ui.screens.ship import next_step, reasons
from cellyard.ui.screens.ship.desk import Desk
from cellyard.ui.screens.ship.survey import Stock, stock
from cellyard.words import _
from cellyard.words.shipping_facts import REASONS
from cellyard.words.times import local


class Turn:
    """`turn.to_stock()`: each page by its name."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def to_opening(self) -> None:
        """Ask for a new load."""
        desk = self._desk
        if desk.overview is not None:
            desk.pages.opening.ask(desk.overview, f"{local(now_ms()):%Y-%m-%d}")
            desk.show_page(desk.pages.opening)

    def to_stock(self, kept: str = "") -> None:
        """Show what may be added; `kept` is what was chosen there before."""
        desk, load = self._desk, self._desk.load

        def ask(free: Stock | None) -> None:
            if free is not None:
                desk.pages.stock.ask(free)
                if kept:
                    desk.pages.stock.restore(kept)
                desk.show_page(desk.pages.stock)

        if load:
            desk.asking.ask(lambda q, k: stock(q, k, load), ask, "ship/stock")

    def to_packing(self, battery: str) -> None:
        """Ask how a battery of the load is packed."""
        desk = self._desk
        if desk.found is not None and battery:
            desk.pages.packing.ask(desk.found, battery)
            desk.show_page(desk.pages.packing)

    def to_driver(self) -> None:
        """Ask who drives the load."""
        desk = self._desk
        if desk.found is not None:
            desk.pages.driver.ask(desk.found)
            desk.show_page(desk.pages.driver)

    def to_why(self, battery: str) -> None:
        """Explain a line of the load."""
        desk = self._desk
        if desk.found is not None and desk.found.survey is not None and battery:
            desk.pages.why.explain(desk.found, battery)
            desk.show_page(desk.pages.why)

    def to_judgement(self) -> None:
        """Ask the party whose safety judgement is due."""
        desk = self._desk
        if desk.found is not None and next_step.of(desk.found) == "judge":
            desk.pages.safety.ask(desk.found)
            desk.show_page(desk.pages.safety)

    def to_receipt(self) -> None:
        """Ask for what the consignee received."""
        desk = self._desk
        if desk.found is not None and next_step.of(desk.found) == "receive":
            desk.pages.receipt.ask(desk.found)
            desk.show_page(desk.pages.receipt)

    def to_reason(self, what: str, paper: str = "") -> None:
        """Ask why; `paper` is the number of the one that becomes void."""
        asked, choosing = reasons.ASKED[what], self._desk.pages.choosing
        words = {key: REASONS[key] for key in asked.reasons}
        choosing.ask((what, paper), _(asked.title), _(asked.sub), words, _(asked.act))
        self._desk.show_page(choosing)

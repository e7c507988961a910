"""All pages of Ship, made once."""

from cellyard.ui.screens.ship.choosing_page import ChoosingPage
from cellyard.ui.screens.ship.driver_page import DriverPage
from cellyard.ui.screens.ship.load_view import LoadView
from cellyard.ui.screens.ship.loads_page import LoadsPage
from cellyard.ui.screens.ship.opening_page import OpeningPage
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.papers_page import PapersPage
from cellyard.ui.screens.ship.receipt_page import ReceiptPage
from cellyard.ui.screens.ship.safety_page import SafetyPage
from cellyard.ui.screens.ship.stock_page import StockPage
from cellyard.ui.screens.ship.why_page import WhyPage


class Pages:
    """The pages by what they are for; `all()` in the order of the work."""

    def __init__(self) -> None:
        self.loads, self.opening, self.load = LoadsPage(), OpeningPage(), LoadView()
        self.stock, self.driver, self.why = StockPage(), DriverPage(), WhyPage()
        self.safety, self.papers, self.receipt = SafetyPage(), PapersPage(), ReceiptPage()
        self.choosing = ChoosingPage()

    def all(self) -> tuple[Page, ...]:
        return (
            self.loads, self.opening, self.load, self.stock, self.driver, self.why, self.safety,
            self.papers, self.receipt, self.choosing,
        )  # fmt: skip

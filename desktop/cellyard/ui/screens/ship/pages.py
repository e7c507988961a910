"""All pages of Ship, made once."""

from cellyard.ui.screens.ship.choosing_page import ChoosingPage
from cellyard.ui.screens.ship.driver_page import DriverPage
from cellyard.ui.screens.ship.load_view import LoadView
from cellyard.ui.screens.ship.loads_page import LoadsPage
from cellyard.ui.screens.ship.opening_page import OpeningPage
from cellyard.ui.screens.ship.packing_page import PackingPage
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.papers_page import PapersPage
from cellyard.ui.screens.ship.receipt_page import ReceiptPage
from cellyard.ui.screens.ship.safety_page import SafetyPage
from cellyard.ui.screens.ship.stock_page import StockPage
from cellyard.ui.screens.ship.why_page import WhyPage


class Pages:
    """The pages by what they are for."""

    def __init__(self) -> None:
        self.loads, self.opening, self.load = LoadsPage(), OpeningPage(), LoadView()
        self.stock, self.driver, self.why = StockPage(), DriverPage(), WhyPage()
        self.safety, self.papers, self.receipt = SafetyPage(), PapersPage(), ReceiptPage()
        self.choosing, self.packing = ChoosingPage(), PackingPage()

    def all(self) -> tuple[Page, ...]:
        return tuple(self.by_name().values())

    def by_name(self) -> dict[str, Page]:
        """Return the pages by the names that a screen built anew finds them by."""
        return {name: page for name, page in vars(self).items() if isinstance(page, Page)}

"""What Ship keeps when it is built anew in another language or look: load, page, what is typed."""

from collections.abc import Callable

import msgspec

from cellyard.ui.screens.ship.desk import Desk
from cellyard.ui.screens.ship.paper_work import PaperWork
from cellyard.ui.screens.ship.turn import Turn

_SIGNING = "signing"


class BuiltAnew:
    """Opens the page that stood in front again, once the store has answered."""

    def __init__(self, desk: Desk, turn: Turn, papers: PaperWork) -> None:
        self._desk, self._papers = desk, papers
        self._waits: tuple[str, str] | None = None
        self._openers: dict[str, Callable[[str], None]] = {
            "load": lambda _kept: None,  # it is in front already
            "opening": lambda _kept: turn.to_opening(),
            "stock": turn.to_stock,
            "driver": lambda _kept: turn.to_driver(),
            "why": turn.to_why,
            "safety": lambda _kept: turn.to_judgement(),
            "receipt": lambda _kept: turn.to_receipt(),
            "packing": lambda kept: turn.to_packing(kept.partition("\n")[0]),
            "papers": lambda _kept: papers.open(),
            "choosing": lambda kept: turn.to_reason(*kept.split("\n")[:2]),
            _SIGNING: papers.sign_again,
        }
        desk.filled.connect(self._reopen)

    def kept(self) -> str:
        """Return load, page, and what the page must not lose."""
        if self._waits is not None:  # built anew twice before the store has answered
            return self._packed(*self._waits)
        if signing := self._papers.kept():
            return self._packed(_SIGNING, signing)
        pages = self._desk.pages.by_name()
        name = next((name for name, page in pages.items() if page is self._desk.page), "load")
        return self._packed(name, pages[name].kept())

    def _packed(self, name: str, of_page: str) -> str:
        return msgspec.json.encode((self._desk.load, name, of_page)).decode()

    def restore(self, kept: str) -> None:
        """Take back what `kept` returned."""
        self._desk.load, name, of_page = msgspec.json.decode(kept, type=tuple[str, str, str])
        if name in self._openers:
            self._waits = (name, of_page)

    def _reopen(self) -> None:
        if self._waits is None:
            return
        (name, kept), self._waits = self._waits, None
        self._openers[name](kept)
        page = self._desk.pages.by_name().get(name)
        if page is not None and page is self._desk.page:  # stock comes later, with what was kept
            page.restore(kept)

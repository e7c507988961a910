"""The frame that every screen of a station is given: writing, asking, speaking, going."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre
from cellyard.jobs.benches import Benches
from cellyard.jobs.door import SignedIn
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.printer import PrinterState
from cellyard.jobs.slices import Write
from cellyard.jobs.station import Station
from cellyard.jobs.syncing import Syncing
from cellyard.ledger.ledger import Decide
from cellyard.ledger.questions import Questions
from cellyard.settings import Settings
from cellyard.ui.screen import OnRefused

if TYPE_CHECKING:
    from cellyard.ui.window import Window

T = TypeVar("T")
Order = TypeVar("Order")


class StationFrame:
    """Implements `screen.Frame` on a window; each method's meaning stands there."""

    def __init__(self, window: "Window", settings: Settings, instruments: Instruments) -> None:
        self._window = window
        self.settings = settings
        self.instruments = instruments
        self.nightly, self.reach = window.nightly, window.reach
        self.station = window.station
        self.centre = Centre(name="", jurisdiction="")
        self._drafts: dict[str, str] = {}
        window.writer.note(lambda s: s.notes.kept(), self._drafts.update)

    @property
    def benches(self) -> Benches:
        return self.instruments.benches

    @property
    def syncing(self) -> Syncing:
        return self._window.syncing

    @property
    def write(self) -> Write:
        return self._window.writer.lend

    @property
    def papers(self) -> PrinterState:
        return self._window.papers.state

    @property
    def person(self) -> SignedIn:
        if self._window.signed_in is None:
            raise RuntimeError("a screen acts while nobody is signed in")
        return self._window.signed_in

    def record(
        self,
        decide: Decide[Order],
        order: Order,
        *,
        done: Callable[[tuple[Recorded, ...]], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        by = self._window.signed_in.id if self._window.signed_in else ""
        no = refused or self._window.voice.refuse
        self._window.writer.record(decide, order, by=by, done=done or nothing, refused=no)

    def work(
        self,
        work: Callable[[Station], T],
        *,
        done: Callable[[T], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        no = refused or self._window.voice.refuse
        self._window.writer.work(work, done=done or nothing, refused=no)

    def ask(
        self, question: Callable[[Questions], T], then: Callable[[T], None], *, key: str = ""
    ) -> None:
        self._window.reader.ask(question, then, key=key)

    def heard(self, code: str, happened: str) -> None:
        self._window.voice.heard(code, happened)

    def note(self, first: str, then: str = "") -> None:
        self._window.voice.note(first, then)

    def refuse(self, no: Refused) -> None:
        self._window.voice.refuse(no)

    def stop_stands(self, *, stands: bool) -> None:
        self._window.voice.stop(stands=stands)

    def go(self, place: str, subject: str = "") -> None:
        self._window.go(place, subject)

    def keep_draft(self, key: str, value: str) -> None:
        if self._drafts.get(key, "") != value:
            self._drafts[key] = value
            self._window.writer.note(lambda s: s.notes.keep(key, value), nothing)

    def draft(self, key: str) -> str:
        return self._drafts.get(key, "")

    def recover(self, no: Refused) -> None:
        self._window.recovery_wanted.emit(no)

    def use_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.nightly.use(target=settings.backup_folder, at=settings.backup_at)
        self._window.syncing.use(proxy=settings.hub_proxy)
        if self._window.fire_folder:
            self._window.fire_folder.use(settings.fire_sheet)
        self._window.settings_wanted.emit(settings)


def nothing(_answer: object) -> None:
    """Nobody waits for the answer."""

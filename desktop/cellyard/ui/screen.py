"""What a screen is, and what the frame around it offers."""

from collections.abc import Callable
from typing import ClassVar, Protocol, TypeVar

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.domain.codes.scans import Scan
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre
from cellyard.jobs.benches import Benches
from cellyard.jobs.door import SignedIn
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.nightly import Nightly
from cellyard.jobs.printer import PrinterState
from cellyard.jobs.slices import Write
from cellyard.jobs.station import Station
from cellyard.jobs.syncing import Reach, Syncing
from cellyard.ledger.ledger import Decide
from cellyard.ledger.questions import Questions
from cellyard.settings import Settings

T = TypeVar("T")
Order = TypeVar("Order")
OnRefused = Callable[[Refused], None]


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """A scan on its way through the app. `heard_by` is a port, "wedge", or "typed" by a person."""

    no: int
    at: int
    text: str
    heard_by: str
    scan: Scan

    @property
    def typed(self) -> bool:
        return self.heard_by == "typed"


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What was just written, for screens that show it."""

    recorded: tuple[Recorded, ...]

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset(r.envelope.subject for r in self.recorded)


class Frame(Protocol):
    """The frame as a screen sees it. All of it is called on the main thread."""

    settings: Settings
    centre: Centre
    station: str
    instruments: Instruments
    nightly: Nightly
    reach: Reach

    @property
    def benches(self) -> Benches:
        """The channels of this station's benches."""
        ...

    @property
    def syncing(self) -> Syncing:
        """What keeps this station in step with its central server."""
        ...

    @property
    def write(self) -> Write:
        """Does work on the thread that writes; for a thread of an errand, which waits for it."""
        ...

    @property
    def papers(self) -> PrinterState:
        """What waits for the document printers, and the trouble that holds it up."""
        ...

    @property
    def person(self) -> SignedIn:
        """Who works now."""
        ...

    def record(
        self,
        decide: Decide[Order],
        order: Order,
        *,
        done: Callable[[tuple[Recorded, ...]], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        """Write facts as the person who works now; `done` comes when they are durable.

        Without `refused`, a refusal is shown: red line, low tone, scanning paused.
        """
        ...

    def work(
        self,
        work: Callable[[Station], T],
        *,
        done: Callable[[T], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        """Do something on the writer's thread that is more than one decision."""
        ...

    def ask(
        self, question: Callable[[Questions], T], then: Callable[[T], None], *, key: str = ""
    ) -> None:
        """Ask the store on the reader's thread. Of several with one key only the last answers."""
        ...

    def heard(self, code: str, happened: str) -> None:
        """Say in the scan line what became of the scan; one short high tone."""
        ...

    def note(self, first: str, then: str = "") -> None:
        """Say something in the scan line without a tone, e.g. what was undone."""
        ...

    def refuse(self, no: Refused) -> None:
        """Red line with the sentence, low double tone, scanning paused until confirmed.

        It is said in whatever language is spoken while it stands.
        """
        ...

    def stop_stands(self, *, stands: bool) -> None:
        """Show or end the alarm of a STOP verdict: red frame, red scan line, tone until ended.

        Scans still come to the screen (the badge that confirms); the screen takes no other.
        """
        ...

    def go(self, place: str, subject: str = "") -> None:
        """Show another screen, on a battery or slot if named."""
        ...

    def keep_draft(self, key: str, value: str) -> None:
        """Keep what is being typed, durably; an empty value forgets it."""
        ...

    def draft(self, key: str) -> str:
        """Return what was being typed."""
        ...

    def recover(self, no: Refused) -> None:
        """Leave the window: this station cannot go on so, and is to begin anew."""
        ...

    def use_settings(self, settings: Settings) -> None:
        """Save settings and show everything anew in them; nothing typed is lost."""
        ...


class Screen(QWidget):
    """One task. The frame calls these; each has a do-nothing default."""

    key: ClassVar[str]

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame

    def shown(self, subject: str = "") -> None:
        """The screen comes to the front, on a subject if one is named; ask the store anew."""

    def scan(self, heard: Heard) -> bool:
        """Take a scan; False when this screen has no use for it (the frame then says so)."""
        return False

    def enter(self) -> None:
        """Enter, or the command card NEXT: the primary button."""

    def escape(self) -> bool:
        """Esc: step back; False when there is nothing to step back from."""
        return False

    def digit(self, figure: int) -> bool:
        """A single 1 to 9 outside text fields; False lets it go into the scan line."""
        return False

    def command(self, name: str) -> bool:
        """A command card or its key (UNDO, CAMERA, EMPTY, NO, YES …); False when not for here."""
        return False

    def typing(self, text: str) -> str:
        """What is typed into the scan line so far (Find searches while typing); returns a hint."""
        return ""

    def changed(self, changed: Changed) -> None:
        """Facts were written; ask again if they are shown here."""

    def readings(self) -> None:
        """New readings of instruments (at most 20 times a second)."""

    def kept(self) -> str:
        """Return what this screen must not lose when it is built anew (language, look)."""
        return ""

    def restore(self, kept: str) -> None:
        """Take back what `kept` returned."""

"""The one window of a station: who works, which screen is in front, and what a screen may ask."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow

from cellyard.domain.codes import scans
from cellyard.domain.envelope import Recorded
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Centre
from cellyard.jobs import people
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.people import SignedIn
from cellyard.jobs.station import Station
from cellyard.ledger.ledger import Decide
from cellyard.ledger.questions import Questions
from cellyard.settings import Settings
from cellyard.ui.chrome import Chrome
from cellyard.ui.hearing import Hearing
from cellyard.ui.help import Help
from cellyard.ui.keys import Keys
from cellyard.ui.reader import Reader
from cellyard.ui.screen import Changed, Heard, OnRefused, Screen
from cellyard.ui.screens import SCREENS, PlaceInRail
from cellyard.ui.screens.sign_in import SignIn
from cellyard.ui.surroundings import Surroundings
from cellyard.ui.tones import Tones
from cellyard.ui.widgets.overlay import FocusRing
from cellyard.ui.widgets.scan_line import ScanLine
from cellyard.ui.writer import Writer
from cellyard.words import _, sentence
from cellyard.words.yard import ROLES

T = TypeVar("T")
Order = TypeVar("Order")


class Window(QMainWindow):
    """Is the `Frame` of its screens; the threads behind it are the writer and the reader."""

    settings_wanted = Signal(object)

    def __init__(
        self, station: Station, settings: Settings, instruments: Instruments, tones: Tones
    ) -> None:
        super().__init__()
        self.settings, self.instruments, self.tones = settings, instruments, tones
        self.station = station.identity.station
        self.centre = Centre(name="", jurisdiction="")
        self.writer, self.reader = Writer(station), Reader(station.folder)
        self.hearing = Hearing(self.writer, self.reader, self._hear)
        self._signed_in: SignedIn | None = None
        self._drafts: dict[str, str] = {}
        self._screens: dict[str, Screen] = {}
        self._here = ""
        self._stop_stands = False
        self._keys = Keys(self)
        self._chrome = Chrome(self.station, "")
        self._surroundings = Surroundings(self)
        self._ring = FocusRing(self)
        self.writer.changed.connect(self._changed)
        self.hearing.waiting.connect(self._waiting)
        self.writer.note(lambda s: s.notes.kept(), self._drafts.update)
        self._surroundings.ask_registers()
        self.rebuild()
        self.hearing.recover()

    # --- building -----------------------------------------------------------------------------

    @property
    def chrome(self) -> Chrome:
        return self._chrome

    @property
    def current(self) -> Screen | None:
        """The screen in front; None while nobody is signed in."""
        return self._screens.get(self._here) if self._signed_in else None

    @property
    def scan_line(self) -> ScanLine:
        return self._chrome.scan_line

    def rebuild(self) -> None:
        """Build everything anew in the language and look of now; nothing typed is lost."""
        kept = {key: screen.kept() for key, screen in self._screens.items()}
        here, self._screens = self._here, {}
        self._chrome = Chrome(self.station, self.centre.name)
        self._chrome.chosen.connect(self.go)
        self._chrome.switch_wanted.connect(self.sign_out)
        self.setCentralWidget(self._chrome)
        self._ring.raise_()
        self._surroundings.show()
        if self._signed_in is None:
            self.sign_out()
            return
        self._show_person(self._signed_in)
        for key, text in kept.items():
            self._screen(key).restore(text)
        self.go(here)
        self._chrome.show_stop(stands=self._stop_stands)

    def _screen(self, key: str) -> Screen:
        if key not in self._screens:
            place = next(p for p in SCREENS if p.key == key)
            self._screens[key] = place.open(self)
        return self._screens[key]

    def _places(self) -> list[PlaceInRail]:
        roles = self._signed_in.roles if self._signed_in else frozenset[str]()
        return [p for p in SCREENS if p.roles & roles]

    # --- who works ----------------------------------------------------------------------------

    @property
    def person(self) -> SignedIn:
        if self._signed_in is None:
            raise RuntimeError("a screen acts while nobody is signed in")
        return self._signed_in

    def sign_in(self, person: SignedIn) -> None:
        """Let a person work here; a half-done job waits for its owner."""
        before = self._signed_in
        self._signed_in = person
        self._keys.forget()
        self._chrome.scan_line.arm()
        self._show_person(person)
        reachable = [p.key for p in self._places()]
        stay = self._here if before and self._here in reachable else ""
        self.go(stay or (reachable[0] if reachable else "find"))

    def _show_person(self, person: SignedIn) -> None:
        highest = next(r for r in ROLES if r in person.roles) if person.roles else "operator"
        self._chrome.set_user(person.name, _(ROLES[highest]))
        self._chrome.set_places(self._places())

    def sign_out(self) -> None:
        """Nobody works; what is half-done is kept."""
        self._signed_in = None
        self._chrome.set_places([])
        door = SignIn(self)
        door.signed_in.connect(self.sign_in)
        self._chrome.show_widget(door)
        self._chrome.scan_line.arm(
            _("Waiting for a badge"), "mdi6.badge-account-horizontal-outline"
        )
        self._chrome.set_corner(*door.corner())

    # --- scans and keys -----------------------------------------------------------------------

    def _hear(self, heard: Heard) -> None:
        screen, scan = self.current, heard.scan
        if screen and screen.scan(heard):
            return
        match scan:
            case scans.Badge():
                self.work(lambda s: people.by_badge(s, scan.number), done=self.sign_in)
            case scans.Command() if screen:
                self._command(screen, scan.name)
            case scans.UnknownCard():
                self.wrong(_("This card is damaged or newer than this station. Use another card."))
            case _ if screen is None:
                self.wrong(_("Nobody is signed in. Scan your badge first."))
            case _:
                self.wrong(
                    _("{text} is of no use here. Go to Intake or Find.").format(text=heard.text)
                )

    def _command(self, screen: Screen, name: str) -> None:
        match name:
            case "NEXT":
                screen.enter()
            case "STOP":
                screen.escape()
            case "LOCK":
                self.sign_out()
            case "HELP":
                self.function_key("F1")
            case _:
                if not screen.command(name):
                    self.wrong(_("The card {name} does nothing here.").format(name=name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def function_key(self, name: str) -> bool:
        """F1 help, F2 to F10 the places."""
        if name == "F1":
            self._chrome.show_widget(Help(self._here if self._signed_in else "sign_in"))
            return True
        place = next((p for p in self._places() if p.function_key == name), None)
        if place and not self.hearing.paused:
            self.go(place.key)
        return place is not None

    def close_help(self) -> bool:
        """Bring the screen back to the front if the guide covers it."""
        return self._chrome.close_page(Help)

    def _waiting(self, count: int) -> None:
        if count and self.hearing.paused is False:
            self._chrome.scan_line.queueing(count)

    # --- the frame of the screens ---------------------------------------------------------------

    def record(
        self,
        decide: Decide[Order],
        order: Order,
        *,
        done: Callable[[tuple[Recorded, ...]], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        by = self._signed_in.id if self._signed_in else ""
        self.writer.record(
            decide, order, by=by, done=done or _nothing, refused=refused or self._refused
        )

    def work(
        self,
        work: Callable[[Station], T],
        *,
        done: Callable[[T], None] | None = None,
        refused: OnRefused | None = None,
    ) -> None:
        self.writer.work(work, done=done or _nothing, refused=refused or self._refused)

    def ask(
        self, question: Callable[[Questions], T], then: Callable[[T], None], *, key: str = ""
    ) -> None:
        self.reader.ask(question, then, key=key)

    def heard(self, code: str, happened: str) -> None:
        self._chrome.scan_line.heard(code, happened)
        self.tones.play("good")

    def note(self, first: str, then: str = "") -> None:
        self._chrome.scan_line.heard(first, then)

    def wrong(self, sentence: str) -> None:
        self.hearing.pause()
        self._keys.forget()
        self._chrome.scan_line.pause(sentence)
        self._chrome.show_stop(stands=True)
        self.tones.repeat("wrong")

    def _refused(self, refused: Refused) -> None:
        self.wrong(sentence(refused))

    def acknowledge(self) -> None:
        """The refusal was read: scanning goes on."""
        self.tones.quiet()
        self._chrome.show_stop(stands=self._stop_stands)
        self._chrome.scan_line.arm()
        self.hearing.resume()

    def stop_stands(self, *, stands: bool) -> None:
        self._stop_stands = stands
        self._chrome.show_stop(stands=stands)
        if stands:
            self._chrome.scan_line.pause()
            self.tones.repeat("wrong")
        else:
            self._chrome.scan_line.arm()
            self.tones.quiet()

    def go(self, place: str, subject: str = "") -> None:
        self._here = place
        screen = self._screen(place)
        self._chrome.show_widget(screen)
        self._chrome.set_here(place)
        screen.shown(subject)

    def keep_draft(self, key: str, value: str) -> None:
        if self._drafts.get(key, "") == value:
            return
        self._drafts[key] = value
        self.writer.note(lambda s: s.notes.keep(key, value), _nothing)

    def draft(self, key: str) -> str:
        return self._drafts.get(key, "")

    def use_settings(self, settings: Settings) -> None:
        self.settings = settings
        self.settings_wanted.emit(settings)

    def _changed(self, changed: Changed) -> None:
        self._surroundings.changed(changed)
        for screen in self._screens.values():
            screen.changed(changed)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._surroundings.stop()
        self.reader.stop()
        self.writer.stop()
        super().closeEvent(event)


def _nothing(_answer: object) -> None:
    """Nobody waits for the answer."""

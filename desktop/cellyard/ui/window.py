"""The one window of a station: who works, which screen is in front, where scans and keys go."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow, QWidget

from cellyard.jobs.door import SignedIn
from cellyard.jobs.fire_folder import FireFolder
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.nightly import Nightly
from cellyard.jobs.printer import Printer
from cellyard.jobs.station import Station
from cellyard.jobs.syncing import Reach, Syncing, over_http
from cellyard.ledger.ledger import wall_clock
from cellyard.settings import Settings
from cellyard.ui import sync_lamp
from cellyard.ui.before_door import BeforeDoor
from cellyard.ui.chrome import Chrome
from cellyard.ui.fire_page import FireSheets
from cellyard.ui.hearing import Hearing
from cellyard.ui.keys import Keys
from cellyard.ui.paper_printer import PaperPrinter
from cellyard.ui.reader import Reader
from cellyard.ui.scans import Listener, Scans
from cellyard.ui.screen import Changed, Screen
from cellyard.ui.screens import SCREENS, PlaceInRail
from cellyard.ui.screens.sign_in import SignIn
from cellyard.ui.station_frame import StationFrame
from cellyard.ui.surroundings import Surroundings
from cellyard.ui.tones import Tones
from cellyard.ui.voice import Voice
from cellyard.ui.widgets.off_card import OffCard
from cellyard.ui.widgets.overlay import FocusRing
from cellyard.ui.widgets.scan_line import ScanLine
from cellyard.ui.widgets.top_line import CornerButton
from cellyard.ui.writer import Writer
from cellyard.words import _
from cellyard.words.yard import ROLES


class Window(QMainWindow):
    """Joins the frame's parts; the threads behind it are writer, reader, printers, nightly
    and tones.
    """

    settings_wanted = Signal(object)
    recovery_wanted = Signal(object)

    def __init__(
        self,
        station: Station,
        settings: Settings,
        instruments: Instruments,
        printer: Printer,
        tones: Tones,
        *,
        fire_folder: FireFolder | None = None,
        reach: Reach = over_http,
    ) -> None:
        super().__init__()
        self.station = station.identity.station
        self.signed_in: SignedIn | None = None
        self.tones = tones
        self.reach = reach
        self.printer, self.papers = printer, PaperPrinter(station.folder)
        self.fire_folder, self.fire = fire_folder, FireSheets(self)
        self.nightly = Nightly(station.folder, target=settings.backup_folder, at=settings.backup_at)
        self.writer, self.reader = Writer(station), Reader(station.folder)
        who, lend = station.identity, self.writer.lend
        proxy = settings.hub_proxy
        self.syncing = Syncing(station.folder, who, lend, proxy=proxy, reach=reach)
        self.hearing = Hearing(self.writer, self.reader, Scans(self).give)
        self.frame = StationFrame(self, settings, instruments)
        self.voice = Voice(self)
        self._screens: dict[str, Screen] = {}
        self._kept: dict[str, str] = {}
        self._door: SignIn | None = None
        self.before_door = BeforeDoor(self, self._show_door)
        self._retired: list[QWidget] = []
        self._here = ""
        self._keys = Keys(self)
        self.chrome = Chrome(self.station, "")
        self._surroundings = Surroundings(self)
        self._ring = FocusRing(self)
        self._join_up()
        self._surroundings.ask_registers()
        self.rebuild()
        self.hearing.recover()

    def _join_up(self) -> None:
        self.writer.changed.connect(self._changed)
        for worker in (self.writer, self.reader):
            worker.refused.connect(self.voice.refuse)
            worker.idle.connect(self._at_rest)
        self.hearing.waiting.connect(self._waiting)
        self.hearing.read.connect(self.acknowledge)

    # --- what is in front -----------------------------------------------------------------------

    @property
    def current(self) -> Screen | None:
        """The screen in front; None while nobody is signed in, or the guide covers it."""
        covered = self.signed_in is None or self.chrome.has_page
        return None if covered else self._screens.get(self._here)

    @property
    def scan_line(self) -> ScanLine:
        return self.chrome.scan_line

    def rebuild(self) -> None:
        """Build everything anew in the language and look of now; nothing typed is lost."""
        self._kept |= {key: screen.kept() for key, screen in self._screens.items()}
        self._retire(self.chrome, *self._screens.values())
        self._screens, self._door = {}, None
        self.before_door.forget()
        self.chrome = Chrome(self.station, self.frame.centre.name)
        self.chrome.chosen.connect(self.go)
        self.chrome.fire_wanted.connect(self.fire.show)
        self.chrome.switch_wanted.connect(self.sign_out)
        self.chrome.touched.connect(self._touched)
        self.chrome.alarm_touched.connect(self.read_alarm)
        self.chrome.sync_touched.connect(self._tell_sync)
        # Taken out first: setting another would delete the old one under answers still to come.
        self.takeCentralWidget()
        self.setCentralWidget(self.chrome)
        self._ring.raise_()
        if self.signed_in is None:
            self.sign_out()
        else:
            self._show_person(self.signed_in)
            self.go(self._here)
            self.voice.show()
        # Once the screen is in front again: what may be on is no news on the bench.
        self._surroundings.show()

    def go(self, place: str, subject: str = "") -> None:
        """Bring a screen to the front."""
        self._here = place
        screen = self._screen(place)
        self.chrome.show_widget(screen)
        self.chrome.set_here(place)
        # The keys rest on no button, or Enter would press it before the primary one.
        if isinstance(QApplication.focusWidget(), QAbstractButton | None):
            self.chrome.setFocus()
        screen.shown(subject)

    def _retire(self, *widgets: QWidget) -> None:
        """Let widgets go, but not before every answer on its way to them has come."""
        for widget in widgets:
            widget.hide()
        self._retired.extend(widgets)
        self._at_rest()

    def _at_rest(self) -> None:
        if self.writer.busy or self.reader.busy:
            return
        retired, self._retired = self._retired, []
        for widget in retired:
            widget.deleteLater()

    def _screen(self, key: str) -> Screen:
        if key not in self._screens:
            place = next(p for p in SCREENS if p.key == key)
            self._screens[key] = place.open(self.frame)
            if key in self._kept:
                self._screens[key].restore(self._kept.pop(key))
        return self._screens[key]

    def _places(self) -> list[PlaceInRail]:
        roles = self.signed_in.roles if self.signed_in else frozenset[str]()
        return [p for p in SCREENS if p.roles & roles]

    def close_help(self) -> bool:
        """Bring the screen back to the front if the guide or the fire sheet covers it."""
        return self.chrome.close_page()

    def enter_page(self) -> bool:
        """Act on Enter while a page covers the screen: print the fire sheet, close the guide."""
        if self.fire.open:
            self.fire.act()
            return True
        return self.close_help()

    # --- who works ------------------------------------------------------------------------------

    def sign_in(self, person: SignedIn) -> None:
        """Let a person work here; a half-done job waits for its owner."""
        self.signed_in = person
        self._keys.forget()
        self.voice.forget()
        self.acknowledge()
        self._show_person(person)
        reachable = [p.key for p in self._places()]
        self.go(self._first_place(reachable))
        self._close_door()
        self.hearing.take_up()

    def _first_place(self, reachable: Sequence[str]) -> str:
        """Return where a person begins: at a load that may still be on, before anything else."""
        if "bench" in reachable and self.frame.benches.urgent:
            return "bench"
        return self._here if self._here in reachable else (*reachable, "find")[0]

    def _show_person(self, person: SignedIn) -> None:
        held = [words for role, words in ROLES.items() if role in person.roles]
        self.chrome.set_user(person.name, _(held[-1]) if held else "")
        self.chrome.set_places(self._places())

    def sign_out(self) -> None:
        """Nobody works; what is half-done is kept."""
        self.signed_in = None
        self._keys.forget()
        self.chrome.set_places([])
        self._close_door()
        self._door = SignIn(self.frame)
        self._door.signed_in.connect(self.sign_in)
        self.chrome.show_widget(self._door)
        fire = CornerButton(_("Fire sheet"), icon="ph.fire")
        fire.clicked.connect(self.fire.show)
        self.chrome.set_corner(*self._door.corner(), fire)
        self.voice.forget()
        self.voice.show()
        self.before_door.look()

    def _show_door(self, card: OffCard | None) -> None:
        """Let go what stood before the door; `card` comes on it while something may be on."""
        page = self.before_door.forget()
        if self._door:
            self._door.warn(card)
            self.chrome.show_widget(self._door)
        if page:
            self._let_go(page)

    def _close_door(self) -> None:
        door, self._door = self._door, None
        for page in (door, self.before_door.forget()):
            if page:
                self._let_go(page)

    def _let_go(self, page: QWidget) -> None:
        self.chrome.let_go(page)
        self._retire(page)

    # --- scans and keys -------------------------------------------------------------------------

    @property
    def in_front(self) -> Listener | None:
        """Who hears a scan first: the screen, else whatever stands at the door."""
        return self.current or self.before_door.page or self._door

    def first_key(self, event: QKeyEvent) -> bool:
        """Act on a key before whoever has the focus."""
        return self._keys.first(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def function_key(self, name: str) -> bool:
        """F1 help, F2 to F10 the places, F12 the fire sheet, whatever else there is."""
        if name == "F12":
            self.fire.show()
            return True
        if name == "F1":
            if not self.close_help() and not self.before_door.stands:
                self._open_help(self._here if self.signed_in else "sign_in")
            return True
        place = next((p for p in self._places() if p.function_key == name), None)
        if place and not self.hearing.paused:
            self.go(place.key)
        return place is not None

    def _open_help(self, page: str) -> None:
        # Imported when first wanted, as the screens are: the start is quicker without.
        from cellyard.ui.help import Help

        self.chrome.open_page(Help(page))

    def acknowledge(self) -> None:
        """A refusal was read."""
        self.voice.acknowledge()

    def read_alarm(self) -> bool:
        """Somebody has read the alarm of the yard; False when none stands to be read."""
        return self._surroundings.yard.enter()

    def _tell_sync(self) -> None:
        """Tell how this station stands with its central server: in Set up, who may go there."""
        if self.hearing.paused or self.chrome.has_page:
            return
        if any(place.key == "setup" for place in self._places()):
            self.go("setup", "central")
        else:
            first, then = sync_lamp.detail(self.syncing.state, wall_clock())
            self.voice.note(first or sync_lamp.lamp(self.syncing.state, wall_clock())[1], then)

    def _touched(self) -> None:
        if self.hearing.paused:
            self.acknowledge()

    def _waiting(self, count: int) -> None:
        if count and not self.hearing.paused:
            self.scan_line.queueing(count)
        elif not count and self.scan_line.state == "queueing":
            self.voice.show()

    # --- facts ----------------------------------------------------------------------------------

    def _changed(self, changed: Changed) -> None:
        self.syncing.wake()
        self._surroundings.changed(changed)
        for screen in self._screens.values():
            screen.changed(changed)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._surroundings.benches.refuse_to_close():
            event.ignore()
            return
        self._surroundings.stop()
        self.syncing.stop()
        self.reader.stop()
        self.writer.stop()
        super().closeEvent(event)

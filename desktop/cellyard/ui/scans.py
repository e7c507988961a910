"""What a scan means: it is the screen's first, then the window's."""

from typing import Protocol

from cellyard.domain.codes import scans
from cellyard.domain.refusals import Refused
from cellyard.jobs import door
from cellyard.jobs.door import SignedIn
from cellyard.ui.fire_page import FireSheets
from cellyard.ui.screen import Frame, Heard, Screen
from cellyard.ui.voice import Voice


class Listener(Protocol):
    """Whoever is in front; a scan that is not its own goes on to the window."""

    def scan(self, heard: Heard) -> bool: ...


class Scanned(Protocol):
    """The window as the scans see it."""

    voice: Voice
    fire: FireSheets

    @property
    def current(self) -> Screen | None: ...
    @property
    def in_front(self) -> Listener | None: ...
    @property
    def frame(self) -> Frame: ...
    def sign_in(self, person: SignedIn) -> None: ...
    def sign_out(self) -> None: ...
    def function_key(self, name: str) -> bool: ...
    def close_help(self) -> bool: ...
    def read_alarm(self) -> bool: ...


class Scans:
    """Gives each scan to the screen in front, and acts on the cards that mean the same anywhere."""

    def __init__(self, window: Scanned) -> None:
        self._window = window

    def give(self, heard: Heard) -> None:
        """Act on a scan; one that nobody here can use is refused."""
        window = self._window
        if window.fire.scan(heard.scan):
            return
        covered = window.close_help()
        screen, in_front = window.current, window.in_front
        match heard.scan:
            case scans.Command("STOP") if covered:
                pass
            case scans.Command("NEXT") if window.read_alarm():
                pass
            case _ if in_front and in_front.scan(heard):
                pass
            case scans.Badge(number):
                window.frame.work(lambda s: door.by_badge(s, number, heard.at), done=window.sign_in)
            case scans.Command(name) if screen:
                self._command(screen, name)
            case scans.UnknownCard():
                window.voice.refuse(Refused("card_damaged"))
            case _ if screen is None:
                window.voice.refuse(Refused("nobody_signed_in"))
            case _:
                window.voice.refuse(Refused("scan_of_no_use", text=heard.text))

    def _command(self, screen: Screen, name: str) -> None:
        match name:
            case "NEXT":
                screen.enter()
            case "STOP":
                screen.escape()
            case "LOCK":
                self._window.sign_out()
            case "HELP":
                self._window.function_key("F1")
            case _:
                if not screen.command(name):
                    self._window.voice.refuse(Refused("card_of_no_use", name=name))

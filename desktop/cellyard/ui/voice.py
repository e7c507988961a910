"""What the frame says: the scan line's right side, the red frame, the two tones."""

from typing import Protocol

from cellyard.ui.chrome import Chrome
from cellyard.ui.hearing import Hearing
from cellyard.ui.tones import Tones
from cellyard.words import _


class Spoken(Protocol):
    """Where the voice is heard; the chrome is built anew with language and look."""

    hearing: Hearing
    tones: Tones
    chrome: Chrome


class Voice:
    """Says what became of a scan, refuses, and holds scanning until the refusal was read."""

    def __init__(self, window: Spoken) -> None:
        self._window = window
        self._stop_stands = False

    def heard(self, code: str, happened: str) -> None:
        """Good: one short high tone."""
        self._window.chrome.scan_line.heard(code, happened)
        self._window.tones.play("good")

    def note(self, first: str, then: str) -> None:
        self._window.chrome.scan_line.heard(first, then)

    def wrong(self, sentence: str) -> None:
        """Wrong: low double tone, red frame, scanning paused until `acknowledge`."""
        self._window.hearing.pause()
        self._window.chrome.scan_line.pause(sentence)
        self._window.chrome.show_stop(stands=True)
        self._window.tones.repeat("wrong")

    def acknowledge(self) -> None:
        """The refusal was read: scanning goes on."""
        self._window.hearing.resume()
        self.show()

    def stop(self, *, stands: bool) -> None:
        """A STOP verdict stands, or was read."""
        self._stop_stands = stands
        self.show()

    def show(self) -> None:
        """Show what stands now, on a chrome that may be new."""
        chrome = self._window.chrome
        chrome.show_stop(stands=self._stop_stands)
        if self._stop_stands:
            chrome.scan_line.pause()
            self._window.tones.repeat("wrong")
        else:
            # In words of their own: the line keeps the last hint, and that may be the door's.
            chrome.scan_line.arm(_("Scan a battery, slot or card"), "mdi6.barcode-scan")
            self._window.tones.quiet()

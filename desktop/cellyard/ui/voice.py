"""What the frame says: the scan line's right side, the red frame, the two tones."""

from typing import Protocol

from cellyard.domain.refusals import Refused
from cellyard.jobs.door import SignedIn
from cellyard.ui import style
from cellyard.ui.chrome import Chrome
from cellyard.ui.hearing import Hearing
from cellyard.ui.tones import Tones
from cellyard.words import _, sentence


class Spoken(Protocol):
    """Where the voice is heard; the chrome is built anew with language and look."""

    signed_in: SignedIn | None
    hearing: Hearing
    tones: Tones
    chrome: Chrome


class Voice:
    """Says what became of a scan, refuses, and holds scanning until the refusal was read."""

    def __init__(self, window: Spoken) -> None:
        self._window = window
        self._stop_stands = False
        self._alarm = ("", "")
        self._refused: Refused | None = None
        self._heard: tuple[str, str] | None = None
        self._heard_in = style.now().language

    def heard(self, code: str, happened: str) -> None:
        """Good: one short high tone."""
        self.note(code, happened)
        self._window.tones.play("good")

    def note(self, first: str, then: str) -> None:
        """Say at the right of the scan line what happened, until the next."""
        self._heard, self._heard_in = (first, then), style.now().language
        self._window.chrome.scan_line.heard(first, then)

    def forget(self) -> None:
        """Another person works: what was said is not theirs."""
        self._heard = None
        self._window.chrome.scan_line.forget()

    def refuse(self, refused: Refused) -> None:
        """Wrong: low double tone, red frame, scanning paused until `acknowledge`.

        It is said in whatever language is spoken while it stands.
        """
        self._refused = refused
        self._window.hearing.pause()
        self.show()

    def acknowledge(self) -> None:
        """The refusal was read: scanning goes on."""
        self._window.hearing.resume()
        self.show()

    def stop(self, *, stands: bool) -> None:
        """A STOP verdict stands, or was read."""
        self._stop_stands = stands
        self.show()

    def alarm(self, words: tuple[str, str]) -> None:
        """An alarm of the yard stands on every screen, or (two empty words) was read."""
        if words != self._alarm:
            self._alarm = words
            self.show()

    def show(self) -> None:
        """Show what stands now, on a chrome that may be new."""
        chrome, paused = self._window.chrome, self._window.hearing.paused
        alarm = bool(self._alarm[0])
        chrome.show_stop(stands=paused or self._stop_stands or alarm)
        chrome.status.set_alarm(*self._alarm)
        if paused:
            chrome.scan_line.pause(sentence(self._refused) if self._refused else "")
        elif self._stop_stands:
            chrome.scan_line.pause()
        # In words of their own: the line keeps the last hint, and that may be the other one.
        elif self._window.signed_in is None:
            chrome.scan_line.arm(_("Waiting for a badge"), "mdi6.badge-account-horizontal-outline")
        else:
            chrome.scan_line.arm(_("Scan a battery, slot or card"), "mdi6.barcode-scan")
        if paused or self._stop_stands or alarm:
            self._window.tones.repeat("wrong")
        else:
            self._window.tones.quiet()
        # Said in another language, it would be read as a fault of this one.
        if self._heard and self._heard_in == style.now().language:
            chrome.scan_line.heard(*self._heard)

"""The gate of a centre: the real window on a real station, with Intake in front."""

import shutil
from collections.abc import Callable
from pathlib import Path

from floor import STATION, code
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from resting import rest

from cellyard.domain.battery import Battery
from cellyard.domain.registers import Instrument
from cellyard.jobs.benches import Benches
from cellyard.jobs.door import SignedIn
from cellyard.jobs.instruments import Instruments
from cellyard.jobs.printer import Printer
from cellyard.jobs.station import Station
from cellyard.settings import Settings
from cellyard.ui.screens.intake import IntakeScreen
from cellyard.ui.tones import Tones
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.window import Window

SMALLEST = (1366, 768)
NO_MODEL = code(412)  # nobody has named a model by this type prefix yet


class Gate:
    """Hands and eyes of a person at the window. `close` ends its threads and the station."""

    def __init__(self, station: Station, settings: Settings) -> None:
        self.folder = station.folder
        self.instruments = Instruments(Benches(self.folder))
        self.window = Window(
            station, settings, self.instruments, Printer(station.folder), Tones(wanted=False)
        )
        self._scanned = 0

    def open(self, person: SignedIn, size: tuple[int, int] = SMALLEST) -> None:
        """Show the window and let a person work."""
        self.window.resize(*size)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.sign_in(person)
        self.rest()

    def close(self) -> None:
        self.window.close()

    @property
    def screen(self) -> IntakeScreen:
        found = self.window.findChildren(IntakeScreen)
        return next(s for s in found if s.isVisible())

    # --- hands ------------------------------------------------------------------------------

    def scan(self, *texts: str) -> None:
        """Let the scanner read these, each a symbol of its own."""
        for text in texts:
            self._scanned += 1
            self.window.hearing._same.again(f"{self._scanned}")
            self.window.hearing.take(text, "wedge")
            self.rest()

    def type(self, text: str) -> None:
        """Type sign by sign into what has the focus."""
        for sign in text:
            QTest.keyClicks(self._focus(), sign)
        self.rest()

    def key(self, *keys: Qt.Key, control: bool = False) -> None:
        modifier = Qt.KeyboardModifier
        for key in keys:
            held = modifier.ControlModifier if control else modifier.NoModifier
            QTest.keyClick(self._focus(), key, held)
            self.rest()

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return)

    def touch(self, words: str) -> None:
        """Touch the button or field that begins with these words."""
        found = next((t for t in self.targets() if t.accessibleName().startswith(words)), None)
        assert found is not None, f"nothing to touch says {words!r}: {self.names()}"
        middle = found.rect().center() + QPoint(1, 1)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=middle)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is being written, asked or scanned."""
        rest(self.window)

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        """Wait for something that a thread, an instrument or a folder brings."""
        for _ in range(4000):
            if seen():
                return
            QTest.qWait(5)
        raise AssertionError(f"never came: {what}")

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    # --- eyes -------------------------------------------------------------------------------

    def targets(self) -> list[QWidget]:
        """Return what can be touched on the screen now."""
        return [
            w
            for w in self.screen.findChildren(QWidget)
            if isinstance(w, QAbstractButton | QLineEdit) and w.isVisible() and w.isEnabled()
        ]

    def names(self) -> list[str]:
        return [w.accessibleName() for w in self.targets()]

    def primary(self) -> tuple[str, str, bool]:
        """Return the primary button's verb, its second line, and whether it can be pressed."""
        button = self.primary_button()
        return button.accessibleName(), button.accessibleDescription(), button.isEnabled()

    def primary_button(self) -> BigButton:
        found = self.screen.findChildren(BigButton)
        shown = [b for b in found if b.isVisible() and b.kind == "primary"]
        assert len(shown) == 1
        return shown[0]

    def sees(self, words: str) -> bool:
        """Tell whether these words stand somewhere on the screen."""
        return any(
            words in f"{w.accessibleName()} {w.accessibleDescription()}"
            for w in self.screen.findChildren(QWidget)
            if w.isVisible()
        )

    @property
    def said(self) -> str:
        """What the scan line said last of a scan or an act."""
        return self.window.scan_line.accessibleDescription()

    @property
    def refused(self) -> str:
        """The refusal that waits to be read, or ""."""
        return self.window.scan_line.accessibleName() if self.window.hearing.paused else ""

    @property
    def alarmed(self) -> bool:
        """Whether the alarm of a STOP stands."""
        line = self.window.scan_line
        return line.state == "paused" and not self.window.hearing.paused

    def newest(self) -> Battery:
        """Return the battery that came in last."""
        return self.all()[0]

    def all(self) -> list[Battery]:
        found: list[list[Battery]] = []
        self.window.frame.ask(lambda q: q.newest(), found.append)
        self.rest()
        return found[0]

    def image(self, folder: Path) -> Path:
        """Return a copy of the station's folder as a power cut would leave it."""
        copy = folder / "after-the-cut"
        shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("lock"))
        return copy


def to_weight(gate: Gate) -> Gate:
    """Open a ticket and name its model."""
    gate.scan(NO_MODEL)
    gate.type("e-208")
    gate.enter()
    return gate


def to_look(gate: Gate) -> Gate:
    """Open a ticket and weigh the battery."""
    to_weight(gate)
    gate.type("355.2")
    gate.enter()
    return gate


def to_measure(gate: Gate) -> Gate:
    """Open a ticket and find nothing abnormal."""
    to_look(gate)
    gate.key(*[Qt.Key.Key_1] * 5)
    gate.enter()
    return gate


def to_slot(gate: Gate) -> Gate:
    """Open a ticket, have it judged GO and labelled."""
    to_measure(gate)
    for figure in ("388.4", "1.2", "24.1"):
        gate.type(figure)
        gate.enter()
    gate.enter()
    gate.enter()
    gate.enter()
    return gate


def attach_scale(gate: Gate, url: str) -> None:
    """Run a line to a scale that speaks MT-SICS, in place of what the register names."""
    scale = Instrument(key="scale-1", station=STATION, profile="mt-sics", port=url, duty="scale")
    gate.instruments._simulated = [scale]
    gate.instruments.attach(())

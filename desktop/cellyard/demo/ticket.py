"""One battery through Intake, as an operator in gloves does it."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from cellyard.demo import pictures
from cellyard.demo.batteries import Incoming
from cellyard.demo.eyes import NotSeen
from cellyard.demo.hands import Ask, Hands
from cellyard.demo.people import CHEN_JING, LI_WEI
from cellyard.domain.battery import Battery
from cellyard.domain.intake import LOOK
from cellyard.jobs.station import identity
from cellyard.ledger.questions import Questions

CAMERA = "camera"


class Ticket:
    """Works through the seven steps; a battery's story decides what goes wrong on the way.

    `ask` reaches the world outside the app: the load on the scale, the serial scanner.
    """

    def __init__(self, hands: Hands, battery: Incoming, folder: Path, ask: Ask) -> None:
        self.hands, self.battery, self.folder, self.ask = hands, battery, folder, ask
        self.station = identity(folder).station

    def play(self) -> None:
        self.code()
        self.weight()
        if self.battery.story == "user_switch":
            self._switch_user()
        self.look()
        if self.battery.verdict == "stop":
            self._read_the_stop()
        else:
            self.measure()
            self.verdict()
        self.label()
        self.slot()

    # --- the steps ----------------------------------------------------------------------------

    def code(self) -> None:
        """Scan it, and say what it is where its code does not."""
        match self.battery.story:
            case "unreadable":
                self.hands.type("0")
                self.hands.enter()
            case "duplicate":
                self.hands.scan(self.battery.code)
                self.hands.wait(self.hands.paused, "the duplicate refused")
                self.ask("refused", "duplicate_code")
                self.hands.enter()
                self.hands.wait_primary("Book in")
                self.hands.enter()
            case "wrong_slot" | "plain" if len(self.battery.code) == 24:
                # Every other scanner is a serial one: its line comes in beside the keys.
                self.ask("scanner", self.battery.code)
            case _:
                self.hands.scan(self.battery.code)
        self.hands.wait(lambda: self._open() is not None, "a ticket of its own")
        if self.battery.model:
            self.hands.wait(lambda: self.hands.sees("What is it?") or True, "the models")
            self.hands.type(self.battery.model)
            self.hands.enter()
        self.hands.wait(lambda: self._now().model_how != "", "a model, or its absence, named")

    def weight(self) -> None:
        """Put it on the scale and take the weight when it stands."""
        self.ask("scale", self.battery.kg)
        self.hands.wait_primary(f"Take {self.battery.kg}")
        if self.battery.story == "relabelled":
            pictures.keep(self.hands, "intake-weight")
        self.hands.enter()
        self.hands.wait(lambda: self._now().kg is not None, "the weight taken")

    def look(self, already: int = 0) -> None:
        """Answer the questions in order; a finding comes from its card."""
        found = {section: (answer, finding) for section, answer, finding in self.battery.looks}
        for section in LOOK[already:]:
            answer, finding = found.get(section, ("no", ""))
            if finding:
                self.hands.scan(f"CY:F:{finding}")
            else:
                self.hands.key({"no": Qt.Key.Key_1, "cant_tell": Qt.Key.Key_3}[answer])
            self.hands.rest()
            self.hands.wait(lambda s=section: s in self._now().inspections, f"{section} answered")
            if self._now().verdict == "stop":
                return
        self._photograph()
        self.hands.wait_primary("Measure")
        if self.battery.looks:
            pictures.once(self.hands, "intake-look")
        self.hands.enter()

    def answer_no(self, count: int) -> None:
        """Answer the row that is asked, the so-many-th, and see it kept."""
        self.hands.key(Qt.Key.Key_1)
        self.hands.wait(lambda: len(self._now().inspections) >= count, f"answer {count} kept")

    def measure(self) -> None:
        """Type what the meters show."""
        figures = [self.battery.volts, self.battery.megohms, self.battery.case]
        if not self.hands.sees("Insulation"):
            figures.remove(self.battery.megohms)
        for figure in figures:
            self.hands.type(figure)
            self.hands.enter()
        self.hands.wait_primary("Verdict")
        pictures.once(self.hands, "intake-measure")
        self.hands.enter()

    def verdict(self) -> None:
        """Have it judged; the label comes out by itself."""
        self.hands.wait_primary("Print label")
        pictures.once(self.hands, f"intake-verdict-{self.battery.verdict}")
        self.hands.enter()
        self.hands.wait(lambda: self._now().verdict is not None, "the verdict")

    def label(self) -> None:
        """Wait for the label, and stick it on."""
        self.hands.wait(lambda: self._now().labels > 0, "the label printed")
        self.hands.wait_primary("Put away")
        pictures.once(self.hands, "intake-label")
        if self.battery.story == "undo":
            self._undo()
        self.hands.enter()

    def slot(self) -> None:
        """Scan the slot that the yard proposes."""
        id_ = self._now().id
        if self.battery.story == "wrong_slot":
            self._wrong_slot()
        self.hands.wait_primary("It lies in")
        pictures.once(self.hands, "intake-slot")
        wanted = self.hands.primary_text().removeprefix("It lies in").strip().split()[0]
        self.hands.scan(f"CY:S:{wanted}")
        self.hands.wait(lambda: self._of(id_).slot == wanted, f"put away in {wanted}")
        lies = self._of(id_)
        if lies.verdict != self.battery.verdict:
            self.hands.picture("not-seen")
            raise NotSeen(f"{self.battery.verdict} for {lies.code}: {lies.verdict}, {lies.reasons}")

    # --- what goes wrong ------------------------------------------------------------------------

    def _read_the_stop(self) -> None:
        self.hands.wait(lambda: self.hands.button("I have read this") is not None, "STOP")
        pictures.once(self.hands, "intake-stop")
        if self.battery.story == "leaking":
            self.hands.enter()
            self.hands.enter()
        else:
            self.hands.scan(f"CY:P:{LI_WEI.badge}")
        self.hands.wait(lambda: self._now().acknowledged, "the STOP read")

    def _undo(self) -> None:
        """One label too many, taken back with the key and printed again."""
        labels = self._now().labels
        self.hands.key(Qt.Key.Key_Z, control=True)
        self.hands.wait(lambda: self._now().labels < labels, "the last act taken back")
        self.hands.key(Qt.Key.Key_F11)
        self.hands.wait(lambda: self._now().labels == labels, "the label printed again")
        self.hands.wait_primary("Put away")

    def _wrong_slot(self) -> None:
        """A place for damaged batteries is refused, with the rule and a slot that would do."""
        self.hands.scan("CY:S:O-01")
        self.hands.wait(self.hands.paused, "the wrong slot refused")
        self.ask("refused", "slot_wrong_verdict")
        pictures.keep(self.hands, "intake-refused")
        self.hands.enter()

    def _switch_user(self) -> None:
        """Another person takes the half-done ticket over, and hands it back."""
        self.hands.scan(f"CY:P:{CHEN_JING.badge}")
        self.hands.rest()
        self.hands.scan("CY:C:TAKEOVER")
        self.hands.wait(lambda: self._now().owner == self.hands.person(), "the ticket taken over")

    def _photograph(self) -> None:
        """Drop a photo where the camera drops them, when a finding asks for one."""
        wanted = [s for s in self._now().inspections.values() if s.answer == "yes"]
        if not wanted:
            return
        path = self.folder / CAMERA / f"{self._now().id}.png"
        path.write_bytes(grey_png(64, 48))
        self.hands.wait(
            lambda: any(s.photos for s in self._now().inspections.values()), "the photo kept"
        )

    # --- eyes -----------------------------------------------------------------------------------

    def _now(self) -> Battery:
        battery = self._open()
        if battery is None:
            raise LookupError(f"no ticket for {self.battery.code or 'the unreadable one'}")
        return battery

    def _open(self) -> Battery | None:
        # Another door may book in the same code: only what is open at this one is meant.
        found = self._ask(lambda q: q.open_tickets())
        here = (b for b in found if b.station == self.station)
        return next((b for b in here if b.code == self.battery.code), None)

    def _of(self, id_: str) -> Battery:
        battery = self._ask(lambda q: [b for b in [q.battery(id_)] if b])
        return battery[0]

    def _ask(self, question: Callable[[Questions], list[Battery]]) -> list[Battery]:
        questions = Questions(self.folder)
        try:
            return question(questions)
        finally:
            questions.close()


def grey_png(width: int, height: int) -> bytes:
    """Return a small grey picture: what a camera would have taken."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes((x + y) % 256 for x in range(width)) for y in range(height))
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body

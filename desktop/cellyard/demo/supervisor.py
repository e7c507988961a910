"""The supervisor of the demonstration: two loads from their lists to the consignee's receipts."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cellyard.demo import pictures, technician
from cellyard.demo.eyes import NotSeen
from cellyard.demo.gate import CARRIER
from cellyard.demo.hands import Hands
from cellyard.demo.people import SUN_HAO, WU_LAN
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.signature_pad import SignaturePad

# What leaves with each load, by code; the first has two lines that may not travel.
WASTE = (technician.SPENT[0], technician.DEAD[0])
BLOCKED = 2
PRODUCTS = (technician.TRACED[0], technician.FAIR[0], technician.LOST[0])
# Who signs, as asked: the judgement consignor and consignee, the list consignor and driver. Who
# works now is known by name.
_SIGNERS = ("", WU_LAN, "", SUN_HAO)
_PLATE, _SEAL = "8K271", "004417"
# An item of the safety judgement never takes longer to answer than this many.
_MOST_ITEMS = 40
_HELD_MS = 1500
_STROKE = (QPoint(60, 70), QPoint(150, 40), QPoint(210, 110), QPoint(330, 60), QPoint(420, 90))


class Supervisor:
    """Ships what the shift has graded: recycling first, then a second life."""

    def __init__(self, hands: Hands, blocked: tuple[str, ...]) -> None:
        self._hands = hands
        self._blocked = blocked

    def play(self) -> None:
        """Bring both loads out of the gate and enter what the consignee says of them."""
        self._load(WASTE, self._blocked, second_life=False)
        self._receive(missing=0)
        self._load(PRODUCTS, (), second_life=True)
        self._receive(missing=1)

    # --- one load -------------------------------------------------------------------------------

    def _load(self, codes: tuple[str, ...], blocked: tuple[str, ...], *, second_life: bool) -> None:
        hands = self._hands
        hands.key(Qt.Key.Key_F6)
        hands.rest()
        self._next("New load")
        if second_life:
            hands.choose("Goes to", "Second life")
        hands.choose("Carrier", CARRIER.name)
        self._next("Open the load")
        hands.wait_primary("Add from stock")
        for code in (*codes, *blocked):
            hands.scan(code)
        if blocked:
            self._explain(len(blocked))
        self._name_driver()
        for _party in range(2):
            self._judge()
        hands.wait_primary("Close the list")
        pictures.once(hands, "ship")
        self._next("Close the list")
        self._next("Issue papers")
        for name in _SIGNERS:
            self._sign(name)
        self._dispatch()

    def _explain(self, count: int) -> None:
        """What may not travel says why; then it stays where it is."""
        hands = self._hands
        hands.wait_primary(f"Take out {count} line")
        pictures.once(hands, "ship-blocked")
        hands.click("Why?")
        pictures.once(hands, "ship-why")
        self._next("To the load")
        self._next(f"Take out {count} line")

    def _name_driver(self) -> None:
        hands = self._hands
        hands.click("Vehicle and driver")
        for field, text in (("Driver", SUN_HAO), ("Plate", _PLATE), ("May carry, kg", "9500")):
            hands.fill(field, text)
        self._next("Keep")

    def _judge(self) -> None:
        hands = self._hands
        self._next("Judge safety")
        for _item in range(_MOST_ITEMS):
            if hands.primary_text().startswith("Passed"):
                break
            hands.window.setFocus()
            hands.type("1")
            hands.rest()
        pictures.once(hands, "ship-judgement")
        self._next("Passed")

    def _sign(self, name: str) -> None:
        hands = self._hands
        self._next("Sign")
        hands.wait(lambda: hands.find(SignaturePad) is not None, "a place to sign")
        if name:
            hands.fill("Name of who signs", name)
        pad = self._one(SignaturePad)
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=_STROKE[0])
        for point in _STROKE[1:]:
            QTest.mouseMove(pad, point)
            QTest.qWait(5)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=_STROKE[-1])
        hands.wait_primary("Sign")
        hands.picture("ship-signing")  # in one look: nobody signs over again for a picture
        hands.enter()
        hands.wait(lambda: hands.find(SignaturePad) is None, "the signature kept")

    def _dispatch(self) -> None:
        hands = self._hands
        hands.wait(lambda: hands.find(HoldButton) is not None, "that it may leave")
        hands.click("Papers")
        pictures.once(hands, "ship-papers")
        self._next("Print them all")
        hands.wait(lambda: hands.sees("Queued for"), "the papers queued")
        hands.key(Qt.Key.Key_Escape)
        hands.rest()
        hands.fill("Number of the vehicle", _SEAL)
        held = self._one(HoldButton)
        held.setFocus()
        QTest.keyPress(held, Qt.Key.Key_Return)
        QTest.qWait(_HELD_MS)
        QTest.keyRelease(held, Qt.Key.Key_Return)
        hands.rest()
        hands.wait_primary("It has arrived")

    def _receive(self, *, missing: int) -> None:
        """The consignee reports: some of the first lines are missing, the rest is as listed."""
        hands = self._hands
        self._next("It has arrived")
        self._next("Enter receipt")
        for _line in range(missing):
            hands.window.setFocus()
            hands.type("2")
            hands.rest()
        hands.click("The rest is as listed")
        pictures.once(hands, "ship-receipt")
        self._next("Close receipt")
        hands.wait_primary("Go to Tasks" if missing else "Back to the loads")
        if not missing:
            self._next("Back to the loads")

    # --- hands ----------------------------------------------------------------------------------

    def _next(self, words: str) -> None:
        self._hands.wait_primary(words)
        self._hands.enter()

    def _one(self, kind: type[QWidget]) -> QWidget:
        found = self._hands.find(kind)
        if found is None:
            self._hands.picture("not-seen")
            raise NotSeen(kind.__name__)
        return found

"""What a scanned battery means at Ship, by the page and the load in front."""

from cellyard.domain.battery import Battery
from cellyard.domain.codes.scans import BatteryCode, OwnLabel, Scan
from cellyard.domain.refusals import Refused
from cellyard.domain.shipping import listing
from cellyard.ui.screens.ship.desk import Desk, half_done
from cellyard.ui.screens.ship.turn import Turn
from cellyard.words import _


class Scanned:
    """Adds to an open list, chooses a line of a receipt, else opens the battery's load.

    A page that holds something half-done takes no scan: what was typed there is not thrown away.
    """

    def __init__(self, desk: Desk, turn: Turn) -> None:
        self._desk, self._turn = desk, turn

    def take(self, scan: Scan) -> bool:
        """Take a scan; False when it is of no use here."""
        desk = self._desk
        if half_done(desk.page) and isinstance(scan, BatteryCode | OwnLabel):
            desk.frame.refuse(Refused("half_done_here"))
            return True
        then = self._of_load
        if desk.page is desk.pages.receipt:
            then = self._of_receipt
        elif desk.found is not None and desk.found.load.state == "open":
            then = self._for_list
        return desk.asking.battery(scan, then, desk.frame.refuse, "ship/scan")

    def _of_load(self, battery: Battery) -> None:
        if not battery.leaving.load:
            self._desk.frame.refuse(Refused("not_on_a_load", ticket=battery.ticket))
            return
        self._desk.frame.heard(_code(battery), _("Its load is open"))
        self._desk.open(battery.leaving.load)

    def _of_receipt(self, battery: Battery) -> None:
        if battery.leaving.load != self._desk.load:
            self._desk.frame.refuse(Refused("not_listed", ticket=battery.ticket))
            return
        self._desk.pages.receipt.choose(battery.id)
        self._desk.frame.heard(_code(battery), _("Its line is chosen"))

    def _for_list(self, battery: Battery) -> None:
        desk = self._desk
        if battery.leaving.load == desk.load:
            desk.pages.load.table.choose(battery.id)
            desk.frame.heard(_code(battery), _("On this list already"))
            return

        def added(_recorded: object) -> None:
            desk.frame.heard(_code(battery), _("Added to the load"))
            if desk.page is desk.pages.stock:
                self._turn.to_stock(desk.pages.stock.kept())
            else:
                desk.back()

        # Beside what a key may have begun meanwhile: no scan is passed over.
        order = listing.OnList(load=desk.load, batteries=(battery.id,))
        desk.frame.record(listing.list_batteries, order, done=added)


def _code(battery: Battery) -> str:
    return battery.code or _("No code")

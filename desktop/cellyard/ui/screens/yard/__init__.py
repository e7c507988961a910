"""Yard: what lies where now or then, what is watched, and moving a battery by two scans."""

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent

from cellyard.domain.codes import scans
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.yard.curve import MINUTE
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.asking import Asking, not_one, now_ms
from cellyard.ui.screen import Changed, Frame, Heard, Screen
from cellyard.ui.screens.yard import said
from cellyard.ui.screens.yard.carrying import Carrying
from cellyard.ui.screens.yard.desk import Desk
from cellyard.ui.screens.yard.hand import Hand
from cellyard.ui.screens.yard.survey import (
    Stored,
    Survey,
    by_scan,
    in_slot,
    in_slot_then,
    past,
    survey,
)
from cellyard.ui.screens.yard.view import YardView
from cellyard.ui.screens.yard.work import Doing
from cellyard.words import _


class YardScreen(Screen):
    """Chooses, takes up and lays down: by scans in either order, by keys or by pressing; reads
    what is watched, holds, and shows any past moment, in which nothing is done.
    """

    key = "yard"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._asking = Asking(frame)
        self._hand = Hand()
        self._wanted = ""
        self._view = YardView()
        self._carrying = Carrying(frame, self._view, self._hold, self._choose, self._refuse)
        self._view.pressed.connect(self._choose)
        self._view.entered.connect(self._entered)
        self._view.next.clicked.connect(self.enter)
        self._view.abnormal.slot_chosen.connect(self._choose)
        self._view.card.battery_chosen.connect(self._picked)
        self._view.card.reason_given.connect(self._reason_given)
        self._view.card.wanted.connect(self._want)
        self._view.time_line.moved.connect(self._show_moment)
        self._desk = Desk(frame, self._asking, self._view, self._show_hand)
        self._work = self._desk.work
        self._view.dropped.connect(self._work.drop)
        self._minute = 0
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._clock.start(1000)
        self.setLayout(form.column(self._view))
        self._show_hand()

    # --- what is shown --------------------------------------------------------------------------

    def shown(self, subject: str = "") -> None:
        self._wanted = subject
        self._refresh()
        self.setFocus()

    def changed(self, changed: Changed) -> None:
        touched = changed.subjects
        lying = not touched or any(s.startswith(("battery/", "register/")) for s in touched)
        if lying and self.isVisible():
            self._refresh()

    @property
    def _moment(self) -> int:
        """The past moment that is shown, in ms; 0 for now."""
        return self._view.time_line.moment

    def _refresh(self) -> None:
        moment = self._moment
        if moment:
            begins = self._view.survey.begins if self._view.survey else 0
            self._asking.ask(
                lambda q, known: past(q, known, moment, begins), self._show_survey, "yard"
            )
        else:
            self._asking.ask(survey, self._show_survey, "yard")

    def _tick(self) -> None:
        """Let the timers go on: once a minute, and only what changed is drawn anew."""
        if not self.isVisible():
            return
        self._work.look_for_photo()
        now, shown = now_ms(), self._view.survey
        if now // MINUTE == self._minute or shown is None:
            return
        self._minute = now // MINUTE
        if self._moment:
            self._view.time_line.show_now(now, shown.begins)
            return
        self._view.show_survey(shown, now)
        if not self._work.doing and not self._carrying.asked:
            self._show_hand()

    def _show_moment(self, _moment: int) -> None:
        """Show the map of another moment; what was in hand or under way is put back."""
        self._work.give_up()
        self._hand = Hand(slot=self._hand.slot)
        self._mark(self._hand.slot)
        self._refresh()

    def _show_survey(self, found: Survey) -> None:
        if found.moment != self._moment:
            return  # of a moment that was left meanwhile
        self._view.show_survey(found, now_ms())
        wanted, self._wanted = self._wanted, ""
        if self._view.slot_of(wanted):
            self._choose(wanted)
        elif wanted:
            self._ask_battery(wanted, "", self._show_where)
        elif self._hand.slot:
            self._view.abnormal.choose(self._hand.slot)
            self._ask_slot()

    def _show_hand(self) -> None:
        if self._work.doing:
            return
        self._view.show_hand(self._hand, now_ms(), then=bool(self._moment))
        if self._moment:
            self._view.next.set_words(_("Back to now"), _("This is the past"))
            self._view.next.set_ready()

    # --- choosing -------------------------------------------------------------------------------

    def _entered(self, slot: str) -> None:
        """Enter on the chosen slot confirms; a second press by hand does not."""
        if slot == self._hand.slot:
            self.enter()
        else:
            self._choose(slot)

    def _choose(self, slot: str, *, opened: bool = False) -> None:
        if slot and not self._view.slot_of(slot):
            return
        if self._work.doing:
            self._work.give_up()
        self._mark(slot)
        carried = self._hand.carried
        aimed = bool(slot) and carried is not None and slot != carried.battery.slot
        self._hand = Hand(carried=carried, slot=slot, aimed=aimed, opened=opened)
        if slot:
            self._ask_slot()
        else:
            self._show_hand()

    def _hold(self, hand: Hand) -> None:
        self._hand = hand
        self._show_hand()

    def _mark(self, slot: str) -> None:
        self._carrying.forget()
        self._view.mark(slot)

    def _ask_slot(self) -> None:
        slot, moment = self._hand.slot, self._moment

        def there(questions: Questions, known: Known) -> Sequence[Stored]:
            if moment:
                return in_slot_then(questions, known, slot, moment)
            return in_slot(questions, known, slot)

        def answer(found: Sequence[Stored]) -> None:
            if (slot, moment) == (self._hand.slot, self._moment):
                self._show_slot(found)

        self._asking.ask(there, answer, "yard/slot")

    def _show_slot(self, there: Sequence[Stored]) -> None:
        self._hand = msgspec.structs.replace(self._hand, there=tuple(there))
        if not self._carrying.asked:
            self._show_hand()

    def _picked(self, battery: str) -> None:
        self._hand = msgspec.structs.replace(self._hand, picked=battery)
        self._show_hand()

    def _show_where(self, found: Sequence[Stored]) -> None:
        """Show where a battery lies that another screen named."""
        for stored in found:
            self._choose(stored.battery.slot or stored.battery.held_slot or "")

    # --- scans ----------------------------------------------------------------------------------

    def scan(self, heard: Heard) -> bool:
        meant = partial(self._scanned, heard.scan)
        return self._work.badge(heard, meant) or self._scanned(heard.scan)

    def _scanned(self, scan: scans.Scan) -> bool:
        if self._moment and isinstance(scan, scans.SlotCode | scans.OwnLabel | scans.BatteryCode):
            self._view.time_line.go(0)
        match scan:
            case scans.SlotCode(slot):
                self._slot_scanned(slot)
            case scans.OwnLabel(id_, code):
                self._ask_battery(id_, code, lambda found: self._battery_scanned(code, found))
            case scans.BatteryCode(code):
                read = code.code
                self._ask_battery("", read, lambda found: self._battery_scanned(read, found))
            case _:
                return False
        return True

    def _slot_scanned(self, slot: str) -> None:
        if not self._view.slot_of(slot):
            self._refuse(Refused("slot_not_here", slot=slot))
        elif self._hand.carried is not None:
            self._carrying.lay(self._hand.carried, slot)
        else:
            self._choose(slot, opened=True)
            self.frame.heard(slot, _("Slot opened"))

    def _ask_battery(self, id_: str, code: str, then: Callable[[Sequence[Stored]], None]) -> None:
        self._asking.ask(lambda q, known: by_scan(q, known, id_, code), then, "yard/battery")

    def _battery_scanned(self, code: str, found: Sequence[Stored]) -> None:
        if no := not_one(found, code):
            self._refuse(no)
        elif self._hand.opened and found[0].battery.slot != self._hand.slot:
            self._carrying.lay(found[0], self._hand.slot)
        else:
            self._carrying.take_up(found)
            self.frame.heard(said.code(found[0]), _("Scan the slot it goes to"))

    def _refuse(self, no: Refused) -> None:
        """Refuse; the next Enter says that it was read and belongs to no slot or button."""
        self.setFocus()
        self.frame.refuse(no)

    # --- moving ---------------------------------------------------------------------------------

    def _reason_given(self, reason: str) -> None:
        if self._work.doing:
            self._work.give_reason(reason)
        else:
            self._carrying.give_reason(reason)

    # --- what is watched ------------------------------------------------------------------------

    def _want(self, what: Doing) -> None:
        if self._hand.movable is not None and not self._moment:
            self._desk.want(what, self._hand.movable)

    def readings(self) -> None:
        self._desk.readings()

    # --- keys -----------------------------------------------------------------------------------

    def enter(self) -> None:
        hand = self._hand
        if self._moment:
            self._view.time_line.go(0)
        elif self._work.doing:
            self._desk.enter()
        elif hand.step == "put_down" and hand.carried:
            self._carrying.lay(hand.carried, hand.slot)
        elif hand.step == "read" and hand.movable:
            self._desk.read(hand.movable)
        elif hand.step == "pick_up" and hand.movable:
            self._ask_battery(hand.movable.battery.id, "", self._carrying.take_up)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._view.walk(event):
            super().keyPressEvent(event)

    def escape(self) -> bool:
        if self._work.give_up():
            self.setFocus()
            return True
        if self._moment:
            self._view.time_line.go(0)
            return True
        if self._hand == Hand():
            return False
        carried = self._hand.carried
        self._hand = Hand()
        self._choose(carried.battery.slot or "" if carried else "")
        return True

    def digit(self, figure: int) -> bool:
        if self._work.doing == "read":
            self._view.reading.figure(figure)
            return True
        asked = self._carrying.asked or self._work.doing in ("hold", "release")
        return asked and self._view.card.give_reason(figure)

    def command(self, name: str) -> bool:
        if name == "NOREADING" and self._work.doing == "read":
            self._desk.no_reading()
            return True
        return name == "UNDO" and self._carrying.undo()

    # --- built anew -----------------------------------------------------------------------------

    def kept(self) -> str:
        carried = self._hand.carried
        return f"{self._hand.slot} {carried.battery.id if carried else ''}"

    def restore(self, kept: str) -> None:
        slot, _gap, carried = kept.partition(" ")
        if carried:
            self._ask_battery(carried, "", self._carrying.take_up)
        elif slot:
            self._hand = Hand(slot=slot)
            self._view.mark(slot)

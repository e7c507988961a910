"""Carrying a battery in the yard: taken up, laid down, refused, another station's slot, undone."""

from collections.abc import Callable, Sequence
from typing import cast

from cellyard.domain import intake, yard
from cellyard.domain.envelope import Recorded
from cellyard.domain.people import may
from cellyard.domain.refusals import Refused
from cellyard.domain.yard import OverruleReason
from cellyard.domain.yard.place import REASONS
from cellyard.ui.screen import Frame, OnRefused
from cellyard.ui.screens.yard import said
from cellyard.ui.screens.yard.hand import Hand
from cellyard.ui.screens.yard.survey import Stored
from cellyard.ui.screens.yard.view import YardView
from cellyard.words import _, sentence
from cellyard.words.yard import OVERRULE_REASONS


class Carrying:
    """Writes moves and says what came of them.

    `hold` gives the hand its new content, `choose` chooses the slot where something lies now, and
    `refuse` says what may not be.
    """

    def __init__(
        self,
        frame: Frame,
        view: YardView,
        hold: Callable[[Hand], None],
        choose: Callable[[str], None],
        refuse: OnRefused,
    ) -> None:
        self._frame, self._view = frame, view
        self._hold, self._choose, self._refuse = hold, choose, refuse
        self._said_no: tuple[Stored, str] | None = None
        self._moved_last = ""
        self._laying = False

    @property
    def asked(self) -> bool:
        """True while it is asked why another station's slot is used."""
        return self._said_no is not None

    def forget(self) -> None:
        """Another slot is chosen: a refused one is not asked about any more."""
        self._said_no = None

    def take_up(self, found: Sequence[Stored]) -> None:
        """Take a battery in hand; its slot stays marked, the next slot is where it goes."""
        for stored in found[:1]:
            slot = stored.battery.slot or ""
            self.forget()
            self._view.mark(slot)
            self._view.note(
                _("{name} is in hand.").format(name=said.title(stored)),
                _("Scan the slot it goes to, or press Esc to leave it."),
            )
            self._hold(Hand(carried=stored, slot=slot))

    def lay(self, stored: Stored, slot: str, reason: OverruleReason | None = None) -> None:
        """Lay a battery into a slot, or move it there."""
        if self._laying:
            return
        self._laying, id_ = True, stored.battery.id

        def laid(_recorded: tuple[Recorded, ...]) -> None:
            self._laying = False
            self._laid(stored, slot)

        def refused(no: Refused) -> None:
            self._laying = False
            self._refused(no, stored, slot)

        if stored.battery.slot:
            move = yard.Moving(battery=id_, slot=slot, reason=reason)
            self._frame.record(yard.move, move, done=laid, refused=refused)
        else:
            place = yard.Placing(battery=id_, slot=slot, reason=reason)
            self._frame.record(yard.place, place, done=laid, refused=refused)

    def _laid(self, stored: Stored, slot: str) -> None:
        self._moved_last, name = stored.battery.id, said.title(stored)
        self._hold(Hand())
        self._choose(slot)
        self._view.note(
            _("{name} lies in {slot} now.").format(name=name, slot=slot),
            _("The UNDO card takes it back."),
        )
        self._frame.heard(slot, _("{name} put away").format(name=name))

    def _refused(self, no: Refused, stored: Stored, slot: str) -> None:
        """Cross the slot out; the battery stays in hand, so that another slot can be scanned."""
        own = stored.battery.slot or ""
        self.forget()
        self._view.mark(own, refused=slot)
        self._hold(Hand(carried=stored, slot=own))
        if no.code.startswith("slot_of_other_station") and may(
            self._frame.person.roles, "overrule"
        ):
            self._said_no = (stored, slot)
            words = _("{slot} belongs to another station. Why is it used all the same?")
            reasons = {key: _(OVERRULE_REASONS[key]) for key in REASONS}
            self._view.card.ask(words.format(slot=slot), reasons)
        self._view.caution(sentence(no))
        self._refuse(no)

    def give_reason(self, reason: str) -> None:
        """Use the other station's slot for this reason."""
        if self._said_no:
            self.lay(*self._said_no, cast("OverruleReason", reason))

    def undo(self) -> bool:
        """Take the last move back; False when there is none."""
        if not self._moved_last:
            return False
        order, self._moved_last = intake.Undoing(battery=self._moved_last), ""

        def undone(_recorded: tuple[Recorded, ...]) -> None:
            self._frame.note(_("Taken back"), _("It lies where it lay before"))

        self._frame.record(intake.undo, order, done=undone)
        return True

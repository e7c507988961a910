"""What is in hand and what is chosen in the yard, and the one next step that follows from it."""

from typing import Literal

import msgspec

from cellyard.ui.screens.yard import said
from cellyard.ui.screens.yard.survey import Stored
from cellyard.ui.widgets.big_button import BigButton
from cellyard.words import _

Step = Literal["choose", "read", "pick_up", "scan_slot", "put_down", "scan_battery"]


_SHORT = 5  # signs of a bay's name: more leave no room for `now`


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """`carried` is a battery on its way, `slot` the chosen slot and `there` what lies in it.

    `aimed`: the chosen slot was chosen while carrying, so it is where the battery goes.
    `opened`: the slot was scanned before its battery. `picked` names one of several in a slot.
    """

    carried: Stored | None = None
    slot: str = ""
    there: tuple[Stored, ...] = ()
    picked: str = ""
    aimed: bool = False
    opened: bool = False

    @property
    def movable(self) -> Stored | None:
        """The battery of the chosen slot that can be taken up: the only one, or the one picked."""
        lying = [s for s in self.there if s.battery.slot == self.slot]
        if len(lying) == 1:
            return lying[0]
        return next((s for s in lying if s.battery.id == self.picked), None)

    @property
    def step(self) -> Step:
        """The next step, whoever takes it: a scan or the primary button."""
        if self.carried is not None:
            return "put_down" if self.aimed and self.slot else "scan_slot"
        if self.movable is not None:
            return "read" if self.movable.readable else "pick_up"
        return "scan_battery" if self.opened and not self.there else "choose"


def show_next(button: BigButton, hand: Hand) -> None:
    """Write the next step on the primary button."""
    match hand.step:
        case "choose":
            button.set_words(_("Move a battery"))
            button.set_not_yet(_("Scan it, or choose its slot"))
        case "read":
            words = _("Read {name} now") if len(hand.slot) <= _SHORT else _("Read {name}")
            held = hand.movable is not None and hand.movable.battery.watch.hold is not None
            then = _("On hold, nobody moves it") if held else _("or scan it to move it")
            button.set_words(words.format(name=hand.slot), then)
            button.set_ready()
        case "pick_up":
            button.set_words(
                _("Move {name}").format(name=hand.slot), _("or scan a battery, then its slot")
            )
            button.set_ready()
        case "scan_slot":
            would_do = hand.carried.would_do if hand.carried else ""
            button.set_words(_("Scan the slot"))
            button.set_not_yet(
                _("{slot} would do").format(slot=would_do)
                if would_do
                else _("No slot is free for it")
            )
        case "put_down":
            name = said.title(hand.carried) if hand.carried else ""
            button.set_words(_("Put into {slot}").format(slot=hand.slot), name)
            button.set_ready()
        case "scan_battery":
            button.set_words(_("Scan the battery"))
            button.set_not_yet(_("It goes into {slot}").format(slot=hand.slot))

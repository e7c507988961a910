"""What was found, in one card: its name, its code with every field's meaning, where it is now."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.ui import form
from cellyard.ui.screens.find import at_bench
from cellyard.ui.screens.find.story import Story
from cellyard.ui.widgets.chip import Chip, ChipKind
from cellyard.ui.widgets.code import CodeField, CodeFields
from cellyard.ui.widgets.label import Label
from cellyard.words import _, day
from cellyard.words import battery as named
from cellyard.words.channels import sentence_case
from cellyard.words.intake import VERDICTS
from cellyard.words.numbers import listed
from cellyard.words.shipping_facts import OUTCOMES

HEIGHT = 124
_CHIPS: dict[str, ChipKind] = {"stop": "stop", "watch": "caution", "check": "check", "go": "quiet"}


class HeadCard(QWidget):
    """One line of name, one of code; at the right where it is, what it waits for, its state."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Label(step="lead", weight=600)
        self._extra = Label(step="lead", weight=400, elide=True)
        self._code = CodeFields()
        self._no_code = Label(step="body", colour="text_muted", elide=True)
        self._now = Label(step="small", colour="text_muted", align="right")
        self._place = Label(step="lead", weight=600, align="right")
        self._chip = form.keep(Chip("quiet", desk=False))
        where = form.column(self._now, self._place, form.row(form.stretch(), self._chip), gap=4)
        words = form.column(
            form.row(self._name, self._extra, gap=7),
            form.gap(6),
            self._code,
            self._no_code,
            form.stretch(),
            gap=0,
        )
        self.setLayout(form.row((words, 1), where, margins=(20, 12)))

    def show_story(self, story: Story) -> None:
        """Show a battery."""
        battery = story.battery
        self._name.setText(named.name(story.model))
        self._extra.setText(extra(story))
        fields = named.fields(battery.code)
        self._code.set_fields([CodeField(*field) for field in fields])
        self._code.setVisible(bool(fields))
        self._no_code.setText(_("No code could be read"))
        self._no_code.setVisible(not fields)
        self._now.setText(_state(story))
        self._place.setText(place(story))
        self._show_state(battery)

    def _show_state(self, battery: Battery) -> None:
        """Show the verdict; once there is a grade, that, with what of the verdict restricts it."""
        grade = at_bench.grade(battery)
        self._chip.setVisible(battery.verdict is not None or battery.gone)
        if battery.withdrawn:
            self._chip.set("unknown", _("Withdrawn"))
        elif battery.merged:
            self._chip.set("unknown", _("Booked in twice"))
        elif grade and battery.verdict == "go":
            self._chip.set("quiet", grade)
        elif grade and battery.verdict == "check":
            self._chip.set("check", listed([_(VERDICTS[battery.verdict]), grade]))
        elif battery.verdict == "go":
            self._chip.set("quiet", _("Judged GO"))
        elif battery.verdict:
            self._chip.set(_CHIPS[battery.verdict])


def extra(story: Story) -> str:
    """Return what stands beside the name: chemistry, energy, when it was made."""
    battery, model = story.battery, story.model
    parts: list[str] = []
    if model:
        parts.append(model.chemistry)
    if story.energy:
        parts.append(named.energy(story.energy))
    code = energy.code_of(battery)
    if code and code.produced:
        made = day(datetime.fromisoformat(code.produced))
        parts.append(_("made {day}").format(day=made))
    return listed(parts)


def _state(story: Story) -> str:
    """Return what stands over its place: what it waits for, what became of it on a load."""
    battery = story.battery
    if battery.left:
        outcome = battery.leaving.outcome
        return sentence_case(_(OUTCOMES[outcome])) if outcome else _("Left the gate")
    if story.load:
        return _("Listed for load {number}").format(number=story.load)
    return at_bench.waits(battery) or _("Now")


def place(story: Story) -> str:
    """Return where it is in one word: its slot, that it waits for one, the load it left with."""
    battery = story.battery
    if battery.gone:
        return "–"
    if battery.left:
        return story.load
    if battery.slot:
        return battery.slot
    if battery.held_slot:
        return _("On its way to {slot}").format(slot=battery.held_slot)
    return _("Receiving")

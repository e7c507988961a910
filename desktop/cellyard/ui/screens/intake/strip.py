"""The step strip of a ticket: what each step has come to, and the way back to it by touch."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain import intake
from cellyard.ui import form, style
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets.steps import Step, StepState, StepStrip
from cellyard.words import _, number, quantity
from cellyard.words.intake import STEPS, VERDICTS, copies

# The strip is 72 high; with the space under it each step is a target of 20 mm.
_STRIP, _TARGET = 72, 80
_TAIL = 4  # signs of the code that are enough to tell two batteries apart


class Strip(QWidget):
    """The seven steps; a press on one that is done shows it again."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._strip = StepStrip()
        self._strip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(form.column(self._strip, form.stretch(), gap=0))
        self.setFixedHeight(style.px(_TARGET))
        self.show_none()

    def show_none(self) -> None:
        """Show the steps of a ticket that nobody has opened yet."""
        self._strip.set_steps([Step(_(STEPS[s]), state="todo") for s in intake.STEPS])

    def show_ticket(self, ticket: Ticket, at: intake.Step) -> None:
        """Show what the steps have come to, and which one is on screen."""
        self._strip.set_steps([_shown(ticket, step, at) for step in intake.STEPS])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        across = self.width() / len(intake.STEPS)
        number_ = int(event.position().x() // across)
        if self.rect().contains(event.position().toPoint()) and number_ < len(intake.STEPS):
            self.chosen.emit(intake.STEPS[number_])


def _shown(ticket: Ticket, step: intake.Step, at: intake.Step) -> Step:
    value, state = _standing(ticket, step)
    return Step(_(STEPS[step]), value, "now" if step == at else state)


def _standing(ticket: Ticket, step: intake.Step) -> tuple[str, StepState]:
    """Return a step's value and whether it is done."""
    battery = ticket.battery
    match step:
        case "code":
            return _code(ticket)
        case "weight":
            return _weight(ticket)
        case "look":
            left = len(intake.next_sections(battery))
            total = len(intake.LOOK)
            if left == total:
                return "", "todo"
            of = _("{done} of {total}").format(done=total - left, total=total)
            return of, "todo" if left else "caution" if ticket.photos_missing else "done"
        case "measure":
            return _measure(ticket)
        case "verdict":
            if battery.verdict is None:
                return "", "todo"
            return _(VERDICTS[battery.verdict]), "done" if battery.verdict == "go" else "caution"
        case "label":
            return (copies(battery.labels), "done") if battery.labels else ("", "todo")
        case "slot":
            return (battery.slot, "done") if battery.slot else (battery.held_slot or "", "todo")
        case "done":
            return "", "todo"


def _code(ticket: Ticket) -> tuple[str, StepState]:
    if ticket.code is None:
        return _("none"), "caution"
    tail = "…" + ticket.code.code[-_TAIL:]
    doubted = bool(ticket.code.refused and ticket.code.scheme != "OTHER")
    return tail, "caution" if doubted else "done"


def _weight(ticket: Ticket) -> tuple[str, StepState]:
    kg = ticket.battery.kg
    if kg is None:
        return "", "todo"
    if ticket.doubt:
        return off_words(ticket.doubt), "caution"
    return quantity(kg, "kg"), "done"


def off_words(doubt: intake.WeightDoubt) -> str:
    """Return how far a mass is off its model's: `41 kg low`."""
    off = number(abs(doubt.kg - doubt.expected), 0)
    low = doubt.kg < doubt.expected
    return (_("{kg} kg low") if low else _("{kg} kg high")).format(kg=off)


def _measure(ticket: Ticket) -> tuple[str, StepState]:
    tried = [q for q in ticket.needed if q in ticket.battery.measurements]
    if not tried:
        return "", "todo"
    if len(tried) < len(ticket.needed):
        done = _("{done} of {total}").format(done=len(tried), total=len(ticket.needed))
        return done, "todo"
    volts = ticket.battery.measurements["voltage"].value
    return (_("no reading"), "caution") if volts is None else (quantity(volts, "V"), "done")

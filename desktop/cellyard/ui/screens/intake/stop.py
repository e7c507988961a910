"""STOP: the whole work area, three things to do, and that somebody has read them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from cellyard.ui import form, style
from cellyard.ui.screens.intake.acts import Acts, may_undo, undo_minutes
from cellyard.ui.screens.intake.side import kwh_words, title
from cellyard.ui.screens.intake.ticket import Ticket, Who
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.stop_panel import StopPanel, StopStep
from cellyard.words import _, ngettext, number
from cellyard.words import intake as words
from cellyard.words.intake import STOP_STEPS

# Where the fire sheet's button will stand; its space is kept so that nothing moves then.
_FIRE_SHEET = 292


class Stop(QWidget):
    """Shown until the person scans their badge or presses Enter twice."""

    read = Signal()

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._acts = acts
        self._armed = False
        self._panel = StopPanel()
        self._wrong = BigButton(_("Wrong battery"), "secondary", icon="ph.arrow-counter-clockwise")
        self._wrong.clicked.connect(acts.undo)
        self.primary = BigButton(_("I have read this"))
        self.primary.setFixedWidth(style.px(428))
        self.primary.clicked.connect(self.press)
        foot = form.row(
            form.column(
                form.stretch(), form.row(form.gap(_FIRE_SHEET + 52), self._wrong, gap=0), gap=0
            ),
            form.stretch(),
            self.primary,
            gap=0,
        )
        self.setLayout(form.column(self._panel, form.stretch(), foot, gap=0))

    def begin(self) -> None:
        """The panel comes up."""
        self._armed = False
        self.primary.set_words(_("I have read this"), _("Scan your badge, or press Enter twice"))

    def show_ticket(self, ticket: Ticket) -> None:
        """Show what it is, and what to do with it."""
        battery = ticket.battery
        reason = words.reason(battery.reasons[0]) if battery.reasons else ""
        said = f"{reason}\n{words.follows('stop', ticket.edition)}"
        name = " ".join(part for part in (title(ticket), kwh_words(ticket)) if part)
        self._panel.set(said, name, battery.code, _steps(ticket))
        minutes = undo_minutes(ticket)
        within = ngettext("Undo within {count} min", "Undo within {count} min", minutes)
        self._wrong.set_words(_("Wrong battery"), within.format(count=minutes))
        if may_undo(ticket):
            self._wrong.set_ready()
        else:
            self._wrong.set_not_yet(within.format(count=minutes))

    def press(self) -> None:
        """The first press asks for the second: nobody reads by leaning on a key."""
        if self._armed:
            self.read.emit()
            return
        self._armed = True
        self.primary.set_words(_("I have read this"), _("Press once more, or scan your badge"))

    def say_not_taken(self) -> None:
        """Say that nothing else is scanned before this is read."""
        self.primary.set_words(_("I have read this"), _("Read this first, then scan it again"))


def _steps(ticket: Ticket) -> list[StopStep]:
    back, forklift = STOP_STEPS["step_back"], STOP_STEPS["forklift"]
    metres = number(ticket.edition.number("quarantine.clear_m"))
    slot = ticket.battery.held_slot
    if slot is None:
        forklift = STOP_STEPS["outdoors"]
    shown = {"slot": slot or "", "metres": metres}
    boss = ticket.supervisor or Who(name="")
    named = {"name": boss.name, "phone": boss.phone}
    tell, how = STOP_STEPS["tell"], STOP_STEPS["tell_supervisor"]
    title_ = tell[0] if boss.name else how[0]
    text = tell[1] if boss.name and boss.phone else how[1]
    return [
        StopStep("mdi6.arrow-expand-horizontal", _(back[0]), _(back[1])),
        StopStep("mdi6.forklift", _(forklift[0]).format(**shown), _(forklift[1]).format(**shown)),
        StopStep("mdi6.phone-in-talk-outline", _(title_).format(**named), _(text).format(**named)),
    ]

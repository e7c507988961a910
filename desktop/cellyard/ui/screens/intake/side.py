"""The side of a ticket: what it is, the verdict so far, and the one next step."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from cellyard.domain import codes, intake
from cellyard.ui import form, style
from cellyard.ui.screens.intake.floor import Floor
from cellyard.ui.screens.intake.page import Primary
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.screens.intake.today import STATES, Today
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.code import IdentityCard
from cellyard.ui.widgets.verdict import VerdictCard
from cellyard.words import _, day, ngettext, number, quantity
from cellyard.words import battery as battery_words
from cellyard.words import intake as intake_words
from cellyard.words.codes import CHEMISTRIES
from cellyard.words.notices import expected_words


class Side(QWidget):
    """Identity card, verdict card and primary button, always in the same places.

    Before a ticket is open the figures of the day stand where its cards will stand.
    """

    def __init__(self) -> None:
        super().__init__()
        self._today = Today()
        self.identity = IdentityCard()
        self.verdict = VerdictCard()
        self.primary = BigButton(_("Next"), key="Enter")
        # What rounding leaves over on a small glass goes into both gaps alike.
        between = form.gap(0) if style.now().large else form.stretch()
        self._between = form.holder(form.column(), height=16)
        self.setLayout(
            form.column(
                self._today,
                self.identity,
                self._between,
                between,
                self.verdict,
                form.gap(16),
                form.stretch(),
                self.primary,
                gap=0,
            )
        )
        self._show_cards(cards=False)
        self.setFixedWidth(style.px(428))

    def _show_cards(self, *, cards: bool) -> None:
        shown, hidden = (self.identity, self._between, self.verdict), (self._today,)
        if not cards:
            shown, hidden = hidden, shown
        # Hidden first: both at once are higher than the smallest screen, and would push it open.
        for widget in hidden:
            widget.hide()
        for widget in shown:
            widget.show()

    def show_floor(self, floor: Floor) -> None:
        """Show the figures of the day."""
        self._today.show_floor(floor)
        self._show_cards(cards=False)

    def show_code(self, code: str) -> None:
        """Show a code that no ticket was opened for."""
        self._show_cards(cards=True)
        fields = [text for text, _meaning in battery_words.fields(code)]
        self.identity.set_battery(_("No ticket opened"), "", fields, ())
        self.verdict.set_none()

    def show_ticket(self, ticket: Ticket) -> None:
        """Show what the battery is and what is known of its state."""
        self._show_cards(cards=True)
        self.identity.set_battery(
            title(ticket), kwh_words(ticket), code_fields(ticket), facts_lines(ticket)
        )
        _show_verdict(self.verdict, ticket)

    def show_primary(self, primary: Primary) -> None:
        """Show the next step, or why it cannot be yet."""
        self.primary.set_words(primary.text, primary.second)
        if primary.not_yet:
            self.primary.set_not_yet(primary.not_yet)
        else:
            self.primary.set_ready()


def title(ticket: Ticket) -> str:
    """Return what the battery is called: its model, or that nobody knows it."""
    if ticket.model:
        return ticket.model.title
    return _("Unknown model") if ticket.battery.model_how else _("Model not named yet")


def kwh_words(ticket: Ticket) -> str:
    """Return the energy; whether it is a guess stands with what it is built like."""
    if ticket.model is None and ticket.battery.kg is None:
        return ""  # a guess from nothing is the yard's worst case, not a fact to show
    return quantity(ticket.energy.kwh.normalize(), "kWh")


def code_fields(ticket: Ticket) -> tuple[str, ...]:
    """Return the code broken into its fields, or that there is none."""
    if ticket.code is None:
        return (_("No readable code"),)
    return tuple(text for _name, text in codes.fields(ticket.code))


def facts_lines(ticket: Ticket) -> tuple[str, str]:
    """Return the two lines under the code."""
    return _build(ticket), _origin(ticket)


def _build(ticket: Ticket) -> str:
    model, code = ticket.model, ticket.code
    level = model.level if model else code.level if code else None
    chemistry = model.chemistry if model else code.chemistry if code else None
    parts = [_(intake_words.LEVELS[level])] if level else []
    if chemistry:
        parts.append(_(CHEMISTRIES.get(chemistry, chemistry)))
    if model and model.series:
        strings = model.parallel or 1
        parts.append(_("{series}s{parallel}p").format(series=model.series, parallel=strings))
    if model and model.nominal_v:
        parts.append(quantity(model.nominal_v, "V"))
    if kwh_words(ticket) and ticket.energy.estimated:
        parts.append(_("kWh estimated"))
    return _(", ").join(parts)


def _origin(ticket: Ticket) -> str:
    if ticket.announced and ticket.outlet:
        return _("{outlet}, {row}").format(
            outlet=ticket.outlet.name, row=expected_words(ticket.announced.ref)
        )
    parts: list[str] = []
    if ticket.code and ticket.code.produced:
        made = datetime.fromisoformat(ticket.code.produced)
        parts.append(_("Made {day}").format(day=day(made)))
    if ticket.model and ticket.model.capacity_ah:
        rated = quantity(ticket.model.capacity_ah, "Ah")
        parts.append(_("rated {capacity}").format(capacity=rated))
    if ticket.outlet and len(parts) < 2:
        parts.append(_("from {outlet}").format(outlet=ticket.outlet.name))
    return _(", ").join(parts)


def _show_verdict(card: VerdictCard, ticket: Ticket) -> None:
    judged, given = ticket.judged, ticket.battery.verdict
    verdict = given or judged.verdict
    if verdict is None:
        card.set_none(to_come(ticket))
        return
    reasons = ticket.battery.reasons if given else judged.reasons
    reason = intake_words.reason(reasons[0]) if reasons else _(intake_words.NOTHING_FOUND)
    follows = intake_words.follows(verdict, ticket.edition)
    if not given and not judged.complete:
        follows += "\n" + _(intake_words.SO_FAR)
    card.set_verdict(STATES[verdict], reason, follows)


def to_come(ticket: Ticket) -> str:
    """Return how many answers the verdict still waits for."""
    left = len(intake.missing(ticket.battery, ticket.model)) + (ticket.battery.kg is None)
    words = ngettext("{count} answer is missing", "{count} answers are missing", left)
    return words.format(count=number(left))

"""Slot: where it goes and why, confirmed by scanning the slot; then it is done."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from cellyard.domain import yard
from cellyard.domain.codes.scans import OwnLabel, SlotCode
from cellyard.domain.refusals import Refused
from cellyard.ui import form, style
from cellyard.ui.screen import Heard
from cellyard.ui.screens.intake.acts import Acts, said_at, ticket_words
from cellyard.ui.screens.intake.page import Page, Primary
from cellyard.ui.screens.intake.picking import Option, Picker
from cellyard.ui.screens.intake.side import title
from cellyard.ui.screens.intake.ticket import FREE_SLOTS, Ticket
from cellyard.ui.widgets import draw
from cellyard.ui.widgets.painted import Painted
from cellyard.ui.widgets.shapes import paint_shape
from cellyard.words import _, quantity
from cellyard.words.yard import ZONES


class SlotCard(Painted):
    """The slot in letters for 3 m, the zone under it, and what was looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._slot = self._zone = ""
        self._lines: tuple[str, ...] = ()
        self._done = False

    def show_slot(
        self, slot: str, zone: str, lines: tuple[str, ...], *, done: bool = False
    ) -> None:
        """Show where it goes, or (`done`) where it lies."""
        self._slot, self._zone, self._lines, self._done = slot, zone, lines, done
        self.setAccessibleName(f"{slot} {zone}")
        self.update()

    def measure(self, look: style.Look) -> tuple[float, float]:
        return look.px(400), look.px(260)

    def paint(self, painter: QPainter, look: style.Look) -> None:
        colour, pad = look.colour, look.px(28)
        draw.box(painter, QRectF(self.rect()), colour.surface, radius=look.radius.card)
        across = self.width() - 2 * pad
        row = QRectF(pad, look.px(20), across, look.line("sub"))
        words = _("It lies in") if self._done else _("Put it in")
        draw.line(painter, row, words, look.font("sub"), colour.text_muted)
        row = QRectF(pad, row.bottom() + look.px(2), across, look.px(84))
        face = look.font("verdict", 600)
        taken = draw.line(painter, row, self._slot or _("no free slot"), face, colour.text)
        if self._done:
            side = look.px(40)
            left = row.x() + taken + look.px(20)
            paint_shape(
                painter, QRectF(left, row.y() + (row.height() - side) / 2, side, side), "done"
            )
        row = QRectF(pad, row.bottom() + look.px(2), across, look.line("lead"))
        draw.line(painter, row, self._zone, look.font("lead"), colour.text, may_end=True)
        top = row.bottom() + look.px(10)
        for line in self._lines:
            row = QRectF(pad, top, across, look.line("sub"))
            draw.line(painter, row, line, look.font("sub"), colour.text_muted)
            top = row.bottom() + look.px(2)


class SlotPage(Page):
    """Scanning the slot puts it there; by hand the primary button is pressed twice."""

    key = "slot"

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._wanted = ""
        self._armed = False
        self._card = SlotCard()
        self._free = Picker(FREE_SLOTS, 1, marks=False)
        self._free.chosen.connect(self._take_other)
        self._free.moved.connect(self.renewed)
        body = form.column(self._card, form.keep(self._free), form.stretch(), gap=20)
        self.fill(form.holder(body), self.undo)

    def begin(self, ticket: Ticket) -> None:  # noqa: ARG002 - the same for all
        self._wanted, self._armed = "", False

    def show_ticket(self, ticket: Ticket) -> None:
        self.undo.show_now()
        done = ticket.battery.slot is not None
        slot = self._slot(ticket)
        self._card.show_slot(slot, _zone_words(ticket, slot), _why(ticket), done=done)
        options = [Option(name, name, _("free too")) for name in _others(ticket, slot)]
        self._free.set_options(options)
        self._free.setVisible(bool(options) and not done)
        if not slot:
            self.hint.caution(
                _("No slot of this station may take it."),
                _("Ask the supervisor, or scan a slot all the same."),
            )
        else:
            self.hint.hint(
                _("Bring it there and scan the slot. Any slot that the rules allow will do.")
            )

    def _slot(self, ticket: Ticket) -> str:
        return ticket.battery.slot or self._wanted or ticket.proposal.slot or ""

    def primary(self, ticket: Ticket) -> Primary:
        slot = self._slot(ticket)
        if not slot:
            return Primary(_("Put away"), not_yet=_("Scan the slot that it lies in"))
        words = _("It lies in {slot}").format(slot=slot)
        if self._armed:
            return Primary(words, _("Press once more to confirm"))
        return Primary(words, _("Scan the slot, or press Enter twice"))

    def enter(self, ticket: Ticket) -> None:
        slot = self._slot(ticket)
        if self._armed:
            self.place(ticket, slot, "")
        elif slot:
            self._armed = True
            self.renewed.emit()

    def _take_other(self, slot: str) -> None:
        self._wanted, self._armed = slot, False
        if self.acts.ticket:
            self.show_ticket(self.acts.ticket)
        self.renewed.emit()

    def place(self, ticket: Ticket, slot: str, scanned: str) -> None:
        """Write that it lies there; a refusal names the rule and another slot."""
        self._armed = False

        def say(_recorded: object) -> None:
            if scanned:
                self.frame.heard(slot, said_at(_("Put away")))
            else:
                self.frame.note(slot, said_at(_("Put away")))

        order = yard.Placing(battery=ticket.id, slot=slot)
        self.acts.record(yard.place, order, follow=True, then=say, refused=self._refused)

    def _refused(self, no: Refused) -> None:
        self._wanted = str(no.shown.get("free", ""))
        self.frame.refuse(no)
        if self.acts.ticket:
            self.show_ticket(self.acts.ticket)
        self.renewed.emit()

    def scan(self, heard: Heard) -> bool:
        ticket = self.acts.ticket
        if ticket is None or ticket.battery.slot is not None:
            return False
        match heard.scan:
            case SlotCode(slot=slot):
                self.place(ticket, slot, heard.text)
                return True
            case OwnLabel(battery_id=id_) if id_ == ticket.id:
                number = ticket_words(ticket.battery.ticket)
                self.frame.heard(number, _("This battery. Now scan the slot."))
                return True
            case _:
                return False

    def digit(self, figure: int) -> bool:
        return self._free.digit(figure)


class DonePage(Page):
    """The ticket is done; the next scan begins the next one."""

    key = "done"

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._card = SlotCard()
        body: QWidget = form.holder(form.column(self._card, form.stretch()))
        self.fill(body, self.undo)

    def show_ticket(self, ticket: Ticket) -> None:
        self.undo.show_now()
        number = ticket.battery.ticket
        self.hint.note(
            _("Ticket {ticket} is done.").format(ticket=number), _("Scan the next battery.")
        )
        slot = ticket.battery.slot or ""
        self._card.show_slot(slot, title(ticket), _why(ticket), done=True)

    def primary(self, ticket: Ticket) -> Primary:  # noqa: ARG002 - the same for all
        return Primary(_("Next battery"), _("Or scan its code"))


def _others(ticket: Ticket, slot: str) -> list[str]:
    found = [name for name in ticket.free if name != slot]
    proposed = ticket.proposal.slot
    return [proposed, *found][:FREE_SLOTS] if proposed and proposed != slot else found


def _zone_words(ticket: Ticket, slot: str) -> str:
    zone = ticket.zone
    if zone is None or not slot:
        return ""
    inside = any(s.name == slot for s in zone.slots)
    return (
        _("Zone {zone}, {title}").format(zone=zone.key, title=zone.title or _(ZONES[zone.purpose]))
        if inside
        else ""
    )


def _why(ticket: Ticket) -> tuple[str, ...]:
    """Return what the yard's rules looked at."""
    kwh = quantity(ticket.energy.kwh.normalize(), "kWh")
    kg = quantity(ticket.battery.kg, "kg") if ticket.battery.kg is not None else ""
    load = _("Carries {kg} and {kwh}.").format(kg=kg, kwh=kwh) if kg else ""
    held = _("Held for this battery.") if ticket.battery.held_slot else ""
    beside = _("Nothing beside it that the rules keep apart.")
    return tuple(line for line in (f"{load} {held}".strip(), beside) if line)

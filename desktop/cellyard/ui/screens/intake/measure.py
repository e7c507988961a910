"""Measure: voltage, insulation and temperatures, typed or read; no reading is an answer too."""

from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain import intake
from cellyard.domain.facts import Quantity
from cellyard.domain.readings import Reading
from cellyard.ui import form
from cellyard.ui.screens.intake import quantities
from cellyard.ui.screens.intake.acts import Acts
from cellyard.ui.screens.intake.page import Page, Primary
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.entry import Entry, NumberPad, figure_of
from cellyard.words import _, number


class MeasurePage(Page):
    """Four large fields beside a number pad; Enter takes the one that has the caret."""

    key = "measure"
    live = True

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._here: Quantity = "voltage"
        self.entries: dict[Quantity, Entry] = {}
        for quantity in quantities.ORDER:
            entry = Entry(_(quantities.NAMES[quantity]), quantities.UNITS[quantity][0][0])
            entry.textChanged.connect(partial(self._typed, quantity))
            entry.letter.connect(partial(self._letter, quantity))
            entry.pressed.connect(partial(self._touched, quantity))
            self.entries[quantity] = form.keep(entry)
        self._pad = NumberPad()
        self._pad.pressed.connect(self._pad_key)
        self._none = BigButton(
            _("No reading"), "secondary", second=_("Counts as the worst case"), key="N"
        )
        self._none.clicked.connect(self._no_reading)
        self.fill(self._laid_out(), self.undo, self._none)

    def _pad_key(self, sign: str) -> None:
        self.entries[self._here].take(sign)

    def _laid_out(self) -> QWidget:
        left = form.column(*self.entries.values(), form.stretch(), gap=20)
        return form.holder(form.row((left, 1), self._pad))

    def begin(self, ticket: Ticket) -> None:
        for quantity, entry in self.entries.items():
            text, _space, unit = self.frame.draft(_draft(ticket, quantity)).partition(" ")
            entry.set_unit(unit or quantities.usual_unit(ticket, quantity))
            entry.setText(text)
        self._go_to(self._next(ticket) or self._here)

    def show_ticket(self, ticket: Ticket) -> None:
        self.undo.show_now()
        meter = self.frame.instruments.on_duty("meter")
        for quantity, entry in self.entries.items():
            entry.setVisible(quantity in ticket.needed or quantity == "ambient")
            if quantity != self._here and not entry.text():
                entry.set_unit(quantities.usual_unit(ticket, quantity))
            _show_entry(entry, ticket, quantity, quantities.of_meter(meter, quantity))
        self.hint.hint(_(quantities.HINTS[self._here]))

    def _next(self, ticket: Ticket) -> Quantity | None:
        """Return the first quantity that must be measured and nobody has tried."""
        return next((q for q in ticket.needed if q not in ticket.battery.measurements), None)

    def _go_to(self, quantity: Quantity) -> None:
        self._here = quantity
        self.hint.hint(_(quantities.HINTS[quantity]))
        self.entries[quantity].setFocus()
        self.renewed.emit()

    def _reading(self, quantity: Quantity) -> Reading | None:
        """Return what Enter would take: what is typed, else what the meter says steadily."""
        entry = self.entries[quantity]
        if entry.text():
            value = figure_of(entry.text())
            unit = quantities.unit_of_reading(quantity, entry.unit)
            return None if value is None else Reading(value=value, unit=unit, flags=("manual",))
        if self.acts.ticket and quantity in self.acts.ticket.battery.measurements:
            return None
        read = quantities.of_meter(self.frame.instruments.on_duty("meter"), quantity)
        return read if read is not None and read.steady else None

    def primary(self, ticket: Ticket) -> Primary:
        here, reading = self._here, self._reading(self._here)
        if reading is not None and isinstance(reading.value, Decimal):
            unit = quantities.shown_unit(here, reading.unit)
            take = _("Take {figure} {unit}").format(figure=number(reading.value), unit=unit)
            return Primary(take, _(quantities.NAMES[here]))
        missing = self._next(ticket)
        if ticket.battery.verdict is not None:
            return Primary(_("Go on"), _("The verdict is given already"))
        if missing is not None:
            return Primary(_("Verdict"), not_yet=_(quantities.MISSING[missing]))
        return Primary(_("Verdict"), _("All readings are in"))

    def enter(self, ticket: Ticket) -> None:
        reading = self._reading(self._here)
        if reading is not None:
            self._take(ticket, self._here, reading)
        elif ticket.battery.verdict is None and (missing := self._next(ticket)) is not None:
            self._go_to(missing)
        else:
            self.forward.emit()

    def _take(self, ticket: Ticket, quantity: Quantity, reading: Reading) -> None:
        order = intake.Measuring(battery=ticket.id, quantity=quantity, reading=reading)
        meter = self.frame.instruments.on_duty("meter")
        if "manual" not in reading.flags and meter and meter.newest:
            order = intake.Measuring(
                battery=ticket.id,
                quantity=quantity,
                reading=reading,
                instrument=meter.instrument.key,
                profile=meter.instrument.profile,
                raw=meter.newest.raw.hex(),
            )
        self.acts.record(intake.measure, order, then=lambda _r: self._taken(ticket, quantity))

    def _taken(self, ticket: Ticket, quantity: Quantity) -> None:
        self.frame.keep_draft(_draft(ticket, quantity), "")
        self.entries[quantity].clear()
        left: list[Quantity] = [
            q for q in ticket.needed if q not in ticket.battery.measurements and q != quantity
        ]
        if left:
            self._go_to(left[0])
        elif quantity != "ambient" and "ambient" not in ticket.battery.measurements:
            self._go_to("ambient")
        else:
            self.setFocus()
            self.renewed.emit()

    def _no_reading(self) -> None:
        """Write that the quantity was tried and the meter gave nothing."""
        ticket = self.acts.ticket
        if ticket is None or self.acts.busy or self._here == "ambient":
            return
        unit = quantities.UNITS[self._here][0][1]
        self._take(ticket, self._here, Reading(value=None, unit=unit, flags=("manual",)))

    def _typed(self, quantity: Quantity, text: str) -> None:
        if self.acts.ticket:
            kept = f"{text} {self.entries[quantity].unit}" if text else ""
            self.frame.keep_draft(_draft(self.acts.ticket, quantity), kept)
        self.renewed.emit()

    def _letter(self, quantity: Quantity, sign: str) -> None:
        if sign == "n":
            self._no_reading()
        elif unit := quantities.LETTERS[quantity].get(sign):
            self.entries[quantity].set_unit(unit)
            self._typed(quantity, self.entries[quantity].text())

    def _touched(self, quantity: Quantity) -> None:
        """A touch goes to the field; a touch on the one that is asked changes its unit."""
        if quantity == self._here:
            units = [shown for shown, _of in quantities.UNITS[quantity]]
            entry = self.entries[quantity]
            entry.set_unit(units[(units.index(entry.unit) + 1) % len(units)])
            self._typed(quantity, entry.text())
        else:
            self._go_to(quantity)

    def digit(self, figure: int) -> bool:
        """A figure typed while no field has the caret goes into the one that is asked."""
        self.entries[self._here].setFocus()
        self.entries[self._here].take(str(figure))
        return True

    def command(self, name: str) -> bool:
        if name in ("CANTTELL", "NOREADING"):
            self._no_reading()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = keys.get(Qt.Key(event.key()))
        shown: list[Quantity] = [q for q in quantities.ORDER if not self.entries[q].isHidden()]
        if step is None or self._here not in shown:
            event.ignore()
            return
        self._go_to(shown[(shown.index(self._here) + step) % len(shown)])

    def tick(self) -> None:
        if self.acts.ticket:
            self.show_ticket(self.acts.ticket)
            self.renewed.emit()


def _draft(ticket: Ticket, quantity: Quantity) -> str:
    return f"intake/{ticket.id}/{quantity}"


def _show_entry(entry: Entry, ticket: Ticket, quantity: Quantity, live: Reading | None) -> None:
    measured = ticket.battery.measurements.get(quantity)
    stands = quantities.standing(ticket, quantity)
    if stands and not entry.text() and entry.unit != stands.unit:
        entry.show_number("", note=f"{stands.figure} {stands.unit}")  # about to be typed anew
    elif stands:
        entry.show_number(
            stands.figure, note=stands.note, shape="caution" if stands.passed else "done"
        )
    elif measured is not None:
        entry.show_words(_("no reading"), note=_("counts as the worst case"), shape="unknown")
    elif live is not None and isinstance(live.value, Decimal):
        if not entry.text():
            entry.set_unit(quantities.shown_unit(quantity, live.unit))
        note = _("steady") if live.steady else _("settling")
        entry.show_number(number(live.value), note=note, firm=live.steady)
    else:
        entry.show_number("", note=quantities.limit_note(ticket, quantity))

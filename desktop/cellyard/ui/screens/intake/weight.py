"""Weight: what the scale says, taken when it stands still; or typed, and marked so."""

from decimal import Decimal

import msgspec
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain import intake
from cellyard.domain.readings import Reading
from cellyard.ui import form
from cellyard.ui.screens.intake import scale
from cellyard.ui.screens.intake.acts import Acts
from cellyard.ui.screens.intake.page import Page, Primary
from cellyard.ui.screens.intake.scale_view import ModelMass, ScaleView
from cellyard.ui.screens.intake.strip import off_words
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.entry import Entry, NumberPad, figure_of
from cellyard.words import _, quantity
from cellyard.words import codes as code_words


class WeightPage(Page):
    """A live read-out beside what the model should weigh; a number pad when there is no scale."""

    key = "weight"
    live = True

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._shown = scale.Shown("none")
        self._typing = self._again = False
        self._scale = ScaleView()
        self._entry = Entry(_("Weight"), "kg")
        self._entry.textChanged.connect(self._typed)
        self._pad = NumberPad()
        self._pad.pressed.connect(self._entry.take)
        self._model = ModelMass()
        self._body = QStackedWidget()
        self._body.addWidget(self._scale)
        self._body.addWidget(self._typed_view())
        self._by_hand = BigButton(_("Type it"), "secondary")
        self._by_hand.clicked.connect(self._switch)
        self.fill(self._body, self.undo, self._by_hand)

    def _typed_view(self) -> QWidget:
        left = form.column(self._entry, form.gap(32), self._model, form.stretch())
        return form.holder(form.row((left, 1), self._pad))

    def begin(self, ticket: Ticket) -> None:
        self._again = False
        self._entry.setText(self.frame.draft(self._draft(ticket)))
        self._typing = bool(self._entry.text())
        self.tick()

    def _draft(self, ticket: Ticket) -> str:
        return f"intake/{ticket.id}/weight"

    def show_ticket(self, ticket: Ticket) -> None:
        self.undo.show_now()
        self._model.show_ticket(ticket)
        self._show()

    def _show(self) -> None:
        ticket, shown = self.acts.ticket, self._shown
        if ticket is None:
            return
        by_hand = self._hand() and not self._kept(ticket)
        self._body.setCurrentIndex(1 if by_hand else 0)
        if by_hand and self.isVisible():
            self._entry.setFocus()
        self._scale.show_ticket(ticket, taken=self._kept(ticket))
        self._scale.show_scale(shown)
        self._show_off(ticket)
        self._show_hint(ticket)
        if self._kept(ticket):
            self._by_hand.set_words(_("Weigh again"), _("Takes the place of this one"))
            self._by_hand.set_ready()
        elif shown.kind == "none":
            self._by_hand.set_not_yet(_("This station has no scale"))
        elif by_hand:
            self._by_hand.set_words(_("Use the scale"), _("What is typed is kept"))
            self._by_hand.set_ready()
        else:
            self._by_hand.set_words(_("Type it"), _("It is marked as typed"))
            self._by_hand.set_ready()

    def _show_off(self, ticket: Ticket) -> None:
        """Show how far the weight on the scale, or the one taken, is off the model's."""
        reading = None if self._kept(ticket) else self._reading()
        kg = ticket.battery.kg if self._kept(ticket) else reading.value if reading else None
        self._scale.show_off(
            kg if isinstance(kg, Decimal) else None,
            ticket.model.mass_kg if ticket.model else None,
            doubted=self._would_doubt(ticket) is not None,
        )

    def _show_hint(self, ticket: Ticket) -> None:
        supposed = self._would_doubt(ticket)
        if supposed:
            low = supposed.kg < supposed.expected
            then = (
                _("A lid or a module may be missing. Look again.")
                if low
                else _("It may be another model, or something lies on it. Look again.")
            )
            off = _("Weight is {off}.").format(off=off_words(supposed))
            self.hint.caution(off, then)
        elif noticed := self._off_notice(ticket):
            said, doubted = noticed
            if doubted:
                self.hint.caution(said, _("Look whether it is the one announced."))
            else:
                self.hint.hint(said)
        elif self._hand():
            self.hint.hint(_("Type what the scale shows. It is marked as typed."))
        elif self._shown.kind == "nothing":
            self.hint.caution(self._shown.sentence)
        elif (doubts := code_words.sentences(ticket.code) if ticket.code else ()) and (
            ticket.battery.kg is None
        ):
            self.hint.caution(doubts[0], _("Esc shows the code."))
        else:
            self.hint.hint(_("Put it on the scale. Nothing else may touch it."))

    def _would_doubt(self, ticket: Ticket) -> intake.WeightDoubt | None:
        """Tell already now what would be odd about the weight on the scale or in the field."""
        reading = None if self._kept(ticket) else self._reading()
        if reading is None:
            return ticket.doubt
        if reading.unit != "kg" or not isinstance(reading.value, Decimal):
            return None
        battery = msgspec.structs.replace(ticket.battery, kg=reading.value)
        return intake.weight_doubt(battery, ticket.model, ticket.edition)

    def _off_notice(self, ticket: Ticket) -> tuple[str, bool] | None:
        """Return what the notice says it weighs, and whether the weight is off by too much."""
        if ticket.announced is None or ticket.announced.line.kg is None:
            return None
        claimed = ticket.announced.line.kg
        reading = None if self._kept(ticket) else self._reading()
        kg = reading.value if reading and reading.unit == "kg" else ticket.battery.kg
        if not isinstance(kg, Decimal):
            return _("The notice says {kg}.").format(kg=quantity(claimed, "kg")), False
        off = intake.weight_off(kg, claimed, ticket.edition)
        if off is None:
            return None
        said = _("The notice says {kg}: weight is {off}.")
        return said.format(kg=quantity(claimed, "kg"), off=off_words(off)), True

    def _kept(self, ticket: Ticket) -> bool:
        """Tell whether a weight stands that nobody has asked to take again."""
        return ticket.battery.kg is not None and not self._again and not self._typing

    def _hand(self) -> bool:
        return self._typing or self._shown.kind == "none"

    def _reading(self) -> Reading | None:
        """Return what Enter would take, if anything."""
        if not self._hand():
            return self._shown.reading
        value = figure_of(self._entry.text())
        return None if value is None else Reading(value=value, unit="kg", flags=("manual",))

    def primary(self, ticket: Ticket) -> Primary:
        if self._kept(ticket):
            return Primary(_("Go on"), _("{weight} is kept").format(weight=_kg(ticket)))
        reading = self._reading()
        if reading is not None:
            take = _("Take {weight}").format(weight=_shown(reading))
            return Primary(take, _("Typed, not read") if self._hand() else _("It stands still"))
        if self._hand():
            return Primary(_("Take the weight"), not_yet=_("Type the figures first"))
        reason = self._shown.sentence if self._shown.kind == "settling" else _("No weight yet")
        words = _("Take {weight}").format(weight=f"{self._shown.number} kg")
        settling = self._shown.kind == "settling"
        return Primary(words if settling else _("Take the weight"), not_yet=reason)

    def enter(self, ticket: Ticket) -> None:
        if self._kept(ticket):
            self.forward.emit()
            return
        reading = self._reading()
        if reading is None:
            return
        order = intake.Weighing(battery=ticket.id, reading=reading)
        if not self._hand() and (attached := self.frame.instruments.on_duty("scale")):
            sample = self._shown.sample
            order = intake.Weighing(
                battery=ticket.id,
                reading=reading,
                instrument=attached.instrument.key,
                profile=attached.instrument.profile,
                raw=sample.raw.hex() if sample else None,
            )
        self.acts.record(intake.weigh, order, follow=True, then=lambda _r: self._forget(ticket))

    def _forget(self, ticket: Ticket) -> None:
        self.frame.keep_draft(self._draft(ticket), "")
        self._entry.clear()
        self._typing = self._again = False

    def _typed(self, text: str) -> None:
        if self.acts.ticket:
            self.frame.keep_draft(self._draft(self.acts.ticket), text)
            self._show()
        self.renewed.emit()

    def _switch(self) -> None:
        if self.acts.ticket and self._kept(self.acts.ticket):
            self._again = True
        else:
            self._typing = not self._typing
        if not self._typing:
            self.setFocus()
        self._show()
        self.renewed.emit()

    def digit(self, figure: int) -> bool:
        """A figure outside the field begins a weight by hand."""
        self._typing = True
        self._entry.take(str(figure))
        self._show()
        return True

    def tick(self) -> None:
        before = self._shown
        self._shown = scale.now(self.frame.instruments.on_duty("scale"))
        if self._shown != before:
            self._show()
            self.renewed.emit()


def _shown(reading: Reading) -> str:
    value = reading.value
    return quantity(value, reading.unit) if isinstance(value, Decimal) else ""


def _kg(ticket: Ticket) -> str:
    return "" if ticket.battery.kg is None else quantity(ticket.battery.kg, "kg")

"""The weight in large figures: on the scale or taken, beside what the model weighs."""

from decimal import Decimal

from PySide6.QtWidgets import QFrame, QStackedWidget

from cellyard.ui import form
from cellyard.ui.screens.intake import scale
from cellyard.ui.screens.intake.ticket import Ticket
from cellyard.ui.widgets.read_out import ReadOut, ReadOutStep
from cellyard.words import _, number

_WIDEST = "8888.88"


def _kg(name: str, step: ReadOutStep = "readout") -> ReadOut:
    return ReadOut(name, "kg", step=step, widest=_WIDEST)


class ModelMass(ReadOut):
    """What the battery should weigh."""

    def __init__(self) -> None:
        super().__init__(_("Model weighs"), "kg", step="readout", widest=_WIDEST)

    def show_ticket(self, ticket: Ticket) -> None:
        """Show the mass of its model."""
        mass = ticket.model.mass_kg if ticket.model else None
        if mass is None:
            self.set_none(_("unknown"), _("no model, no check"))
        else:
            self.set_reading(number(mass.normalize()), note=_("of the register"))


class ScaleView(QFrame):
    """A card: the weight at the left, the model's at the right with the difference under it."""

    def __init__(self) -> None:
        super().__init__()
        self._live = _kg(_("On the scale"), "display")
        self._taken = _kg(_("Taken"), "display")
        self._model = ModelMass()
        self._off = form.keep(_kg(_("Off the model")))
        self._weight = QStackedWidget()
        self._weight.addWidget(self._live)
        self._weight.addWidget(self._taken)
        left = form.column(form.stretch(2), self._weight, form.stretch(3))
        right = form.column(form.stretch(2), self._model, form.gap(28), self._off, form.stretch(3))
        card = form.card(form.row((left, 3), (right, 2)), padding=(48, 0))
        self.setLayout(form.column(card))

    def show_ticket(self, ticket: Ticket, *, taken: bool) -> None:
        """Show what its model weighs and, with `taken`, the weight that stands."""
        self._model.show_ticket(ticket)
        self._weight.setCurrentIndex(1 if taken else 0)
        kg, evidence = ticket.battery.kg, ticket.battery.weight_evidence
        if kg is not None:
            typed = evidence is not None and evidence.manual
            how = _("typed") if typed else _("read from the scale")
            self._taken.set_reading(number(kg), note=how)

    def show_scale(self, shown: scale.Shown) -> None:
        """Show what the scale says."""
        match shown.kind:
            case "steady":
                self._live.set_reading(shown.number)
            case "settling":
                self._live.set_reading(shown.number, flag="settling")
            case "none" | "nothing":
                self._live.set_none()

    def show_off(self, kg: Decimal | None, model: Decimal | None, *, doubted: bool) -> None:
        """Show how far a weight is off its model's; nothing when one of them is unknown."""
        self._off.setVisible(kg is not None and model is not None)
        if kg is None or model is None:
            return
        share = _("{percent} % of the model’s").format(percent=number(kg * 100 / model, 0))
        off = kg - model
        shown = ("+" if off > 0 else "") + number(off, 1)
        self._off.set_reading(shown, flag="passed" if doubted else "steady", note=share)

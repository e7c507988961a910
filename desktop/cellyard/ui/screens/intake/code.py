"""Code: what was read, what it is, and where it comes from; asked only when nobody knows."""

from typing import Literal

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain import intake
from cellyard.domain.codes.scans import PartnerCode
from cellyard.domain.intake.expected import model_named
from cellyard.domain.registers import BatteryModel, Partner
from cellyard.ui import form
from cellyard.ui.screen import Heard
from cellyard.ui.screens.intake.acts import Acts, said_at
from cellyard.ui.screens.intake.page import Page, Primary
from cellyard.ui.screens.intake.picking import Option, Picker
from cellyard.ui.screens.intake.side import title
from cellyard.ui.screens.intake.ticket import Ticket, models_like, read_models
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.code import CodeField, CodeFields
from cellyard.ui.widgets.label import Label
from cellyard.words import _, quantity
from cellyard.words import battery as battery_words
from cellyard.words import codes as code_words
from cellyard.words.codes import CHEMISTRIES

LAST_OUTLET = "intake/outlet"
_UNKNOWN, _TAKE = "unknown", "take:"
Asks = Literal["model", "outlet", "nothing"]


class CodePage(Page):
    """Shows the code in its fields; asks for model or outlet with tiles that typing narrows."""

    key = "code"

    def __init__(self, acts: Acts) -> None:
        super().__init__(acts)
        self._asks: Asks = "nothing"
        self._models: tuple[BatteryModel, ...] = ()
        self._typed = ""
        self._picker = Picker(2, 4)
        self._picker.chosen.connect(self._chosen)
        self._picker.moved.connect(self.renewed)
        self._fields = CodeFields()
        self._said = Label("", "sub", colour="text_muted", wrap=True)
        self._review = Picker(2, 2, marks=False)
        self._review.chosen.connect(self._change)
        self._body = QStackedWidget()
        self._body.addWidget(self._picker)
        self._body.addWidget(self._reviewed())
        self._more = BigButton(_("More"), "secondary", icon="ph.arrow-right")
        self._more.clicked.connect(self._picker.more)
        self.fill(self._body, self.undo, form.keep(self._more))

    def _reviewed(self) -> QWidget:
        head = form.card(
            form.column(self._fields, self._said, form.stretch()), padding=24, height=180
        )
        return form.holder(form.column(head, self._review, form.stretch(), gap=20))

    def begin(self, ticket: Ticket) -> None:
        self._typed = ""
        self._asks = "nothing" if ticket.battery.model_how else "model"
        self.frame.ask(read_models, self._learn, key="intake/models")

    def _learn(self, models: tuple[BatteryModel, ...]) -> None:
        self._models = models
        if self.acts.ticket:
            self.show_ticket(self.acts.ticket)
            self.renewed.emit()

    def show_ticket(self, ticket: Ticket) -> None:
        self.undo.show_now()
        if not ticket.battery.model_how and self._asks == "nothing":
            self._asks = "model"  # a better code may still not say what it is
        self._body.setCurrentIndex(1 if self._asks == "nothing" else 0)
        self._more.setVisible(self._asks != "nothing")
        match self._asks:
            case "model":
                self._offer_models(ticket)
            case "outlet":
                self._offer_outlets(ticket)
            case "nothing":
                self._show_review(ticket)

    def _offer_models(self, ticket: Ticket) -> None:
        doubts = code_words.sentences(ticket.code) if ticket.code else ()
        line = ticket.announced.line if ticket.announced else None
        if doubts:
            self.hint.caution(doubts[0])
        elif line and line.model:
            said = _("The notice says “{model}”. Look whether it is.")
            self.hint.hint(said.format(model=line.model))
        else:
            self.hint.hint(_("What is it? Type a part of its make or name, or choose."))
        chemistry = ticket.code.chemistry if ticket.code else None
        found = models_like(self._models, self._typed, chemistry or "")
        noticed = None if self._typed or line is None else model_named(self._models, line.model)
        options = [_model_option(model) for model in found if model != noticed]
        if noticed:
            options.insert(0, _noticed_option(noticed))
        if not self._typed and ticket.code and ticket.code.suggestion:
            options.insert(0, _suggestion(ticket.code.suggestion))
        unknown = Option(_UNKNOWN, _("Unknown model"), _("kWh estimated from the weight"))
        # Enter never names a model that nobody chose: without typing it says "unknown", or what
        # the outlet has said by a name that the register knows.
        self._picker.set_options(options, unknown, mark_last=not (self._typed or noticed))
        self._count(_("More models"))

    def _offer_outlets(self, ticket: Ticket) -> None:
        self.hint.hint(_("Where does it come from? Scan the outlet’s card, or choose."))
        found = [p for p in ticket.partners if self._typed.casefold() in p.name.casefold()]
        self._picker.set_options([_outlet_option(p) for p in found])
        self._count(_("More outlets"))

    def _count(self, words: str) -> None:
        first, last, total = self._picker.page
        if last - first + 1 >= total:
            self._more.set_not_yet(_("These are all"))
        else:
            of = _("{first} to {last} of {total}")
            self._more.set_words(words, of.format(first=first, last=last, total=total))
            self._more.set_ready()

    def _show_review(self, ticket: Ticket) -> None:
        doubts = code_words.sentences(ticket.code) if ticket.code else ()
        if doubts:
            self.hint.caution(doubts[0])
        else:
            self.hint.hint(_("Press a number to change it, or scan another code of this battery."))
        shown = battery_words.fields(ticket.battery.code)
        self._fields.set_fields([CodeField(text, meaning) for text, meaning in shown])
        self._said.setText("" if shown else _("No readable code"))
        outlet = ticket.outlet.name if ticket.outlet else _("Not named")
        how = _("Named by its code") if ticket.battery.model_how == "prefix" else _("Chosen")
        options = [
            Option("model", title(ticket), _("Model. {how}.").format(how=how)),
            Option("outlet", outlet, _("Outlet it comes from")),
        ]
        if ticket.code and ticket.code.suggestion:
            options.append(_suggestion(ticket.code.suggestion))
        self._review.set_options(options)

    def primary(self, ticket: Ticket) -> Primary:  # noqa: ARG002 - the tiles know
        here = self._picker.current
        if self._asks == "nothing":
            return Primary(_("Weigh"), _("Put it on the scale"))
        if here is None:
            return Primary(_("Choose"), not_yet=_("Nothing is called that. Type something else."))
        if here.key == _UNKNOWN:
            return Primary(here.text, _("Go on without a model"))
        return Primary(here.text, here.second)

    def enter(self, ticket: Ticket) -> None:  # noqa: ARG002 - the tiles know
        here = self._picker.current
        if self._asks == "nothing":
            self.forward.emit()
        elif here is not None:
            self._chosen(here.key)

    def _chosen(self, key: str) -> None:
        ticket = self.acts.ticket
        if ticket is None or self.acts.busy:
            return
        id_, asked = ticket.id, self._asks
        self._typed = ""
        self._asks = "nothing"
        if asked == "outlet":
            self.name_outlet(key)
        elif key.startswith(_TAKE):
            self._take(id_, key.removeprefix(_TAKE))
        else:
            model = None if key == _UNKNOWN else key
            order = intake.Naming(battery=id_, model=model)
            self.acts.record(intake.name_model, order, follow=True)

    def _take(self, battery: str, code: str) -> None:
        """Write the code that was probably meant: a person compared it with the plate."""
        self._asks = "nothing"
        order = intake.Identifying(battery=battery, code=code, manual=True)
        self.acts.record(intake.identify, order, follow=True)

    def name_outlet(self, key: str, *, said: bool = False) -> None:
        """Write where the battery comes from; the next ones come from there too."""
        if self.acts.ticket is None:
            return
        self.frame.keep_draft(LAST_OUTLET, key)
        name = next((p.name for p in self.acts.ticket.partners if p.key == key), key)

        def say(_recorded: object) -> None:
            if said:
                self.frame.heard(name, said_at(_("Outlet named")))

        order = intake.OutletNaming(battery=self.acts.ticket.id, outlet=key)
        self.acts.record(intake.name_outlet, order, then=say)

    def _change(self, what: str) -> None:
        ticket = self.acts.ticket
        if ticket and what.startswith(_TAKE):
            self._take(ticket.id, what.removeprefix(_TAKE))
            return
        self._asks = "model" if what == "model" else "outlet"
        self._typed = ""
        if self.acts.ticket:
            self.show_ticket(self.acts.ticket)
        self.renewed.emit()

    def digit(self, figure: int) -> bool:
        picker = self._review if self._asks == "nothing" else self._picker
        return picker.digit(figure)

    def typing(self, text: str) -> str:
        if self._asks == "nothing" or self.acts.ticket is None:
            return ""
        self._typed = text
        self.show_ticket(self.acts.ticket)
        self.renewed.emit()
        return _("Enter takes the one marked") if text else ""

    def scan(self, heard: Heard) -> bool:
        """Take what was typed to find a model, and an outlet's card."""
        if isinstance(heard.scan, PartnerCode):
            self.name_outlet(heard.scan.key, said=True)
            return True
        here = self._picker.current
        if not heard.typed or self._asks == "nothing" or here is None or here.key == _UNKNOWN:
            return False
        self._chosen(here.key)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._asks == "nothing" or not self._picker.arrow(event.key()):
            event.ignore()


def _model_option(model: BatteryModel) -> Option:
    parts = [quantity(model.kwh.normalize(), "kWh")]
    parts.append(_(CHEMISTRIES.get(model.chemistry, model.chemistry)))
    if model.mass_kg:
        parts.append(quantity(model.mass_kg.normalize(), "kg"))
    return Option(model.key, model.title, _(", ").join(parts))


def _noticed_option(model: BatteryModel) -> Option:
    return Option(model.key, model.title, _("As the notice says. Take it if it is"))


def _suggestion(code: str) -> Option:
    return Option(f"{_TAKE}{code}", code, _("Take this code if the plate shows it"))


def _outlet_option(partner: Partner) -> Option:
    return Option(partner.key, partner.name, partner.city)

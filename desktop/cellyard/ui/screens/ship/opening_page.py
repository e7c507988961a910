"""A new load: where it goes, to whom, with whom, how and when."""

from PySide6.QtCore import Signal

from cellyard.domain.shipping import listing
from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page
from cellyard.ui.screens.ship.survey import Overview
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _
from cellyard.words.bench_facts import ROUTES
from cellyard.words.shipping_facts import MODES

_WIDTH = 380


class OpeningPage(Page):
    """`given(Opening)`: the load is to be opened so; `partners_wanted`: nobody to send it to."""

    given = Signal(object)
    half_done = True
    partners_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._consignees = 0
        routes = sorted(ROUTES.items())  # recycling is what most loads are for
        self._route = Choice([(k, _(w).capitalize()) for k, w in routes], width=_WIDTH)
        self._consignee = Choice(width=_WIDTH)
        self._carrier = Choice(width=_WIDTH)
        self._mode = Choice([(k, _(w).capitalize()) for k, w in MODES.items()], width=_WIDTH)
        self._day = Field(width=_WIDTH, hint="2026-12-31")
        self._message = MessageLine()
        head, _title, _sub = heading(_("New load"), _("Each can have its own papers and truck."))
        fields = form.form(
            (_("Goes to"), self._route),
            (_("Consignee"), self._consignee),
            (_("Carrier"), self._carrier),
            (_("Way"), self._mode),
            (_("Leaves on"), self._day),
            gap=12,
        )
        card = form.card(
            form.column(form.row(fields, form.stretch()), form.stretch()), padding=(24, 20)
        )
        self.lay_out(form.holder(form.column(head, (card, 1), self._message)), form.stretch())

    def ask(self, found: Overview, today: str) -> None:
        """Ask for a load that leaves today; the partners are those of the register."""
        partners = found.partners.values()
        consignees = [(p.key, p.name) for p in partners if p.role == "consignee"]
        carriers = [(p.key, p.name) for p in partners if p.role == "carrier"]
        self._consignees = len(consignees)
        self._consignee.set_options(consignees)
        self._carrier.set_options([("", _("They come themselves")), *carriers])
        self._day.setText(today)
        if consignees:
            self._message.clear()
            self.say(Primary(_("Open the load"), _("Then scan what goes with it")))
        else:
            words = _("No partner is a consignee.")
            self._message.caution(words, _("Enter one in Set up, Partners."))
            self.say(Primary(_("Enter a consignee"), _("in Set up, Partners")))

    def kept(self) -> str:
        fields = (self._route, self._consignee, self._carrier, self._mode)
        return "\n".join([*(field.key() for field in fields), self._day.text()])

    def restore(self, kept: str) -> None:
        *keys, day = kept.split("\n")
        fields = (self._route, self._consignee, self._carrier, self._mode)
        for field, key in zip(fields, keys, strict=True):
            field.set_key(key)
        self._day.setText(day)

    def enter(self) -> None:
        if not self._consignees:
            self.partners_wanted.emit()
            return
        self.given.emit(
            listing.Opening(
                route=self._route.key(),  # pyright: ignore[reportArgumentType]
                consignee=self._consignee.key(),
                carrier=self._carrier.key(),
                mode=self._mode.key(),  # pyright: ignore[reportArgumentType]
                leaves_on=self._day.text().strip(),
            )
        )

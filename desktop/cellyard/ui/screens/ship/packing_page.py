"""How one battery of a load is packed: its package, the package's gross mass, an approval."""

from PySide6.QtCore import Signal

from cellyard.domain.shipping import Goods, listing
from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page, mass
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _

_WIDTH = 380


class PackingPage(Page):
    """`given(Packing)`: the battery is packed so."""

    given = Signal(object)
    half_done = True

    def __init__(self) -> None:
        super().__init__()
        self._load = self._battery = self._instruction = ""
        self._package = Field(width=_WIDTH, right=True)
        self._gross = Field(width=_WIDTH, right=True)
        self._approval = Field(width=_WIDTH, mono=True)
        self._message = MessageLine()
        head, self._title, self._sub = heading("", "")
        fields = form.form(
            (_("Package"), self._package),
            (_("Gross mass, kg"), self._gross),
            (_("Number of an approval"), self._approval),
            gap=12,
        )
        card = form.card(
            form.column(form.row(fields, form.stretch()), form.stretch()), padding=(24, 20)
        )
        self.lay_out(form.holder(form.column(head, (card, 1), self._message)), form.stretch())

    def ask(self, shown: Shown, battery: str) -> None:
        """Ask how a battery is packed; batteries of one number share a package."""
        found = next((b for b in shown.batteries if b.id == battery), None)
        if found is None:
            return
        self._load, self._battery, way = shown.load.id, battery, found.leaving
        became = shown.survey.judgement.of(battery) if shown.survey else None
        self._instruction = became.packing if isinstance(became, Goods) else way.instruction
        self._title.setText(found.code or _("Ticket {ticket}").format(ticket=found.ticket))
        packed = _("Packed as {instruction}").format(instruction=self._instruction)
        none = _("No packing stands for it yet: Why? tells which would do.")
        self._sub.setText(packed if self._instruction else none)
        last = max((b.leaving.package for b in shown.batteries), default=0)
        self._package.setText(str(way.package or last + 1))
        gross = way.gross_kg if way.gross_kg is not None else found.kg
        self._gross.setText(f"{gross:f}" if gross is not None else "")
        self._approval.setText(way.approval)
        self._message.clear()
        self.say(Primary(_("Packed"), _("It stands so on the papers")))

    def enter(self) -> None:
        package, gross = self._package.text().strip(), mass(self._gross.text())
        if not (package.isascii() and package.isdigit()) or not gross:
            self._message.wrong(_("Give a package from 1 on and its mass in kg."))
            return
        self.given.emit(
            listing.Packing(
                load=self._load,
                battery=self._battery,
                package=int(package),
                instruction=self._instruction,
                gross_kg=gross,
                approval=self._approval.text(),
            )
        )

    def _fields(self) -> tuple[Field, ...]:
        return self._package, self._gross, self._approval

    def kept(self) -> str:
        return "\n".join([self._battery, *(field.text() for field in self._fields())])

    def restore(self, kept: str) -> None:
        for field, text in zip(self._fields(), kept.split("\n")[1:], strict=True):
            field.setText(text)

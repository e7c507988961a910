"""Vehicle and driver of a load: kept on a personal sheet that can be erased, in no fact."""

from PySide6.QtCore import Signal

from cellyard.domain.shipping import listing
from cellyard.jobs.shipping import Driver
from cellyard.ui import form
from cellyard.ui.screens.ship.page import Page, mass
from cellyard.ui.screens.ship.survey import Shown
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _

_WIDTH = 380


class DriverPage(Page):
    """`given(Carriage, Driver)`."""

    given = Signal(object, object)
    half_done = True

    def __init__(self) -> None:
        super().__init__()
        self._load = ""
        self._driver, self._plate = Field(width=_WIDTH), Field(width=_WIDTH, mono=True)
        self._phone, self._permit = Field(width=_WIDTH), Field(width=_WIDTH, mono=True)
        self._limit = Field(width=_WIDTH, right=True)
        self._authority = Field(width=_WIDTH, mono=True)
        self._day = Field(width=_WIDTH)
        self._message = MessageLine()
        sub = _("Names stand on a sheet of their own that can be erased, and on printed papers.")
        head, _title, _sub = heading(_("Vehicle and driver"), sub)
        fields = form.form(
            (_("Driver"), self._driver),
            (_("Plate"), self._plate),
            (_("Telephone"), self._phone),
            (_("Permit"), self._permit),
            (_("May carry, kg"), self._limit),
            (_("Number of the authority’s manifest"), self._authority),
            (_("Leaves on"), self._day),
            gap=12,
        )
        card = form.card(
            form.column(form.row(fields, form.stretch()), form.stretch()), padding=(24, 20)
        )
        self.lay_out(form.holder(form.column(head, (card, 1), self._message)), form.stretch())
        self.setFocusProxy(self._driver)

    def ask(self, shown: Shown) -> None:
        """Ask for who drives a load, with what is known already."""
        self._load, known = shown.load.id, shown.driver
        self._driver.setText(known.driver if known else "")
        self._plate.setText(known.plate if known else "")
        self._phone.setText(known.phone if known else "")
        self._permit.setText(known.permit if known else "")
        limit = shown.load.limit_kg
        self._limit.setText(f"{limit:f}" if limit is not None else "")
        self._authority.setText(shown.load.authority_no)
        self._day.setText(shown.load.leaves_on)
        self._message.clear()
        self.say(Primary(_("Keep"), _("Papers made from now on name them")))

    def _fields(self) -> tuple[Field, ...]:
        return (
            self._driver, self._plate, self._phone, self._permit, self._limit, self._authority,
            self._day,
        )  # fmt: skip

    def kept(self) -> str:
        return "\n".join(field.text() for field in self._fields())

    def restore(self, kept: str) -> None:
        for field, text in zip(self._fields(), kept.split("\n"), strict=True):
            field.setText(text)

    def enter(self) -> None:
        limit = mass(self._limit.text())
        if limit == 0:
            self._message.wrong(
                _("“{text}” is no mass.").format(text=self._limit.text()),
                _("Give kg, or leave it empty."),
            )
            return
        carriage = listing.Carriage(
            load=self._load,
            sheet="",
            limit_kg=limit,
            authority_no=self._authority.text(),
            leaves_on=self._day.text().strip(),
        )
        driver = Driver(
            driver=self._driver.text().strip(),
            plate=self._plate.text().strip(),
            phone=self._phone.text().strip(),
            permit=self._permit.text().strip(),
        )
        self.given.emit(carriage, driver)

"""Set up, prices: what materials, second lives and treatment are paid with, each from a day on."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

import msgspec

from cellyard.domain import prices
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Price
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.fields import Fields, ticked
from cellyard.ui.screens.setup.register import RegisterSection
from cellyard.ui.setting_up.rules import today
from cellyard.ui.widgets.desk import Check, Choice, Field
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.table import Column, TableRow
from cellyard.words import N_, _, number, sentence
from cellyard.words.value import PER, WHAT, per


class PricesSection(RegisterSection[Price]):
    """A price stays with its day: another day is another price, and the newest one counts."""

    key = "prices"
    title = N_("Prices")
    icon = "ph.tag"
    right = "prices"

    def __init__(self, frame: Frame) -> None:
        fields = Fields(
            what=Choice([(key, _(words)) for key, words in WHAT.items()]),
            amount=Field(right=True),
            currency=Field(mono=True, hint="CNY"),
            per=Choice([(key, _(words)) for key, words in PER.items()]),
            since=Field(mono=True),
            source=Field(hint=_("offer, contract, exchange …")),
            withdrawn=Check(_("Entered by mistake: does not count")),
        )
        columns = (
            Column(_("What")),
            Column(_("Price"), 112, align="right"),
            Column(_("For each"), 168),
            Column(_("Since"), 122, mono=True),
        )
        super().__init__(frame, columns, fields, sub="", new=_("Enter a price"), search=True)
        f = self.fields
        note = _("They give an estimate of what a battery is worth. Nothing is decided by it.")
        self.side = self._side_card(
            form.form(
                (_("What"), f["what"]),
                (_("Price"), f["amount"]),
                (_("Currency"), f["currency"]),
                (_("For each"), f["per"]),
                (_("Since"), f["since"]),
                (_("Source"), f["source"]),
            ),
            f["withdrawn"],
            Label(note, "small", colour="text_muted", wrap=True),
        )
        self.fields.fill(self.values(None))
        self.fields.changed.connect(self._fit_unit)

    def question(self, questions: Questions) -> dict[str, Price]:
        kinds = list(WHAT)
        found = sorted(questions.registers.prices(), key=lambda p: p.since, reverse=True)
        return {p.key: p for p in sorted(found, key=lambda p: kinds.index(p.what))}

    def _list(self) -> None:
        super()._list()
        none = _("No price is entered: nothing is valued. Enter what buyers pay.")
        said = _("What buyers pay and treatment costs. No price comes with the program.")
        self._sub.setText(said if self.items else none)

    def row(self, key: str, item: Price) -> TableRow:
        newest = prices.in_force(self.items.values(), item.what, today())
        cells = (
            _(WHAT[item.what]),
            # What came from elsewhere may be anything.
            "–" if prices.wrong(item) else f"{number(item.amount)} {item.currency}",
            per(item),
            item.since,
        )
        # What counts no more, or not yet, stands back.
        return TableRow(key, cells, "rest" if newest == item else "muted")

    def matches(self, item: Price, wanted: str) -> bool:
        return wanted in f"{_(WHAT[item.what])} {item.source} {item.since}".lower()

    def values(self, item: Price | None) -> dict[str, str]:
        if item is None:
            last = max(self.items.values(), key=lambda p: p.since, default=None)
            return {
                "what": "lithium",
                "amount": "",
                "currency": last.currency if last else "",
                "per": "kg",
                "since": today(),
                "source": "",
                "withdrawn": "",
            }
        return {
            "what": item.what,
            "amount": f"{item.amount:f}",
            "currency": item.currency,
            "per": item.per,
            "since": item.since,
            "source": item.source,
            "withdrawn": ticked(item.withdrawn),
        }

    def named(self, item: Price | None) -> str:
        return _(WHAT[item.what]) if item else _("A new price")

    def wrong(self, values: Mapping[str, str]) -> dict[str, str]:
        typed = _read(values)
        found: dict[str, str] = {}
        no = prices.wrong(typed)
        if no is not None:
            shown = Refused(no.code, **{**no.shown, "text": values[_FIELDS[no.code]].strip()})
            found[_FIELDS[no.code]] = sentence(shown)
        if self.item is None and typed.key in self.items:
            found["since"] = _("There is a price of this for that day. Choose it in the list.")
        if self.item is not None and typed.key != self.item.key:
            found["since"] = _("A price stays with its day. Enter another one for another day.")
        return found

    def save(self, item: Price | None, values: Mapping[str, str]) -> None:
        del item
        typed = _read(values)
        self.publish([typed], lambda: self.saved(typed.key), self.not_saved)

    def _fit_unit(self) -> None:
        """Take the unit that what is chosen is priced in, where the other one cannot be."""
        values = self.fields.values()
        fitting = prices.units(_read(values).what)
        if values["per"] not in fitting:
            self.fields.fill({**values, "per": fitting[0]})
            self._typed()


# The field that a refusal of `prices.wrong` is about.
_FIELDS = {
    "price_amount_wrong": "amount",
    "price_currency_wrong": "currency",
    "price_unit_wrong": "per",
    "price_day_wrong": "since",
    "price_source_missing": "source",
}


def _read(values: Mapping[str, str]) -> Price:
    """Return what is typed as a price, right or wrong; what is no number is NaN."""
    typed = {name: text.strip() for name, text in values.items()}
    try:
        amount = Decimal(typed["amount"])
    except InvalidOperation:
        amount = Decimal("NaN")
    whole = {
        **typed,
        "key": "",
        "amount": amount,
        "currency": typed["currency"].upper(),
        "withdrawn": bool(typed["withdrawn"]),
    }
    read = msgspec.convert(whole, Price)
    return msgspec.structs.replace(read, key=prices.key_of(read.what, read.since))

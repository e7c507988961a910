"""Set up, partners: outlets, dismantlers, carriers, consignees."""

from collections.abc import Mapping

import msgspec

from cellyard.domain.codes import scans
from cellyard.domain.registers import Partner
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.fields import Fields
from cellyard.ui.screens.setup.register import RegisterSection
from cellyard.ui.setting_up import outlets
from cellyard.ui.setting_up.outlets import OutletRow
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.table import Column, TableRow
from cellyard.words import N_, _

ROLES: dict[str, str] = {
    "outlet": N_("Outlet"),
    "dismantler": N_("Dismantler"),
    "carrier": N_("Carrier"),
    "consignee": N_("Consignee"),
}


class PartnersSection(RegisterSection[Partner]):
    """Companies, never persons."""

    key = "partners"
    title = N_("Partners")
    icon = "ph.truck"
    right = "partners"

    def __init__(self, frame: Frame) -> None:
        fields = Fields(
            key=Field(mono=True),
            name=Field(),
            role=Choice([(key, _(words)) for key, words in ROLES.items()]),
            uscc=Field(mono=True),
            city=Field(),
        )
        columns = (
            Column(_("Key"), 110, mono=True),
            Column(_("Name")),
            Column(_("Is a"), 110),
            Column(_("City"), 110),
        )
        sub = _("Companies that batteries come from and go to. Their key stands on their card.")
        super().__init__(frame, columns, fields, sub=sub, new=_("Enter a partner"), search=True)
        f = self.fields
        self.side = self._side_card(
            form.form(
                (_("Key"), f["key"]),
                (_("Name"), f["name"]),
                (_("Is a"), f["role"]),
                (_("Credit code"), f["uscc"]),
                (_("City"), f["city"]),
            )
        )
        self.fields.fill(self.values(None))

    def question(self, questions: Questions) -> dict[str, Partner]:
        return {p.key: p for p in questions.registers.partners()}

    def row(self, key: str, item: Partner) -> TableRow:
        return TableRow(key, (item.key, item.name, _(ROLES[item.role]), item.city))

    def matches(self, item: Partner, wanted: str) -> bool:
        return wanted in f"{item.key} {item.name} {item.city} {item.uscc}".lower()

    def values(self, item: Partner | None) -> dict[str, str]:
        if item is None:
            taken = [OutletRow(key=key) for key in self.items]
            empty = {"name": "", "role": "outlet", "uscc": "", "city": ""}
            return {"key": outlets.next_key(taken), **empty}
        return {
            "key": item.key,
            "name": item.name,
            "role": item.role,
            "uscc": item.uscc,
            "city": item.city,
        }

    def named(self, item: Partner | None) -> str:
        return item.name if item else _("A new partner")

    def wrong(self, values: Mapping[str, str]) -> dict[str, str]:
        row = OutletRow(
            key=values["key"].strip(),
            name=values["name"].strip(),
            uscc=values["uscc"].strip(),
            city=values["city"].strip() or "-",
        )
        found = outlets.wrong([row])
        wrong = {outlets.COLUMNS[column]: said for (_row, column), said in found.items()}
        if self.item is None and row.key.upper() in {key.upper() for key in self.items}:
            wrong["key"] = outlets.wrong_words("key_twice")
        if self.item is not None and row.key != self.item.key:
            wrong["key"] = _("A key stays as it is: it stands on the card")
        return wrong

    def save(self, item: Partner | None, values: Mapping[str, str]) -> None:
        del item
        typed = {name: text.strip() for name, text in values.items()}
        partner = msgspec.convert({**typed, "uscc": typed["uscc"].upper()}, Partner)
        self.publish([partner], lambda: self.saved(partner.key), self.not_saved)

    def scan(self, text: str) -> str:
        _carrier, body = scans.split_carrier(text)
        key = body[5:] if body[:5].upper() == "CY:O:" else ""
        if key in self.items:
            self.choose(key)
            return self.named(self.item)
        return ""

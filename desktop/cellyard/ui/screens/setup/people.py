"""Set up, people: who works here, in which roles, with which badge and PIN."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.domain import people as rules
from cellyard.domain.codes import scans
from cellyard.domain.facts import Qualification, Role
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import is_date
from cellyard.jobs import people
from cellyard.jobs.people import ChangedPerson, Listed, NewPerson
from cellyard.jobs.releases import QUALIFICATIONS, qualified
from cellyard.ledger.questions import Questions
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.fields import Fields, ticked
from cellyard.ui.screens.setup.register import RegisterSection
from cellyard.ui.setting_up.people import badge_number
from cellyard.ui.setting_up.rules import today
from cellyard.ui.widgets.desk import Check, Field
from cellyard.ui.widgets.hold_button import HoldButton
from cellyard.ui.widgets.table import Column, TableRow
from cellyard.words import N_, _, sentence
from cellyard.words.numbers import listed
from cellyard.words.yard import ROLES

_ROLES: tuple[Role, ...] = ("operator", "technician", "supervisor", "administrator")
_SHORT: dict[Qualification, str] = {
    "dg_adviser": N_("DG adviser"),
    "site_safety": N_("Safety officer"),
}
# Nine rows of fields stand above the primary button.
_GAP = 5


class PeopleSection(RegisterSection[Listed]):
    """The register of people. Names, badges and PINs stand in no fact.

    A qualification has its last day; whoever has it may stand for rule editions until then.
    """

    key = "people"
    title = N_("People")
    icon = "ph.users-three"
    right = "people"

    def __init__(self, frame: Frame) -> None:
        self._pin = Field(secret=True, hint=_("4 to 8 figures"))
        self._again = Field(secret=True, hint=_("again"))
        self._again.setAccessibleName(_("PIN again"))
        fields = Fields(
            name=Field(),
            badge=Field(mono=True, hint=_("scan or type")),
            phone=Field(hint=_("for a STOP, may stay empty")),
            **{role: Check(_(ROLES[role])) for role in _ROLES},
            active=Check(_("May sign in")),
            **{what: Field(mono=True, hint=_("until YYYY-MM-DD")) for what in QUALIFICATIONS},
        )
        columns = (
            Column(_("Full name"), 116),
            Column(_("Roles, qualifications")),
            Column(_("Badge"), 80, mono=True),
            Column(_("State"), 158),
        )
        sub = _("Whoever works here signs under their own name.")
        super().__init__(frame, columns, fields, sub=sub, new=_("Enter a person"), search=True)
        self._erase = HoldButton(_("Hold to erase"), second=_("Name, badge and PIN go for good"))
        self._erase.set_not_yet(_("Choose a person first"))
        self._erase.held.connect(self._erased)
        self.buttons.addWidget(self._erase)
        for field in (self._pin, self._again):
            field.textChanged.connect(fields.changed)
        self.side = self._side()
        self.fields.fill(self.values(None))

    def _side(self) -> QWidget:
        f = self.fields
        roles = form.grid(
            [[f["operator"], f["technician"]], [f["supervisor"], f["administrator"]]],
            gap=(12, 0),
            stretches=(1, 1),
        )
        pins = form.holder(form.row((self._pin, 3), (self._again, 2), gap=8))
        self._pin.setAccessibleName(_("PIN"))
        fields = form.form(
            (_("Full name"), f["name"]),
            (_("Badge"), f["badge"]),
            (_("Phone"), f["phone"]),
            (_("PIN"), pins),
            gap=_GAP,
        )
        days = form.form(*((_(_SHORT[what]), f[what]) for what in QUALIFICATIONS), gap=_GAP)
        active = form.row(f["active"], form.stretch())
        return self._side_card(form.column(fields, roles, days, active, gap=_GAP))

    def question(self, questions: Questions) -> dict[str, Listed]:
        return {
            p.id: msgspec.structs.replace(p, qualified=qualified(questions.releases, p.id))
            for p in people.listed(questions.registers)
        }

    def row(self, key: str, item: Listed) -> TableRow:
        # What the state is about stands first: the rest may end early.
        does = [_(_SHORT[what]) for what in item.qualified]
        does += [_(ROLES[role]) for role in _ROLES if role in item.roles]
        cells = (item.name or _("(erased)"), listed(does), item.badge, _standing(item))
        if not item.active:
            return TableRow(key, cells, "muted")
        return TableRow(key, cells, "caution" if _past(item) else "rest")

    def matches(self, item: Listed, wanted: str) -> bool:
        return wanted in f"{item.name} {item.badge}".lower()

    def values(self, item: Listed | None) -> dict[str, str]:
        if item is None:
            roles = {role: ticked(role == "operator") for role in _ROLES}
            empty = dict.fromkeys(("name", "badge", "phone", *QUALIFICATIONS), "")
            return {**empty, **roles, "active": ticked(True)}
        return {
            "name": item.name,
            "badge": item.badge,
            "phone": item.phone,
            **{role: ticked(role in item.roles) for role in _ROLES},
            "active": ticked(item.active),
            **{what: item.qualified.get(what, "") for what in QUALIFICATIONS},
        }

    def named(self, item: Listed | None) -> str:
        if item is None:
            return _("A new person")
        return item.name or _("Erased")

    def touched(self) -> bool:
        return super().touched() or bool(self._pin.text() or self._again.text())

    def wrong(self, values: Mapping[str, str]) -> dict[str, str]:
        item = self.item
        found: dict[str, str] = {}
        if item is not None and not item.name:
            found["name"] = _("Erased: enter the person anew")
        elif not values["name"].strip():
            found["name"] = _("The name is missing")
        if not any(values[role] for role in _ROLES):
            found["roles"] = _("Choose at least one role")
        if self._pin.text() or self._again.text() or item is None:
            found |= self._pin_wrong()
        badge = values["badge"].strip()
        others = (p for p in self.items.values() if p.active and (item is None or p.id != item.id))
        if badge and any(p.badge == badge for p in others):
            found["badge"] = _("This badge belongs to somebody else")
        for what, until in self._requalified(item, values).items():
            if until and not (is_date(until) and until >= today()):
                found[what] = _("Give a day from today on, as 2027-01-31")
        return found

    def _requalified(
        self, item: Listed | None, values: Mapping[str, str]
    ) -> dict[Qualification, str]:
        """Return the qualifications that change, each with its last day, "" to take it away."""
        before = self.values(item)
        typed: dict[Qualification, str] = {w: values[w].strip() for w in QUALIFICATIONS}
        return {what: until for what, until in typed.items() if until != before[what]}

    def _pin_wrong(self) -> dict[str, str]:
        try:
            rules.check_pin(self._pin.text())
        except Refused as refused:
            return {"pin": sentence(refused) if self._pin.text() else _("The PIN is missing")}
        return {} if self._pin.text() == self._again.text() else {"pin": _("The two PINs differ")}

    def choose(self, key: str) -> None:
        self._forget_pins()
        super().choose(key)
        if why_not := self._not_erased():
            self._erase.set_not_yet(why_not)
        else:
            self._erase.set_ready()

    def _not_erased(self) -> str:
        """Return why the person in the form cannot be erased, "" when they can."""
        item = self.item
        if not self.allowed:
            return self.reason
        if item is None:
            return _("Choose a person first")
        if item.id == self.frame.person.id:
            return _("Nobody erases themselves")
        return "" if item.name else _("Erased already")

    def scan_badge(self, text: str) -> None:
        """Take a badge into the form."""
        field = self.fields["badge"]
        if isinstance(field, Field):
            field.setText(badge_number(text))

    def scan(self, text: str) -> str:
        read = scans.read(text, datetime.now().astimezone().date())
        if not self.allowed or not isinstance(read, scans.Badge | scans.BatteryCode):
            return ""
        self.scan_badge(text)
        return _("badge of {name}").format(name=self.named(self.item))

    def save(self, item: Listed | None, values: Mapping[str, str]) -> None:
        by, pin = self.frame.person.id, self._pin.text()
        roles: tuple[Role, ...] = tuple(role for role in _ROLES if values[role])
        name, badge, phone = values["name"], values["badge"], values["phone"]
        days = self._requalified(item, values)
        if item is None:
            new = NewPerson(
                name=name, badge=badge, pin=pin, roles=roles, phone=phone, qualified=days
            )
            self.frame.work(
                lambda s: people.enter(s, new, by=by), done=self._written, refused=self._no
            )
            return
        changed = ChangedPerson(
            id=item.id,
            name=name,
            badge=badge,
            roles=roles,
            active=bool(values["active"]),
            pin=pin,
            phone=phone,
            qualified=days,
        )
        self.frame.work(
            lambda s: people.change(s, changed, by=by),
            done=lambda _none: self._written(changed.id),
            refused=self._no,
        )

    def _written(self, id_: str) -> None:
        self._forget_pins()
        self.saved(id_)

    def _no(self, refused: Refused) -> None:
        self.not_saved(sentence(refused))

    def _erased(self) -> None:
        item, by = self.item, self.frame.person.id
        if item is not None:
            self.frame.work(
                lambda s: people.erase(s, item.id, by=by),
                done=lambda _none: self.choose(item.id),
                refused=self._no,
            )

    def _forget_pins(self) -> None:
        self._pin.clear()
        self._again.clear()


def _past(item: Listed) -> bool:
    return any(until < today() for until in item.qualified.values())


def _standing(item: Listed) -> str:
    """Return how a person stands: gone, or the day on which the first qualification ends."""
    if not item.active:
        return _("left") if item.name else _("erased")
    first = min(item.qualified.values(), default="")
    if not first:
        return ""
    words = _("ended {date}") if _past(item) else _("until {date}")
    return words.format(date=first)

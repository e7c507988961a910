"""The form in which an administrator makes an edition of the centre's own from one in force."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain import rules
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition, Own, Rule
from cellyard.ui import form
from cellyard.ui.screens.setup.fields import Fields
from cellyard.ui.setting_up.panel import Primary
from cellyard.ui.setting_up.rules import edition_name, today
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.label import Label
from cellyard.words import _, ngettext, sentence
from cellyard.words.numbers import unit_sign

_RULE = "rule "


class OwnEdition(QObject):
    """`changed` at each key; `wrong` says in one sentence why it cannot be published yet, `saving`
    stands while it is.

    Numbers are typed one by one beside the list of rules; what is typed is kept as text.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._base: Edition | None = None
        self._id = ""
        self._texts: dict[str, str] = {}
        self._rule: Rule | None = None
        self.saving = False
        self.fields = Fields(title=Field(), valid_from=Field(mono=True), valid_to=Field(mono=True))
        self.number = Field(right=True)
        self._name = Label("", "sub", weight=600, elide=True)
        self._from = Label("", "small", colour="text_muted", elide=True)
        self._which = Label("", "body", weight=600, elide=True)
        self._unit = Label("", "desk_body", colour="text_muted")
        self._hint = Label("", "small", colour="text_muted", wrap=True)
        self.side = self._side()
        self.fields.changed.connect(self.changed)
        self.number.textEdited.connect(self._typed)

    @property
    def base(self) -> Edition | None:
        """The edition that it is made from; None while none is made."""
        return self._base

    def begin(self, base: Edition, editions: Sequence[Edition]) -> None:
        """Begin an edition from this one."""
        self._base, self._texts, self._rule = base, {}, None
        self._id = rules.own_id(base, (e.id for e in editions), int(today()[:4]))
        valid_from = max(today(), base.valid_from)
        self.fields.fill({"title": "", "valid_from": valid_from, "valid_to": base.valid_to})
        self._name.setText(edition_name(self._id))
        self._from.setText(_("made from {edition}").format(edition=edition_name(base.id)))

    def end(self) -> None:
        """Let it go."""
        self._base = None

    def choose(self, rule: Rule) -> None:
        """Show a rule, to type another number."""
        self._rule = rule
        numeric = rule.value is not None
        self._which.setText(rule.id)
        self._unit.setText(unit_sign(rule.unit))
        self.number.setEnabled(numeric)
        self.number.setText(self._texts.get(rule.id, _plain(rule)))
        self._hint.setText(_hint(rule))
        self._hint.updateGeometry()

    def text(self, rule: Rule) -> str:
        """Return the number typed for a rule, "" where it is as it was."""
        text = self._texts.get(rule.id, "")
        return "" if _decimal(text) == rule.value else text

    @property
    def count(self) -> int:
        """How many numbers differ."""
        return sum(bool(self.text(rule)) for rule in self._base.rule) if self._base else 0

    def made(self) -> Edition:
        """Return the edition as it stands here; Refused says what is wrong with it."""
        base, values = self._base, self.fields.values()
        if base is None:
            raise Refused("edition_unchanged")
        numbers: dict[str, Decimal] = {}
        for rule in base.rule:
            if text := self.text(rule):
                value = _decimal(text)
                if value is None:
                    raise Refused("rule_number_wrong", rule=rule.id, text=text)
                numbers[rule.id] = value
        own = Own(
            id=self._id,
            title=values["title"],
            valid_from=values["valid_from"].strip(),
            valid_to=values["valid_to"].strip(),
            numbers=numbers,
        )
        return rules.changed(base, own)

    def wrong(self) -> str:
        """Return why it cannot be published yet, "" when it can."""
        try:
            self.made()
        except Refused as refused:
            return sentence(refused)
        return ""

    def said(self) -> str:
        """Return how much is changed."""
        words = ngettext("{count} number changed", "{count} numbers changed", self.count)
        return words.format(count=self.count)

    def primary(self) -> Primary:
        """Return the one next step while an edition is made."""
        text = _("Publish it")
        if self.saving:
            return Primary(text, working=_("Saving"))
        if not self.count:
            return Primary(text, not_yet=_("No number is changed"))
        if self.wrong():
            return Primary(text, not_yet=_("Something is not right yet"))
        return Primary(text, self.said())

    def kept(self) -> dict[str, str]:
        """Return what is typed; {} while no edition is made."""
        if self._base is None:
            return {}
        texts = {f"{_RULE}{id_}": text for id_, text in self._texts.items()}
        return {"base": self._base.id, **self.fields.values(), **texts}

    def restore(self, kept: dict[str, str], editions: Sequence[Edition]) -> None:
        """Take back what was typed, if the edition it was made from is still there."""
        base = next((e for e in editions if e.id == kept.get("base")), None)
        if base is not None:
            self.begin(base, editions)
            self.fields.fill(kept)
            typed = {k.removeprefix(_RULE): t for k, t in kept.items() if k.startswith(_RULE)}
            self._texts = typed

    def _side(self) -> QWidget:
        f = self.fields
        self.number.setAccessibleName(_("Its own number"))
        return form.card(
            form.column(
                form.column(self._name, self._from, gap=2),
                form.form(
                    (_("Title"), f["title"]),
                    (_("From"), f["valid_from"]),
                    (_("Until"), f["valid_to"]),
                ),
                form.line(),
                self._which,
                form.row((self.number, 1), self._unit, gap=8),
                self._hint,
                form.stretch(),
                gap=10,
            ),
            padding=18,
        )

    def _typed(self, text: str) -> None:
        if self._rule is not None:
            self._texts[self._rule.id] = text.strip()
            self.changed.emit()


def _plain(rule: Rule) -> str:
    return "" if rule.value is None else f"{rule.value:f}"


def _hint(rule: Rule) -> str:
    if rule.value is None:
        return _("This rule has no number to change.")
    if rule.confidence == "V":
        return _("This number stands in an official text. An own one counts as a proposal.")
    return _("An own number counts as a proposal, with what it was before.")


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None

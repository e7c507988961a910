"""Set up, centre: its name, its law, its credit code, and what a fire brigade asks for."""

from collections.abc import Iterable

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.domain.registers import Centre
from cellyard.domain.rules import Edition
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.fields import Fields
from cellyard.ui.screens.setup.packagings import Packagings, asked_for
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.outlets import uscc_wrong
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.rules import JURISDICTIONS, REGIONS
from cellyard.ui.widgets.desk import Choice, Field
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import N_, _

_PACKAGINGS = "packagings"
# For the fire sheet; the address stands on papers, too.
_SITE: dict[str, str] = {
    "address": N_("Address"),
    "gate_phone": N_("Gate, phone"),
    "hydrants": N_("Hydrants"),
    "main_switch": N_("Main switch"),
    "meeting_point": N_("Meeting point"),
}


class CentreSection(Section):
    """One entry; a station's own name stays as it was founded."""

    key = "centre"
    title = N_("Centre")
    icon = "ph.buildings"
    right = "editions"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._centre: Centre | None = None
        self._saving = False
        self.fields = Fields(
            name=Field(),
            jurisdiction=Choice([(key, _(words)) for key, words in JURISDICTIONS.items()]),
            region=Choice(
                [(key, _(words)) for part in REGIONS.values() for key, words in part.items()]
            ),
            uscc=Field(mono=True),
            **{name: Field() for name in _SITE},
        )
        self._message = MessageLine()
        self._facts = KeyValues(key_width=96)
        self._editions: list[Edition] = []
        self.packagings = Packagings()
        self.packagings.changed.connect(self._typed)
        self.middle, self.side = self._middle(), self._side()
        self.fields.changed.connect(self._typed)

    def shown(self) -> None:
        self.fields.set_enabled(enabled=self.allowed)
        self.learn()

    def learn(self) -> None:
        self.ask(lambda q: (q.registers.centre(), q.registers.editions()), self._learn)

    def primary(self) -> Primary | None:
        text = _("Save")
        if self._saving:
            return Primary(text, working=_("Saving"))
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        changed = self._changed()
        if changed is None or changed == self._centre:
            return Primary(text, not_yet=_("Nothing is changed"))
        if not changed.name:
            return Primary(text, not_yet=_("The name of the centre is missing"))
        if wrong := uscc_wrong(changed.uscc):
            return Primary(text, not_yet=wrong)
        return Primary(text, changed.name)

    def act(self) -> None:
        changed, primary = self._changed(), self.primary()
        if changed and primary and not primary.not_yet and not primary.working:
            self._saving = True
            self.changed.emit()
            self.publish([changed], self._saved, self._not_saved)

    def kept(self) -> dict[str, str]:
        if self._changed() == self._centre:
            return {}
        return {**self.fields.values(), _PACKAGINGS: " ".join(self.packagings.chosen)}

    def restore(self, kept: dict[str, str]) -> None:
        if kept:
            self.fields.fill(kept)
            self._offer(kept.get(_PACKAGINGS, "").split())

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title), _("These names stand on labels, papers and screens.")
        )
        f = self.fields
        f["jurisdiction"].setAccessibleName(_("Works by the rules of"))
        f["region"].setAccessibleName(_("Part of it"))
        law = form.holder(form.row((f["jurisdiction"], 1), (f["region"], 1), gap=8))
        fields = form.form(
            (_("Centre"), f["name"]),
            (_("Works by the rules of"), law),
            (_("Social credit code"), f["uscc"]),
            gap=12,
        )
        site = form.form(*((_(words), f[name]) for name, words in _SITE.items()), gap=8)
        inside = form.column(
            fields,
            form.line(),
            Label(_("For the fire brigade, on the fire sheet"), "sub", weight=600),
            site,
            gap=12,
        )
        return form.holder(
            form.column(head, form.card(inside, padding=20), form.stretch(), self._message, gap=12)
        )

    def _side(self) -> QWidget:
        title = Label(_("This station"), "sub", weight=600)
        hint = _(
            "Another law counts for decisions from then on; every earlier one keeps the "
            "edition it was taken under."
        )
        told = Label(hint, "small", colour="text_muted", wrap=True)
        at_hand = self.packagings.card
        return form.card(
            form.column(title, self._facts, told, form.line(), at_hand, form.stretch(), gap=10),
            padding=18,
        )

    def _learn(self, learned: tuple[Centre, list[Edition]]) -> None:
        centre, self._editions = learned
        untouched = self._changed() == self._centre
        if self._centre is None:
            untouched = not self.fields.values()["name"]  # else a draft stands there
        self._centre = centre
        if untouched:
            self._fill(centre)
        self._offer(centre.packagings if untouched else self.packagings.chosen)
        work = _("training") if centre.training else _("real")
        self._facts.set_pairs(((_("Name"), self.frame.station), (_("Work"), work)))
        self.changed.emit()

    def _fill(self, centre: Centre) -> None:
        named = ("name", "jurisdiction", "region", "uscc", *_SITE)
        self.fields.fill({name: str(getattr(centre, name)) for name in named})
        self._show_region()

    def _show_region(self) -> None:
        """Ask for the part only where one has waste codes of its own."""
        self.fields["region"].setVisible(self.fields.values()["jurisdiction"] in REGIONS)

    def _offer(self, chosen: Iterable[str]) -> None:
        names = asked_for(self._editions, self.fields.values()["jurisdiction"])
        self.packagings.offer(names, chosen, enabled=self.allowed)

    def _changed(self) -> Centre | None:
        if self._centre is None:
            return None
        values, at_hand = self.fields.values(), self.packagings.chosen
        if set(at_hand) == set(self._centre.packagings):
            at_hand = self._centre.packagings
        return msgspec.structs.replace(
            self._centre,
            name=values["name"].strip(),
            jurisdiction=values["jurisdiction"],
            region=values["region"] if values["jurisdiction"] in REGIONS else "",
            uscc=values["uscc"].strip().upper(),
            packagings=at_hand,
            **{name: values[name].strip() for name in _SITE},
        )

    def _typed(self) -> None:
        self._message.clear()
        self._show_region()
        self.fields.set_wrong({"uscc": uscc_wrong(self.fields.values()["uscc"])})
        self.changed.emit()

    def _saved(self) -> None:
        self._saving = False
        self._message.note(_("Kept."), _("It counts from now on."))
        self.learn()

    def _not_saved(self, said: str) -> None:
        self._saving = False
        self._message.wrong(said)
        self.changed.emit()

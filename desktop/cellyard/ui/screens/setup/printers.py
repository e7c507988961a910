"""Set up, printers and photos: where labels and papers go, where photos come from."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.settings import Settings
from cellyard.ui import form, style
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.paper_printer import PaperPrinterCard
from cellyard.ui.setting_up.photos import PhotosCard
from cellyard.ui.setting_up.printer import PrinterCard
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.words import N_, _


class PrintersSection(Section):
    """One label printer, one document printer and one camera a station."""

    key = "printers"
    title = N_("Printers, photos")
    icon = "ph.printer"
    right = "instruments"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        super().__init__(frame)
        self._card = PrinterCard(frame.settings.label_target, folder, title=_("Label printer"))
        self._card.changed.connect(self.changed)
        self._papers = PaperPrinterCard(frame)
        self._papers.changed.connect(self.changed)
        self._photos = PhotosCard(frame.settings.photos)
        self._photos.changed.connect(self.changed)
        for card in (self._card, self._papers, self._photos):
            card.setEnabled(self.allowed)
        self.middle, self.side = self._middle(), self._side()

    def primary(self) -> Primary | None:
        text = _("Save")
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        if self._wanted() == self.frame.settings:
            return Primary(text, not_yet=_("Nothing is changed"))
        return Primary(text, _("It counts from now on."))

    def act(self) -> None:
        if self.allowed and self._photos.check():
            self.frame.use_settings(self._wanted())
            self.changed.emit()

    def kept(self) -> dict[str, str]:
        if self._wanted() == self.frame.settings:
            return {}
        return {
            "labels": self._card.target(),
            "photos": self._photos.folder(),
            "printer": self._papers.printer(),
            "copies": str(self._papers.copies()),
        }

    def restore(self, kept: dict[str, str]) -> None:
        if kept:
            self._card.set_target(kept["labels"])
            self._photos.set_folder(kept["photos"])
            self._papers.set_wanted(kept["printer"], int(kept["copies"]))

    def _wanted(self) -> Settings:
        return msgspec.structs.replace(
            self.frame.settings,
            label_target=self._card.target(),
            paper_printer=self._papers.printer(),
            paper_copies=self._papers.copies(),
            photos=self._photos.folder(),
        )

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title), _("Battery labels of 100 × 70 mm, papers of A4.")
        )
        self._card.setFixedHeight(style.px(280))
        self._papers.setFixedHeight(style.px(264))
        return form.holder(form.column(head, self._card, self._papers, form.stretch(), gap=8))

    def _side(self) -> QWidget:
        pairs = (
            (_("Size"), "100 × 70 mm"),
            (_("Dots"), "800 × 560, 203 dpi"),
            (_("Codes"), _("QR and Data Matrix")),
        )
        hint = _(
            "Each label is kept as PDF too. A printer that was off gets its labels when it is "
            "back; a second copy says REPRINT."
        )
        self._photos.setFixedHeight(style.px(190))
        label = form.card(
            form.column(
                Label(_("The label"), "sub", weight=600),
                KeyValues(pairs, key_width=96),
                form.stretch(),
                Label(hint, "small", colour="text_muted", wrap=True),
                gap=12,
            ),
            padding=18,
        )
        return form.holder(form.column(self._photos, (label, 1), gap=12))

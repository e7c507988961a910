"""Set up, printers and folders: where labels and papers go, where photos come from."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import folders, paper_folder
from cellyard.settings import Settings
from cellyard.ui import form, style
from cellyard.ui.screen import Frame
from cellyard.ui.screens.setup.section import Section
from cellyard.ui.setting_up.errand import errand
from cellyard.ui.setting_up.folder import FolderCard
from cellyard.ui.setting_up.panel import Primary, heading
from cellyard.ui.setting_up.paper_printer import PaperPrinterCard
from cellyard.ui.setting_up.printer import PrinterCard
from cellyard.words import N_, _

_Card = FolderCard | PaperPrinterCard


class _Asked(NamedTuple):
    """A folder to be looked into, and the card that says what is wrong with it."""

    card: _Card
    folder: str
    written: bool = True


def _looked_into(asked: Sequence[_Asked]) -> tuple[_Card, Refused] | None:
    """Return what is wrong with the first folder that will not do; not on the main thread."""
    for one in asked:
        try:
            folders.check(one.folder, written=one.written)
        except Refused as no:
            return one.card, no
    return None


class PrintersSection(Section):
    """One label printer, one document printer, one camera, one place for the fire sheet."""

    key = "printers"
    title = N_("Printers, folders")
    icon = "ph.printer"
    right = "instruments"

    def __init__(self, frame: Frame, folder: Callable[[], Path]) -> None:
        super().__init__(frame)
        self._looking = False
        self._card = PrinterCard(
            frame.settings.label_target,
            folder,
            title=_("Label printer"),
            hint=_(
                "Each label is kept as PDF too. A printer that was off gets its labels when it is "
                "back; a second copy says REPRINT."
            ),
        )
        self._papers = PaperPrinterCard(frame)
        self._photos = FolderCard(
            _("Folder of the camera"),
            frame.settings.photos,
            named=_(
                "A photo that comes up here while a battery is looked at goes onto its ticket."
            ),
            none=_("None: photos are dragged onto the ticket by hand."),
        )
        self._fire = FolderCard(
            _("Folder of the fire sheet"),
            frame.settings.fire_sheet,
            named=_("The fire sheet is written here each minute, as PDF and as text."),
            none=_("None: it lies on this computer. Name a share that the gate can open."),
        )
        for card in (self._card, self._papers, self._photos, self._fire):
            card.changed.connect(self.changed)
            card.setEnabled(self.allowed)
        self.middle, self.side = self._middle(), self._side()

    def primary(self) -> Primary | None:
        text = _("Save")
        if not self.allowed:
            return Primary(text, not_yet=self.reason)
        if self._looking:
            return Primary("", working=_("Looking into the folders"))
        if self._wanted() == self.frame.settings:
            return Primary(text, not_yet=_("Nothing is changed"))
        return Primary(text, _("It counts from now on."))

    def act(self) -> None:
        """Keep what is wanted, once every folder that is new was looked into."""
        wanted = self._wanted()
        if not self.allowed or self._looking or wanted == self.frame.settings:
            return
        asked = self._new_folders(wanted)
        self._looking = True
        self.changed.emit()

        def done(bad: tuple[_Card, Refused] | None) -> None:
            self._looking = False
            if bad:
                card, no = bad
                card.refuse(no)
            else:
                self.frame.use_settings(wanted)
            self.changed.emit()

        errand(self.middle, "folders", lambda: _looked_into(asked), done, self.frame.refuse)

    def _new_folders(self, wanted: Settings) -> list[_Asked]:
        """Return the folders that are named anew; photos are only read there."""
        now, papers = self.frame.settings, paper_folder.folder_of(wanted.paper_printer)
        asked: list[_Asked] = []
        if wanted.photos not in ("", now.photos):
            asked.append(_Asked(self._photos, wanted.photos, written=False))
        if wanted.fire_sheet not in ("", now.fire_sheet):
            asked.append(_Asked(self._fire, wanted.fire_sheet))
        if papers is not None and wanted.paper_printer != now.paper_printer:
            asked.append(_Asked(self._papers, str(papers)))
        return asked

    def kept(self) -> dict[str, str]:
        if self._wanted() == self.frame.settings:
            return {}
        return {
            "labels": self._card.target(),
            "photos": self._photos.folder(),
            "fire": self._fire.folder(),
            "printer": self._papers.printer(),
            "copies": str(self._papers.copies()),
        }

    def restore(self, kept: dict[str, str]) -> None:
        if kept:
            self._card.set_target(kept["labels"])
            self._photos.set_folder(kept["photos"])
            self._fire.set_folder(kept["fire"])
            self._papers.set_wanted(kept["printer"], int(kept["copies"]))

    def _wanted(self) -> Settings:
        return msgspec.structs.replace(
            self.frame.settings,
            label_target=self._card.target(),
            paper_printer=self._papers.printer(),
            paper_copies=self._papers.copies(),
            photos=self._photos.folder(),
            fire_sheet=self._fire.folder(),
        )

    def _middle(self) -> QWidget:
        head, _first, _second = heading(
            _(self.title), _("Battery labels of 100 × 70 mm, papers of A4.")
        )
        self._card.setFixedHeight(style.px(280))
        self._papers.setFixedHeight(style.px(264))
        return form.holder(form.column(head, self._card, self._papers, form.stretch(), gap=8))

    def _side(self) -> QWidget:
        return form.holder(form.column((self._photos, 1), (self._fire, 1), gap=12))

"""The folder that a camera drops its photos into, where Intake finds them."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cellyard.ui import form, style
from cellyard.ui.widgets.desk import Field
from cellyard.ui.widgets.label import Label
from cellyard.words import _


class PhotosCard(QFrame):
    """`changed` at each change of the folder, see `settings.photos`."""

    changed = Signal()

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._where = Field(folder, mono=True)
        self._where.setAccessibleName(_("Folder of the camera"))
        self._said = Label("", "small", colour="text_muted", wrap=True)
        self._where.textChanged.connect(self._typed)
        head = Label(_("Folder of the camera"), "sub", weight=600)
        inside = form.column(head, self._where, self._said, form.stretch(), gap=12)
        inside.setContentsMargins(*(style.px(18),) * 4)
        self.setLayout(inside)
        self._hint()

    def folder(self) -> str:
        """Return the folder as `settings.photos` says it; "" for none."""
        return self._where.text().strip()

    def set_folder(self, folder: str) -> None:
        """Put a folder in."""
        self._where.setText(folder)

    def check(self) -> bool:
        """Tell whether the folder can be watched; if not, say what to do."""
        folder = self.folder()
        well = not folder or Path(folder).is_dir()
        if not well:
            said = _("This folder is not there. Correct it, or connect what it lies on.")
            self._where.set_wrong(said)
            self._said.setText(said)
            self._said.set_colour("text")
        return well

    def _typed(self) -> None:
        self._where.set_wrong("")
        self._hint()
        self.changed.emit()

    def _hint(self) -> None:
        self._said.setText(
            _("A photo that comes up here while a battery is looked at goes onto its ticket.")
            if self.folder()
            else _("None: photos are dragged onto the ticket by hand.")
        )
        self._said.set_colour("text_muted")

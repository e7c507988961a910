"""Documents looked at in place: the label as it is printed, and the photos of a battery."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from cellyard.jobs.labels import Picture
from cellyard.ui import form
from cellyard.ui.screens.find.story import Photo
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.line_list import Line, LineList
from cellyard.ui.widgets.picture import PictureView, image_of
from cellyard.words import _
from cellyard.words.intake import SECTIONS, copies

_SIDE = 300


class LabelPaper(QWidget):
    """The label as the printer burns it, and printing it again."""

    again = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view = PictureView()
        self._title = Label(_("Label"), "lead", weight=600)
        self._told = Label(step="small", colour="text_muted", wrap=True)
        self._print = BigButton(_("Print again"), key="F11")
        self._print.clicked.connect(self.again)
        side = form.column(
            self._title,
            form.gap(4),
            self._told,
            form.stretch(),
            back_button(self.closed),
            form.gap(16),
            self._print,
            gap=0,
        )
        self.setLayout(form.row((self._view, 1), form.holder(side, width=_SIDE), margins=(20, 16)))

    def show_label(self, picture: Picture | None, printed: int, printer: str) -> None:
        """Show a label, or that there is no paper of it here."""
        image = image_of(picture) if picture else QImage()
        self._view.set_image(image, _("Label") if picture else _("No label was printed here"))
        where = printer or _("No printer is set up. The label is kept as a file.")
        self._told.setText(f"{copies(printed)}\n{where}")
        self._print.set_words(_("Print again") if printed else _("Print label"), key="F11")
        self._print.set_ready()

    def refuse(self, reason: str) -> None:
        """Say why it cannot be printed."""
        self._print.set_not_yet(reason)

    def begin(self) -> None:
        """Say that it is being printed."""
        self._print.set_working(_("Printing"))


class PhotoPaper(QWidget):
    """All photos of a battery: a list, and the chosen one large; `wanted` asks for a photo."""

    wanted = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view = PictureView()
        self._list = LineList(pad=8)
        self._list.line_chosen.connect(self.wanted)
        self._photos: tuple[Photo, ...] = ()
        title = Label(_("Photos"), "lead", weight=600)
        side = form.column(title, (self._list, 1), back_button(self.closed), gap=12)
        self.setLayout(form.row((self._view, 1), form.holder(side, width=_SIDE), margins=(20, 16)))

    def show_photos(self, photos: tuple[Photo, ...], said: dict[str, str]) -> None:
        """List the photos; `said` tells by fact who took each and when."""
        self._photos = photos
        self._list.set_lines(
            [Line(p.file.sha256, _(SECTIONS[p.section][0]), said.get(p.ref, "")) for p in photos]
        )
        if photos and not self._list.key:
            self._list.choose(photos[0].file.sha256)
            self.wanted.emit(photos[0].file.sha256)

    def show_photo(self, image: QImage | None) -> None:
        """Show the photo that was asked for; None when its file is not here."""
        photo = next((p for p in self._photos if p.file.sha256 == self._list.key), None)
        words = _(SECTIONS[photo.section][0]) if photo else ""
        if image is None:
            words = _("This photo is not kept here")
        elif image.isNull():
            words = _("This file is no picture")
        self._view.set_image(QImage() if image is None else image, words)

    def next_photo(self, step: int) -> None:
        """Go on in the list, or back."""
        keys = [p.file.sha256 for p in self._photos]
        if self._list.key in keys:
            at = min(max(keys.index(self._list.key) + step, 0), len(keys) - 1)
            self._list.choose(keys[at])
            self.wanted.emit(keys[at])


def back_button(closed: SignalInstance) -> BigButton:
    """Return the button that leads back to the facts."""
    button = BigButton(_("Back to the facts"), "secondary", key=_("Esc"))
    button.clicked.connect(closed)
    return button

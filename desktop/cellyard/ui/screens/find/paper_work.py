"""Fetching what a paper shows, and printing the label again."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from cellyard.domain.refusals import Refused
from cellyard.jobs import labels
from cellyard.jobs.labels import Picture
from cellyard.ledger.questions import Questions
from cellyard.ui.screen import Frame
from cellyard.ui.screens.find.detail import Detail
from cellyard.words import _

_LARGEST = 1600  # px


class Papers:
    """Opens the pages of the detail and fills them as the store answers."""

    def __init__(self, frame: Frame, detail: Detail) -> None:
        self._frame, self._detail = frame, detail
        detail.label.again.connect(self.print_label)
        detail.photos.wanted.connect(self._ask_photo)

    def open(self, page: str) -> None:
        """Open "label" or "photos", or the facts for ""."""
        self._detail.open_page(page)
        if page == "label":
            self._ask_label()
        elif page == "photos":
            self._detail.show_photos()

    def print_label(self) -> None:
        """Print the label of the battery on screen once more."""
        story = self._detail.story
        if story is None or story.battery.verdict is None:
            return
        self._detail.label.begin()
        id_, by = story.battery.id, self._frame.person.id
        target = self._frame.settings.label_target
        ticket = _("Ticket {ticket}").format(ticket=story.battery.ticket)

        def printed(_answer: labels.Printed) -> None:
            self._frame.note(ticket, _("Label printed") if target else _("Label kept as a file"))
            self._ask_label()

        def refused(no: Refused) -> None:
            self._ask_label()
            self._frame.refuse(no)

        self._frame.work(
            lambda station: labels.print_label(station, id_, target=target, by=by),
            done=printed,
            refused=refused,
        )

    def _ask_label(self) -> None:
        story = self._detail.story
        if story is None:
            return
        station, ticket = story.battery.station, story.battery.ticket

        def ask(questions: Questions) -> Picture | None:
            return labels.picture(labels.paper(questions.folder, station, ticket))

        self._frame.ask(ask, self._show_label, key="find/label")

    def _show_label(self, picture: Picture | None) -> None:
        story = self._detail.story
        if story is not None:
            printer = self._frame.settings.label_target
            self._detail.label.show_label(picture, story.battery.labels, printer)

    def _ask_photo(self, sha256: str) -> None:
        def ask(questions: Questions) -> QImage | None:
            try:
                content = questions.blobs.get(sha256)
            except Refused:
                return None  # not here yet, or damaged: the page says so
            return _fitted(QImage.fromData(content))

        self._frame.ask(ask, self._detail.photos.show_photo, key="find/photo")


def _fitted(photo: QImage) -> QImage:
    """Return a photo no larger than any glass shows it; done here, off the main thread."""
    if max(photo.width(), photo.height()) <= _LARGEST:
        return photo
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return photo.scaled(_LARGEST, _LARGEST, keep, smooth)

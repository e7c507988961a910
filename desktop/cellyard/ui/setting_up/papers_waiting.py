"""The papers that wait for the document printer, and what a person says of the one in doubt."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cellyard.jobs import paper_folder
from cellyard.jobs.paper_queue import Paper, PaperQueue, papers
from cellyard.jobs.station import Station
from cellyard.ui import form
from cellyard.ui.screen import Frame
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.label import Label
from cellyard.words import _, ngettext, sentence

_AGAIN_MS = 1000
_LINES = 3


class PapersWaiting(QWidget):
    """Says what waits and why; asks of the oldest paper that may have been printed already."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._paper: Paper | None = None
        self._said = Label("", "small", colour="text_muted", wrap=True, lines=_LINES)
        self._again = Button(_("Print again"), icon="ph.printer")
        self._drop = Button(_("Let it go"))
        self._again.clicked.connect(lambda: self._settle(PaperQueue.again))
        self._drop.clicked.connect(lambda: self._settle(PaperQueue.drop))
        buttons = form.row(self._again, self._drop, form.stretch(), gap=12)
        self.setLayout(form.column(self._said, buttons, gap=12))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.learn)
        self._show(())

    def learn(self) -> None:
        """Ask the queue anew; done once a second while it is seen."""
        self._frame.ask(
            lambda questions: _oldest(papers(questions.folder)), self._show, key="papers waiting"
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.learn()
        self._timer.start(_AGAIN_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _show(self, waiting: tuple[Paper, ...]) -> None:
        """Show the paper in doubt, or else the oldest, and how many there are."""
        first = waiting[0] if waiting else None
        self._paper = first
        doubtful = first is not None and first.doubtful
        self._again.setEnabled(doubtful)
        self._drop.setEnabled(first is not None)
        trouble = self._frame.papers.trouble
        if first is None:
            said = _("No paper waits.")
        elif doubtful:
            said = _(
                "{title} may have been printed on {printer} already. Look there: print it "
                "again, or let it go if it is there."
            ).format(title=first.title, printer=paper_folder.named(first.target))
        elif trouble:
            said = sentence(trouble)
        else:
            text = ngettext("{count} paper waits", "{count} papers wait", len(waiting))
            said = text.format(count=len(waiting))
        self._said.setText(said)
        self._said.set_colour("text" if doubtful or trouble else "text_muted")

    def _settle(self, act: Callable[[PaperQueue, int], None]) -> None:
        paper = self._paper
        if paper is None:
            return

        def settle(station: Station) -> None:
            act(papers(station.folder), paper.number)

        self._frame.work(settle, done=lambda _none: self.learn())


def _oldest(queue: PaperQueue) -> tuple[Paper, ...]:
    """Return what waits: first the papers in doubt, then the others, each oldest first."""
    doubtful = queue.doubtful()
    numbers = {paper.number for paper in doubtful}
    return (*doubtful, *(paper for paper in queue.waiting() if paper.number not in numbers))

"""The hand-over sheet looked at before it is printed, with who takes over."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cellyard.domain.refusals import Refused
from cellyard.jobs import paper_folder
from cellyard.ui import form
from cellyard.ui.screens.shift.survey import Drawn
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.paper_view import PaperView
from cellyard.words import _, clock, sentence
from cellyard.words.times import local

_SIDE = 348


class SheetPage(QWidget):
    """`out` asks to print it (or to keep it as PDF where there is no printer), `closed` to go."""

    out = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.drawn: Drawn | None = None
        self._view = PaperView()
        self._told = Label(step="small", colour="text_muted", wrap=True)
        self._who = Label(step="sub", weight=600, wrap=True)
        self._ask = Label(
            _("Whoever takes over scans their badge: the name comes on the sheet."),
            "small",
            colour="text_muted",
            wrap=True,
            lines=2,
        )
        back = BigButton(_("Back to the board"), "secondary", key=_("Esc"))
        back.clicked.connect(self.closed)
        self._out = BigButton("", key=_("Enter"))
        self._out.clicked.connect(self.out)
        side = form.column(
            Label(_("Hand-over sheet"), "title"),
            self._told,
            self._who,
            self._ask,
            form.stretch(),
            back,
            self._out,
        )
        self.setLayout(form.row((self._view, 1), form.holder(side, width=_SIDE)))

    def begin(self, incoming: str) -> None:
        """Say that it is being drawn, for whoever takes over ("" for nobody named)."""
        self.drawn = None
        words = _("To {name}").format(name=incoming) if incoming else _("Nobody is named yet")
        self._who.setText(words)
        self._out.set_words(_("Print"))
        self._out.set_not_yet(_("Drawing the paper"))

    def show_sheet(self, drawn: Drawn | Refused) -> None:
        """Show the sheet, or why there is none."""
        if isinstance(drawn, Refused):
            self._view.show_words(sentence(drawn))
            self._out.set_not_yet(_("No paper to print"))
            return
        self.drawn = drawn
        self._view.show_paper(drawn.pdf, _("Hand-over sheet"))
        self._told.setText(_("As of {time}").format(time=clock(local(drawn.at), seconds=True)))
        self.end()

    def work(self) -> None:
        """Say that it is being queued or kept."""
        self._out.set_working(_("Printing"))

    def end(self) -> None:
        """Say where it goes, once more if it has gone."""
        if self.drawn is None:
            return
        if self.drawn.printer:
            self._out.set_words(_("Print"), paper_folder.named(self.drawn.printer))
        else:
            self._out.set_words(_("Save as PDF"), _("This computer has no printer"))
        self._out.set_ready()

    @property
    def ready(self) -> bool:
        """True while there is a sheet that nobody is printing."""
        return self.drawn is not None and self._out.mode == "ready"

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key of the paper; False when it means nothing here."""
        return self._view.take_key(event)

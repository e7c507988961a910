"""The right side of Find: who the battery is, its line of life and facts, or one of its papers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain import facts as f
from cellyard.ui import form
from cellyard.ui.screens.find.facts_table import FactsTable
from cellyard.ui.screens.find.head_card import HeadCard
from cellyard.ui.screens.find.life import lanes, life
from cellyard.ui.screens.find.papers import LabelPaper, PhotoPaper
from cellyard.ui.screens.find.sheets import SheetPaper
from cellyard.ui.screens.find.story import Story, Told
from cellyard.ui.screens.find.taking_back import TakingBack
from cellyard.ui.screens.find.traces import TracePaper
from cellyard.ui.widgets.desk import Button
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.life_line import LifeLine
from cellyard.words import N_, _, ngettext, times, value

_HEAD, _LIFE = 124, 212
# The papers of the bench, by the name of their document.
SHEETS: dict[str, str] = {
    "test-report": N_("Test report"),
    "discharge-record": N_("Discharge record"),
}


# A correction, and that a load was on or off, whatever anybody says afterwards.
_STANDS = (f.Corrected, f.RunBegan, f.RunEnded)


class Detail(QStackedWidget):
    """Shows one battery; `page_wanted` names one of its papers, "" is back to the facts."""

    page_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.story: Story | None = None
        self._now = 0
        self._head, self._life = HeadCard(), LifeLine()
        self._label = Button(_("Label"), icon="ph.qr-code")
        self._photos = Button("", icon="ph.camera")
        self._correct = form.keep(Button(_("Correct…"), icon="ph.note-pencil"))
        self._trace = Button(_("Trace"), icon="ph.activity")
        self._sheets = {
            name: Button(_(title), icon="ph.file-text") for name, title in SHEETS.items()
        }
        self._worth = Label(step="desk_body", colour="text_muted", align="right", elide=True)
        papers = (*self._sheets.values(), self._trace)
        self._bench = form.holder(form.row(*papers, (self._worth, 1), gap=10))
        self.table = FactsTable(self._bench, self._photos, self._label, self._correct)
        self.label, self.photos, self.taking_back = LabelPaper(), PhotoPaper(), TakingBack()
        self.traces = TracePaper()
        self.sheets = {name: SheetPaper(_(title)) for name, title in SHEETS.items()}
        self._papers: dict[str, LabelPaper | PhotoPaper | TakingBack | TracePaper | SheetPaper] = {
            "label": self.label,
            "photos": self.photos,
            "taking_back": self.taking_back,
            "trace": self.traces,
            **self.sheets,
        }
        self._may_correct = False
        self._pages = QStackedWidget()
        self._facts = self._build_facts()
        for page in self._papers.values():
            self._pages.addWidget(form.card(form.column(page), padding=0))
        head = form.card(form.column(self._head), padding=0, height=_HEAD)
        self._none = self._build_none()
        self._one = form.holder(form.column(head, (self._pages, 1), gap=14))
        self.addWidget(self._none)
        self.addWidget(self._one)
        self._connect()

    def _build_facts(self) -> QWidget:
        life = form.card(form.column(self._life), padding=(20, 10), height=_LIFE)
        table = form.card(form.column(self.table), padding=(10, 4, 10, 0))
        page = form.holder(form.column(life, (table, 1), gap=14))
        self._pages.addWidget(page)
        return page

    def _build_none(self) -> QWidget:
        self._hint = EmptyHint("ph.magnifying-glass", "", "")
        return form.holder(form.column(self._hint, form.stretch()))

    def _connect(self) -> None:
        buttons = {
            "label": self._label,
            "photos": self._photos,
            "trace": self._trace,
            **self._sheets,
        }
        for name, button in buttons.items():
            button.clicked.connect(lambda _checked=False, name=name: self.page_wanted.emit(name))
        self._correct.clicked.connect(self.ask_reason)
        self.table.chosen.connect(lambda _ref="": self._show_correct())
        for page in self._papers.values():
            page.closed.connect(lambda: self.page_wanted.emit(""))

    def show_none(self, title: str, text: str) -> None:
        """Show that there is no battery, and what to do."""
        self.story = None
        self._hint.set_words(title, text)
        self.setCurrentWidget(self._none)

    def show_story(self, story: Story, now: int, *, may_correct: bool) -> None:
        """Show a battery; the page that is open stays open while it is the same one."""
        if self.story is None or self.story.battery.id != story.battery.id:
            self.open_page("")
            self.table.choose("")
        self.story, self._now, self._may_correct = story, now, may_correct
        self._head.show_story(story)
        self._life.set_life(life(story, now), lanes(story))
        self.table.show_story(story, now)
        count = len(story.photos)
        photos = ngettext("{count} photo", "{count} photos", count).format(count=count)
        self._photos.setText(photos if count else _("No photos"))
        self._photos.setEnabled(count > 0)
        self._label.setEnabled(story.battery.verdict is not None)
        self._show_papers_of_bench(story)
        self._show_correct()
        self.setCurrentWidget(self._one)

    def _show_papers_of_bench(self, story: Story) -> None:
        """Offer what the bench has left: a report, a record, a trace, each only where it is."""
        bench = story.battery.bench
        tested = bench.capacity or bench.resistance or bench.insulation
        self._sheets["test-report"].setVisible(tested is not None)
        self._sheets["discharge-record"].setVisible(bench.discharge is not None)
        self._trace.setVisible(bool(story.traces))
        self._worth.setText(value.said(story.worth, route=True) if story.worth else "")
        self._bench.setVisible(bool(tested or bench.discharge or story.traces or story.worth))
        if self.page == "trace":
            self.show_traces()

    def _show_correct(self) -> None:
        told = self.chosen_fact()
        self._correct.setVisible(self._may_correct)
        self._correct.setEnabled(told is not None)
        self._correct.setText(_("Correct…") if told else _("Choose a fact to correct it"))

    def chosen_fact(self) -> Told | None:
        """Return the chosen fact if it still counts and is one that may be taken back."""
        line = self.story.line if self.story else ()
        told = next((t for t in line if t.ref == self.table.key), None)
        if told is None or not told.standing or isinstance(told.recorded.fact, _STANDS):
            return None
        return told

    # --- pages ----------------------------------------------------------------------------------

    @property
    def page(self) -> str:
        """What is open below the head: the name of a paper, or "" for the facts."""
        return ("", *self._papers)[self._pages.currentIndex()]

    def open_page(self, page: str) -> None:
        """Open a page; nothing is laid over the work."""
        self._pages.setCurrentIndex(("", *self._papers).index(page))

    def ask_reason(self) -> None:
        """Ask why the chosen fact is taken back."""
        told = self.chosen_fact()
        if told and self._may_correct:
            self.taking_back.ask(told)
            self.open_page("taking_back")

    def show_traces(self) -> None:
        """List the runs that left their samples."""
        if self.story:
            self.traces.show_traces(self.story.traces, self._now)

    def show_photos(self) -> None:
        """List the photos of the battery, each with who took it and when."""
        if self.story:
            said = {
                told.ref: f"{times.moment(told.recorded.envelope.at, self._now)}, {told.who}"
                for told in self.story.line
            }
            self.photos.show_photos(self.story.photos, said)

"""What stands on the bench screen: channels, the work on the chosen one, and the one next step."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from cellyard.domain.bench.queue import Waiting
from cellyard.ui import form, style
from cellyard.ui.screens.bench.live import LivePage
from cellyard.ui.screens.bench.pages import LookPage, StuckPage, no_channels
from cellyard.ui.screens.bench.proposal import ProposalPage
from cellyard.ui.screens.bench.testing import TestingPage
from cellyard.ui.screens.bench.waiting import QueueList
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.channel_card import CardShown, ChannelCard
from cellyard.ui.widgets.steps import Step, StepStrip
from cellyard.words import _

_CARDS, _QUEUE, _BUTTON = 316, 320, 384


class BenchView(QWidget):
    """`channel_chosen(key)`: a card was pressed; `battery_chosen(id)`: a line of the queue.

    `next` is the primary button; `stop` stands in its place while a load may be on.
    """

    channel_chosen = Signal(str)
    battery_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cards: dict[str, ChannelCard] = {}
        self._queued = 0
        self._scroll = form.scrolled(QWidget())
        self.live, self.proposal = LivePage(), ProposalPage()
        self.testing, self.look, self.stuck = TestingPage(), LookPage(), StuckPage()
        self.queue, self._beside = QueueList(), QueueList()
        self._none = no_channels()
        self._pages = QStackedWidget()
        pages = (self.queue, self.live, self.proposal, self.testing, self.look, self._none)
        for page in pages:
            self._pages.addWidget(page)
        self._strip = StepStrip(tall=True)
        self.next = BigButton("", key=_("Enter"))
        self.stop = BigButton(_("Stop test"), "stop", tall=True)
        for queue in (self.queue, self._beside):
            queue.battery_chosen.connect(self.battery_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QStackedWidget()
        for button in (self.next, self.stop):
            buttons.addWidget(button)
        buttons.setFixedWidth(style.px(_BUTTON))
        buttons.setFixedHeight(style.now().floor.primary)
        self._buttons = buttons
        foot = form.row((self._strip, 1), buttons)
        middle = form.column((self._pages, 1), foot, gap=14)
        self._scroll.setFixedWidth(style.px(_CARDS))
        large = style.now().large
        self._beside.setVisible(large)
        self._beside.setFixedWidth(style.px(_QUEUE))
        columns: list[form.Placed] = [self._scroll, (middle, 1)]
        if large:
            columns.append(self._beside)
        self._whole = QStackedWidget()
        self._whole.addWidget(form.holder(form.row(*columns)))
        self._whole.addWidget(self.stuck)
        self.setLayout(form.column(self._whole))

    # --- channels ---------------------------------------------------------------------------

    def show_cards(self, shown: Mapping[str, CardShown], chosen: str) -> None:
        """Show a card for each channel; the chosen one is raised."""
        if list(shown) != list(self._cards):
            self._make_cards(shown)
        for key, card in self._cards.items():
            card.set_shown(shown[key])
            card.setChecked(key == chosen)

    def show_spark(self, key: str, values: Sequence[float]) -> None:
        """Draw on a card what was drawn so far; only a large glass has room."""
        if key in self._cards:
            self._cards[key].set_spark(values)

    def _make_cards(self, shown: Mapping[str, CardShown]) -> None:
        self._cards = {key: ChannelCard(card) for key, card in shown.items()}
        for key, card in self._cards.items():
            card.clicked.connect(lambda _checked=False, key=key: self.channel_chosen.emit(key))
        layout = form.column(*self._cards.values(), form.stretch(), gap=12)
        column = QWidget()
        column.setLayout(layout)
        self._scroll.setWidget(column)  # which lets the former one go
        column.setAutoFillBackground(False)

    # --- the work ---------------------------------------------------------------------------

    @property
    def shows_run(self) -> bool:
        whole = self._whole.currentWidget() is not self.stuck
        return whole and self._pages.currentWidget() is self.live

    @property
    def large(self) -> bool:
        """Whether the queue stands beside the work, and cards have room for a line."""
        return style.now().large

    def show_page(self, page: QWidget, steps: Sequence[Step] = ()) -> None:
        """Bring a page to the front, with its steps at its foot."""
        self._whole.setCurrentIndex(0)
        self._pages.setCurrentWidget(page)
        self._strip.set_steps(steps)

    def show_stuck(self) -> None:
        """Let the alarm of a load that stays on take everything."""
        self._whole.setCurrentWidget(self.stuck)

    def show_none(self) -> None:
        """Say that no load is set up."""
        self.show_page(self._none)

    def show_queue(self) -> None:
        self.show_page(self.queue)

    @property
    def queued(self) -> int:
        """How many batteries wait."""
        return self._queued

    def show_waiting(self, waiting: Sequence[Waiting], now: int) -> None:
        """Show what waits at this moment (ms)."""
        self._queued = len(waiting)
        for queue in (self.queue, self._beside):
            queue.show_waiting(waiting, now)

    def show_stop(self, key: str, verb: str = "") -> None:
        """Put Stop test where the next step stands: stopping is always allowed."""
        words = _("Channel {channel}, or Esc").format(channel=key)
        self.stop.set_words(verb or _("Stop test"), words)
        self._buttons.setCurrentWidget(self.stop)

    def show_next(self) -> None:
        """Put the next step back."""
        self._buttons.setCurrentWidget(self.next)

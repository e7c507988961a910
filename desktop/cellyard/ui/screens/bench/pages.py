"""Pages without a run: what may still be on, what stays on, and a bench without any load."""

from PySide6.QtWidgets import QWidget

from cellyard.ui import form, style
from cellyard.ui.looking import show_stand, told
from cellyard.ui.screens.bench.survey import Named
from cellyard.ui.stand import Stand
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.look_card import LookCard
from cellyard.ui.widgets.stop_panel import StopPanel, StopStep
from cellyard.words import _
from cellyard.words import battery as spoken
from cellyard.words.channels import WHILE_IT_STAYS_ON

# Of what is done while it stays on: the stop, the distance, the switch.
_ICONS = ("mdi6.flash-triangle-outline", "mdi6.arrow-expand-horizontal", "ph.arrow-clockwise")


class LookPage(QWidget):
    """The app ended, or load or tester was lost, while it was on: somebody has to look."""

    def __init__(self) -> None:
        super().__init__()
        self.close_run = form.keep(BigButton(_("Close the run"), "secondary"))
        self.close_run.set_words(_("Close the run"), _("What it has is kept"))
        self._card = LookCard(self.close_run)
        self.setLayout(form.column((self._card, 1)))

    def show_stand(self, stand: Stand, named: Named | None) -> None:
        """Say which channel, what was joined, and what to do now."""
        self.close_run.setVisible(stand.looks == "load" and not stand.urgent)
        show_stand(self._card, stand, spoken.name(named.model) if named else "")


class StuckPage(QWidget):
    """Load or tester was told to go off and stays on: it takes the whole work area."""

    def __init__(self) -> None:
        super().__init__()
        self._panel = StopPanel()
        self._steps = [
            StopStep(icon, _(title), _(text))
            for icon, (title, text) in zip(_ICONS, WHILE_IT_STAYS_ON, strict=True)
        ]
        self.off = BigButton(_("Switch off again"), "stop", tall=True)
        foot = form.row(form.stretch(), self.off)
        self.setLayout(form.column(self._panel, form.stretch(), foot))

    def show_stand(self, stand: Stand, named: Named | None) -> None:
        """Say which channel, and what to do at once."""
        code = named.battery.code if named else ""
        name = spoken.name(named.model) if named else ""
        again = _("Channel {channel}, or Esc").format(channel=stand.key)
        self.off.set_words(_("Switch off again"), again)
        self._panel.set(told(stand), name, code, self._steps)


def no_channels() -> QWidget:
    """Return what stands where no load is set up."""
    hint = EmptyHint(
        "ph.activity",
        _("No load is set up here"),
        _("An administrator adds one in Set up, Ports, and gives it a channel."),
    )
    page = form.holder(form.column(hint, form.stretch()))
    page.setMinimumWidth(style.px(480))
    return page

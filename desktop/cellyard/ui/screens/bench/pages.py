"""Pages without a run: a load that may still be on, one that stays on, and a bench without any."""

from PySide6.QtWidgets import QWidget

from cellyard.domain.bench.channel import Channel
from cellyard.ui import form, style
from cellyard.ui.screens.bench import said
from cellyard.ui.screens.bench.survey import Named
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.empty import EmptyHint
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.shapes import StateShape
from cellyard.ui.widgets.stop_panel import StopPanel
from cellyard.words import _
from cellyard.words import battery as spoken


class LookPage(QWidget):
    """The app ended, or the load was lost, while it was on: somebody has to look."""

    def __init__(self) -> None:
        super().__init__()
        self._shape = StateShape("caution", 70)
        self._sentence = Label(step="title", wrap=True)
        self._what = Label(step="sub", colour="text_muted", wrap=True)
        self._todo = Label(step="body", wrap=True)
        self.close_run = form.keep(BigButton(_("Close the run"), "secondary"))
        self.close_run.set_words(_("Close the run"), _("What it has is kept"))
        words = form.column(self._sentence, self._what, form.gap(12), self._todo, gap=8)
        card = form.card(form.row(self._shape, (words, 1), gap=24), kind="raised", padding=(28, 24))
        close = form.row(form.stretch(), self.close_run)
        self.setLayout(form.column(card, form.stretch(), close))

    def show_channel(self, channel: Channel, named: Named | None) -> None:
        """Say which channel, what was joined, and what to do now."""
        if channel.seen_off:
            words, shape = _("Load on channel {channel} is off."), "quiet_ok"
            todo = _("Go on with the run if nothing is wrong with the battery, or close it.")
        else:
            words, shape = _("Load on channel {channel} may still be on: look at it."), "caution"
            todo = _("Switch it off here. If it stays on, use the hard-wired stop at the bench.")
        self.close_run.setVisible(channel.seen_off)
        self._shape.set_shape("quiet_ok" if shape == "quiet_ok" else "caution")
        self._sentence.setText(words.format(channel=channel.key))
        self._what.setText(said.what(channel, named))
        self._todo.setText(todo)


class StuckPage(QWidget):
    """The load was told to go off and still draws: it takes the whole work area."""

    def __init__(self) -> None:
        super().__init__()
        self._panel = StopPanel()
        self.off = BigButton(_("Switch off again"), "stop", tall=True)
        foot = form.row(form.stretch(), self.off)
        self.setLayout(form.column(self._panel, form.stretch(), foot))

    def show_channel(self, channel: Channel, named: Named | None) -> None:
        """Say which channel; the one thing to do stands in the sentence."""
        words = _(
            "Load on channel {channel} does not switch off. "
            "Use the hard-wired stop at the bench now."
        )
        code = named.battery.code if named else ""
        name = spoken.name(named.model) if named else ""
        again = _("Channel {channel}, or Esc").format(channel=channel.key)
        self.off.set_words(_("Switch off again"), again)
        self._panel.set(words.format(channel=channel.key), name, code, ())


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

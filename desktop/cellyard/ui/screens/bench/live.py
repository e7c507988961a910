"""The page of a run: five numbers over its curve."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from cellyard.domain.bench.channel import Channel, CurvePoint
from cellyard.domain.registers import Instrument
from cellyard.ui import form
from cellyard.ui.screens.bench import said
from cellyard.ui.widgets.curve import Curve, EarlierCurve, Limit
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.read_out import Flag, ReadOut
from cellyard.ui.widgets.rule import Upright
from cellyard.words import _, number, quantity
from cellyard.words.channels import NO_FIGURE, volts

_GAP, _BESIDE = 14, 10
_HUNDRED = 100


class LivePage(QWidget):
    """Shows one channel; `show_channel` as often as its numbers change."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(step="lead")
        self._instrument = Label(step="small", colour="text_muted", elide=True, align="right")
        self._voltage = ReadOut(_("Voltage"), "V", widest="888.88", noted=False)
        self._current = ReadOut(_("Current"), "A", widest="\u221288.88", noted=False)
        self._warmest = ReadOut(_("Warmest"), "°C", widest="88.8", noted=False)
        self._capacity = ReadOut(_("Capacity so far"), "Ah", widest="88.88", noted=False)
        self._left = ReadOut(_("Left, about"), "h", widest="88:88", noted=False)
        self.curve = Curve()
        self._marked = ""
        head = form.row(self._title, (self._instrument, 1), gap=20)
        numbers = form.row(
            (self._voltage, 1),
            Upright(),
            (self._current, 1),
            Upright(),
            (self._warmest, 1),
            Upright(),
            (self._capacity, 1),
            Upright(),
            (self._left, 1),
            gap=_BESIDE,
        )
        self.setLayout(form.column(head, numbers, (self.curve, 1), gap=_GAP))

    def show_channel(self, channel: Channel, load: Instrument | None) -> None:
        """Show the numbers as they are now, and the limits of the run."""
        self._title.setText(said.title(channel))
        self._instrument.setText(said.instrument(load))
        stale = channel.silent_s > said.MUTED_AFTER_S
        lost = channel.silent_s > said.LOST_AFTER_S
        shown = (
            (self._voltage, volts(channel)),
            (self._current, "" if channel.current is None else _four(channel.current)),
            (
                self._warmest,
                "" if channel.temperature is None else number(channel.temperature, 1),
            ),
        )
        flag: Flag = "settling" if stale else "steady"
        for read_out, text in shown:
            if lost or not text:
                read_out.set_none()
            else:
                read_out.set_reading(text, flag=flag)
        self._capacity.set_reading(_four(channel.capacity), flag=flag)
        left = "" if channel.phase == "ended" else said.left(channel.left)
        self._left.set_reading(left or NO_FIGURE, flag=flag)
        self.curve.set_stale(stale=stale)
        self._mark(channel)

    def show_run(self, points: Sequence[CurvePoint]) -> None:
        """Show the curve of another run from its beginning."""
        self.curve.clear(_("The curve begins with the first reading."))
        if points:
            self.curve.set_run(points)
        self._marked = ""

    def show_earlier(self, runs: Sequence[EarlierCurve]) -> None:
        """Show earlier runs of the same battery behind this one."""
        self.curve.set_earlier(runs)

    def _mark(self, channel: Channel) -> None:
        """Mark where this run ends, once."""
        plan = channel.plan
        if plan is None or self._marked == plan.run:
            return
        self._marked = plan.run
        words = _("Cut-off {volts}") if plan.test == "capacity" else _("Down to {volts}")
        end = said.ended_at(plan)
        name = words.format(volts=quantity(end.normalize(), "V"))
        self.curve.set_limits([Limit(name, float(end))], float(plan.seconds))


def _four(value: Decimal) -> str:
    """Return two decimals, or one from 100 on: four figures in all."""
    return number(value, 2 if abs(value) < _HUNDRED else 1)

"""The page of an insulation test: ohm, V and s while it is on, and how it ended in words."""

from PySide6.QtWidgets import QWidget

from cellyard.domain.bench.tester import Tester
from cellyard.domain.registers import Instrument
from cellyard.ui import form
from cellyard.ui.screens.bench import said
from cellyard.ui.screens.bench.survey import Named
from cellyard.ui.stand import Stand
from cellyard.ui.widgets.label import Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.ui.widgets.read_out import ReadOut
from cellyard.ui.widgets.rule import Upright
from cellyard.ui.widgets.shapes import ShapeName, StateShape
from cellyard.ui.widgets.steps import Step, StepState
from cellyard.words import _, number, quantity, sentence
from cellyard.words import battery as spoken
from cellyard.words.bench_facts import said_of_bench
from cellyard.words.channels import TODO, megohms, tripped


class TestingPage(QWidget):
    """Shows the tester of one channel; `show_stand` as often as its numbers change."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(step="lead")
        self._instrument = Label(step="small", colour="text_muted", elide=True, align="right")
        self._ohm = ReadOut(_("Insulation"), "MΩ", step="display", widest="8888.8", noted=False)
        self._volts = ReadOut(_("Test voltage"), "V", step="display", widest="8888", noted=False)
        self._seconds = ReadOut(_("On for"), "s", step="display", widest="888.8", noted=False)
        self._shape = StateShape("todo", 70)
        self._sentence = Label(step="title", wrap=True)
        self._then = Label(step="body", colour="text_muted", wrap=True)
        self._battery = Label(step="lead", weight=400, elide=True)
        self._code = Label(step="small", mono=True, elide=True)
        self.message = MessageLine()
        head = form.row(self._title, (self._instrument, 1), gap=20)
        numbers = form.row(
            (self._ohm, 1), Upright(), (self._volts, 1), Upright(), (self._seconds, 1), gap=20
        )
        words = form.column(form.stretch(), self._sentence, self._then, form.stretch(), gap=8)
        inside = form.column(
            self._battery,
            self._code,
            form.stretch(),
            numbers,
            form.stretch(),
            form.line(),
            form.stretch(),
            form.row(self._shape, (words, 1), gap=24),
            form.stretch(),
            gap=2,
        )
        card = form.card(inside, padding=(28, 20))
        self.setLayout(form.column(head, (card, 1), self.message, gap=14))

    def show_stand(self, stand: Stand, named: Named | None, tester: Instrument | None) -> None:
        """Show the numbers as they are now, and in words how it stands."""
        view = stand.tester
        if view is None:
            return
        self._title.setText(_("Channel {channel}, insulation").format(channel=stand.key))
        self._instrument.setText(said.instrument(tester))
        self._battery.setText(spoken.name(named.model) if named else "")
        self._code.setText(named.battery.code if named else "")
        self._show_numbers(view)
        shape, sentence_, then = _said(view)
        self._shape.set_shape(shape)
        self._sentence.setText(sentence_)
        self._then.setText(then)
        self._show_result(stand, named)

    def _show_numbers(self, view: Tester) -> None:
        """Show what it says now; before it has begun nothing is shown of another test."""
        over = _("above its range") if view.at_least else ""
        lasted = view.duration
        pairs = (
            (self._ohm, megohms(view.insulation), over),
            (self._volts, "" if view.test_voltage is None else number(view.test_voltage, 0), ""),
            (self._seconds, "" if lasted is None else number(lasted), ""),
        )
        for read_out, value, words in pairs:
            if value and view.phase != "arming":
                read_out.set_reading(value)
            else:
                read_out.set_none(words)

    def _show_result(self, stand: Stand, named: Named | None) -> None:
        view = stand.tester
        fact = named.battery.bench.insulation if named else None
        done = view is not None and (view.phase, view.end) == ("ended", "completed")
        if not done or stand.pending or fact is None:
            self.message.clear()
        elif fact.doubts:
            self.message.caution(said_of_bench(fact), _("It is written, but counts for no grade."))
        else:
            self.message.note(said_of_bench(fact), _("It is written."))


def steps(view: Tester) -> list[Step]:
    """Return the steps of a test; one that a person starts begins at the panel."""
    told = view.plan
    what = f"{quantity(told.volts, 'V')}, {quantity(told.seconds, 's')}" if told else ""
    at = {"arming": 0, "testing": 1, "stopping": 1}.get(view.phase, 2)
    if told is None and view.phase == "free":
        at = 2 if view.ready else 1 if view.on else 0
    first = (_("Check"), _("limits")) if view.startable else (_("Start"), _("at its panel"))
    found = [first, (_("Test"), what), (_("Result"), "")]
    failed = view.phase == "ended" and view.end != "completed"
    if failed:
        at = 0 if view.end == "not_armed" else 1
    return [Step(*words, _state(n, at, failed=failed)) for n, words in enumerate(found)]


def _state(number_: int, at: int, *, failed: bool) -> StepState:
    if number_ == at:
        return "caution" if failed else "now"
    return "done" if number_ < at else "todo"


def _said(view: Tester) -> tuple[ShapeName, str, str]:
    """Return a shape, what goes on or went, and what to do about it."""
    match view.phase:
        case "free":
            return _by_hand(view)
        case "arming":
            return "half", _("The tester is being set."), _("Its voltage is off.")
        case "testing":
            return "caution", _("High voltage is on."), _("Touch neither battery nor leads.")
        case "stopping":
            return "half", _("Switching off"), _("Touch nothing before it says that it is off.")
        case "ended" | "look":
            return _over(view)


def _by_hand(view: Tester) -> tuple[ShapeName, str, str]:
    if view.on:
        words = _("Touch neither battery nor leads. It is stopped at its own panel.")
        return "caution", _("The tester runs: high voltage is on."), words
    if view.ready:
        return "quiet_ok", _("The tester shows a result."), _("Enter takes it for this battery.")
    words = _("Two people are there. The result is this battery’s from now on.")
    return "info", _("Press START on the tester."), words


def _over(view: Tester) -> tuple[ShapeName, str, str]:
    nothing = _("The voltage is off. Nothing is written.")
    match view.end:
        case "completed":
            return "quiet_ok", _("The test is done."), _("The voltage is off.")
        case "not_armed":
            words = sentence(view.refused) if view.refused else ""
            return "caution", _("The test did not begin."), words
        case "guard" if view.trip is not None:
            todo = _(TODO[view.trip.watched])
            return "caution", tripped(view.trip), f"{nothing} {todo}"
        case "guard" | "stopped" | None:
            return "todo", _("The test was stopped."), nothing

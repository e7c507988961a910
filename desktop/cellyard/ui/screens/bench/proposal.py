"""The page of a battery joined to a free channel: what is going to be done, within which limits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cellyard.domain.battery import Battery
from cellyard.domain.bench.tester import Tester
from cellyard.ui import form
from cellyard.ui.screens.bench import said
from cellyard.ui.screens.bench.survey import Proposal
from cellyard.ui.widgets.big_button import BigButton
from cellyard.ui.widgets.label import KeyValues, Label
from cellyard.ui.widgets.message_line import MessageLine
from cellyard.words import _, quantity, sentence
from cellyard.words import battery as spoken
from cellyard.words.bench_facts import said_of_bench


class ProposalPage(QWidget):
    """Two columns of facts, a line for what stands in the way, and the tests without a load.

    `resistance_wanted` and `insulation_wanted`: a reading of the channel's instruments is wanted.
    """

    resistance_wanted = Signal()
    insulation_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = Label(step="lead")
        self._instrument = Label(step="small", colour="text_muted", elide=True, align="right")
        self._name = Label(step="lead", elide=True)
        self._code = Label(step="small", mono=True, elide=True)
        self._procedure = KeyValues(desk=False, key_width=140)
        self._limits_title = Label(step="sub", weight=600)
        self._limits = KeyValues(desk=False, key_width=180)
        self.message = MessageLine()
        self._resistance = BigButton(_("Resistance"), "secondary")
        self._insulation = BigButton(_("Insulation"), "secondary")
        self._resistance.clicked.connect(self.resistance_wanted)
        self._insulation.clicked.connect(self.insulation_wanted)
        head = form.row(self._title, (self._instrument, 1), gap=20)
        named = form.column(self._name, self._code, gap=2)
        titled = form.column(self._limits_title, form.stretch(), gap=2)
        done = form.column(self._procedure, form.stretch(), gap=0)
        within = form.column(self._limits, form.stretch(), gap=0)
        facts = form.grid([(named, titled), (done, within)], gap=(32, 4), stretches=(1, 1))
        card = form.card(form.column(facts, form.stretch(), gap=0), padding=(20, 16))
        tests = form.row((self._resistance, 1), (self._insulation, 1))
        self.setLayout(form.column(head, (card, 1), tests, self.message, gap=14))

    def show_proposal(self, proposal: Proposal, tester: Tester | None, failed: str = "") -> None:
        """Show what would be done, and what stands in the way: `failed` is why it did not begin
        a moment ago.
        """
        words = _("Channel {channel}, what is going to be done")
        self._title.setText(words.format(channel=proposal.channel))
        load = said.present(proposal.instruments, "load")
        self._instrument.setText(said.instrument(load))
        self._name.setText(spoken.name(proposal.model))
        self._code.setText(proposal.battery.code or _("No code"))
        self._procedure.set_pairs(said.procedure(proposal))
        self._limits_title.setText(_("The load goes off by itself at") if proposal.plan else "")
        self._limits.set_pairs(said.limits(proposal))
        self._show_tests(proposal, tester)
        if failed:
            self.message.caution(_("The load did not go on."), failed)
        elif proposal.refused is not None:
            self.message.caution(sentence(proposal.refused))
        elif proposal.second:
            limit = quantity(proposal.two_people.normalize(), "V")
            self.message.note(
                _("More than {limit}: two people.").format(limit=limit),
                _("The second one scans a badge before the load goes on."),
            )
        else:
            self.message.clear()

    def _show_tests(self, proposal: Proposal, tester: Tester | None) -> None:
        duties = {i.duty for i in proposal.instruments}
        battery = proposal.battery
        _offer(self._resistance, _last_resistance(battery), there="meter" in duties)
        _offer(self._insulation, _last_insulation(battery), there=tester is not None)


def _offer(button: BigButton, last: str, *, there: bool) -> None:
    button.set_words(button.accessibleName(), last or _("not read yet"))
    if there:
        button.set_ready()
    else:
        button.set_not_yet(last or _("No instrument on this channel"))


def _last_resistance(battery: Battery) -> str:
    fact = battery.bench.resistance
    return said_of_bench(fact) if fact else ""


def _last_insulation(battery: Battery) -> str:
    fact = battery.bench.insulation
    return said_of_bench(fact) if fact else ""

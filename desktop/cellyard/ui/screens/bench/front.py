"""What stands in front for the chosen channel, and the one next step that follows from it."""

from cellyard.domain.bench.channel import Channel
from cellyard.domain.bench.tester import Tester
from cellyard.domain.registers import Instrument
from cellyard.ui.screens.bench import said
from cellyard.ui.screens.bench.survey import Named, Proposal
from cellyard.ui.screens.bench.view import BenchView
from cellyard.words import _
from cellyard.words.times import lasted

_HOT = frozenset({"temperature_high", "temperature_rise"})


class Front:
    """`chosen` is the channel in front. An ended run stays in front until it was left."""

    def __init__(self, view: BenchView) -> None:
        self._view = view
        self.chosen = ""
        self.second_asked = False

    def choose(self, key: str) -> None:
        self.chosen = key
        self.second_asked = False

    @staticmethod
    def free(channel: Channel) -> bool:
        """Whether a battery may be joined to the channel."""
        return channel.phase == "free"

    def goes_on(self, channel: Channel) -> bool:
        """Whether the channel is not done with its battery."""
        return channel.phase != "ended" and not self.free(channel)

    @staticmethod
    def may_be_on(channel: Channel) -> bool:
        """Whether Stop test has something to stop."""
        on = channel.phase in ("arming", "running", "stopping")
        return on or channel.stuck or (channel.phase == "look" and not channel.seen_off)

    @staticmethod
    def leads_to(channel: Channel) -> str:
        """Return the screen on which a battery goes on after its run."""
        if channel.trip is not None and channel.trip.watched in _HOT:
            return "yard"
        if channel.end != "completed" or channel.plan is None:
            return ""
        return "grade" if channel.plan.test == "capacity" else "yard"

    # --- shown ------------------------------------------------------------------------------

    def show_none(self) -> None:
        self._view.show_none()
        self._view.show_next()
        self._view.next.set_words(_("Start a test"))
        self._view.next.set_not_yet(_("No load is set up here"))

    def show(
        self,
        channel: Channel,
        named: Named | None,
        load: Instrument | None,
        joined: Proposal | None,
        *,
        tester: Tester | None,
        busy: bool,
        written: bool,
    ) -> None:
        """Bring the page of a channel to the front with its next step.

        `written`: the end of its run stands in the ledger, so that it may be left.
        """
        view = self._view
        if channel.stuck:
            view.stuck.show_channel(channel, named)
            view.show_stuck()
        elif channel.phase == "look":
            self._show_look(channel, named)
        elif not self.free(channel):
            view.live.show_channel(channel, load)
            view.show_page(view.live, said.steps(channel))
            if channel.phase == "ended":
                self._next_after(channel, written=written)
            else:
                view.show_stop(channel)
        elif joined is not None:
            view.proposal.show_proposal(joined, tester)
            view.show_page(view.proposal, said.checks(joined))
            self._next_of(joined, busy=busy)
        else:
            self._show_queue(channel)

    def _show_look(self, channel: Channel, named: Named | None) -> None:
        view = self._view
        view.look.show_channel(channel, named)
        view.show_page(view.look, said.steps(channel))
        if channel.seen_off:
            view.next.set_words(_("Go on"), _("where the run broke off"))
            view.next.set_ready()
            view.show_next()
        else:
            view.show_stop(channel, _("Switch off"))

    def _next_after(self, channel: Channel, *, written: bool) -> None:
        next_ = self._view.next
        self._view.show_next()
        if not written:
            next_.set_working(_("Writing it down"))
            return
        match self.leads_to(channel):
            case "grade":
                next_.set_words(_("Grade it"), _("The channel is free then"))
            case "yard":
                next_.set_words(_("Put it away"), _("The channel is free then"))
            case _:
                next_.set_words(_("Next battery"), _("Leaves this run"))
        next_.set_ready()

    def _next_of(self, joined: Proposal, *, busy: bool) -> None:
        next_ = self._view.next
        capacity = joined.test == "capacity"
        words = _("Start capacity test") if capacity else _("Start discharge to safe")
        if self.second_asked:
            next_.set_words(_("Second badge"))
            next_.set_not_yet(_("The second person scans it now"))
        elif joined.plan is None or joined.refused is not None:
            next_.set_words(words)
            next_.set_not_yet(_("Something is in the way"))
        elif busy:
            next_.set_working(_("Starting"))
        else:
            takes = lasted(int(joined.plan.seconds) * 1000)
            next_.set_words(words, _("Enter, about {time}").format(time=takes), key="")
            next_.set_ready()
        self._view.show_next()

    def _show_queue(self, channel: Channel) -> None:
        view, words = self._view, _("Take the first")
        view.show_queue()
        view.next.set_words(words, _("or scan a battery"), key=_("Enter"))
        if view.queued:
            view.next.set_ready()
        else:
            view.next.set_not_yet(
                _("Scan a battery for channel {channel}").format(channel=channel.key)
            )
        view.show_next()

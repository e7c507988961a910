"""What stands in front for the chosen channel, and the one next step that follows from it."""

from cellyard.domain.registers import Instrument
from cellyard.ui.screens.bench import said
from cellyard.ui.screens.bench.survey import Named, Proposal
from cellyard.ui.screens.bench.testing import steps as test_steps
from cellyard.ui.screens.bench.view import BenchView
from cellyard.ui.stand import Stand
from cellyard.words import _, sentence
from cellyard.words.times import lasted

_HOT = frozenset({"temperature_high", "temperature_rise"})


def leads_to(stand: Stand) -> str:
    """Return the screen on which a battery goes on after its run; "" for the next battery."""
    channel = stand.channel
    if channel.trip is not None and channel.trip.watched in _HOT:
        return "yard"
    if channel.end != "completed" or channel.plan is None:
        return ""
    return "grade" if channel.plan.test == "capacity" else "yard"


class Front:
    """Brings pages to the front. What has ended stays there until it was left."""

    def __init__(self, view: BenchView) -> None:
        self._view = view

    def show_none(self) -> None:
        self._view.show_none()
        self._view.show_next()
        self._view.next.set_words(_("Start a test"))
        self._view.next.set_not_yet(_("No load is set up here"))

    def show(
        self,
        stand: Stand,
        named: Named | None,
        there: list[Instrument],
        joined: Proposal | None,
        *,
        called: bool,
        busy: bool,
    ) -> None:
        """Bring the page of a channel to the front with its next step; `there` works on it.

        `called`: a second person is, for what is `joined`.
        """
        view = self._view
        if stand.stuck:
            view.stuck.show_stand(stand, named)
            view.show_stuck()
        elif stand.looks:
            self._show_look(stand, named)
        elif joined is not None and (stand.free or stand.never_began):
            self._show_proposal(stand, joined, called=called, busy=busy)
        elif stand.channel.phase != "free":
            self._show_run(stand, said.present(there, "load"))
        elif stand.tester is not None and stand.tests:
            view.testing.show_stand(stand, named, said.present(there, "insulation"))
            view.show_page(view.testing, test_steps(stand.tester))
            self._next_of_test(stand, busy=busy)
        else:
            self._show_queue(stand)

    def _show_look(self, stand: Stand, named: Named | None) -> None:
        view = self._view
        view.look.show_stand(stand, named)
        load = stand.looks == "load"
        view.show_page(view.look, said.steps(stand.channel) if load else ())
        if stand.urgent:
            view.show_stop(stand.key, _("Switch off"))
            return
        if load:
            view.next.set_words(_("Go on"), _("where the run broke off"))
        else:
            view.next.set_words(_("Close the test"), _("The channel is free then"))
        view.next.set_ready()
        view.show_next()

    def _show_run(self, stand: Stand, load: Instrument | None) -> None:
        view = self._view
        view.live.show_channel(stand.channel, load)
        view.show_page(view.live, said.steps(stand.channel))
        if stand.channel.phase == "ended":
            self._next_after(stand)
        else:
            view.show_stop(stand.key)

    def _next_after(self, stand: Stand) -> None:
        next_ = self._view.next
        self._view.show_next()
        if not stand.written:
            next_.set_working(_("Writing it down"))
            return
        match leads_to(stand):
            case "grade":
                next_.set_words(_("Grade it"), _("The channel is free then"))
            case "yard":
                next_.set_words(_("Put it away"), _("The channel is free then"))
            case _:
                next_.set_words(_("Next battery"), _("Leaves this run"))
        next_.set_ready()

    def _next_of_test(self, stand: Stand, *, busy: bool) -> None:
        view, tester = self._view, stand.tester
        if tester is None or stand.may_be_on:
            view.show_stop(stand.key)
            return
        view.show_next()
        if stand.pending or busy:
            view.next.set_working(_("Writing it down"))
        elif tester.phase == "ended":
            view.next.set_words(_("Go on"), _("with this battery"))
            view.next.set_ready()
        else:
            view.next.set_words(_("Take its result"), _("for this battery"))
            if tester.ready:
                view.next.set_ready()
            elif tester.on:
                view.next.set_not_yet(_("The test goes on"))
            else:
                view.next.set_not_yet(_("Press START on the tester"))

    def _show_proposal(self, stand: Stand, joined: Proposal, *, called: bool, busy: bool) -> None:
        view = self._view
        why = stand.channel.refused or stand.channel.trouble if stand.never_began else None
        view.proposal.show_proposal(joined, stand.tester, sentence(why) if why else "")
        view.show_page(view.proposal, said.checks(joined))
        self._next_of(joined, called=called, busy=busy)

    def _next_of(self, joined: Proposal, *, called: bool, busy: bool) -> None:
        next_ = self._view.next
        capacity = joined.test == "capacity"
        words = _("Start capacity test") if capacity else _("Start discharge to safe")
        if called:
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

    def _show_queue(self, stand: Stand) -> None:
        view, words = self._view, _("Take the first")
        view.show_queue()
        view.next.set_words(words, _("or scan a battery"), key=_("Enter"))
        if view.queued:
            view.next.set_ready()
        else:
            view.next.set_not_yet(
                _("Scan a battery for channel {channel}").format(channel=stand.key)
            )
        view.show_next()

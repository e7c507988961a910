"""What a technician does at the bench, each act with what is said afterwards."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from cellyard.domain.bench.begin import Beginning
from cellyard.domain.refusals import Refused
from cellyard.jobs import bench, bench_readings
from cellyard.jobs.station import Station
from cellyard.ui.screen import Frame
from cellyard.ui.screens.bench.survey import Proposal
from cellyard.words import _
from cellyard.words import battery as spoken

T = TypeVar("T")
Reading = Callable[..., object]


class Acts:
    """Acts through the frame, one at a time.

    `then(channel)` comes when what waited to begin there waits no more.
    """

    def __init__(self, frame: Frame, then: Callable[[str], None]) -> None:
        self._frame, self._then = frame, then
        self.busy = False

    def start(self, proposal: Proposal, second: str | None = None) -> None:
        """Join the battery to the load; the channel arms itself."""
        order = Beginning(
            battery=proposal.battery.id,
            channel=proposal.channel,
            test=proposal.test,
            run="",
            second=second,
        )
        benches, by = self._frame.benches, self._frame.person.id

        def started(_run: str) -> None:
            self._done(proposal.channel)
            self._started(proposal, _("Test started on channel {channel}"))

        self._work(lambda s: bench.begin(s, benches, order, by=by), started)

    def _started(self, proposal: Proposal, words: str) -> None:
        name = proposal.battery.code or spoken.name(proposal.model)
        self._frame.heard(name, words.format(channel=proposal.channel))

    def stop(self, channel: str) -> None:
        """Switch the load off: at once, always, asking nobody."""
        self._frame.benches.stop(channel)
        self._frame.note(_("Channel {channel}").format(channel=channel), _("Switching off"))

    def go_on(self, channel: str) -> None:
        """Go on with a run that broke off."""
        benches, by = self._frame.benches, self._frame.person.id
        self._work(
            lambda s: bench.resume(s, benches, channel, by=by), lambda _r: self._done(channel)
        )

    def close(self, channel: str) -> None:
        """Close a run that broke off."""
        benches, by = self._frame.benches, self._frame.person.id
        self._work(
            lambda s: bench.close(s, benches, channel, by=by), lambda _r: self._done(channel)
        )

    def read_resistance(self, proposal: Proposal, since: float) -> None:
        """Take the meter's equal readings `since` the battery was joined as its resistance."""
        self._read(partial(bench_readings.read_resistance, since=since), proposal)

    def insulation(self, proposal: Proposal, second: Callable[[], None]) -> None:
        """Join the battery to a tester that is started at its panel; for one that we start, have
        it looked at what is in the way, then `second` calls the second person.
        """
        tester = self._frame.benches.tester(proposal.channel)
        if tester is not None and tester.view.startable:
            self._read(bench_readings.check_insulation, proposal, second)
        else:
            self._read(bench_readings.join_insulation, proposal)

    def start_insulation(self, proposal: Proposal, second: str, began: Callable[[], None]) -> None:
        """Put the test voltage on; the second person stands by. `began` once the test stands."""
        benches, by = self._frame.benches, self._frame.person.id
        key, battery = proposal.channel, proposal.battery.id

        def start(station: Station) -> None:
            bench_readings.start_insulation(station, benches, key, battery, second=second, by=by)

        def started(_none: None) -> None:
            self._stays()
            began()
            self._started(proposal, _("Insulation test started on channel {channel}"))

        self._work(start, started)

    def take_insulation(self, channel: str, battery: str) -> None:
        """Take what the tester shows as the joined battery's."""
        benches, by = self._frame.benches, self._frame.person.id
        self._work(
            lambda s: bench_readings.read_insulation(s, benches, channel, battery, by=by),
            self._stays,
        )

    def close_insulation(self, channel: str) -> None:
        """Free a tester that was lost and has said that it is off, or whose result nobody takes."""
        benches, by = self._frame.benches, self._frame.person.id
        self._work(
            lambda s: bench_readings.close_insulation(s, benches, channel, by=by),
            lambda _none: self._done(channel),
        )

    def leave(self, channel: str) -> None:
        """Leave what has ended on a channel, and let a battery go that is only joined there."""
        self._frame.benches.endings.leave(channel)
        bench_readings.leave_insulation(self._frame.benches, channel)

    def _read(
        self, reading: Reading, proposal: Proposal, then: Callable[[], None] | None = None
    ) -> None:
        benches, by = self._frame.benches, self._frame.person.id
        channel, battery = proposal.channel, proposal.battery.id

        def done(_nothing: object) -> None:
            self._stays()
            if then is not None:
                then()

        self._work(lambda s: reading(s, benches, channel, battery, by=by), done)

    def _work(self, work: Callable[[Station], T], done: Callable[[T], None]) -> None:
        if self.busy:
            return
        self.busy = True
        self._frame.work(work, done=done, refused=self._refused)

    def _done(self, channel: str) -> None:
        self.busy = False
        self._then(channel)

    def _stays(self, _nothing: object = None) -> None:
        """It is done, and the battery stays where it is joined."""
        self.busy = False

    def _refused(self, no: Refused) -> None:
        self.busy = False
        self._frame.refuse(no)

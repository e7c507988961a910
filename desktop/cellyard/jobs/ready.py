"""What must hold on a channel before a run, a test or a reading begins there."""

from cellyard.domain.bench.heat import THERMOMETERS
from cellyard.domain.refusals import Refused, as_refused
from cellyard.domain.registers import Duty
from cellyard.jobs.benches import Benches


def check_free(benches: Benches, key: str) -> None:
    """Refuse a channel on which something goes on. Refused("channel_busy"), ("tester_on") while
    a person has a test going at the panel of its tester.
    """
    if benches.busy(key):
        raise Refused("channel_busy", channel=key)
    tester = benches.tester(key)
    if tester is not None and tester.view.on:
        raise Refused("tester_on", channel=key)


def check_own(benches: Benches, key: str, duty: Duty) -> None:
    """Refuse to begin with another instrument than the register names for this duty, or with such
    a thermometer: Refused("another_instrument").
    """
    for instrument in benches.instruments(key):
        if instrument.duty in (duty, *THERMOMETERS):
            trouble = benches.another(instrument.key)
            if trouble is not None:
                raise as_refused(trouble)

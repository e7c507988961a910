"""What an insulation tester's samples say: whether a test goes on, its result, its ceiling."""

from decimal import Decimal

from cellyard.devices.profile import Profile
from cellyard.domain.readings import Reading, Sample

# Where only a running test has a voltage, it is over after two questions for it without answer.
QUIET_S = 4.0
# A result that stands still within this time is taken as it is then.
SETTLE_S = 2.0
_JUDGED = frozenset({"PASS", "FAIL", "UFAIL", "LFAIL", "ULFAIL"})
# A unit that is sent with the number: "over range" is the end of the scale, in M ohm.
_AT_THE_END = "Mohm"


class Following:
    """Follows one test through the samples of a tester, in its line's thread.

    A result is the test's own only when the test was `seen` to run, or when the tester showed no
    result before it (`cleared`): testers show their last one until the next has ended.
    """

    def __init__(self) -> None:
        self.seen = self._cleared = False
        self._ran_at = 0.0
        self._over_at: float | None = None

    def anew(self, *, cleared: bool = False) -> None:
        """Forget what was seen: another test is awaited."""
        self.seen, self._cleared, self._over_at = False, cleared, None

    def running(self, heard: Sample) -> bool | None:
        """Tell whether a test goes on; None when this sample cannot tell."""
        if "testing_voltage" in heard.readings:
            self._ran_at = heard.t
            return True
        judgement = heard.readings.get("judgement")
        if judgement is None:
            return None
        if judgement.value == "TEST":
            return True
        return None if heard.t - self._ran_at < QUIET_S else False

    def ended(self, heard: Sample, *, running: bool) -> bool:
        """Tell whether the test is over, and what it shows stands still or has had time to."""
        if running:
            self.seen, self._over_at = True, None
            return False
        if not (self.seen or (self._cleared and judged(heard))):
            return False
        if self._over_at is None:
            self._over_at = heard.t
        reading = heard.readings.get("insulation")
        moving = reading is not None and "unstable" in reading.flags
        return not moving or heard.t - self._over_at > SETTLE_S


def judged(heard: Sample) -> bool:
    """Tell whether it is the result of a test that went to its end."""
    judgement = heard.readings.get("judgement")
    return judgement is not None and judgement.value in _JUDGED


def shown(heard: Sample) -> dict[str, object]:
    """Return what there is to show of it, by the names of `Tester`; no value shows as None."""
    if "judgement" not in heard.readings:
        return {}
    insulation = heard.readings.get("insulation")
    judgement = heard.readings["judgement"].value
    return {
        "insulation": number(insulation) if insulation and insulation.steady else None,
        "at_least": insulation is not None and "over_range" in insulation.flags,
        "test_voltage": number(heard.readings.get("test_voltage")),
        "duration": number(heard.readings.get("duration")),
        "judgement": judgement if isinstance(judgement, str) else "",
    }


def number(reading: Reading | None) -> Decimal | None:
    """Return the number of a reading, steady or not."""
    return reading.value if reading and isinstance(reading.value, Decimal) else None


def ceiling(profile: Profile) -> Decimal | None:
    """Return the most that a tester can show (ohm): the number it sends for "over range"."""
    quantity = profile.quantity.get("insulation")
    rows = [row for line in profile.line for row in line.reading if row.name == "insulation"]
    if quantity is None:
        return None
    found = [
        Decimal(sentinel) * quantity.scale[row.unit_is or _AT_THE_END]
        for row in rows
        for sentinel, flag in row.sentinels.items()
        if flag == "over_range"
    ]
    return min(found, default=None)

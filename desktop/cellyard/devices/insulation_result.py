"""What an insulation tester's sample says of a test: judged or not, its values, its ceiling."""

from decimal import Decimal

from cellyard.devices.profile import Profile
from cellyard.domain.readings import Reading, Sample

_JUDGED = frozenset({"PASS", "FAIL", "UFAIL", "LFAIL", "ULFAIL"})
# A unit that is sent with the number: "over range" is the end of the scale, in M ohm.
_AT_THE_END = "Mohm"


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

"""What the certificates of the instruments say against a result; one rule for every test."""

from collections.abc import Iterable

from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition


def doubts(edition: Edition, used: Iterable[Instrument], today: str) -> tuple[str, ...]:
    """Return `calibration_ended` past a date, `calibration_unknown` where none was ever stated.

    `used` are the instruments that gave the numbers, `today` an ISO date. Nothing when the
    edition does not ask for certificates.
    """
    if not any(rule.id == "calibration.required" for rule in edition.rule):
        return ()
    until = [i.calibrated_until for i in used]
    ended = ("calibration_ended",) if any(day and day < today for day in until) else ()
    unknown = ("calibration_unknown",) if not all(until) else ()
    return (*ended, *unknown)

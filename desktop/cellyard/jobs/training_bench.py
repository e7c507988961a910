"""What a training station has for its bench: the instruments of one channel, and its numbers."""

from collections.abc import Iterable
from decimal import Decimal

from cellyard.domain.registers import Duty, Instrument
from cellyard.domain.rules import Edition, Own, changed, own_id

CHANNEL = "1"
# What a trainee does not have to care for: nothing here measures anything real.
_CALIBRATED_UNTIL = "2999-12-31"
# By what it is called on a simulated bench: its duty and its profile.
_THERE: dict[str, tuple[Duty, str]] = {
    "load": ("load", "itech-it8500"),
    "thermometer": ("thermometer", "applent-at45xx"),
    "meter": ("meter", "hioki-bt356x"),
    "board": ("bms", "jbd-03"),
}
# Time runs faster than instruments speak, so samples come unevenly; and nobody rests a day.
_NUMBERS: dict[str, dict[str, str]] = {
    "bench": {"discharge.rest_s": "3600"},
    "grading": {"trace.max_jitter_percent": "1000"},
}


def instruments(station: str, *, today: str = "") -> dict[str, Instrument]:
    """Return them by what they are called on a simulated bench, on no port yet.

    `today` is the ISO date on which the load's stop counts as confirmed.
    """
    return {
        name: Instrument(
            key=f"training-{name}",
            station=station,
            profile=profile,
            port="training",
            duty=duty,
            channel=CHANNEL,
            calibrated_until=_CALIBRATED_UNTIL,
            stop_confirmed=today if duty == "load" else "",
        )
        for name, (duty, profile) in _THERE.items()
    }


def editions(shipped: Iterable[Edition]) -> list[Edition]:
    """Return the editions that a training station makes of those that came with the program."""
    return [_own(edition) for edition in shipped if edition.subject in _NUMBERS]


def _own(edition: Edition) -> Edition:
    own = Own(
        id=own_id(edition, [], int(edition.valid_from[:4])),
        title=f"{edition.title}, for training",
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        numbers={id_: Decimal(value) for id_, value in _NUMBERS[edition.subject].items()},
    )
    return changed(edition, own)

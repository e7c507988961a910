"""The instruments of the one bench channel of a training station, as its register names them."""

from cellyard.domain.registers import Duty, Instrument

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

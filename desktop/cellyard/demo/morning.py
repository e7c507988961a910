"""The bench of the demonstration set up: two channels, their stops confirmed, its own numbers."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from cellyard.domain.registers import Duty, Instrument
from cellyard.domain.rules import Edition, Own, changed, own_id
from cellyard.jobs import registers
from cellyard.jobs.founding import shipped_editions
from cellyard.jobs.station import Station

_PROFILES: dict[str, tuple[Duty, str]] = {
    "load": ("load", "itech-it8500"),
    "thermometer": ("thermometer", "applent-at45xx"),
    "meter": ("meter", "hioki-bt356x"),
    "insulation": ("insulation", "gwinstek-gpt9000"),
    "board": ("bms", "jbd-03"),
}
# Nobody waits a day for the demonstration; and compressed time gives few samples, unevenly.
_NUMBERS: dict[str, dict[str, str]] = {
    "bench": {
        "capacity.rest_before_s": "600",
        "capacity.rest_after_s": "600",
        "discharge.rest_s": "7200",
    },
    "grading": {"trace.min_points": "20", "trace.max_jitter_percent": "1000"},
}
CERTIFICATE = timedelta(days=200)
# What the simulated load calls itself, as its plate would say.
LOAD_SERIAL = "8021150417"


def set_up(station: Station, channels: Mapping[str, Mapping[str, str]], *, by: str) -> None:
    """Publish the instruments of each channel by their lines, and editions of the centre's own."""
    today = date.today()  # noqa: DTZ011 - the day at the station
    instruments = [
        _instrument(station.identity.station, key, name, url, today)
        for key, lines in channels.items()
        for name, url in lines.items()
    ]
    editions = [_own(e, today) for e in shipped_editions() if e.subject in _NUMBERS]
    registers.publish(station, [*instruments, *editions], by=by)


def _instrument(station: str, channel: str, name: str, url: str, today: date) -> Instrument:
    duty, profile = _PROFILES[name]
    armed = duty in ("load", "insulation")
    return Instrument(
        key=f"{name}-{channel}",
        station=station,
        profile=profile,
        port=url,
        duty=duty,
        channel=channel,
        serial=LOAD_SERIAL if duty == "load" else "",
        accuracy=Decimal("0.5") if duty == "load" else None,
        calibrated_until=(today + CERTIFICATE).isoformat(),
        stop_confirmed=today.isoformat() if armed else "",
    )


def _own(edition: Edition, today: date) -> Edition:
    numbers = {id_: Decimal(value) for id_, value in _NUMBERS[edition.subject].items()}
    own = Own(
        id=own_id(edition, [], today.year),
        title=f"{edition.title}, for the demonstration",
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        numbers=numbers,
    )
    return changed(edition, own)

"""The words of a bench channel: steps of a run, limits, trips and what to do about them."""

from cellyard.domain import facts as f
from cellyard.domain.bench.channel import Channel
from cellyard.words.bench_facts import WATCHED
from cellyard.words.catalogue import N_, _
from cellyard.words.numbers import number, quantity

# Two decimals up to a pack's volts; what is no more than a module's stands in mV.
_MILLIVOLTS_BELOW = 10
# Stands where a figure would, while there is none.
NO_FIGURE = "–"

STEPS: dict[str, str] = {
    "rest": N_("Rest"),
    "test": N_("Test"),
    "settle": N_("Settle"),
    "discharge": N_("Discharge"),
    "gentle": N_("Gentle"),
    "rebound": N_("Rebound"),
}

# limit of the guard: what the load goes off at; in the order in which it is said
LIMITS: dict[str, str] = {
    "voltage_low_V": N_("Voltage below"),
    "voltage_high_V": N_("Voltage above"),
    "cell_low_V": N_("A cell below"),
    "current_high_A": N_("Current above"),
    "temperature_high_degC": N_("Hotter than"),
    "temperature_rise_K_min": N_("Warming faster than"),
    "capacity_high_Ah": N_("More charge than"),
    "seconds_s": N_("Longer than"),
}

# what to do when the guard has ended a run
TODO: dict[f.Watched, str] = {
    "voltage_low": N_("Let it rest, then look at its cells."),
    "voltage_high": N_("Check the leads and the model."),
    "cell_low": N_("Let it rest, then look at that cell."),
    "current_high": N_("Check the load before the next run."),
    "temperature_high": N_("Take it to quarantine and look at it."),
    "temperature_rise": N_("Take it to quarantine and look at it."),
    "temperature_missing": N_("Check the thermometer and its cable."),
    "capacity_high": N_("Check the model and its rated capacity."),
    "too_long": N_("Check the model and its rated capacity."),
    "load_silent": N_("Check the load and its cable."),
    "load_off": N_("Check the load and its leads."),
    "load_protects": N_("Read the load’s display, then check its leads."),
    "load_stays_on": N_("Use the hard-wired stop at the bench now."),
}


def sentence_case(words: str) -> str:
    """Return words with a capital at their head, where they stand alone."""
    return words[:1].upper() + words[1:]


def at_trip(trip: f.Trip) -> str:
    """Return the value that the guard saw, e.g. `61.2 °C`; "" where it saw none."""
    if trip.value is None:
        return ""
    unit = {"degC": "°C", "K_min": "K/min"}.get(trip.unit, trip.unit)
    return quantity(trip.value, unit)


def tripped(trip: f.Trip) -> str:
    """Return what the guard saw, e.g. `Too hot: 61.2 °C`."""
    words, value = sentence_case(_(WATCHED[trip.watched])), at_trip(trip)
    return _("{what}: {value}").format(what=words, value=value) if value else words


def volts(channel: Channel) -> str:
    """Return the voltage with the decimals that this run is read with; "" for no reading."""
    if channel.voltage is None:
        return ""
    most = channel.plan.max_voltage if channel.plan else channel.voltage
    return number(channel.voltage, 3 if most < _MILLIVOLTS_BELOW else 2)

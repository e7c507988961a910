"""The words of a bench channel: steps of a run, limits, trips and what to do about them."""

from decimal import Decimal

from cellyard.domain import facts as f
from cellyard.domain.bench.channel import Channel
from cellyard.words.bench_facts import SHORT_TESTS, TESTS, WATCHED
from cellyard.words.catalogue import N_, _
from cellyard.words.numbers import number, quantity, unit_sign

# Two decimals up to a pack's volts; what is no more than a module's stands in mV.
_MILLIVOLTS_BELOW = 10
# No more decimals than people read, whatever the instrument sends; other units as they come.
_MOST_PLACES = {"degC": 1, "K_min": 1, "V": 3, "A": 2, "Ah": 2, "s": 0}
_MEGA = 10**6
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
    "temperature_missing": N_("Check each sensor and its cable."),
    "cells_missing": N_("Check the BMS and its cable."),
    "capacity_high": N_("Check the model and its rated capacity."),
    "too_long": N_("Check the model and its rated capacity."),
    "load_silent": N_("Check the load and its cable."),
    "load_off": N_("Check the load and its leads."),
    "load_protects": N_("Read the load’s display, then check its leads."),
    "load_stays_on": N_("Use the hard-wired stop at the bench now."),
    "tester_silent": N_("Check the tester and its cable."),
}

# what a load or a tester does that somebody has to look at (what may be on: a refusal)
STAYS_ON: dict[str, str] = {
    "load": N_(
        "Load on channel {channel} does not switch off. Use the hard-wired stop at the bench now."
    ),
    "tester": N_(
        "Tester on channel {channel} keeps its high voltage on. "
        "Use the hard-wired stop at the bench now."
    ),
}
# and what to do at once, in this order
WHILE_IT_STAYS_ON: tuple[tuple[str, str], ...] = (
    (N_("Hard-wired stop"), N_("It is at the bench. Press it now, whoever you are.")),
    (N_("Keep clear"), N_("Touch neither battery nor leads. Keep the others away.")),
    (N_("Switch off again"), N_("The button here, or Esc, until it says that it is off.")),
)
SAID_OFF: dict[str, str] = {
    "load": N_("Load on channel {channel} is off."),
    "tester": N_("Tester on channel {channel} says that its voltage is off."),
}
# and what to do, in this order
TO_SWITCH_OFF: tuple[str, ...] = (
    N_("Go there and look. Touch neither battery nor leads."),
    N_("Switch off: the button here, or Esc."),
    N_("If it stays on, use the hard-wired stop at the bench."),
)
ONCE_OFF: dict[str, tuple[str, ...]] = {
    "load": (
        N_("Look at the battery, its leads and the load."),
        N_("Nothing is wrong: go on where the run broke off."),
        N_("Anything is wrong: close the run. What it has is kept."),
    ),
    "tester": (
        N_("Look at the battery, its leads and the tester."),
        N_("Close the test. A result that was shown to its end is kept."),
        N_("Check the cable of the tester before the next test."),
    ),
}


def sentence_case(words: str) -> str:
    """Return words with a capital at their head, where they stand alone."""
    return words[:1].upper() + words[1:]


def at_trip(trip: f.Trip) -> str:
    """Return the value that the guard saw, e.g. `61.2 °C`; "" where it saw none."""
    if trip.value is None:
        return ""
    return quantity(_as_read(trip.value, _MOST_PLACES.get(trip.unit)), unit_sign(trip.unit))


def _as_read(value: Decimal, most: int | None) -> Decimal:
    """Return a value with so many decimals at most; fewer stay as the instrument gave them."""
    exponent = value.as_tuple().exponent
    if most is None or not isinstance(exponent, int) or -exponent <= most:
        return value
    return value.quantize(Decimal(1).scaleb(-most))


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


def what(test: f.TestKind, battery: str, *, short: bool = False) -> str:
    """Return a procedure and the battery that it is done with; `short` for a card."""
    name = _((SHORT_TESTS if short else TESTS)[test])
    return _("{test}, {battery}").format(test=name, battery=battery) if battery else name


def megohms(ohm: Decimal | None) -> str:
    """Return an insulation in M ohm, without its unit; "" for no reading."""
    return "" if ohm is None else number((ohm / _MEGA).normalize())

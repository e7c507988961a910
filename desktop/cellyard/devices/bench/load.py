"""Sets up, switches and reads back a load, so that it keeps its limits when nobody watches it."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from cellyard.devices.drivers import it8500
from cellyard.devices.drivers.it8500 import Choice, Quantity
from cellyard.devices.exchange import Exchange
from cellyard.devices.rows import Rating
from cellyard.domain.bench.limits import DeviceLimits
from cellyard.domain.bench.plan import Plan
from cellyard.domain.readings import Reading, Sample
from cellyard.domain.refusals import Refused, Trouble

# A load answers within some tens of ms; the guard waits meanwhile, so never long.
ANSWER_S = 0.15
ASKED = 3

# Only the battery function acts on the minimum voltage: plain constant current has no cut-off.
CHOICES: tuple[tuple[Choice, str], ...] = (("function", "battery"), ("mode", "cc"))


class Said(NamedTuple):
    """What a load says: V, A (negative: out of the battery), and whether its input is on."""

    voltage: Decimal
    current: Decimal
    on: bool


def read(heard: Sample) -> Said | None:
    """Return what a frame of the load says, or None when it holds no whole reading."""
    volts = _number(heard.readings.get("voltage"))
    ampere = _number(heard.readings.get("current"))
    switched = heard.readings.get("input")
    if volts is None or ampere is None or switched is None:
        return None
    return Said(volts, ampere, switched.value == "on")


def protects(heard: Sample) -> bool:
    """Tell whether the load has switched off to protect itself."""
    said = heard.readings.get("protection")
    return said is not None and bool(said.value)


def _number(reading: Reading | None) -> Decimal | None:
    """Return a number that may be taken; a sentinel or an implausible one is none."""
    if reading is None or not reading.steady or not isinstance(reading.value, Decimal):
        return None
    return reading.value


def check_rating(rating: Rating | None, model: str, plan: Plan) -> None:
    """Refuse a load that cannot take the battery. Refused("load_unknown"), ("load_too_small")."""
    if rating is None:
        raise Refused("load_unknown", model=model)
    needed = (
        ("V", plan.max_voltage, rating.voltage),
        ("A", plan.device.current_max, rating.current),
        ("W", plan.device.power_max, rating.power),
    )
    for unit, wanted, can in needed:
        if wanted > can:
            raise Refused("load_too_small", model=model, wanted=wanted, most=can, unit=unit)


def prepare(line: Exchange, limits: DeviceLimits) -> None:
    """Take the load over, switched off, with its own limits set and read back equal.

    Refused("load_refuses") with the setting, ("limit_not_kept") with what it says instead;
    Trouble("load_silent") when it does not answer.
    """
    _choose(line, "remote", "on")
    _choose(line, "input", "off")
    for choice, word in CHOICES:
        _choose(line, choice, word)
        _read_back_choice(line, choice, word)
    quantities: tuple[tuple[Quantity, Decimal], ...] = (
        ("voltage_limit", limits.voltage_max),
        ("current_limit", limits.current_max),
        ("power_limit", limits.power_max),
        ("minimum_voltage", limits.voltage_min),
        ("timer", limits.seconds),
    )
    for name, value in quantities:
        put(line, name, value)
    _choose(line, "timer_state", "on")
    _read_back_choice(line, "timer_state", "on")


def put(line: Exchange, name: Quantity, value: Decimal) -> None:
    """Set a quantity and read it back equal. Raises as `prepare`."""
    _command(line, it8500.set_quantity(name, value), name)
    reply = _asked(
        line, it8500.ask_quantity(name), lambda frame: it8500.quantity(name, frame) is not None
    )
    got = it8500.quantity(name, reply)
    if got != value:
        raise Refused("limit_not_kept", setting=name, wanted=value, got=got)


def switch_on(line: Exchange) -> None:
    """Switch the input on. Refused("load_refuses") when it says no.

    Told once, and not waited for longer than once: from now on the guard watches what it says.
    """
    reply = line.ask(it8500.set_choice("input", "on"), _is_status, ANSWER_S)
    _check_done(reply, "input")


def switch_off(line: Exchange) -> None:
    """Switch the input off and have it confirmed. Raises as `prepare`."""
    _choose(line, "input", "off")


def off() -> bytes:
    """Return the frame that switches off: it waits for nothing and nobody."""
    return it8500.set_choice("input", "off")


def _choose(line: Exchange, choice: Choice, word: str) -> None:
    _command(line, it8500.set_choice(choice, word), choice)


def _command(line: Exchange, frame: bytes, setting: str) -> None:
    _check_done(_asked(line, frame, _is_status), setting)


def _is_status(answer: bytes) -> bool:
    return it8500.status(answer) is not None


def _check_done(reply: bytes | None, setting: str) -> None:
    said = "done" if reply is None else it8500.status(reply)
    if said != "done":
        raise Refused("load_refuses", setting=setting, said=said)


def _read_back_choice(line: Exchange, choice: Choice, word: str) -> None:
    reply = _asked(
        line, it8500.ask_choice(choice), lambda frame: it8500.choice(choice, frame) is not None
    )
    got = it8500.choice(choice, reply)
    if got != word:
        raise Refused("limit_not_kept", setting=choice, wanted=word, got=got)


def _asked(line: Exchange, frame: bytes, answers: Callable[[bytes], bool]) -> bytes:
    """Ask while the load is off; again where the answer was lost: to set twice is to set once."""
    for _ in range(ASKED):
        reply = line.ask(frame, answers, ANSWER_S)
        if reply is not None:
            return reply
    raise Trouble("load_silent")

"""What a load draws in each of its modes from so many volts behind so many ohms: amperes."""

from collections.abc import Callable

LEAST_OHM = 0.01  # of the load itself, fully on
NO_OHM = 1e-9


def constant_current(emf: float, ohm: float, ampere: float) -> float:
    return min(ampere, emf / (ohm + LEAST_OHM))


def constant_voltage(emf: float, ohm: float, volt: float) -> float:
    return max(0.0, (emf - volt) / max(ohm, NO_OHM))


def constant_power(emf: float, ohm: float, watt: float) -> float:
    # P = (E - I R) I; beyond what the source can give, as much as it gives.
    ohm = max(ohm, NO_OHM)
    root = max(0.0, emf * emf - 4 * ohm * watt) ** 0.5
    return min((emf - root) / (2 * ohm), emf / (ohm + LEAST_OHM))


def constant_resistance(emf: float, ohm: float, level: float) -> float:
    return emf / (ohm + level)


# By the number of the mode.
MODES: tuple[Callable[[float, float, float], float], ...] = (
    constant_current,
    constant_voltage,
    constant_power,
    constant_resistance,
)

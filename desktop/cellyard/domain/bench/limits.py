"""Limits of a run: what the guard watches, and what the load itself is told to keep."""

from decimal import Decimal

import msgspec

from cellyard.domain.refusals import Refused


class GuardLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What ends a run at once: V of the battery and of a cell, A, degC, K/min, Ah, s.

    None: not watched (no cell voltages are read). `temperature_age`, `cells_age` and
    `load_silent` are the longest times (s by the wall) without a temperature, without the voltage
    of a cell that was read before, and without a word of the load.
    """

    voltage_low: Decimal
    voltage_high: Decimal
    cell_low: Decimal | None = None
    current_high: Decimal
    temperature_high: Decimal
    temperature_rise: Decimal
    capacity_high: Decimal
    seconds: Decimal
    temperature_age: Decimal
    cells_age: Decimal | None = None
    load_silent: Decimal

    def named(self) -> tuple[tuple[str, Decimal], ...]:
        """Return every limit that is watched, with its unit in its name, for the ledger."""
        found = ((f"{name}_{unit}", getattr(self, name)) for name, unit in UNITS.items())
        return tuple((name, value) for name, value in found if value is not None)


UNITS: dict[str, str] = {
    "voltage_low": "V",
    "voltage_high": "V",
    "cell_low": "V",
    "current_high": "A",
    "temperature_high": "degC",
    "temperature_rise": "K_min",
    "capacity_high": "Ah",
    "seconds": "s",
    "temperature_age": "s",
    "cells_age": "s",
    "load_silent": "s",
}


class StartLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Between which temperatures (degC) of the battery a run begins."""

    low: Decimal
    high: Decimal


def check_start(limits: StartLimits, celsius: Decimal) -> None:
    """Refuse to begin with a battery that is too cold or too warm. Refused("start_temperature")."""
    if not limits.low <= celsius <= limits.high:
        raise Refused("start_temperature", celsius=celsius, low=limits.low, high=limits.high)


class DeviceLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What the load keeps even when nobody tells it anything any more (V, A, W, s)."""

    voltage_min: Decimal
    voltage_max: Decimal
    current_max: Decimal
    power_max: Decimal
    seconds: Decimal

"""What waits for the bench, the riskiest first: kWh × hours waiting × hazard."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

import msgspec

from cellyard.domain import energy
from cellyard.domain.battery import Battery
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition

# What a battery in stock waits for next; "" when for nothing at the bench.
Waits = Literal["", "capacity", "grade", "discharge"]
_HOUR_MS = Decimal(3_600_000)


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One battery of the queue. `risk` is in kWh·h times the hazard of its state."""

    battery: Battery
    model: BatteryModel | None
    waits: Waits
    risk: Decimal


def waits_for(battery: Battery) -> Waits:
    """Return what the bench is to do next with a battery."""
    bench = battery.bench
    if battery.gone or battery.slot is None or battery.verdict not in ("go", "check"):
        return ""
    if bench.given is not None:
        return "discharge" if bench.given.grade == "D" and not bench.discharged else ""
    tested = bench.capacity is not None and not bench.capacity.doubts
    return "grade" if tested else "capacity"


def queue(
    batteries: Iterable[tuple[Battery, BatteryModel | None]],
    bench: Edition,
    intake: Edition,
    now: int,
) -> list[Waiting]:
    """Return what waits for a channel, riskiest first. Batteries on a channel wait no more.

    `intake` is the edition that estimates the energy of an unknown battery: the worse case.
    """
    found: list[Waiting] = []
    for battery, model in batteries:
        waits = waits_for(battery)
        if not waits or battery.bench.run is not None:
            continue
        hazard = "discharge" if waits == "discharge" else str(battery.verdict)
        hours = Decimal(max(0, now - battery.received_at)) / _HOUR_MS
        kwh = energy.kwh(battery, model, intake).kwh
        risk = kwh * hours * bench.number(f"queue.hazard.{hazard}")
        found.append(Waiting(battery=battery, model=model, waits=waits, risk=risk))
    return sorted(found, key=lambda w: (-w.risk, w.battery.ticket))

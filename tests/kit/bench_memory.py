"""A store in memory with a bench: one channel whose instruments are set up, and what runs on it."""

from decimal import Decimal

import memory
import msgspec
from channels import BENCH
from memory import Memory

from cellyard.domain import facts as f
from cellyard.domain import registers
from cellyard.domain.bench import begin as decisions
from cellyard.domain.bench.begin import Beginning, Ending
from cellyard.domain.facts import Decided, Evidence
from cellyard.domain.registers import Instrument

D = Decimal
DECIDED = Decided(edition=BENCH.id, rules=("capacity.rate",))
MODULE = registers.BatteryModel(
    key="module",
    make="Test",
    name="module",
    level="module",
    chemistry="NMC",
    kwh=D(2),
    mass_kg=D(15),
    series=12,
    max_v=D("50.4"),
    nominal_v=D(44),
    capacity_ah=D(50),
    source="test",
    confidence="P",
)


class Bay(Memory):
    """A store in memory with one channel whose instruments are set up."""

    def __init__(self, model: registers.BatteryModel = MODULE) -> None:
        super().__init__()
        self.own = model
        self.people |= {
            "technician": frozenset({"technician"}),
            "other": frozenset({"technician"}),
        }
        self.instruments = [
            instrument("load", "load", stop_confirmed="2026-01-01"),
            instrument("warm", "thermometer"),
        ]

    def edition_of(self, subject: str):
        return BENCH if subject == "bench" else super().edition_of(subject)


def judged(store: Bay, **answers: str) -> str:
    """Take a battery through intake; from then on its type is what the bench is to be asked."""
    id_ = memory.judged(store, **answers)
    key = store.battery(id_).model
    assert key is not None
    store._models[key] = msgspec.structs.replace(store.own, key=key)
    return id_


def instrument(key: str, duty: str, **more: str) -> Instrument:
    return Instrument(
        key=key,
        station="intake-1",
        profile="p",
        port="/dev/x",
        duty=duty,  # pyright: ignore[reportArgumentType]
        channel="1",
        **more,  # pyright: ignore[reportArgumentType]
    )


def order(battery: str, test: f.RunKind = "capacity", second: str | None = None) -> Beginning:
    return Beginning(battery=battery, channel="1", test=test, run="run-1", second=second)


def begun(store: Memory, battery: str) -> None:
    store.record(decisions.begin, order(battery), "technician")


def over(store: Memory, battery: str, end: f.RunEnd = "completed") -> None:
    store.record(decisions.end, Ending(battery=battery, run="run-1", end=end), "technician")


def found() -> f.CapacityTested:
    return f.CapacityTested(
        run="run-1",
        capacity=D(45),
        energy=D(2000),
        duration=D(16000),
        points=160,
        current=D(-10),
        cut_off=D("33.6"),
        voltage_min=D("33.5"),
        voltage_max=D("50.2"),
        instruments=(Evidence(instrument="load"),),
        decided=DECIDED,
    )

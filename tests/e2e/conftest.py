"""A station as the commands find it."""

from decimal import Decimal
from pathlib import Path

import pytest
import stores

from cellyard.domain import intake
from cellyard.domain.readings import Reading


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A founded store with one judged battery."""
    folder = tmp_path / "store"
    founded = stores.founded(folder)
    by = founded.operator
    with founded.station as station:
        received = station.record(
            intake.receive, intake.Reception(code="04QCB76836300JBC40000903"), by=by
        )
        battery = received[0].envelope.subject.removeprefix("battery/")
        station.record(intake.name_model, intake.Naming(battery=battery, model=None), by=by)
        weight = Reading(value=Decimal("5.42"), unit="kg", flags=("manual",))
        station.record(intake.weigh, intake.Weighing(battery=battery, reading=weight), by=by)
        for section in intake.LOOK:
            order = intake.Looking(battery=battery, section=section, answer="no")
            station.record(intake.inspect, order, by=by)
        for quantity, value, unit in (("voltage", "3.29", "V"), ("temperature", "22.5", "degC")):
            reading = Reading(value=Decimal(value), unit=unit, flags=("manual",))
            measuring = intake.Measuring(battery=battery, quantity=quantity, reading=reading)
            station.record(intake.measure, measuring, by=by)
        station.record(intake.judge, intake.Judging(battery=battery), by=by)
    return folder

"""Which battery a paper of the bench is about: code, type, where it came from, verdict."""

import datetime as dt

from cellyard.documents.bench_content import Subject
from cellyard.domain import codes
from cellyard.domain.battery import Battery
from cellyard.domain.registers import BatteryModel
from cellyard.ledger.questions import Questions
from cellyard.words.codes import CHEMISTRIES
from cellyard.words.intake import VERDICTS
from cellyard.words.times import local


def model_of(questions: Questions, battery: Battery) -> BatteryModel | None:
    """Return the type of a battery; None where the register has none."""
    return next((m for m in questions.registers.models() if m.key == battery.model), None)


def subject(questions: Questions, battery: Battery, model: BatteryModel | None) -> Subject:
    """Return what a paper says of the battery itself; its verdict is the one that stands now."""
    partners = {p.key: p.name for p in questions.registers.partners()}
    code = codes.decode(battery.code, dt.date.max)
    return Subject(
        battery=battery.id,
        code=battery.code,
        parts=codes.fields(code) if battery.code else (),
        ticket=battery.ticket,
        station=battery.station,
        verdict=battery.verdict and VERDICTS[battery.verdict],
        received=local(battery.received_at).date().isoformat(),
        outlet=partners.get(battery.outlet or "", battery.outlet),
        model=model and model.title,
        chemistry=model and CHEMISTRIES.get(model.chemistry, model.chemistry),
        strings=_strings(model),
        rated_ah=model and model.capacity_ah,
        rated_kwh=model and model.kwh,
        nominal_v=model and model.nominal_v,
        max_v=model and model.max_v,
    )


def _strings(model: BatteryModel | None) -> str | None:
    if model is None or model.series is None:
        return None
    return f"{model.series}s" + (f"{model.parallel}p" if model.parallel else "")

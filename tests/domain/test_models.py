"""The model register that ships: figures that agree with each other and with their sources."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from memory import MODELS

from cellyard.domain import registers
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Confidence

PACKS = [m for m in MODELS if m.level == "pack"]


def test_enough_models_and_enough_known_of_them() -> None:
    whole = [m for m in PACKS if None not in (m.series, m.nominal_v, m.max_v)]
    assert len(MODELS) >= 45
    assert len(whole) >= 40
    assert {m.level for m in MODELS} == {"pack", "module", "cell"}
    assert len({(m.title, m.kwh) for m in MODELS}) == len(MODELS)
    assert not any("kWh" in m.name for m in MODELS)  # shown beside the name, from the figure


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.key)
def test_figures_of_a_model_agree_with_each_other(model: BatteryModel) -> None:
    assert model.source
    assert model.confidence in Confidence.__args__
    if model.series and model.max_v and model.nominal_v:
        assert Decimal("2.2") < model.nominal_v / model.series < model.max_v / model.series
        assert model.max_v / model.series <= Decimal("4.41")
    if model.series and model.parallel and model.capacity_ah and model.nominal_v:
        assert model.nominal_v * model.capacity_ah / 1000 == pytest.approx(
            model.kwh, rel=Decimal("0.1")
        )
    if model.mass_kg:
        densest = Decimal("0.21" if model.level == "pack" else "0.23")
        assert Decimal("0.08") < model.kwh / model.mass_kg < densest
    assert all(len(prefix) == 7 for prefix in model.prefixes)


def test_figures_are_those_of_the_catalogue(shared: Path) -> None:
    path = shared / "data" / "catalogue" / "ev_packs_detailed.csv"
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))
    known = {(m.make, m.kwh, m.mass_kg, m.series, m.chemistry) for m in PACKS}
    for row in rows:
        figures = (
            row["make"],
            Decimal(row["pack_kwh_total"]),
            Decimal(row["pack_mass_kg"]) if row["pack_mass_kg"] else None,
            int(row["series"]) if row["series"] else None,
            row["chemistry"],
        )
        assert not row["chemistry"] or figures in known


def test_a_register_with_a_key_twice_or_a_wrong_field_is_told() -> None:
    fields = {"key": "a", "make": "m", "name": "n", "chemistry": "LFP", "source": "s"}
    lines = [f'{name} = "{value}"\n' for name, value in (*fields.items(), ("confidence", "P"))]
    entry = f"[[model]]\nkwh = 1\n{''.join(lines)}"
    assert registers.parse_models(entry)[0].kwh == 1
    with pytest.raises(ValueError, match="twice: a"):
        registers.parse_models(entry * 2)
    with pytest.raises(ValueError, match="colour"):
        registers.parse_models(entry + 'colour="red"\n')

"""The verdict: every finding and answer, every limit on both sides, and that it only gets worse."""

from decimal import Decimal
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import CELL, CN, EU, MODELS, PACK

from cellyard.domain import facts as f
from cellyard.domain import intake
from cellyard.domain.battery import Battery
from cellyard.domain.fold import begin, suppose
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition
from cellyard.words.intake import FINDINGS, REASONS

BY_KEY = {m.key: m for m in MODELS}
E208 = BY_KEY["peugeot-e-208-50-kwh"]
NO_EVIDENCE = f.Evidence()


def received(code: str = PACK, scheme: str = "GBT34014", **more: Any) -> Battery:
    fact = f.Received(ticket=1, code=code, scheme=scheme, **more)
    return suppose(begin("battery/a"), [fact])


def seen(section: Any, answer: Any, finding: str | None = None) -> f.Inspected:
    return f.Inspected(section=section, answer=answer, finding=finding)


def read(quantity: Any, value: str | None) -> f.Measured:
    figure = None if value is None else Decimal(value)
    return f.Measured(quantity=quantity, value=figure, unit="", evidence=NO_EVIDENCE)


SOUND: list[f.Fact] = [
    f.Weighed(kg=Decimal("355.2"), evidence=NO_EVIDENCE),
    *(seen(section, "no") for section in intake.LOOK),
    read("voltage", "394.2"),
    read("insulation", "2000000"),
    read("temperature", "21"),
]


def judge(
    battery: Battery, *facts: f.Fact, model: BatteryModel | None = E208, edition: Edition = CN
) -> intake.Judgement:
    return intake.verdict_so_far(suppose(battery, facts), model, edition)


@pytest.mark.parametrize("edition", [CN, EU], ids=lambda e: e.id)
@pytest.mark.parametrize("section", intake.LOOK)
def test_every_answer_and_every_finding_has_its_verdict(section: Any, edition: Edition) -> None:
    offered = intake.findings(edition, section)
    assert offered
    assert [intake.severity(r.verdict) for r in offered] == sorted(
        (intake.severity(r.verdict) for r in offered), reverse=True
    )
    for rule in offered:
        judged = judge(received(), *SOUND, seen(section, "yes", rule.id), edition=edition)
        assert (judged.verdict, judged.reasons) == (rule.verdict, (rule.id,))
        assert judged.rules == (rule.rule,)
        assert rule.id in FINDINGS
    for answer in ("yes", "cant_tell"):
        judged = judge(received(), *SOUND, seen(section, answer), edition=edition)
        assert judged.verdict == ("stop" if section == "acute_hazard" else "watch")
    assert judge(received(), *SOUND, seen(section, "no"), edition=edition).verdict == "go"


@pytest.mark.parametrize(
    ("quantity", "value", "reason"),
    [
        ("voltage", None, "voltage_unknown"),
        ("voltage", "161.9", "cell_voltage_dead"),  # 108 cells at 1.5 V are 162 V
        ("voltage", "162.0", "cell_voltage_low"),
        ("voltage", "215.9", "cell_voltage_low"),
        ("voltage", "216.0", None),
        ("voltage", "464.4", None),  # 453.6 V when full, and 0.1 V per cell
        ("voltage", "464.5", "cell_voltage_high"),
        ("insulation", None, "insulation_unknown"),
        ("insulation", "45359", "insulation_low"),  # 100 ohm for each of 453.6 V
        ("insulation", "45360", None),
        ("temperature", None, "temperature_unknown"),
        ("temperature", "80.1", "too_hot"),
        ("temperature", "80.0", "warm"),
        ("temperature", "30.1", "warm"),  # nobody measured ambient: 20 degC
        ("temperature", "30.0", None),
    ],
)
def test_readings_against_the_model(quantity: str, value: str | None, reason: str | None) -> None:
    judged = judge(received(), *SOUND, read(quantity, value))
    assert judged.reasons == ((reason,) if reason else ())
    expected = CN.reason(reason).verdict if reason else "go"
    assert judged.verdict == expected


def test_measured_ambient_counts_instead_of_the_assumed_one() -> None:
    warm = [*SOUND, read("temperature", "39")]
    assert judge(received(), *warm, read("ambient", "30")).verdict == "go"
    assert judge(received(), *warm, read("ambient", "28")).reasons == ("warm",)
    assert judge(received(), *warm, read("ambient", None)).reasons == ("warm",)


@pytest.mark.parametrize(
    ("battery", "model", "reason"),
    [
        (received(""), E208, "code_unreadable"),
        (received("X" * 24, refused="future_date"), E208, "code_refused"),
        (received("ZOE-R240", "OTHER", refused="not_gbt34014"), E208, None),
        (received(warnings=("serial_zero",)), E208, "code_doubt"),
        (received(warnings=("chemistry_letter_unconfirmed",)), E208, None),
        (received("001PE22A18K07J77B0000412"), E208, "date_doubt"),  # 2017-07-11
        (received("001PE22A18K07J77C0000412"), E208, None),  # the day the standard was issued
        (received("001PB22A18K07JA6F0000412"), E208, "chemistry_doubt"),  # B is LFP
        (received("001PC22A18K07JA6F0000412"), E208, "chemistry_doubt"),  # C is LMO
        (received(CELL), E208, "level_doubt"),
        (received(), BY_KEY["wuling-mini-ev-9-3-kwh"], "cells_unknown"),
        (received(), None, "model_unknown"),
    ],
)
def test_doubts_about_what_it_is_are_a_check(
    battery: Battery, model: BatteryModel | None, reason: str | None
) -> None:
    judged = judge(battery, *SOUND, model=model)
    if reason is None:
        assert judged.verdict == "go"
        return
    assert reason in judged.reasons
    assert intake.severity(judged.verdict) >= intake.severity("check")
    assert CN.reason(reason).verdict == "check"


def test_an_unknown_type_is_said_only_when_a_person_said_so_or_all_is_answered() -> None:
    nothing = judge(received(), model=None)
    assert (nothing.verdict, nothing.rules, nothing.complete) == (None, (), False)
    unknown = f.ModelAssigned(model=None, how="unknown")
    assert judge(received(), unknown, model=None).reasons == ("model_unknown",)


def test_reasons_stand_worst_first_and_name_each_rule_once() -> None:
    judged = judge(
        received(warnings=("serial_zero",)),
        *SOUND,
        seen("case_damage", "yes", "dented"),
        seen("misuse", "yes", "flooded"),
        seen("internal_safety", "cant_tell"),
        read("insulation", None),
    )
    assert judged.reasons[0] == "flooded"
    assert judged.reasons[-1] == "code_doubt"
    assert [intake.severity(CN.reason(r).verdict) for r in judged.reasons] == [3, 2, 2, 2, 1]
    assert len(set(judged.rules)) == len(judged.rules) == 4
    assert all(CN.of(rule).source for rule in judged.rules)


def test_a_reason_of_an_older_edition_stands_with_its_verdict() -> None:
    old = f.Triaged(
        verdict="stop", reasons=("no_longer_known",), decided=f.Decided(edition="x", rules=())
    )
    judged = judge(received(), *SOUND, seen("case_damage", "yes", "dented"), old)
    assert judged.verdict == "stop"
    assert set(judged.reasons) == {"no_longer_known", "dented"}


EVIDENCE = st.one_of(
    st.sampled_from(intake.LOOK).flatmap(
        lambda s: st.one_of(
            st.builds(seen, st.just(s), st.sampled_from(get_args(f.Answer))),
            st.sampled_from(intake.findings(CN, s)).map(lambda r: seen(s, "yes", r.id)),
        )
    ),
    st.builds(
        read,
        st.sampled_from(("voltage", "insulation", "temperature")),
        st.one_of(st.none(), st.decimals(0, 500, places=1).map(str)),
    ),
    st.decimals("0.1", 900, places=1).map(lambda kg: f.Weighed(kg=kg, evidence=NO_EVIDENCE)),
)
MODEL = st.sampled_from([None, E208, BY_KEY["eve-lf280k-cell"], BY_KEY["wuling-mini-ev-9-3-kwh"]])


def about(fact: f.Fact) -> str:
    match fact:
        case f.Inspected():
            return fact.section
        case f.Measured():
            return fact.quantity
        case _:
            return "weight"


@given(st.lists(EVIDENCE, unique_by=about), MODEL, st.booleans())
def test_more_evidence_never_makes_a_verdict_better(
    evidence: list[f.Fact], model: BatteryModel | None, given_already: bool
) -> None:
    battery = received()
    if given_already:
        decided = f.Decided(edition=CN.id, rules=())
        battery = suppose(
            battery, [f.Triaged(verdict="check", reasons=("bms_fault",), decided=decided)]
        )
    before = intake.verdict_so_far(battery, model, CN)
    for fact in evidence:
        battery = suppose(battery, [fact])
        after = intake.verdict_so_far(battery, model, CN)
        assert intake.severity(after.verdict) >= intake.severity(before.verdict)
        assert set(after.reasons) >= set(before.reasons)
        assert set(after.reasons) <= REASONS.keys()
        before = after
    assert before.complete is (battery.kg is not None and not intake.missing(battery, model))


@pytest.mark.parametrize(
    ("model", "kg", "kwh", "estimated"),
    [
        (E208, "355.2", "50.0", False),
        (None, "355.2", "72.8", True),
        (None, None, "110", True),
    ],
)
def test_unknown_energy_is_guessed_high_and_marked(
    model: BatteryModel | None, kg: str | None, kwh: str, estimated: bool
) -> None:
    mass = None if kg is None else Decimal(kg)
    battery = msgspec.structs.replace(received(), kg=mass)
    energy = intake.kwh(battery, model, CN)
    assert (energy.kwh, energy.estimated) == (Decimal(kwh), estimated)


def test_the_guess_is_above_every_model_of_known_mass() -> None:
    weighed = [m for m in MODELS if m.mass_kg]
    assert len(weighed) > 40
    for m in weighed:
        for code in ("", PACK if m.level == "pack" else PACK.replace("P", m.level[0].upper())):
            battery = msgspec.structs.replace(received(code), kg=m.mass_kg)
            assert intake.kwh(battery, None, CN).kwh >= m.kwh, m.key

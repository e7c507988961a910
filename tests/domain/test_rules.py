"""Rule editions: dated, sourced, complete; every reason and rule has its words."""

import re
from decimal import Decimal
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from memory import CN, EU, MODELS

from cellyard import domain, files
from cellyard.domain import bench, intake, rules, yard
from cellyard.domain.facts import Section
from cellyard.domain.refusals import Refused
from cellyard.domain.rules import Edition
from cellyard.words.intake import FINDINGS, FOLLOWS, REASONS, SECTIONS, VERDICTS, follows, reason

ALL = [rules.parse(files.text(name)) for name in files.names("rules", ".toml")]
EDITIONS = [edition for edition in ALL if edition.subject == "intake"]
BENCH = next(edition for edition in ALL if edition.subject == "bench")


@pytest.mark.parametrize("edition", ALL, ids=lambda e: e.id)
def test_every_rule_has_a_source_and_ends_with_2026(edition: Edition) -> None:
    assert edition.valid_from < edition.valid_to <= "2026-12-31"
    for id_, source, confidence in edition.sources():
        assert len(source) > 5, id_
        assert confidence in get_args(rules.Confidence)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e.id)
def test_every_section_and_purpose_is_ruled(edition: Edition) -> None:
    ids = {r.id for r in edition.rule}
    assert {r.rule for r in edition.finding} <= ids
    assert {z.purpose for z in edition.zone} == set(yard.PURPOSES)
    assert {r.section for r in edition.finding} == {*get_args(Section), "identity"}
    for section in get_args(Section):
        for answer in ("yes", "cant_tell"):
            edition.reason(f"{section}_{answer}")


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: e.id)
def test_every_reason_and_finding_has_its_sentence(edition: Edition) -> None:
    assert {r.id for r in edition.finding} == REASONS.keys()
    assert {r.id for r in edition.finding if r.offered} == FINDINGS.keys()
    assert SECTIONS.keys() == set(get_args(Section))
    assert VERDICTS.keys() == FOLLOWS.keys()
    assert all("{" not in follows(verdict, edition) for verdict in FOLLOWS)
    assert reason("of_a_newer_edition") == "of_a_newer_edition"
    assert not any("safe" in words.lower() for words in (*REASONS.values(), *FOLLOWS.values()))


def test_both_editions_know_the_same_rules_and_every_number_that_is_asked_for() -> None:
    assert [r.id for r in CN.rule] == [r.id for r in EU.rule]
    assert [(r.id, r.verdict) for r in CN.finding] == [(r.id, r.verdict) for r in EU.finding]
    known = {r.id for r in CN.rule} | {r.id for r in CN.zone} | {r.id for r in CN.finding}
    asked: set[str] = set()
    for room in (intake, yard, domain):
        for path in sorted(p for base in room.__path__ for p in Path(base).glob("*.py")):
            asked |= set(re.findall(r'\.(?:number|of)\("([a-z_.]+)"\)', path.read_text("utf-8")))
    assert len(asked) > 15
    assert asked <= known


def test_the_bench_knows_every_number_that_is_asked_for_and_where_each_chemistry_ends() -> None:
    known = {r.id for e in ALL if e.subject in ("bench", "grading") for r in e.rule}
    asked = {
        name
        for path in Path(bench.__path__[0]).glob("*.py")
        for name in re.findall(r'"([a-z_]+\.[a-z_.]+)"', path.read_text("utf-8"))
    }
    assert len(asked) > 15
    assert asked <= known
    cut_offs = {r.id.removeprefix("cut_off.operating.") for r in BENCH.rule}
    lithium = {m.chemistry for m in MODELS} - {"Pb"}
    assert lithium <= cut_offs
    with pytest.raises(Refused, match="rule_missing"):
        CN.number("no.such_rule")
    with pytest.raises(KeyError):
        CN.number("identity.code")
    with pytest.raises(KeyError):
        CN.reason("no_such_reason")


def test_every_chemistry_of_the_register_has_a_family() -> None:
    for edition in EDITIONS:
        assert {m.chemistry for m in MODELS} <= edition.chemistry_family.keys()


@pytest.mark.parametrize(
    ("limit", "max_v", "signed"),
    [("60", None, True), ("60", "60.1", True), ("60", "60", False), ("120", "60.1", False)],
)
def test_the_sign_on_a_label_stands_above_the_limit_of_its_edition(
    limit: str, max_v: str | None, signed: bool
) -> None:
    ours = tuple(
        msgspec.structs.replace(r, value=Decimal(limit)) if r.id == "label.high_voltage" else r
        for r in CN.rule
    )
    edition = msgspec.structs.replace(CN, rule=ours)
    model = msgspec.structs.replace(MODELS[0], max_v=Decimal(max_v) if max_v else None)
    assert intake.high_voltage(model, edition) is signed
    assert intake.high_voltage(None, edition)


def test_the_edition_in_force_is_the_newest_of_its_jurisdiction_on_the_day() -> None:
    older = msgspec.structs.replace(CN, id="older", valid_from="2025-06-01", valid_to="2026-06-30")
    editions = [EU, CN, older]
    for day, jurisdiction, id_ in (
        ("2025-12-31", "CN", "older"),
        ("2026-01-01", "CN", "cn-2026-3"),
        ("2026-12-31", "EU", "eu-2026-3"),
        ("2027-01-01", "EU", None),
        ("2026-04-14", "US", None),
    ):
        found = rules.in_force(editions, day, jurisdiction)
        assert (found.id if found else None) == id_
    first = msgspec.structs.replace(CN, id="cn-2026-1")
    for both in ([first, CN], [CN, first]):
        assert rules.in_force(both, "2026-11-27", "CN") is CN


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id = 1", "id"),
        ('id = "x"\nunknown = 1', "unknown"),
        ("[[rule]]\nid = 'a'", "source|missing"),
    ],
)
def test_a_wrong_edition_is_told(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        rules.parse(text)


def test_a_rule_named_twice_is_told() -> None:
    text = files.text("rules/cn-2026-3.toml")
    twice = text[text.index("[[rule]]") : text.index("# --- weight")]
    with pytest.raises(ValueError, match=r"twice.*sp376\.a"):
        rules.parse(text.replace("# --- weight", f"{twice}\n# --- weight"))

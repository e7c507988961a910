"""An edition of the centre's own: what may be changed, how it is marked, when it counts."""

from decimal import Decimal

import msgspec
import pytest

from cellyard import files
from cellyard.domain import rules
from cellyard.domain.calibration import Calibration, calibration
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Instrument
from cellyard.domain.rules import Edition, Own

BENCH = rules.parse(files.text("rules/bench-2026-2.toml"))
REST = "capacity.rest_before_s"
OWN = Own(
    id="bench-centre-2026-1",
    title="Shorter rest",
    valid_from="2026-11-27",
    valid_to="2026-12-31",
    numbers={REST: Decimal(1800)},
)


def refused(base: Edition, **other: object) -> str:
    with pytest.raises(Refused) as no:
        rules.changed(base, msgspec.structs.replace(OWN, **other))
    return no.value.code


def test_only_the_changed_number_is_marked_as_the_centres_own() -> None:
    made = rules.changed(BENCH, OWN)
    assert (made.id, made.title, made.subject) == ("bench-centre-2026-1", "Shorter rest", "bench")
    assert made.made_from == "bench-2026-2"
    rule = made.of(REST)
    assert (rule.value, rule.unit, rule.confidence) == (Decimal(1800), "s", "P")
    assert rule.source == "centre's own, was 3600 s"
    assert [r for r in made.rule if r.id != REST] == [r for r in BENCH.rule if r.id != REST]
    again = msgspec.structs.replace(OWN, id="bench-centre-2026-2", numbers={REST: Decimal(900)})
    assert rules.changed(made, again).of(REST).source == "centre's own, was 1800 s"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"title": "  "}, "edition_title_missing"),
        ({"valid_from": "2026-02-30"}, "edition_dates_wrong"),
        ({"valid_from": "20261127"}, "edition_dates_wrong"),
        ({"valid_from": "2025-12-31"}, "edition_dates_wrong"),
        ({"valid_to": "2026-11-26"}, "edition_dates_wrong"),
        ({"numbers": {}}, "edition_unchanged"),
        ({"numbers": {REST: Decimal("3600.0")}}, "edition_unchanged"),
        ({"numbers": {REST: Decimal(0)}}, "rule_number_wrong"),
        ({"numbers": {REST: Decimal(-1)}}, "rule_number_wrong"),
        ({"numbers": {REST: Decimal("NaN")}}, "rule_number_wrong"),
        ({"numbers": {REST: Decimal("Infinity")}}, "rule_number_wrong"),
    ],
)
def test_what_cannot_be_is_refused(other: dict[str, object], code: str) -> None:
    assert refused(BENCH, **other) == code


def test_a_rule_without_a_number_is_no_number_to_change() -> None:
    with pytest.raises(KeyError):
        rules.changed(
            BENCH, msgspec.structs.replace(OWN, numbers={"calibration.required": Decimal(1)})
        )
    assert refused(BENCH, numbers={"no.such.rule": Decimal(1)}) == "rule_missing"


def test_ids_are_made_and_never_twice() -> None:
    taken = ["bench-2026-2", "bench-centre-2026-1", "bench-centre-2026-9", "bench-centre-2026-10"]
    assert rules.own_id(BENCH, [], 2026) == "bench-centre-2026-1"
    assert rules.own_id(BENCH, taken, 2026) == "bench-centre-2026-11"
    assert rules.own_id(BENCH, taken, 2027) == "bench-centre-2027-1"


def test_of_editions_from_the_same_day_the_centres_own_counts_and_of_these_the_last() -> None:
    first = rules.changed(BENCH, msgspec.structs.replace(OWN, valid_from=BENCH.valid_from))
    own = [msgspec.structs.replace(first, id=f"bench-centre-2026-{n}") for n in (1, 2, 9, 10)]
    for editions in ([BENCH, own[0]], [own[0], BENCH]):
        assert rules.in_force(editions, "2026-11-27", "CN", "bench") == own[0]
    for editions in ([BENCH, *own], [*reversed(own), BENCH]):
        assert rules.in_force(editions, "2026-11-27", "CN", "bench") == own[3]
    later = msgspec.structs.replace(BENCH, id="bench-2026-2", valid_from="2026-11-01")
    assert rules.in_force([*own, later], "2026-11-27", "CN", "bench") == later
    ended = msgspec.structs.replace(own[3], valid_to="2026-10-31")
    assert rules.in_force([BENCH, ended], "2026-11-27", "CN", "bench") == BENCH


@pytest.mark.parametrize(
    ("until", "standing", "days"),
    [
        ("", "unknown", 0),
        ("2026-11-26", "past", -1),
        ("2026-11-27", "soon", 0),
        ("2026-12-27", "soon", 30),
        ("2026-12-28", "valid", 31),
    ],
)
def test_how_calibration_stands(until: str, standing: str, days: int) -> None:
    meter = Instrument(
        key="m", station="s", profile="hioki-bt356x", port="", duty="meter", calibrated_until=until
    )
    found = calibration(meter, "2026-11-27", BENCH.number("calibration.notice_days"))
    assert found == Calibration(standing=standing, days=days)  # pyright: ignore[reportArgumentType]

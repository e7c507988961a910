"""The technician's commands: the capacity of a trace, the grade of evidence; JSON and text."""

import csv
import json
from pathlib import Path

import pytest
from asked import refused, run, said

from cellyard import cli

TRACE = {
    "capacity_ah", "energy_wh", "duration_s", "points", "voltage_min_v", "voltage_max_v",
    "temperature_max_c", "warnings",
}  # fmt: skip
LEAF = {
    "today": "2026-04-14", "rated_ah": 112.6, "capacity_ah": "89.2", "capacity_doubt": 1.24,
    "spread_percent": 2.1, "lowest_cell_v_ever": 3.1, "chemistry": "NMC",
}  # fmt: skip


def evidence(tmp_path: Path, value: object) -> str:
    path = tmp_path / "evidence.json"
    text = value if isinstance(value, str) else json.dumps(value)
    path.write_text(text, encoding="utf-8-sig")
    return str(path)


def hour(tmp_path: Path) -> str:
    path = tmp_path / "hour.csv"
    rows = (f"{t},-150,350" for t in range(0, 3601, 60))
    path.write_text("\n".join(("time_s,current_a,voltage_v", *rows)), encoding="utf-8")
    return str(path)


# --- trace analyse --------------------------------------------------------------------------------


def test_every_published_capacity_is_met_by_the_command(
    shared: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = shared / "data" / "traces"
    with (folder / "index.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["published_ah"]]
    for row in rows:
        cutoff = ["--cutoff", row["cutoff_v"]] if row["cutoff_v"] else []
        assert cli.main(["trace", "analyse", str(folder / row["file"]), *cutoff, "--json"]) == 0
        found = json.loads(capfdbinary.readouterr().out)
        assert found["capacity_ah"] == pytest.approx(float(row["published_ah"]), rel=0.002)
        assert set(found) == TRACE
        assert (found["temperature_max_c"] is None) is (row["has_temperature"] == "False")


def test_a_trace_is_one_object_of_numbers(tmp_path: Path) -> None:
    found = said("trace", "analyse", hour(tmp_path), "--cutoff", "300")
    assert found == {
        "capacity_ah": 150.0,
        "energy_wh": 52500.0,
        "duration_s": 3600,
        "points": 61,
        "voltage_min_v": 350,
        "voltage_max_v": 350,
        "temperature_max_c": None,
        "warnings": ["cutoff_not_reached:350", "temperature_missing"],
    }


def test_a_trace_is_told_in_both_languages(tmp_path: Path) -> None:
    english = run("trace", "analyse", hour(tmp_path), "--cutoff", "300").stdout
    assert "150.00000\u00a0Ah" in english
    assert "The cut-off was not reached" in english
    assert (
        "未到截止电压"
        in run("trace", "analyse", hour(tmp_path), "--cutoff", "300", "--language", "zh_CN").stdout
    )


def test_what_is_no_trace_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "其他.csv"
    path.write_bytes(b"\xd0\xc5,\xba\xc5\r\n1,2\r\n\x00")
    assert "has no column time_s, current_a, voltage_v" in refused("trace", "analyse", str(path))
    assert "There is no" in refused("trace", "analyse", str(tmp_path / "none.csv"))
    for volts in ("x", "0", "-3", "NaN"):
        assert run("trace", "analyse", hour(tmp_path), "--cutoff", volts).returncode == 2


# --- grade --------------------------------------------------------------------------------------


def test_a_grade_says_what_decided_and_what_would_flip_it(tmp_path: Path) -> None:
    found = said("grade", evidence(tmp_path, LEAF))
    assert (found["grade"], found["route"], found["deciding"]) == ("B", "second_life", ["capacity"])
    assert (found["borderline"], found["edition"]) == ("A", "grading-2026-2")
    flip = found["flips"][0]
    assert (flip["criterion"], flip["change"], flip["grade"]) == ("capacity", 0.88, "A")
    assert [m["criterion"] for m in found["missing"]] == ["resistance", "insulation", "age"]
    text = run("grade", evidence(tmp_path, LEAF)).stdout
    assert text.startswith("B: Second life. Decided by Capacity.\nBorderline to A.\n")
    chinese = run("grade", evidence(tmp_path, LEAF), "--language", "zh_CN").stdout
    assert chinese.startswith("B：梯次利用。")


def test_a_list_is_graded_one_by_one_and_the_chemistry_names_its_family(tmp_path: Path) -> None:
    grown = {**LEAF, "resistance_ohm": "0.003", "resistance_new_ohm": "0.001"}
    found = said("grade", evidence(tmp_path, [LEAF, grown, {**grown, "chemistry": "LFP"}]))
    assert [one["grade"] for one in found] == ["B", "D", "B"]
    assert said("grade", evidence(tmp_path, [])) == []


def test_without_the_rated_capacity_it_says_what_is_missing(tmp_path: Path) -> None:
    path = evidence(tmp_path, {**LEAF, "rated_ah": None})
    done = run("grade", path, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["grade"], found["route"]) == (None, None)
    assert found["missing"][0] == {
        "criterion": "capacity", "reason": "rated_capacity_unknown", "needed": True,
    }  # fmt: skip
    assert "the rated capacity is not known" in done.stderr
    plain = run("grade", path)
    assert (plain.returncode, plain.stderr) == (1, done.stderr)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("no JSON", "is not JSON with one object or a list"),
        ("3", "is not JSON with one object or a list"),
        ({"capacity": 5}, "says “capacity”, which is no evidence"),
        ({"capacity_ah": "much"}, "“capacity_ah” in"),
        ({"capacity_ah": "sNaN"}, "“capacity_ah” in"),
        ({"capacity_ah": "1E+999"}, "“capacity_ah” in"),
        ({"resistance_ohm": 1e9}, "“resistance_ohm” in"),
        ({"rated_ah": "1E-30"}, "“rated_ah” in"),
        ({"capacity_ah": -5}, "“capacity_ah” in"),
        ({"calibration": {"capacity": "perhaps"}}, "“calibration” in"),
        ({"today": "2030-01-01"}, "valid on 2030-01-01"),
    ],
)
def test_evidence_that_cannot_be_is_refused(tmp_path: Path, value: object, words: str) -> None:
    assert words in refused("grade", evidence(tmp_path, value))

"""Everything out of the store: whole files, every digit, no formulas, nobody's name."""

import csv
import json
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import stores
from floor import DAY, Floor, Seen, code
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cellyard.cli import main
from cellyard.domain import envelope
from cellyard.domain.facts import Entry, Received
from cellyard.domain.refusals import Refused
from cellyard.jobs import export as exporting
from cellyard.jobs.export import FORMATS, Format, export, span
from cellyard.jobs.export_rows import COLUMNS
from cellyard.ledger.questions import Questions
from cellyard.ledger.whole import Span, whole

NOW = datetime(2026, 12, 1, 12, 30, 5, tzinfo=UTC)
MODEL = "peugeot-e-208-50-kwh"
EVIL = "=cmd|'/c calc'!A1"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    """A floor of three batteries: stored, half-done, and with a code that is a formula."""
    floor = Floor(tmp_path_factory.mktemp("floor") / "data")
    floor.put(floor.book_in(code(1), MODEL))
    floor.book_in(code(2), MODEL, Seen("case_damage", "dented"))
    floor.now.at += 2 * DAY
    floor.receive(EVIL, None, "jinma")
    yield floor
    floor.close()


class Line(msgspec.Struct):
    """A line of exported facts."""

    hash: str
    fact: msgspec.Raw


def written(folder: Path, name: str) -> Path:
    (found,) = folder.glob(f"cellyard-20261201-*-{name}.*")
    return found


def run(floor: Floor, folder: Path, format_: Format, days: Span | None = None) -> None:
    export(floor.station.folder, folder, format_, days or Span(), now=NOW)


def csv_rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def xlsx_rows(path: Path) -> list[list[Any]]:
    from openpyxl import load_workbook

    book = load_workbook(path)  # formulas as formulas: there must be none
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    rows = [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    book.close()
    return rows


def test_a_battery_is_one_row_with_every_digit(filled: Floor, tmp_path: Path) -> None:
    run(filled, tmp_path, "csv")
    stored, watched, evil = csv_rows(written(tmp_path, "batteries"))
    assert tuple(stored) == COLUMNS["batteries"]
    assert (stored["code"], stored["outlet_name"]) == (code(1), "Hengfeng outlet")
    assert (stored["kg"], stored["verdict"], stored["withdrawn"]) == ("356", "go", "no")
    assert stored["slot"].startswith("A-")
    assert stored["model_name"] == "Peugeot e-208"
    assert datetime.fromisoformat(stored["received_at"]).tzinfo == UTC
    assert (watched["slot"], watched["verdict"]) == ("", "watch")
    # Somebody's label must not become a program on the computer of who opens the list.
    assert evil["code"] == f"'{EVIL}"


@pytest.mark.parametrize("format_", FORMATS)
def test_a_row_for_every_fact_and_entry_but_none_for_people(
    filled: Floor, tmp_path: Path, format_: Format
) -> None:
    run(filled, tmp_path, format_)
    q = Questions(filled.station.folder)
    facts = q.counts().facts
    q.close()
    for name in COLUMNS:
        path = written(tmp_path, name)
        if format_ == "csv":
            count, text = len(csv_rows(path)), path.read_text("utf-8-sig")
        elif format_ == "xlsx":
            rows = xlsx_rows(path)
            assert rows[0] == list(COLUMNS[name])
            count, text = len(rows) - 1, repr(rows)
        else:
            text = path.read_text("utf-8")
            count = len([json.loads(line) for line in text.splitlines()])
        if name == "facts":
            assert count == facts
        elif name == "batteries":
            assert count == 3
        for secret in ("Zhao Min", "Li Wei", "argon2", '"badge"', "pin_hash"):
            assert secret not in text
    assert not list(tmp_path.glob("*.part"))


def test_a_workbook_keeps_a_formula_as_text_and_a_decimal_whole(
    filled: Floor, tmp_path: Path
) -> None:
    run(filled, tmp_path, "xlsx")
    head, stored, _watched, evil = xlsx_rows(written(tmp_path, "batteries"))
    assert evil[head.index("code")] == EVIL
    assert stored[head.index("kg")] == 356  # a number, so that somebody can add them up
    book = zipfile.ZipFile(written(tmp_path, "batteries"))
    assert b"<v>356</v>" in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["1.234567890123456", "0.1000000000000001", "12345678901234567"])
def test_a_number_too_long_for_a_cell_stays_text(text: str) -> None:
    assert not exporting._is_number(Decimal(text))
    assert exporting._is_number(Decimal(text[:14]))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠"])
def test_no_part_of_a_text_is_a_formula_where_semicolons_divide(sign: str) -> None:
    for before in ("", "a;", "a\n", "a\r\n", "a\t"):
        given = f"{before}{sign}cmd|'/c calc'!A1"
        cells = re.split(r"[;\t\r\n]", exporting._harmless(given))
        assert not any(cell.startswith(sign[-1]) for cell in cells), given
    assert exporting._harmless(Decimal("-1.5")) == "-1.5"
    assert exporting._harmless("a-b; c=d") == "a-b; c=d"


def test_days_bound_batteries_and_facts_but_never_registers(filled: Floor, tmp_path: Path) -> None:
    last = datetime.fromtimestamp(filled.now.at / 1000).astimezone().date()
    before = (last - timedelta(days=1)).isoformat()
    run(filled, tmp_path / "late", "csv", span(last.isoformat(), last.isoformat()))
    run(filled, tmp_path / "early", "csv", span("", before))
    late, early = (
        {name: csv_rows(written(tmp_path / part, name)) for name in COLUMNS}
        for part in ("late", "early")
    )
    assert [b["code"] for b in late["batteries"]] == [f"'{EVIL}"]
    assert [b["code"] for b in early["batteries"]] == [code(1), code(2)]
    assert {r["type"] for r in late["facts"]} == {"Received"}
    with whole(filled.station.folder) as store:
        count = sum(1 for _fact in store.facts(Span()))
    assert len(late["facts"]) + len(early["facts"]) == count
    assert late["registers"] == early["registers"]


@pytest.mark.parametrize("days", [("2026-02-30", ""), ("2026-12-02", "2026-12-01"), ("x", "")])
def test_days_that_cannot_be_are_refused(days: tuple[str, str]) -> None:
    with pytest.raises(Refused, match="export_dates"):
        span(*days)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    texts=st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=5),
    kg=st.decimals(0, 999, places=3),
)
def test_exported_facts_are_the_very_bytes(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], kg: Decimal
) -> None:
    folder = tmp_path_factory.mktemp("store")
    ledger = stores.ledger(folder / "data")
    for n, text in enumerate(texts):
        fact = Received(ticket=n, code=text, scheme="OTHER", warnings=(str(kg),))
        stores.write(ledger, Entry(subject=f"battery/{n:032x}", fact=fact))
    ledger.close()
    export(folder / "data", folder / "out", "json", Span(), now=NOW)
    lines = written(folder / "out", "facts").read_bytes().split(b"\n")[:-1]
    with whole(folder / "data") as store:
        kept = list(store.facts(Span()))
    assert len(kept) == len(lines) == len(texts) + 1
    for line, (hash_, content) in zip(lines, kept, strict=True):
        again = msgspec.json.decode(line, type=Line)
        assert bytes(again.fact) == content
        assert again.hash == hash_.hex() == envelope.fact_hash(bytes(again.fact)).hex()
        assert json.loads(line)["fact"]["seq"] == envelope.recorded(content).envelope.seq
    codes = [envelope.recorded(content).fact for _hash, content in kept[1:]]
    assert [(c.code, c.warnings) for c in codes] == [(text, (str(kg),)) for text in texts]


def test_signs_that_no_cell_may_hold_do_not_stop_a_workbook(tmp_path: Path) -> None:
    ledger = stores.ledger(tmp_path / "data")
    long = "x" * (exporting.SIGNS_OF_A_CELL + 1)
    for n, text in enumerate(("a\x1db", long)):
        fact = Received(ticket=n, code=text, scheme="OTHER")
        stores.write(ledger, Entry(subject=f"battery/{n:032x}", fact=fact))
    ledger.close()
    export(tmp_path / "data", tmp_path, "xlsx", Span(), now=NOW)
    head, *rows = xlsx_rows(written(tmp_path, "batteries"))
    codes = [row[head.index("code")] for row in rows]
    assert codes[0] == "a\ufffdb"
    assert "whole in the JSON export" in codes[1]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    filled: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "ROWS_OF_A_SHEET", 2)
    run(filled, tmp_path, "xlsx")
    rows = xlsx_rows(written(tmp_path, "batteries"))
    assert [row[0] == "id" for row in rows] == [True, False, False, True, False]


def test_when_the_disk_refuses_nothing_half_stays(filled: Floor, tmp_path: Path) -> None:
    clash = tmp_path / f"cellyard-{NOW:%Y%m%d-%H%M%S}-registers.csv.part"
    clash.mkdir()  # the last file cannot be written
    with pytest.raises(OSError, match="registers"):
        run(filled, tmp_path, "csv")
    assert list(tmp_path.iterdir()) == [clash]


def test_a_large_store_is_gone_through_a_page_at_a_time(tmp_path: Path) -> None:
    ledger = stores.ledger(tmp_path / "data")
    bulk = [
        Entry(
            subject=f"battery/{n:032x}", fact=Received(ticket=n, code="y" * 4_000, scheme="OTHER")
        )
        for n in range(2_000)
    ]
    for first in range(0, len(bulk), 500):
        stores.write(ledger, *bulk[first : first + 500])
    ledger.close()
    del bulk
    export(tmp_path / "data", tmp_path / "warm", "csv", Span(), now=NOW)
    tracemalloc.start()
    export(tmp_path / "data", tmp_path / "out", "csv", Span(), now=NOW)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    size = written(tmp_path / "out", "batteries").stat().st_size
    assert size > 15_000_000
    assert peak < size / 2


def test_the_command_writes_and_names_the_files(
    filled: Floor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(filled.station.folder)
    assert main(["export", "--data", data, "--to", str(tmp_path), "--format", "json"]) == 0
    said = capsys.readouterr().out
    assert "batteries.jsonl 3" in said
    assert main(["export", "--data", data, "--to", str(tmp_path), "--from", "yesterday"]) == 1
    assert "2027-01-31" in capsys.readouterr().err

"""An outlet's list: columns by their headers, numbers of two countries, and matching by code."""

import datetime as dt
from decimal import Decimal

import memory
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory import CELL, PACK, Memory

from cellyard.domain import facts as f
from cellyard.domain import intake
from cellyard.domain.intake import expected, notice, notice_columns, notice_values
from cellyard.domain.intake.notice import Draft, Row
from cellyard.domain.intake.notice_columns import KG, KWH
from cellyard.domain.registers import BatteryModel, Notice, NoticeLine

ENGLISH = (
    (1, ("Green Road Recycling, list of 2026-04-10",)),
    (3, ("No.", "Battery code", "Battery model", "Mass [kg]", "Energy (Wh)", "Driver", "Date")),
    (4, ("1", PACK.lower(), "e-208", "293,5", "50 000", "somebody", "2026-04-15")),
    (6, ("2", f" {CELL[:12]} {CELL[12:]} ", "LF280K", "5.42 kg", "896", "", "15.04.2026")),
)
CHINESE = (
    (1, ("序号", "电池编码", "型号", "重量（公斤）", "电量/kWh", "车架号", "类型", "备注", "日期")),
    (
        2,
        (
            "1",
            PACK,
            "e-208",
            "2９3",
            "50",
            "LSVAA4182E2196231",
            "三元",
            "外壳凹陷",
            "2026年4月15日",
        ),
    ),
)


def taken(grid: notice_columns.Grid) -> Draft:
    columns = notice_columns.find(grid)
    assert columns is not None
    return notice.draft(grid, columns, "0" * 64)


def test_an_english_list_is_read_by_its_headers() -> None:
    draft = taken(ENGLISH)
    assert draft.aside == ("No.", "Driver")
    assert draft.expected_on == "2026-04-15"
    assert [row.number for row in draft.rows] == [4, 6]
    first, second = (j.line for j in notice.judged(Memory(), draft))
    assert first is not None
    assert second is not None
    assert (first.code, first.kg, first.kwh) == (PACK, Decimal("293.5"), Decimal(50))
    assert (second.code, second.kg, second.kwh) == (CELL, Decimal("5.42"), Decimal("0.896"))
    assert "somebody" not in repr(draft)


def test_a_chinese_list_is_read_by_its_headers() -> None:
    draft = taken(CHINESE)
    assert (draft.aside, draft.expected_on) == (("序号",), "2026-04-15")
    (only,) = notice.judged(Memory(), draft)
    line = only.line
    assert line is not None
    assert (line.code, line.model, line.kg, line.kwh) == (PACK, "e-208", Decimal(293), Decimal(50))
    assert (line.chemistry, line.condition) == ("三元", "外壳凹陷")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Capacity (kWh)", "kwh"),
        ("Capacity (Ah)", None),
        ("kg", "kg"),
        ("Mass lb", None),
        ("Vehicle model", None),
        ("车架号 VIN", "vin"),
        ("电池编码(code)", "code"),
        ("GROSS WEIGHT, t", "kg"),
        ("mass_kg", "kg"),
    ],
)
def test_a_header_means_what_its_words_and_unit_say(header: str, field: str | None) -> None:
    columns = notice_columns.find([(1, ("sn", header))])
    assert columns is not None
    if field == "code":
        assert columns.aside == (header,)
    else:
        assert (set(columns.places) - {"code"}) == ({field} if field else set())


def test_merged_headers_stand_over_two_rows() -> None:
    grid = (
        (1, ("Code", "", "Mass", "")),
        (2, ("", "Model", "kg", "Note")),
        (3, (PACK, "e-208", "293", "dent")),
    )
    draft = taken(grid)
    assert [row.cells for row in draft.rows] == [
        {"code": PACK, "model": "e-208", "kg": "293", "note": "dent"}
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("293", "293"), ("293.5", "293.5"), ("293,5", "293.5"), ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"), ("1 234,5", "1234.5"), ("1,234,567", "1234567"),
        ("0,125", "0.125"), ("293 kg", "293"), ("0.293t", "293"), ("２９３", "293"),
        ("293500 g", "293.5"), ("1.234", "1.234"),
    ],
)  # fmt: skip
def test_a_number_of_either_country(text: str, value: str) -> None:
    assert notice_values.amount(text, KG) == Decimal(value)


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (("293,5", "1.234", "1,234", "5"), ("293.5", "1234", "1.234", "5")),
        (("293.5", "1,234", "1.234"), ("293.5", "1234", "1.234")),
        (("1.234,5", "2.345"), ("1234.5", "2345")),
        (("1,234.5", "2,345"), ("1234.5", "2345")),
        (("1.234.567", "2.345"), ("1234567", "2345")),
        (("0,125", "1,234 kg"), ("0.125", "1.234")),
        (("1.2340", "1,234"), ("1.234", "1234")),  # a number of a workbook has a point
        (("1.234", "5"), ("1.234", "5")),  # nobody tells: as Python reads it
    ],
)
def test_a_number_of_two_readings_is_read_as_its_column(
    column: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    grid = [(1, ("Code", "kg")), *((n + 2, (f"X{n}", text)) for n, text in enumerate(column))]
    cells = [row.cells["kg"] for row in taken(grid).rows]
    assert [notice_values.amount(text, KG) for text in cells] == [Decimal(w) for w in wanted]


@pytest.mark.parametrize("column", [("293,5", "293.5", "1,234"), ("1,234",), ("5", "1,234")])
def test_a_column_that_does_not_tell_leaves_it_to_a_person(column: tuple[str, ...]) -> None:
    grid = [(1, ("Code", "kg")), *((n + 2, (f"X{n}", text)) for n, text in enumerate(column))]
    with pytest.raises(ValueError, match="number_ambiguous"):
        notice_values.amount(taken(grid).rows[-1].cells["kg"], KG)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "number_ambiguous"), ("293 lb", "no_number"), ("about 300", "no_number"),
        ("1.2.3", "no_number"), ("1,2345.6", "no_number"), ("-5", "no_number"), (".", "no_number"),
        ("1e3", "no_number"), ("12.", "no_number"), ("٣", "no_number"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        notice_values.amount(text, KG)


@given(st.decimals(min_value=0, max_value=100_000, places=2, allow_nan=False), st.booleans())
def test_every_number_reads_the_same_with_point_and_comma(value: Decimal, comma: bool) -> None:
    text = f"{value:f}".replace(".", "," if comma else ".")
    assert notice_values.amount(text, KWH) == value


@given(st.text(max_size=30))
def test_no_text_makes_a_number_or_date_fail_otherwise(text: str) -> None:
    no = ""
    try:
        assert notice_values.amount(text, KG) >= 0
    except ValueError as error:
        no = str(error)
    assert no in ("", "no_number", "number_ambiguous")
    day = notice_values.iso_date(text)
    assert day is None or dt.date.fromisoformat(day)


def row(number: int, **cells: str) -> Row:
    return Row(number=number, cells=cells)


def said(store: Memory, *rows: Row) -> list[str]:
    judged = notice.judged(store, Draft(source="0" * 64, rows=rows))
    return [" ".join(s.code for s in (*j.wrong, *j.doubts)) for j in judged]


def test_what_is_wrong_with_a_row_is_said_there() -> None:
    store = Memory()
    lines = (CELL[11:], CELL[:11])
    assert said(
        store,
        row(1, code=PACK),
        row(2, model="no code"),
        row(3, code="1.00123E+23"),
        row(4, code="1HGCM82633A004352"),
        row(5, code=CELL[12:] + CELL[:12]),
        row(6, code="PIP15826A00208751", kg="7,5"),
        row(7, code="X1", kg="1,234", kwh="much"),
        row(8, code="X2", kg="99999"),
        row(9, code="\n".join(lines)),
        row(10, code="X3", vin="?"),
        row(11, code="X4", note="x" * 201),
    ) == [
        "", "code_missing", "code_as_number", "code_is_vin", "code_meant", "code_other",
        "number_ambiguous no_number code_other", "kg_implausible code_other", "",
        "code_other vin_doubtful", "too_long code_other",
    ]  # fmt: skip


def test_a_code_twice_is_wrong_in_both_rows_until_one_is_left_out() -> None:
    draft = Draft(source="0" * 64, rows=(row(1, code=PACK), row(2, code=PACK.lower())))
    assert said(Memory(), *draft.rows) == ["code_twice", "code_twice"]
    assert said(Memory(), *notice.leave_out(draft, 2, out=True).rows) == ["", ""]
    repaired = notice.with_cells(draft, 2, {"code": f" {CELL} "})
    assert said(Memory(), *repaired.rows) == ["", ""]


def noticed(store: Memory, *lines: NoticeLine, key: str = "N1", outlet: str = "outlet-1") -> Notice:
    new = Notice(
        key=key,
        outlet=outlet,
        expected_on="2026-04-14",
        source=key,
        taken_at=store.now,
        lines=lines,
    )
    store.noticed.append(new)
    return new


def test_a_battery_that_is_here_or_announced_is_not_announced_again() -> None:
    store = Memory()
    store.record(intake.receive, intake.Reception(code=PACK))
    noticed(store, NoticeLine(row=1, code=CELL))
    assert said(store, row(1, code=PACK), row(2, code=CELL)) == ["code_here", "code_noticed"]


def received(store: Memory, code: str, *, outlet: str | None = None, again: bool = False) -> str:
    order = intake.Reception(code=code, outlet=outlet, again=again)
    return store.record(intake.receive, order)[0].envelope.subject.removeprefix("battery/")


def test_what_comes_in_is_matched_with_the_line_that_announced_it() -> None:
    store = Memory()
    new = noticed(store, NoticeLine(row=12, code=PACK), NoticeLine(row=13, code="X1"))
    came = store.battery(received(store, PACK.lower(), outlet="outlet-2"))
    assert (came.expected, came.outlet) == ("N1/12", "outlet-1")
    found = expected.announced(store.notices.all(), came)
    assert found is not None
    assert found.line.row == 12
    assert [line.row for line in expected.not_come(store, new)] == [13]
    second = store.battery(received(store, PACK, again=True))
    assert (second.expected, second.outlet) == (None, None)
    stranger = store.battery(received(store, CELL, outlet="outlet-2"))
    assert (stranger.expected, stranger.outlet) == (None, "outlet-2")


def test_a_reception_taken_back_is_expected_again() -> None:
    store = Memory()
    new = noticed(store, NoticeLine(row=1, code=PACK))
    store.record(intake.undo, intake.Undoing(battery=received(store, PACK)))
    assert [line.row for line in expected.not_come(store, new)] == [1]
    assert store.battery(received(store, PACK)).expected == "N1/1"


def test_a_code_read_later_has_come_too() -> None:
    store = Memory()
    new = noticed(store, NoticeLine(row=1, code=PACK))
    id_ = received(store, "")
    assert expected.not_come(store, new)
    store.record(intake.identify, intake.Identifying(battery=id_, code=PACK))
    assert not expected.not_come(store, new)


def test_of_two_notices_the_one_of_the_truck_counts_and_a_closed_one_never() -> None:
    store = Memory()
    line = NoticeLine(row=1, code=PACK)
    noticed(store, line)
    noticed(store, line, key="N2", outlet="outlet-2")
    assert store.battery(received(store, PACK, outlet="outlet-2")).expected == "N2/1"
    store = Memory()
    noticed(store, line, outlet="gone")
    assert store.battery(received(store, PACK, outlet="outlet-2")).outlet == "outlet-2"


def test_a_code_written_wrongly_is_matched_by_the_one_meant() -> None:
    store = Memory()
    swapped = CELL[12:] + CELL[:12]
    draft = Draft(source="s", rows=(row(1, code=swapped),), outlet="outlet-1", expected_on="x")
    (judged,) = notice.judged(store, draft)
    assert judged.line is not None
    assert judged.line.meant == CELL
    noticed(store, judged.line)
    assert store.battery(received(store, CELL)).expected == "N1/1"


def test_a_model_is_taken_only_from_the_words_of_the_register() -> None:
    def model(key: str, name: str) -> BatteryModel:
        return BatteryModel(
            key=key,
            make="A",
            name=name,
            chemistry="LFP",
            kwh=Decimal(1),
            source="s",
            confidence="M",
        )

    models = [model("a1", "One"), model("a2", "Two"), model("a3", "Two")]
    named = [expected.model_named(models, text) for text in ("a ONE", "one", "Two", "A2", "", "x")]
    assert [m and m.key for m in named] == ["a1", "a1", None, "a2", None, None]


def test_the_fact_names_the_notice() -> None:
    store = Memory()
    noticed(store, NoticeLine(row=12, code=PACK))
    fact = store.record(intake.receive, intake.Reception(code=PACK))[0].fact
    assert isinstance(fact, f.Received)
    assert fact.expected == "N1/12"
    assert memory.bare(store.batteries()[0]).count(b'"expected":"N1/12"') == 1

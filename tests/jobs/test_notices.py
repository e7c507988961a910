"""Lists of outlets: real files of every make, taken over wholly or not at all, whatever happens."""

import datetime as dt
import io
import signal
import time
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import floor
import msgspec
import pytest
import scribe
from floor import Floor

from cellyard.domain import intake
from cellyard.domain.facts import Published
from cellyard.domain.intake import grids, notice
from cellyard.domain.intake.notice import Draft, Row
from cellyard.domain.people import MAY
from cellyard.domain.refusals import Refused
from cellyard.jobs import notices, sheets
from cellyard.jobs.registers import publish
from cellyard.jobs.station import Station
from cellyard.ledger import facts
from cellyard.ledger.questions import Questions

PACK = "001PE22A18K07JA6F0000412"
CELL = "04QCB76836300JBC40000903"
HEAD = ("电池编码", "型号", "重量(kg)", "备注")
ROWS = ((PACK, "e-208", "293,5", "外壳凹陷"), (CELL, "LF280K", "5.42", ""))


@pytest.fixture
def open_floor(tmp_path: Path) -> Iterator[Floor]:
    made = Floor(tmp_path / "data")
    yield made
    made.station.close()


def csv_file(folder: Path, encoding: str, delimiter: str) -> Path:
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row)
             for row in (HEAD, *ROWS)]  # fmt: skip
    path = folder / "list.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_csv_of_any_make_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    draft = notices.read(csv_file(tmp_path, encoding, delimiter))
    assert [(r.number, r.cells["code"], r.cells["kg"]) for r in draft.rows] == [
        (2, PACK, "293,5"),
        (3, CELL, "5.42"),
    ]
    assert draft.rows[0].cells["note"] == "外壳凹陷"


def workbook(path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "cover"
    cover["A1"] = "Batteries of April"
    sheet = book.create_sheet("list")
    sheet.append(["交付清单", None, None, None, None])
    sheet.append(["电池", None, None, None, "预计到货日期"])
    sheet.append(["编码", "型号", "重量 kg", "电量 kWh", None])
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A2:D2")
    sheet.merge_cells("E2:E3")
    day = dt.datetime(2026, 12, 1)  # noqa: DTZ001 - as a spreadsheet holds it
    sheet.append([PACK, "e-208", 293.4, 50, day])
    sheet.append([123456789012345678901234, "x", 0.1 + 0.2, "=1+1", day])
    book.save(path)
    return path


def test_a_workbook_is_read_by_values(tmp_path: Path) -> None:
    draft = notices.read(workbook(tmp_path / "list.xlsx"))
    assert draft.expected_on == "2026-12-01"
    first, second = draft.rows
    assert first.cells == {"code": PACK, "model": "e-208", "kg": "293.4", "kwh": "50"}
    # A number of 24 figures is none any more; a formula that was never worked out is empty.
    assert second.cells == {"code": "1.23456789012346E+23", "model": "x", "kg": "0.3"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 cut off", "list_damaged"),
        (b"\xd0\xcf\x11\xe0 old", "list_old_excel"),
        (b"\x00\x01\x02", "list_no_text"),
        (b"code\n\xff\xff\n", "list_no_text"),
        (b"a,b\n1,2\n", "list_no_code_column"),
        (b"code\n", "list_empty"),
        (b"code\n" + b"x\n" * (grids.MOST_ROWS + 1), "list_too_long"),
        (b"code" + b",x" * grids.MOST_COLUMNS + b"\n", "list_too_wide"),
        (b"x" * (sheets.LARGEST + 1), "list_too_large"),
        (b"code\n" + b"x" * 200_000, "list_damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(Refused, match=code):
        notices.read(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (sheets.UNPACKED + 1))
    assert path.stat().st_size < sheets.UNPACKED / 500
    with pytest.raises(Refused, match="list_too_large"):
        notices.read(path)


@pytest.mark.parametrize("broken", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
def test_a_workbook_cut_off_inside_is_refused(tmp_path: Path, broken: str) -> None:
    whole = workbook(tmp_path / "list.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if part == broken else content)
    with pytest.raises(Refused, match="list_damaged"):
        notices.read(path)


def test_real_files_of_testers_are_read_or_refused_in_words(shared: Path) -> None:
    draft = notices.read(shared / "data" / "codes" / "battery_codes.csv")
    assert len(draft.rows) > 20
    for path in sorted((shared / "data" / "tester_files").iterdir()):
        with pytest.raises(Refused, match="list_"):
            notices.read(path)


def draft_of(count: int, source: str = "a" * 64) -> Draft:
    rows = tuple(Row(number=n, cells={"code": f"SN-{source[:4]}-{n}"}) for n in range(2, count + 2))
    return Draft(source=source, rows=rows, outlet="jinma", expected_on="2026-12-01")


def kept(folder: Path) -> list[int]:
    """Return how many lines each notice has."""
    q = Questions(folder)
    try:
        return [len(n.lines) for n in q.registers.notices.all()]
    finally:
        q.close()


def test_one_row_that_is_wrong_keeps_all_of_them_out(open_floor: Floor) -> None:
    station, by = open_floor.station, open_floor.administrator
    good = draft_of(41)
    broken = notice.with_cells(good, 7, {**good.rows[5].cells, "kg": "heavy"})
    before = station.written
    with pytest.raises(Refused, match="notice_rows_wrong") as no:
        notices.take_over(station, broken, by=by)
    assert no.value.shown == {"count": 1, "row": 7}
    assert (station.written, kept(station.folder)) == (before, [])
    made = notices.take_over(station, notice.leave_out(broken, 7, out=True), by=by)
    assert (made.key, len(made.lines)) == (f"{floor.STATION}-N1", 40)
    assert kept(station.folder) == [40]


def test_a_list_needs_an_outlet_a_day_a_row_and_a_right(open_floor: Floor) -> None:
    station, by, good = open_floor.station, open_floor.administrator, draft_of(2)
    for code, change in (
        ("unknown_partner", {"outlet": "nobody"}),
        ("notice_date_wrong", {"expected_on": "2026-02-30"}),
        ("notice_empty", {"rows": ()}),
    ):
        with pytest.raises(Refused, match=code):
            notices.take_over(station, msgspec.structs.replace(good, **change), by=by)
    for who in (open_floor.operator, ""):
        with pytest.raises(Refused, match="role_missing" if who else "sign_in_first"):
            notices.take_over(station, good, by=who)
    assert MAY["notices"] == {"supervisor", "administrator"}
    first = notices.take_over(station, good, by=by)
    with pytest.raises(Refused, match="notice_known"):
        notices.take_over(station, draft_of(1), by=by)
    # While it is open, its batteries are announced; closed, nothing more is expected of it.
    other = msgspec.structs.replace(good, source="b" * 64)
    with pytest.raises(Refused, match="notice_rows_wrong"):
        notices.take_over(station, other, by=by)
    publish(station, [msgspec.structs.replace(first, closed=True)], by=by)
    assert notices.take_over(station, other, by=by).key == f"{floor.STATION}-N2"


def test_what_has_not_come_of_a_notice_is_told(open_floor: Floor) -> None:
    station, by = open_floor.station, open_floor.administrator
    notices.take_over(station, draft_of(41), by=by)
    for n in range(2, 40):
        order = intake.Reception(code=f"sn-AAAA {n}")
        (received,) = station.record(intake.receive, order, by=open_floor.operator)
        assert received.fact.expected == f"{floor.STATION}-N1/{n}"
        assert received.fact.outlet == "jinma"
    q = Questions(station.folder)
    (only,) = notices.standing(q, station=floor.STATION, now=open_floor.now.at)
    q.close()
    assert (only.came, [line.row for line in only.not_come]) == (38, [40, 41, 42])
    assert only.outlet == "Jinma 4S"


def test_a_half_repaired_list_is_kept_as_it_is() -> None:
    draft = notice.leave_out(notice.with_cells(draft_of(3), 3, {"kg": "2,5"}), 2, out=True)
    assert notices.decode(notices.encode(draft)) == draft


def take_over_until_killed(folder: Path, by: str, first: int, said: Connection) -> None:
    with Station(folder) as station:
        for n in range(first, first + 1_000):
            said.send(n)
            notices.take_over(station, draft_of(300, f"{n:04d}{n:060d}"), by=by)


def test_killed_in_between_a_list_is_there_wholly_or_not_at_all(tmp_path: Path) -> None:
    floor_ = Floor(tmp_path / "data")
    floor_.station.close()
    folder, by = floor_.station.folder, floor_.administrator
    whole = 0
    for round_ in range(6):
        receiving, sending = Pipe(duplex=False)
        process = scribe.processes().Process(
            target=take_over_until_killed, args=(folder, by, 1_000 * round_, sending)
        )
        process.start()
        sending.close()
        for _n in range(2 + round_ % 2):  # when it begins another, the one before is durable
            assert receiving.poll(60)
            receiving.recv()
        time.sleep(0.004 * round_)  # each time at another place
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        process.close()
        receiving.close()
        with Station(folder) as station, station.ledger.connection.begin():
            found = station.ledger.registers.notices.all()
            assert {len(n.lines) for n in found} <= {300}
            for n in found:
                subject = f"register/notices/{n.key}"
                line = facts.of_subject(station.ledger.connection, subject)
                assert [type(r.fact) for r in line] == [Published]
            assert len(found) >= whole + 1 + round_ % 2
            whole = len(found)


def test_a_number_keeps_its_digits(open_floor: Floor) -> None:
    draft = notice.with_cells(draft_of(1), 2, {"code": "x", "kg": "293,50"})
    made = notices.take_over(open_floor.station, draft, by=open_floor.administrator)
    assert str(made.lines[0].kg) == str(Decimal("293.50"))


@pytest.mark.parametrize(("value", "text"), [(1.234, "1.2340"), (293.5, "293.5"), (5, "5")])
def test_a_number_of_a_workbook_is_never_taken_for_a_thousand(value: float, text: str) -> None:
    assert sheets._number(value) == text

"""Questions: search against a naive scan, lists that name their index, figures of the frame."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import stores
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard.domain.codes import key
from cellyard.domain.facts import Corrected, Entry, Identified, Placed, SlotHeld
from cellyard.domain.ids import battery
from cellyard.domain.summary import Summary
from cellyard.ledger import known, questions
from cellyard.ledger.ledger import Ledger
from cellyard.ledger.questions import Questions

CODES = (
    "04QPB45B22M01AC3B0000001",
    "04qpb45b22m01ac3b0000002",
    "5YJ3E1EA7KF317000",
    "LGXC 76C4 5N 012345 7",
    "half-read 100%",
    'a_b_c"d"e\'f',
    "动力蓄电池0001",
    "比亚迪 刀片 电池",
    "tab\there",
    "line\nline two",
    "null\0byte",
    "ÄÖÜß straße",
    "*^:+(NEAR)-AND",
    "",
)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Questions]]:
    """Return a ledger with a battery of each code, some with two, one withdrawn."""
    folder = tmp_path_factory.mktemp("stocked")
    ledger = stores.ledger(folder)
    for number, code in enumerate(CODES, start=1):
        stores.write(ledger, *stores.ticket(number, text=code))
    second = Identified(code="SECOND-" + CODES[2], scheme="OTHER")
    stores.write(ledger, Entry(subject=battery(stores.battery_id(5)), fact=second))
    first = ledger.connection.exec_driver_sql(
        "SELECT station || '/' || epoch || '/' || seq FROM fact WHERE subject = ?",
        (battery(stores.battery_id(3)),),
    ).scalar()
    ledger.connection.rollback()
    taken_back = Corrected(facts=(str(first),), reason="undo")
    stores.write(ledger, Entry(subject=battery(stores.battery_id(3)), fact=taken_back))
    opened = Questions(folder)
    yield ledger, opened
    opened.close()
    ledger.close()


def words_of(found: Summary) -> list[str]:
    """Return everything that a battery is to be found by."""
    codes = [text for code in found.codes for text in (code, key(code))]
    model = [found.model.replace("-", " ")] if found.model else []
    return [text.replace("\0", "").upper() for text in (*codes, f"#{found.ticket}#", *model)]


def fragments() -> st.SearchStrategy[str]:
    """Return pieces of codes as they are, in other letters, and what no code holds."""
    pieces = st.sampled_from([c for c in CODES if c]).flatmap(
        lambda code: st.tuples(st.integers(0, len(code)), st.integers(0, len(code))).map(
            lambda ends: code[min(ends) : max(ends)]
        )
    )
    signs = st.text(alphabet="0145ABab%_\"'-*#() 电池\ud800\0", max_size=6)
    return st.one_of(pieces, pieces.map(str.lower), pieces.map(str.upper), signs, st.text())


@settings(max_examples=300, deadline=None)
@given(fragment=fragments())
def test_any_fragment_finds_what_a_scan_of_all_codes_finds(
    stocked: tuple[Ledger, Questions], fragment: str
):
    _, asked = stocked
    everything = asked.find("", count=1000)
    assert len(everything) == len(CODES)
    found = [b.ticket for b in asked.find(fragment, count=1000)]
    wanted = fragment.encode(errors="ignore").decode().strip().replace("\0", "").upper()
    naive = [b.ticket for b in everything if any(wanted in text for text in words_of(b))]
    if wanted and len(wanted) < questions.SHORTEST_FRAGMENT:
        naive = []
    assert found == naive


def test_no_fragment_reaches_from_one_code_into_the_next(stocked: tuple[Ledger, Questions]):
    _, asked = stocked
    assert [b.ticket for b in asked.find("second-5yj")] == [5]
    assert asked.find("000#5") == []
    assert asked.find("100% 100%") == []
    assert [b.ticket for b in asked.find("317000")] == [5, 3]
    assert asked.find("317000")[1].withdrawn


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (known._with_code, "identifier_by_key"),
        (known._chosen_model, "battery_by_prefix"),
        (known._last_ticket, "battery_by_ticket"),
        (known._stock, "battery_by_slot"),
        (known._stock, "battery_by_held_slot"),
        (sa.text(questions._FOUND), "VIRTUAL TABLE INDEX"),
        (questions._open, "battery_by_open"),
        (questions._in_slot, "battery_by_held_slot"),
        (sa.text("SELECT max(ord) FROM fact"), "fact_by_order"),
    ],
)
def test_every_list_uses_its_index(
    stocked: tuple[Ledger, Questions], statement: sa.Executable, index: str
):
    ledger, _ = stocked
    compiled = str(statement.compile(dialect=ledger.connection.dialect))
    plan = ledger.connection.exec_driver_sql(
        f"EXPLAIN QUERY PLAN {compiled}", ("",) * compiled.count("?")
    ).all()
    ledger.connection.rollback()
    steps = [row.detail for row in plan]
    assert any(index in step for step in steps), steps
    assert not [
        s for s in steps if s.startswith("SCAN") and "VIRTUAL" not in s and "USING" not in s
    ]


def test_what_lies_in_a_slot_or_is_expected_there(tmp_path: Path):
    ledger = stores.ledger(tmp_path)
    asked = Questions(tmp_path)
    for number in (1, 2):
        stores.write(ledger, *stores.ticket(number))
    assert asked.counts() == questions.Counts(facts=11, batteries=2, open_tickets=2)
    first, second = (battery(stores.battery_id(n)) for n in (1, 2))
    decided = stores.DECIDED
    for subject, fact in (
        (first, Placed(slot="A-01-1-1", decided=decided)),
        (first, SlotHeld(slot="A-01-1-2", decided=decided)),
        (second, SlotHeld(slot="A-01-1-1", decided=decided)),
    ):
        stores.write(ledger, Entry(subject=subject, fact=fact))
    assert [b.ticket for b in asked.in_slot("A-01-1-1")] == [1, 2]
    assert [b.ticket for b in asked.in_slot("A-01-1-2")] == [1]
    assert asked.in_slot("A-01-1-3") == []
    assert [b.ticket for b in asked.open_tickets()] == [2]
    assert asked.counts() == questions.Counts(facts=14, batteries=2, open_tickets=1)
    assert [r.envelope.seq for r in asked.line(stores.battery_id(1))] == [2, 3, 4, 5, 6, 12, 13]
    assert asked.battery("nobody") is None
    assert ledger.rebuild() == (14, asked.digest())
    asked.close()
    ledger.close()


def test_the_yard_sees_a_stored_battery_and_the_slot_held_for_it(tmp_path: Path):
    station, administrator, *_ = stores.founded(tmp_path)
    with station:
        subject = battery(stores.battery_id(1))
        for entry in (
            *stores.ticket(1),
            Entry(subject=subject, fact=Placed(slot="A-01-1-1", decided=stores.DECIDED)),
            Entry(subject=subject, fact=SlotHeld(slot="Q-01", decided=stores.DECIDED)),
        ):
            stores.write(station.ledger, entry, by=administrator)
        asked = Questions(tmp_path)
        seen = asked.known(station=stores.CHAIN.station, actor=administrator, now=1_770_000_000_000)
        lying = seen.lying()
        asked.close()
    assert [(one.slot, one.held) for one in lying] == [("A-01-1-1", False), ("Q-01", True)]
    assert all(one.kg and one.verdict == "go" for one in lying)

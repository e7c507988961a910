"""Folding: whatever the order of arrival and the size of a page, the same rows, byte for byte."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import histories
import pytest
import sqlalchemy as sa
import stores
from histories import Written
from hypothesis import given, settings
from hypothesis import strategies as st

from cellyard.domain.ids import kind_and_id
from cellyard.domain.refusals import Refused
from cellyard.ledger import facts, projections, schema, tables
from cellyard.ledger.questions import Questions


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """Return a writing connection to an empty store; every example is rolled back."""
    folder = tmp_path_factory.mktemp("folding")
    schema.prepare(folder)
    engine = schema.writer(folder)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def arrive(connection: sa.Connection, written: Sequence[Written], page: int) -> None:
    for first in range(0, len(written), page):
        part = written[first : first + page]
        facts.append(connection, part)
        projections.project(connection, [r for r, _ in part])
    # The search index holds exactly what the batteries' rows say.
    check = "INSERT INTO battery_text(battery_text, rank) VALUES ('integrity-check', 1)"
    connection.exec_driver_sql(check)


def rows(connection: sa.Connection) -> list[object]:
    """Return every projection row but for the numbers that arrival gave."""
    return [
        (table.name, {c: v for c, v in row._mapping.items() if c != "no"})
        for table in tables.PROJECTIONS
        for row in connection.execute(sa.select(table).order_by(*table.c[1:3], table.c[0]))
        if table is not tables.battery
    ] + [projections.digest(connection)]


def folded(connection: sa.Connection, written: Sequence[Written], page: int) -> list[object]:
    with connection.begin() as transaction:
        arrive(connection, written, page)
        found = rows(connection)
        transaction.rollback()
    return found


@settings(max_examples=100, deadline=None)
@given(history=histories.histories(), data=st.data())
def test_any_order_of_arrival_folds_to_the_same_rows(
    connection: sa.Connection, history: list[Written], data: st.DataObject
):
    in_order = sorted(history, key=lambda w: w[0].place)
    expected = folded(connection, in_order, len(history))
    shuffled = data.draw(st.permutations(history))
    page = data.draw(st.integers(1, 7))
    assert folded(connection, shuffled, page) == expected
    with connection.begin() as transaction:
        arrive(connection, shuffled, page)
        for size in (1, data.draw(st.integers(2, 500))):
            assert projections.rebuild(connection, size) == len(history)
            assert rows(connection) == expected
        check = "INSERT INTO battery_text(battery_text, rank) VALUES ('integrity-check', 1)"
        connection.exec_driver_sql(check)
        transaction.rollback()


@settings(max_examples=100, deadline=None)
@given(history=histories.histories(), data=st.data())
def test_newest_are_the_facts_that_no_other_has_heard_of(
    connection: sa.Connection, history: list[Written], data: st.DataObject
):
    shuffled = data.draw(st.permutations(history))
    recorded = [r for r, _ in history]
    with connection.begin() as transaction:
        arrive(connection, shuffled, data.draw(st.integers(1, 7)))
        for subject in {r.envelope.subject for r in recorded}:
            line = [r for r in recorded if r.envelope.subject == subject]
            heard = {ref for r in line for ref in r.envelope.after}
            heads = {r.ref for r in line} - heard
            assert set(facts.heads(connection, subject)) == heads
            kind, id_ = kind_and_id(subject)
            if kind == "battery":
                state = projections.read_state(connection, id_)
                assert state is not None
                assert set(state.newest) == heads
                unread = {r.ref for r in line if type(r.fact).__name__ == "Unread"}
                assert not state.opaque or unread
        transaction.rollback()


def test_a_kind_of_tomorrow_is_kept_and_marks_its_battery(connection: sa.Connection):
    steps = [
        histories.Step("Intake 1", histories.BATTERIES[0], fact)
        for fact in (stores.ticket(1)[0].fact, histories.Unread(kind="Graded", tv=1))
    ]
    history = histories.played(steps)
    with connection.begin() as transaction:
        arrive(connection, history, 2)
        state = projections.read_state(connection, stores.battery_id(1))
        line = facts.of_subject(connection, histories.BATTERIES[0])
        kept = connection.execute(sa.select(tables.fact.c.envelope)).scalars().all()
        transaction.rollback()
    assert state is not None
    assert (state.opaque, state.ticket) == (True, 1)
    assert line[-1].fact == histories.Unread(kind="Graded", tv=1)
    assert kept == [content for _, content in history]


def test_a_damaged_projection_is_said_and_folded_anew(copy: Path):
    ledger = stores.ledger(copy)
    whole = ledger.rebuild()
    ledger.close()
    with stores.unguarded(copy) as attacker:
        attacker.execute("UPDATE battery SET state = x'7b', summary = x'7b'")
    questions = Questions(copy)
    with pytest.raises(Refused, match="fold_damaged"):
        questions.newest()
    with pytest.raises(Refused, match="fold_damaged"):
        questions.find("")
    ledger = stores.ledger(copy)
    with pytest.raises(Refused, match="fold_damaged"):
        stores.write(ledger, *stores.ticket(1))
    assert ledger.rebuild() == whole
    assert len(questions.find("")) == 3
    stores.write(ledger, *stores.ticket(1))
    questions.close()
    ledger.close()


def test_a_spoiled_search_index_is_said(copy: Path):
    with stores.unguarded(copy) as attacker:
        attacker.execute("DELETE FROM battery_text_data WHERE id > 10")
    questions = Questions(copy)
    with pytest.raises(Refused, match="store_unreadable"):
        questions.find(stores.code(1))
    questions.close()


def test_a_damaged_fact_stops_the_folding_with_a_sentence(copy: Path):
    with stores.unguarded(copy) as attacker:
        attacker.execute("UPDATE fact SET envelope = x'00' WHERE pos = 3")
    ledger = stores.ledger(copy)
    digest = projections.digest(ledger.connection)
    ledger.connection.rollback()
    with pytest.raises(Refused, match="fact_damaged"):
        ledger.rebuild()
    assert projections.digest(ledger.connection) == digest
    ledger.connection.rollback()
    ledger.close()

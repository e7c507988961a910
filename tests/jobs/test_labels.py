"""Battery labels: what stands on them, where they are kept, and that they are written down."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from floor import STATION, Floor, Seen, code

from cellyard.domain import intake
from cellyard.domain.facts import Labelled
from cellyard.domain.refusals import Refused
from cellyard.jobs import labels
from cellyard.jobs.labels import Picture
from cellyard.ledger import facts


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    floor = Floor(tmp_path / "station")
    yield floor
    floor.close()


def read(picture: Picture) -> set[str]:
    """Return what a scanner reads from the label's dots."""
    import numpy as np
    import zxingcpp

    rows = np.frombuffer(picture.data, np.uint8).reshape(picture.height, picture.stride)
    black = np.unpackbits(rows, axis=1)[:, : picture.width]
    return {found.text for found in zxingcpp.read_barcodes((1 - black) * 255)}


def test_a_label_is_drawn_queued_and_only_then_written_down(floor: Floor, tmp_path: Path) -> None:
    id_ = floor.book_in(code(7), "nissan-leaf-40-kwh", Seen("case_damage", "dented"))
    target = f"file:{tmp_path}/zpl/"
    printed = labels.print_label(floor.station, id_, target=target, by=floor.operator)
    assert printed.path == floor.station.folder / "documents" / f"label-{STATION}-1.pdf"
    assert printed.path.read_bytes().startswith(b"%PDF")
    assert printed.waiting == 1
    picture = labels.picture(printed.path)
    assert picture is not None
    assert read(picture) == {f"CY:B:{id_.upper()}:{code(7)}", code(7)}
    assert floor.battery(id_).labels == 2
    labels.outbox(floor.station.folder).flush()
    assert len(list((tmp_path / "zpl").glob("*.zpl"))) == 1


@pytest.mark.parametrize(
    ("target", "named"),
    [
        ("file:labels of Zhao Min/", "file"),
        ("", "pdf"),
        ("socket://10.0.0.7:9100", "socket://10.0.0.7:9100"),
    ],
)
def test_no_fact_holds_the_path_of_a_printed_file(floor: Floor, target: str, named: str) -> None:
    id_ = floor.book_in(code(7), "nissan-leaf-40-kwh")
    labels.print_label(floor.station, id_, target=target, by=floor.operator)
    with floor.station.ledger.connection.begin():
        line = facts.of_subject(floor.station.ledger.connection, f"battery/{id_}")
    assert [r.fact.printer for r in line if isinstance(r.fact, Labelled)][-1] == named


def test_what_a_label_says_is_what_the_ledger_says(floor: Floor) -> None:
    id_ = floor.receive("", None)
    floor.examine(id_, None, manual=True)
    floor._act(intake.judge, intake.Judging(battery=id_))
    battery = floor.battery(id_)
    with floor.station.ledger.connection.begin():
        line = facts.of_subject(floor.station.ledger.connection, f"battery/{id_}")
        editions = floor.station.ledger.registers.editions()
        edition = next(e for e in editions if e.subject == "intake")
    verdict = next(r for r in line if r.envelope.type == "Triaged")
    label = labels.content(battery, None, edition, verdict)
    assert (label.model, label.chemistry, label.max_voltage, label.code) == (None, None, None, "")
    assert (label.weight_kg, label.weight_manual) == (Decimal("355.2"), True)
    assert (label.kwh_estimated, label.high_voltage) == (True, True)
    assert (label.fact, label.hash) == (verdict.ref, verdict.hash)
    assert label.reason_en == "No code can be read."


def test_nothing_is_printed_without_a_verdict(floor: Floor) -> None:
    id_ = floor.receive(code(8), None)
    with pytest.raises(Refused) as no:
        labels.print_label(floor.station, id_, target="", by=floor.operator)
    assert no.value.code == "not_judged"
    with pytest.raises(Refused):
        labels.print_label(floor.station, "f" * 32, target="", by=floor.operator)
    assert not labels.outbox(floor.station.folder).waiting()


def test_without_a_printer_the_label_is_kept_as_a_file(floor: Floor) -> None:
    id_ = floor.book_in(code(9), None)
    printed = labels.print_label(floor.station, id_, target="", by=floor.operator)
    assert (printed.printer, printed.waiting) == ("", 0)
    assert labels.picture(floor.station.folder / "nowhere.pdf") is None

"""What is confirmed in an edition is said in words, in both languages, field by field."""

import pytest

from cellyard import files, words
from cellyard.domain import rules
from cellyard.domain.confirming import asked
from cellyard.domain.rules import FindingRule, Rule, ZoneRule
from cellyard.domain.transport import (
    MarkRow,
    NameRow,
    PackingRow,
    SafetyItem,
    Segregation,
    TransportRow,
    WasteCode,
)
from cellyard.words.editions import FIELDS, said

SHIPPED = [rules.parse(files.text(name)) for name in files.names("rules", ".toml")]
BESIDE = {"id", "source", "confidence", "cell", "unit"}
ROWS = (
    Rule, FindingRule, ZoneRule, TransportRow, NameRow, PackingRow, MarkRow, WasteCode,
    Segregation, SafetyItem,
)  # fmt: skip


def test_every_field_that_a_row_can_have_has_its_words() -> None:
    fields = {name for row in ROWS for name in row.__struct_encode_fields__}
    assert fields - BESIDE == set(FIELDS)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_everything_asked_of_the_shipped_editions_is_said(language: words.Language) -> None:
    words.use(language)
    lines = [said(a) for e in SHIPPED for a in asked(e)]
    assert all(lines)
    assert any("chemistry: " in line for line in lines) == (language == "en")


def test_a_row_of_transport_reads_like_a_sentence() -> None:
    edition = next(e for e in SHIPPED if e.id == "transport-cn-2026-1")
    lines = {a.id: said(a) for a in asked(edition)}
    assert lines["P903-2"] == (
        "packing instruction: P903 · paragraph: 2 · size: pack · from kg: 12 · UN 38.3 passed"
    )
    assert lines["G-4"] == "not in one: transport unit · this: Liable to react"
    assert lines["W-3"] == "Holds as its source says"
    assert lines["label.side_mm"] == "100\u00a0mm"

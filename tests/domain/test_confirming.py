"""What a person confirms in an edition: exactly what is known from memory, with its values."""

from decimal import Decimal
from itertools import pairwise

import pytest

from cellyard import files
from cellyard.domain import rules
from cellyard.domain.confirming import Asked, asked, told
from cellyard.domain.rules import Edition, Own

SHIPPED = [rules.parse(files.text(name)) for name in files.names("rules", ".toml")]


def one(edition: Edition, id_: str) -> Asked:
    return next(a for a in asked(edition) if a.id == id_)


def shipped(id_: str) -> Edition:
    return next(e for e in SHIPPED if e.id == id_)


@pytest.mark.parametrize("edition", SHIPPED, ids=lambda e: e.id)
def test_all_that_is_unconfirmed_is_asked_once_and_what_one_source_says_together(
    edition: Edition,
) -> None:
    assert [one.id for one in told(edition)] == [id_ for id_, _source, _ in edition.sources()]
    found = asked(edition)
    assert sorted(a.id for a in found) == sorted(edition.unconfirmed())
    known = {id_: (source, confidence) for id_, source, confidence in edition.sources()}
    assert all((a.source, a.confidence) == known[a.id] for a in found)
    changes = sum(a.source != b.source for a, b in pairwise(found))
    assert changes + 1 == len({a.source for a in found})


def test_a_row_says_what_none_of_its_cells_says() -> None:
    edition = shipped("transport-cn-2026-1")
    named = one(edition, "UN2794")
    assert dict(named.said) == {
        "family": "lead_acid",
        "number": "2794",
        "name": "BATTERIES, WET, FILLED WITH ACID",
        "class": "8",
        "label": "8",
    }
    assert one(edition, "UN2794.name_zh").said == (("name_zh", "蓄电池，湿的，装有酸液"),)


def test_a_number_stands_with_its_unit() -> None:
    side = one(shipped("transport-cn-2026-1"), "label.side_mm")
    assert (side.said, side.unit) == ((("value", Decimal(100)),), "mm")


def test_a_centres_own_number_is_asked_too() -> None:
    edition = shipped("bench-2026-2")
    confirmed = next(r for r in edition.rule if r.confidence == "V2" and r.value)
    own = Own(
        id="bench-centre-2026-1",
        title="Own",
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        numbers={confirmed.id: confirmed.value + 1},
    )
    assert confirmed.id not in edition.unconfirmed()
    assert one(rules.changed(edition, own), confirmed.id).source.startswith("centre's own, was")

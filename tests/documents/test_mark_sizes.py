"""The marks on a package are at least as large as every edition on transport asks for."""

import pytest
from cargoes import BOTH

from cellyard.documents import diamonds, package_marks
from cellyard.documents.page import DOTS_PER_MM


@pytest.mark.parametrize("law", BOTH)
def test_letters_and_label_are_as_large_as_the_edition_asks(law: str) -> None:
    edition = BOTH[law]
    assert edition.number("mark.letters_mm") <= package_marks._CAPITALS / DOTS_PER_MM
    assert edition.number("label.side_mm") == diamonds.SIDE

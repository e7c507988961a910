"""Fingerprints of keys, and the code on a sealed paper."""

from collections.abc import Iterator

import pytest
import segno

from cellyard.domain.codes import paper
from cellyard.domain.codes.paper import PaperCode
from cellyard.domain.fingerprint import fingerprint, normal, six_words
from cellyard.domain.plain_words import WORDS

KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"  # RFC 8032, test 1
PRINT = fingerprint(KEY)


def test_a_key_has_one_fingerprint_in_groups():
    assert PRINT == "KEBS3-RDUW2-7TWLG-YCR76-CDUAH"
    assert [len(group) for group in PRINT.split("-")] == [5] * 5
    assert fingerprint(KEY.replace("a", "b", 1)) != PRINT
    with pytest.raises(ValueError, match="hex"):
        fingerprint("no key")


def test_a_fingerprint_is_understood_as_people_type_it():
    for typed in (PRINT.lower(), PRINT.replace("-", ""), f" {PRINT.replace('-', ' ')} "):
        assert normal(typed) == PRINT
    for wrong in ("", PRINT[:-1], PRINT + "A", PRINT.replace(PRINT[0], "0"), "é" * 25):
        with pytest.raises(ValueError, match="no fingerprint"):
            normal(wrong)


def code(number: str = "LD-2026-000123") -> PaperCode:
    return PaperCode(number=number, content_hash="5a" * 32, fingerprint=PRINT)


@pytest.mark.parametrize("number", ["LD-2026-000123", "Intake 1:7", "一号站-2026-000123"])
def test_a_code_says_what_it_was_made_from(number: str):
    assert paper.read(paper.text(code(number))) == code(number)


def test_other_codes_are_none_of_a_paper():
    said = paper.text(code())
    for other in ("", "CY:B:1:2", said[:-1], said.replace("CELLYARD1", "CELLYARD2"), said + "A"):
        assert paper.read(other) is None
    with pytest.raises(ValueError, match="SHA-256"):
        paper.text(PaperCode(number="1", content_hash="00", fingerprint=PRINT))


@pytest.mark.parametrize("number", ["LD-2026-000123", "一号站-2026-000123", "X" * 40])
def test_it_fits_33_mm_with_modules_of_half_a_millimetre(number: str):
    symbol = segno.make_qr(paper.text(code(number)), error="m", boost_error=False)
    modules = symbol.symbol_size(border=4)[0]  # with the quiet zone, which may be inside too
    assert 33 / modules >= 0.5


OTHER = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"  # RFC 8032, test 2


def test_two_keys_have_six_words_in_common():
    words = six_words(KEY, OTHER)
    assert words == ("lentil", "ribbon", "blush", "island", "logic", "major")
    assert six_words(OTHER, KEY) != words
    assert six_words(KEY.upper(), OTHER) == words
    for wrong in ("", KEY[2:], KEY + "00"):
        with pytest.raises(ValueError, match="key"):
            six_words(wrong, OTHER)


def test_no_two_words_are_taken_for_each_other():
    assert len(WORDS) == len({word[:4] for word in WORDS}) == 1024
    assert all(3 <= len(word) <= 7 and word.isascii() and word.islower() for word in WORDS)
    taken = set(WORDS)
    forms = [form for word in WORDS for form in set(amiss(word))]
    assert [form for form in forms if form in taken] == []
    changed = [form for form in forms if "?" in form]
    assert len(changed) == len(set(changed))


def amiss(word: str) -> Iterator[str]:
    """Go through what a word is when a letter is left out, changed (?) or swapped with the next."""
    for at, letter in enumerate(word):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + "?" + word[at + 1 :]
        if at and letter != word[at - 1]:
            yield word[: at - 1] + letter + word[at - 1] + word[at + 1 :]

"""What a printer says of itself, from real replies, half replies and noise."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellyard.documents import status

READY = (
    b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n"
    b"\x021234,0\x03\r\n"
)


@pytest.fixture
def vectors(shared: Path) -> dict[str, bytes]:
    text = (shared / "devices" / "vectors" / "zpl.txt").read_text(encoding="utf-8")
    found = re.findall(r"^id: (\S+)\ndir: \S+\nhex: (.*)$", text, re.MULTILINE)
    return {name: bytes.fromhex(digits) for name, digits in found}


def test_the_vectors(vectors: dict[str, bytes]):
    assert vectors["zpl-hs"] == status.QUERY
    for name, code, field in (
        ("zpl-paper", "printer_paper_out", "paper_out"),
        ("zpl-pause", "printer_paused", "paused"),
        ("zpl-head", "printer_head_open", "head_open"),
    ):
        said = status.parse(vectors[name])
        assert said
        assert said.trouble == code
        assert getattr(said, field) is True
        others = {"paper_out", "paused", "head_open", "ribbon_out"} - {field}
        assert not any(getattr(said, other) for other in others)


def test_a_ready_printer_and_what_it_has_yet_to_print():
    said = status.parse(READY)
    assert said
    assert (said.trouble, said.waiting) == (None, 0)
    busy = READY.replace(b"1245,000", b"1245,002").replace(b"00000000", b"00000003")
    assert status.parse(busy).waiting == 5
    ribbon = READY.replace(b"000,0,0,0,0,2", b"000,0,0,1,0,2")
    assert status.parse(ribbon).trouble == "printer_ribbon_out"


@given(st.integers(0, len(READY.rstrip()) - 1), st.binary(max_size=30))
def test_half_a_reply_is_none_and_noise_before_it_is_skipped(cut: int, noise: bytes):
    assert status.parse(READY[:cut]) is None
    assert status.parse(noise.replace(b"\x02", b"") + READY) == status.parse(READY)
    assert status.parse(READY[:cut] + READY) == status.parse(READY)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fall(data: bytes):
    status.parse(data)

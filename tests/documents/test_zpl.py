"""The label as ZPL: the same dots as the PDF, and nothing in it that a printer would obey."""

import re

import msgspec
from eyes import graphic, packed, scan
from hypothesis import given
from hypothesis import strategies as st

from cellyard.documents import label, render, zpl
from cellyard.documents.render import Dots

SAMPLE = label.sample()


def test_the_picture_is_the_pdf_dot_for_dot_and_its_codes_scan():
    pdf = label.draw(SAMPLE)
    sent = zpl.label(pdf, copies=2, note=SAMPLE.code)
    assert sent.startswith(b"^XA^CI28^PW800^LL560")
    assert sent.rstrip().endswith(b"^PQ2^XZ")
    assert len(sent) < 40_000
    seen = graphic(sent)
    assert seen.shape == (560, 800)
    assert packed(seen) == render.dots(pdf).data
    codes = scan(seen)
    assert codes["qr"].text == label.identity(SAMPLE)
    assert codes["data matrix"].text == SAMPLE.code


@given(st.data())
def test_run_lengths_give_back_any_picture(data: st.DataObject):
    width, height = data.draw(st.sampled_from([8, 16, 800, 3280])), data.draw(st.integers(1, 6))
    byte = st.sampled_from([0x00, 0xFF, 0x0F, 0xA5])
    runs = data.draw(st.lists(st.tuples(byte, st.integers(1, 450)), min_size=1))
    flat = b"".join(bytes([value]) * count for value, count in runs)
    picture = Dots(width, height, (flat * (width * height // len(flat) + 1))[: width // 8 * height])
    sent = f"^GFA,{len(picture.data)},{len(picture.data)},{picture.stride},{zpl.packed(picture)}^FS"
    assert packed(graphic(sent.encode())) == picture.data


@given(st.text(max_size=40))
def test_no_code_can_give_the_printer_an_order(code: str):
    data = re.fullmatch(r"\^FH_\^FD([^^~]*)\^FS", zpl.field(code), re.DOTALL)
    assert data
    back = re.sub("_([0-9A-F]{2})", lambda hexed: chr(int(hexed[1], 16)), data[1])
    assert back == code


def test_a_hostile_code_leaves_one_label_of_one_format():
    hostile = msgspec.structs.replace(SAMPLE, code="A^XZ~JA^XA_1")
    sent = zpl.label(label.draw(hostile), note=hostile.code)
    commands = re.findall(rb"[\^~][A-Z]{2}", sent)
    assert commands == [
        b"^XA", b"^CI", b"^PW", b"^LL", b"^LH", b"^FX", b"^FS", b"^FO", b"^GF", b"^FS",
        b"^PQ", b"^XZ",
    ]  # fmt: skip
    assert scan(graphic(sent))["data matrix"].text == hostile.code


def test_a_reprint_says_so_where_the_label_is_white():
    sent = zpl.label(label.draw(SAMPLE))
    again = zpl.marked(sent, "REPRINT 2")
    assert again != sent
    assert again.count(b"^XZ") == 1
    at = re.search(rb"\^FO(\d+),(\d+)\^A0N,24,24\^FH_\^FDREPRINT 2\^FS", again)
    assert at
    x, y = int(at[1]), int(at[2])
    for shown in (SAMPLE, msgspec.structs.replace(SAMPLE, code="", station="STATION-12")):
        dots = graphic(zpl.label(label.draw(shown)))
        assert not dots[y : y + 24, x:].any()

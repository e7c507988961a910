"""The label as ZPL: the same dots as the PDF, and nothing in it that a printer would obey."""

import re

import msgspec
from eyes import graphics, packed, scan
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
    [seen] = graphics(sent)
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
    assert packed(*graphics(sent.encode())) == picture.data


def test_a_hostile_code_leaves_one_label_of_one_format():
    hostile = msgspec.structs.replace(SAMPLE, code="A^XZ~JA^XA_1")
    sent = zpl.label(label.draw(hostile), note=hostile.code)
    commands = re.findall(rb"[\^~][A-Z]{2}", sent)
    assert commands == [
        b"^XA", b"^CI", b"^PW", b"^LL", b"^LH", b"^FX", b"^FS", b"^FO", b"^GF", b"^FS",
        b"^PQ", b"^XZ",
    ]  # fmt: skip
    assert scan(*graphics(sent))["data matrix"].text == hostile.code


def test_a_reprint_says_so_where_the_label_is_white():
    sent = zpl.label(label.draw(SAMPLE))
    again = zpl.reprint(sent, 2)
    assert again.count(b"^XZ") == 1
    _, mark = graphics(again)
    assert mark.sum() > 500
    assert (graphics(zpl.reprint(sent, 3))[1] != mark).any()
    x, y = (int(at) for at in re.findall(rb"\^FO(\d+),(\d+)", again)[1])
    for shown in (SAMPLE, msgspec.structs.replace(SAMPLE, code="", fact="A" * 30 + "/1/20418")):
        [dots] = graphics(zpl.label(label.draw(shown)))
        height, width = mark.shape
        assert not dots[y : y + height, x : x + width][mark == 1].any()
        assert x + width <= 800

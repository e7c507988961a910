"""A label as ZPL II, the language that label printers on TCP 9100 and serial ports speak.

    ^XA ^CI28 ^PW800 ^LL560 ^LH0,0 ^FX note ^FS ^FO0,0 ^GFA,bytes,bytes,stride,picture ^FS ^PQn ^XZ

The whole label is one picture, words and codes alike, and no native `^A`, `^BQ` or `^BX`:
- the printer's own fonts have no Chinese and no marked zero, and which ones are loaded differs;
- `^BQ` and `^BX` differ between firmwares in size, error level and escapes, and a clone without
  `^BX` prints nothing in its place; modules of whole dots come out of a picture as sharp;
- a picture has no field data, so no code, however odd, can be taken for an order;
- PDF and print are the same dots, so what the tests scan is what the battery carries.
The price is about 30 kB a label (run lengths as ZPL packs them): nothing on a network, 3 s at
115200 baud, half a minute at 9600.
The picture is hex text, not binary: a line cut in the middle of it heals at the next `^XA`.

Source: Zebra, ZPL II Programming Guide: ^GF and its alternative compression, ^FH, ^FX, ^CI, ^PQ.
"""

from itertools import groupby

from cellyard.documents.document import both
from cellyard.documents.page import Page
from cellyard.documents.render import Dots, dots
from cellyard.words import N_

# Free white on every label of ours: right of the fact number.
_MARK_AT = (600, 528)
_MARK_SIZE = (192, 30)


def label(pdf: bytes, *, copies: int = 1, note: str = "") -> bytes:
    """Return the first page of a PDF as ZPL.

    `note` is a remark in the file for whoever reads it, e.g. the battery's code; it is not
    printed. `copies` from 1 on.
    """
    picture = dots(pdf)
    parts = (
        f"^XA^CI28^PW{picture.width}^LL{picture.height}^LH0,0",
        f"^FX {escaped(note)}^FS" if note else "",
        _graphic(0, 0, picture),
        f"^PQ{copies}^XZ\n",
    )
    return "\n".join(part for part in parts if part).encode()


def reprint(zpl: bytes, copy: int) -> bytes:
    """Return the label with REPRINT and the number of the copy in its lower right corner."""
    width, height = _MARK_SIZE
    page = Page(width, height, title="")
    again = both(N_("REPRINT"))
    words = f"{again} {copy}"
    page.text(0, 22, words, min(22, 22 * width / page.measure(words, 22)), bold=True)
    head, end, tail = zpl.rpartition(b"^XZ")
    return head + _graphic(*_MARK_AT, dots(page.finish())).encode() + b"\n" + end + tail


def _graphic(x: int, y: int, picture: Dots) -> str:
    size = len(picture.data)
    return f"^FO{x},{y}^GFA,{size},{size},{picture.stride},{packed(picture)}^FS"


def escaped(text: str) -> str:
    """Return the text with `^`, `~`, `_` and control characters as `_` and two hex digits.

    The form of `^FH`, here in a remark: a code that holds `^XZ` must not end the label.
    """
    return "".join(f"_{ord(c):02X}" if c in "^~_" or ord(c) < 0x20 else c for c in text)


def packed(picture: Dots) -> str:
    """Return the picture in the guide's run lengths.

    `G`…`Y` repeat the next digit 1…19 times, `g`…`z` 20…400 times; `,` fills the row with white,
    `!` with black, `:` repeats the row above.
    """
    rows = (
        picture.data[at : at + picture.stride] for at in range(0, len(picture.data), picture.stride)
    )
    lines: list[str] = []
    above = b""
    for row in rows:
        lines.append(":" if row == above else _packed_row(row.hex().upper()))
        above = row
    return "".join(lines)


def _packed_row(digits: str) -> str:
    for fill, sign in (("0", ","), ("F", "!")):
        kept = digits.rstrip(fill)
        if kept != digits:
            return _runs(kept) + sign
    return _runs(digits)


def _runs(digits: str) -> str:
    return "".join(_repeat(len(list(run))) + digit for digit, run in groupby(digits))


def _repeat(count: int) -> str:
    if count == 1:
        return ""
    scores, ones = divmod(count, 20)
    most, scores = divmod(scores, 20)
    text = "z" * most
    if scores:
        text += chr(ord("g") + scores - 1)
    if ones:
        text += chr(ord("G") + ones - 1)
    return text

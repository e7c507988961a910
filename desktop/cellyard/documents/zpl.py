"""A label as ZPL II, the language that label printers on TCP 9100 and serial ports speak.

    ^XA ^CI28 ^PW800 ^LL560 ^LH0,0 ^FX note ^FS ^FO0,0 ^GFA,bytes,bytes,stride,picture ^FS ^PQn ^XZ

The whole label is one picture, words and codes alike, and no native `^A`, `^BQ` or `^BX`:
- the printer's own fonts have no Chinese and no marked zero, and which ones are loaded differs;
- `^BQ` and `^BX` differ between firmwares in size, error level and escapes, and a clone without
  `^BX` prints nothing in its place; modules of whole dots come out of a picture as sharp;
- PDF and print are the same dots, so what the tests scan is what the battery carries.
The price is about 30 kB a label (run lengths as ZPL packs them): nothing on a network, 3 s at
115200 baud, half a minute at 9600.
The picture is hex text, not binary: a line cut in the middle of it heals at the next `^XA`.

Source: Zebra, ZPL II Programming Guide: ^GF, alternative data compression scheme, ^FH, ^CI, ^PQ.
"""

from itertools import groupby

from cellyard.documents.render import Dots, dots

_END = b"^XZ"

# Free white on every label of ours: right of the fact number.
_MARK_AT = (600, 530)


def label(pdf: bytes, *, copies: int = 1, note: str = "") -> bytes:
    """Return the first page of a PDF as ZPL.

    `note` is a remark in the file for whoever reads it, e.g. the battery's code; it is not
    printed. `copies` from 1 on.
    """
    picture = dots(pdf)
    total = len(picture.data)
    parts = (
        f"^XA^CI28^PW{picture.width}^LL{picture.height}^LH0,0",
        f"^FX {escaped(note)}^FS" if note else "",
        f"^FO0,0^GFA,{total},{total},{picture.stride},{packed(picture)}^FS",
        f"^PQ{copies}^XZ\n",
    )
    return "\n".join(part for part in parts if part).encode()


def marked(zpl: bytes, text: str) -> bytes:
    """Return the label with a short ASCII text in its lower right corner, e.g. `REPRINT 2`."""
    x, y = _MARK_AT
    head, end, tail = zpl.rpartition(_END)
    return head + f"^FO{x},{y}^A0N,24,24{field(text)}".encode() + end + tail


def field(text: str) -> str:
    """Return a text as field data whose `^`, `~` and `_` are data and nothing else."""
    return f"^FH_^FD{escaped(text)}^FS"


def escaped(text: str) -> str:
    """Return the text with `^`, `~`, `_` and control characters as `_` and two hex digits."""
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

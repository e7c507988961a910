r"""What a label printer answers to `~HS`, and what of it keeps a label from coming out.

Three lines, each STX (02) … ETX (03) CR LF, fields by commas
(Zebra, ZPL II Programming Guide, ~HS):

    1  aaa,b,c,dddd,eee,f,g,h,iii,j,k,l   b paper out, c pause, eee formats waiting,
                                          h format half received, k too cold, l too hot
    2  mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www   o head up, p ribbon out, uuuuuuuu labels left to print
    3  xxxx,y                             password, RAM installed
"""

import re

import msgspec

QUERY = b"~HS"

_LINE = re.compile(rb"\x02([^\x02\x03]*)\x03")
_FIELDS = (12, 11, 2)


class PrinterStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a label printer. `waiting`: formats and labels that it has yet to print."""

    paper_out: bool
    paused: bool
    head_open: bool
    ribbon_out: bool
    too_cold: bool
    too_hot: bool
    waiting: int

    @property
    def trouble(self) -> str | None:
        """The code of what keeps it from printing, the first to put right; None when ready."""
        # An open head also reports pause and often paper out: the hand goes to the head first.
        causes = {
            "printer_head_open": self.head_open,
            "printer_paper_out": self.paper_out,
            "printer_ribbon_out": self.ribbon_out,
            "printer_too_hot": self.too_hot,
            "printer_too_cold": self.too_cold,
            "printer_paused": self.paused,
        }
        return next((code for code, stands in causes.items() if stands), None)


def parse(reply: bytes) -> PrinterStatus | None:
    """Return the last whole status among the bytes, or None when there is none yet.

    Anything before, between or after its three lines is skipped.
    """
    lines = [line.split(b",") for line in _LINE.findall(reply)]
    for at in range(len(lines) - 3, -1, -1):
        three = lines[at : at + 3]
        if tuple(map(len, three)) == _FIELDS and all(_is_number(f) for f in three[0] + three[1]):
            return _status(three[0], three[1])
    return None


def _status(first: list[bytes], second: list[bytes]) -> PrinterStatus:
    return PrinterStatus(
        paper_out=_stands(first[1]),
        paused=_stands(first[2]),
        head_open=_stands(second[2]),
        ribbon_out=_stands(second[3]),
        too_cold=_stands(first[10]),
        too_hot=_stands(first[11]),
        waiting=int(first[4]) + int(first[7]) + int(second[8]),
    )


def _is_number(field: bytes) -> bool:
    return field.strip().isdigit()


def _stands(field: bytes) -> bool:
    return int(field) != 0

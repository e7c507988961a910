"""Reads papers of many pages as other programs do: pdftotext, qpdf, and the sums on each page."""

import re
import subprocess
from decimal import Decimal
from typing import NamedTuple

from eyes import set_words

# Thin spaces stand between thousands; Poppler makes plain ones of them.
THIN = "\u2009"
_NUMBER = rf"(≥ )?(\d{{1,3}}(?:[ {THIN}]\d{{3}})*(?:\.\d+)?)"
_SUM = re.compile(
    rf"(Brought forward|Carried forward|Total)\b.*?\s{_NUMBER}\s{{2,}}{_NUMBER}\s*$", re.MULTILINE
)


def pdftotext(pdf: bytes) -> list[str]:
    """Return the words of each page in their columns, as Poppler reads them."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        input=pdf, capture_output=True, check=True,
    )  # fmt: skip
    *found, rest = done.stdout.decode().split("\f")
    assert not rest.strip()
    return found


def qpdf(pdf: bytes, file) -> str:
    """Return what qpdf finds wrong with a PDF; "" when nothing."""
    file.write_bytes(pdf)
    done = subprocess.run(
        ["qpdf", "--check", str(file)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def value(text: str) -> Decimal:
    return Decimal(text.replace(THIN, "").replace(" ", ""))


class Sums(NamedTuple):
    """What a page carries: each a pair of amounts, or None where it says nothing of the kind."""

    brought: tuple[Decimal, Decimal] | None
    carried: tuple[Decimal, Decimal] | None
    total: tuple[Decimal, Decimal] | None


def sums(page: str) -> Sums:
    found = {m[1]: (value(m[3]), value(m[5])) for m in _SUM.finditer(page)}
    return Sums(*(found.get(w) for w in ("Brought forward", "Carried forward", "Total")))


def collisions(pdf: bytes) -> list[str]:
    """Return what stands over something else, or beyond the margins of 12 mm."""
    found = []
    for page in set_words(pdf):
        # From left to right, so that only what is near is compared.
        ordered = sorted(page, key=lambda one: one[1][0])
        for at, (text, a) in enumerate(ordered):
            if a[0] < 11.9 or a[1] < 11.9 or a[2] > 198.1 or a[3] > 285.1:
                found.append(f"beyond: {text}")
            for other, b in ordered[at + 1 :]:
                if b[0] > a[2] - 0.1:
                    break
                across = min(a[2], b[2]) - max(a[0], b[0])
                down = min(a[3], b[3]) - max(a[1], b[1])
                if across > 0.1 and down > 0.1:
                    found.append(f"{text} over {other}")
    return found

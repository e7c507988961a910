"""Vehicle identification numbers (ISO 3779, GB 16735, 49 CFR 565): shape and check digit."""

import re

_SHAPE = re.compile("[A-HJ-NPR-Z0-9]{17}")  # no I, O, Q
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = {figure: int(figure) for figure in "0123456789"} | dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True)
)
_SLIPS = str.maketrans("OQI", "001")


def shaped(text: str) -> bool:
    """True for 17 characters that may stand in a vehicle number."""
    return _SHAPE.fullmatch(text) is not None


def check_digit(text: str) -> str:
    """Compute the 9th character of a shaped number: weighted sum modulo 11, X for 10."""
    total = sum(_VALUES[letter] * weight for letter, weight in zip(text, _WEIGHTS, strict=True))
    return "0123456789X"[total % 11]


def checks(text: str) -> bool:
    return text[8] == check_digit(text)


def must_check(text: str) -> bool:
    """True where the check digit is the law: North America (1 to 5) and China (L)."""
    return text[:1] in tuple("12345L")


def mended(text: str) -> str | None:
    """Turn O and Q to 0, I to 1 where that gives a number whose check digit proves it."""
    figures = text.translate(_SLIPS)
    if figures != text and shaped(figures) and must_check(figures) and checks(figures):
        return figures
    return None


def split(text: str) -> dict[str, str]:
    """Cut into world manufacturer identifier, descriptor and indicator section."""
    return {"wmi": text[:3], "vds": text[3:9], "vis": text[9:]}

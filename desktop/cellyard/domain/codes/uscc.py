"""Unified social credit codes of Chinese enterprises (GB 32100-2015): shape and check character."""

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
_SHAPE = re.compile(f"[{_ALPHABET}]{{18}}")
# Registering authority, category, then a six-figure division code; one slip of the pen allowed.
_LIKELY = re.compile("[1-9ANY][1-9]")
_SLIPS = str.maketrans("OISZ", "0152")


def shaped(text: str) -> bool:
    """True for 18 characters that may stand in a credit code."""
    return _SHAPE.fullmatch(text) is not None


def likely(text: str) -> bool:
    """True when a shaped text looks like a credit code even if its check character is wrong."""
    figures = sum(letter.isdigit() for letter in text[2:8])
    return shaped(text) and _LIKELY.match(text) is not None and figures >= 5


def check_character(text: str) -> str:
    """Compute the 18th character from the first 17: weights 3^(i-1) modulo 31."""
    total = sum(_ALPHABET.index(letter) * pow(3, n, 31) for n, letter in enumerate(text[:17]))
    return _ALPHABET[-total % 31]


def checks(text: str) -> bool:
    return shaped(text) and text[17] == check_character(text)


def mended(text: str) -> str | None:
    """Turn letters that no credit code has into figures where the check character then fits."""
    figures = text.translate(_SLIPS)
    return figures if figures != text and likely(figures) and checks(figures) else None


def split(text: str) -> dict[str, str]:
    """Cut into registering authority and category, division, organisation, check character."""
    return {
        "authority": text[:2],
        "division": text[2:8],
        "organisation": text[8:17],
        "check": text[17:],
    }

"""The one door to sentences: screens, papers, commands and refusals all speak through it."""

from cellyard.domain.refusals import Refused
from cellyard.words.catalogue import (
    LANGUAGES,
    N_,
    Language,
    _,
    in_language,
    language,
    ngettext,
    use,
)
from cellyard.words.numbers import clock, day, number, quantity
from cellyard.words.refusals import SENTENCES

__all__ = [
    "LANGUAGES",
    "N_",
    "Language",
    "_",
    "clock",
    "day",
    "in_language",
    "language",
    "ngettext",
    "number",
    "quantity",
    "sentence",
    "use",
]


def sentence(refused: Refused) -> str:
    """Return the refusal as one sentence in the language spoken now: what is, then what to do."""
    return _(SENTENCES[refused.code]).format(**refused.shown)

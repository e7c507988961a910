"""The one door to sentences: screens, papers, commands and refusals all speak through it."""

from decimal import Decimal

from cellyard.domain.refusals import Refused, Trouble
from cellyard.words.bench_facts import MISSING, SAID, SETTINGS
from cellyard.words.bench_refusals import SENTENCES as BENCH
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
from cellyard.words.heard import SENTENCES as HEARD
from cellyard.words.numbers import clock, day, number, quantity
from cellyard.words.printing import SENTENCES as PRINTING
from cellyard.words.refusals import SENTENCES
from cellyard.words.troubles import TROUBLES
from cellyard.words.watch_refusals import SENTENCES as WATCH

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


def sentence(no: Refused | Trouble) -> str:
    """Return a refusal or trouble as one sentence in the language spoken now."""
    table = next(t for t in (SENTENCES, BENCH, HEARD, TROUBLES, PRINTING, WATCH) if no.code in t)
    # A trouble may not know whose it is: a port that was only named on the command line.
    shown = {"name": _("The instrument"), "port": "", **no.shown}
    return _(table[no.code]).format(**{key: _shown(key, value) for key, value in shown.items()})


# What a refusal shows by a name of its own: the words for it, by the key that it is shown under.
_NAMED = {"missing": MISSING, "setting": SETTINGS, "said": SAID, "wanted": SAID, "got": SAID}


def _shown(key: str, value: object) -> object:
    table = _NAMED.get(key, {})
    if isinstance(value, str) and value in table:
        return _(table[value])
    return number(value) if isinstance(value, Decimal) else value

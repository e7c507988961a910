"""The one door to sentences: screens, papers, commands and refusals all speak through it."""

from decimal import Decimal

from cellyard.domain.refusals import Refused, Trouble
from cellyard.words.backup_refusals import SENTENCES as BACKUP
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
    speaking,
    use,
)
from cellyard.words.conflict_refusals import SENTENCES as CONFLICTS
from cellyard.words.fire_refusals import SENTENCES as FIRE
from cellyard.words.heard import SENTENCES as HEARD
from cellyard.words.hub_refusals import SENTENCES as HUB
from cellyard.words.load_refusals import SENTENCES as LOADS
from cellyard.words.notices import SENTENCES as NOTICES
from cellyard.words.numbers import clock, day, number, quantity
from cellyard.words.page_refusals import SENTENCES as PAGES
from cellyard.words.paper_refusals import SENTENCES as PAPERS
from cellyard.words.printing import SENTENCES as PRINTING
from cellyard.words.refusals import SENTENCES
from cellyard.words.sealed_papers import SENTENCES as SEALED
from cellyard.words.shift_refusals import SENTENCES as SHIFT
from cellyard.words.shipping_facts import PARTIES
from cellyard.words.shipping_refusals import SENTENCES as SHIPPING
from cellyard.words.sync_refusals import SENTENCES as SYNC
from cellyard.words.troubles import TROUBLES
from cellyard.words.value import SENTENCES as VALUE
from cellyard.words.watch_refusals import SENTENCES as WATCH
from cellyard.words.yard import QUALIFICATIONS

__all__ = [
    "LANGUAGES",
    "N_",
    "TABLES",
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
    "speaking",
    "use",
]

# Every sentence that a refusal or a trouble has, by its code.
TABLES: tuple[dict[str, str], ...] = (
    SENTENCES,
    BENCH,
    LOADS,
    SHIPPING,
    SHIFT,
    HEARD,
    TROUBLES,
    PRINTING,
    NOTICES,
    SEALED,
    FIRE,
    PAPERS,
    WATCH,
    BACKUP,
    SYNC,
    CONFLICTS,
    PAGES,
    HUB,
    VALUE,
)


def sentence(no: Refused | Trouble) -> str:
    """Return a refusal or trouble as one sentence in the language spoken now."""
    table = next(t for t in TABLES if no.code in t)
    # A trouble may not know whose it is: a port that was only named on the command line.
    shown = {"name": _("The instrument"), "port": "", **no.shown}
    return _(table[no.code]).format(**{key: _shown(key, value) for key, value in shown.items()})


# What a refusal shows by a name of its own: the words for it, by the key that it is shown under.
_NAMED: dict[str, dict[str, str]] = {
    "missing": MISSING,
    "setting": SETTINGS,
    "said": SAID,
    "wanted": SAID,
    "got": SAID,
    "party": {**PARTIES},
    "qualification": {**QUALIFICATIONS},
}


def _shown(key: str, value: object) -> object:
    table = _NAMED.get(key, {})
    if isinstance(value, str) and value in table:
        return _(table[value])
    return number(value) if isinstance(value, Decimal) else value

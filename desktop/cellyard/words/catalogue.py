"""The language spoken now, and the catalogue that its sentences come from (GNU gettext)."""

import gettext
import io
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal

from cellyard import files

Language = Literal["en", "zh_CN"]
LANGUAGES: tuple[Language, ...] = ("en", "zh_CN")


class _Spoken:
    """The one mutable thing of this room: which catalogue `_` asks."""

    language: Language = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


# What one answer of the central server speaks, whatever its other answers speak meanwhile.
_here: ContextVar[Language | None] = ContextVar("language", default=None)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    # English is the language of the source: its sentences are the message ids.
    if language == "en":
        return gettext.NullTranslations()
    compiled = files.data(f"i18n/{language}/LC_MESSAGES/cellyard.mo")
    return gettext.GNUTranslations(io.BytesIO(compiled))


def use(language: Language) -> None:
    """Speak this language from now on."""
    _Spoken.catalogue = _catalogue(language)
    _Spoken.language = language


@contextmanager
def speaking(language: Language) -> Generator[None]:
    """Speak this language within, and in this thread or task alone."""
    before = _here.set(language)
    try:
        yield
    finally:
        _here.reset(before)


def language() -> Language:
    """Return the language spoken now."""
    return _here.get() or _Spoken.language


def _now() -> gettext.NullTranslations:
    here = _here.get()
    return _catalogue(here) if here else _Spoken.catalogue


def _(message: str) -> str:
    """Return the message in the language spoken now."""
    # To gettext the empty message is the catalogue's head.
    return _now().gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the message that fits the count; `{count}` is left to the caller."""
    return _now().ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a message in a table; say it later with `_`."""
    return message


def in_language(language: Language, message: str) -> str:
    """Return the message in a given language, for papers that carry both."""
    return _catalogue(language).gettext(message) if message else ""

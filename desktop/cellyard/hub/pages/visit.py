"""A browser's request and what it gets, whatever carries them."""

from collections.abc import Mapping

import msgspec

from cellyard.hub.accounts import Account
from cellyard.words import Language

HTML = "text/html"
# Words that the browser keeps: who is signed in, whose forms these are, the language chosen.
SESSION, FORM, LANGUAGE = "cellyard-session", "cellyard-form", "cellyard-language"


_LOCATION = "Location"


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked. `path` is decoded; `form` holds what was sent, "" where nothing was typed.

    `secure` when it came over TLS, `address` whom it came from, `now` in ms, `own_form` false when
    the browser says that another site sends the form. The last four are found out by the site.
    """

    method: str
    path: str
    query: Mapping[str, str] = {}
    form: Mapping[str, str] = {}
    cookies: Mapping[str, str] = {}
    languages: str = ""
    address: str = ""
    secure: bool = False
    own_form: bool = True
    host: str = ""
    now: int = 0
    language: Language = "en"
    account: Account | None = None
    form_word: str = ""
    names: Mapping[str, str] = {}

    def typed(self, name: str) -> str:
        """Return what stands in a field of the form, without the spaces around it."""
        return self.form.get(name, "").strip()

    @property
    def base(self) -> str:
        """How this site is addressed from outside."""
        return f"{'https' if self.secure else 'http'}://{self.host}"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What is answered."""

    body: bytes = b""
    status: int = 200
    media: str = HTML
    headers: tuple[tuple[str, str], ...] = ()


def to(path: str, *headers: tuple[str, str]) -> Page:
    """Send the browser on to another page, by GET."""
    return Page(status=303, headers=((_LOCATION, path), *headers))


def cookie(visit: Visit, name: str, word: str, seconds: int | None = None) -> tuple[str, str]:
    """Return the header that has a browser keep a word, or forget it after 0 seconds.

    No script reads it, no other site has it sent, and what came over TLS goes nowhere else.
    """
    parts = [f"{name}={word}", "Path=/", "HttpOnly", "SameSite=Strict"]
    if visit.secure:
        parts.append("Secure")
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    return "Set-Cookie", "; ".join(parts)


def language_of(chosen: str, accepted: str) -> Language:
    """Return the language to answer in: the one that was chosen, else the browser's first of
    ours.
    """
    if chosen in ("en", "zh_CN"):
        return chosen
    for part in accepted.split(","):
        said = part.partition(";")[0].strip().lower()
        if said.startswith("zh"):
            return "zh_CN"
        if said.startswith("en"):
            return "en"
    return "en"

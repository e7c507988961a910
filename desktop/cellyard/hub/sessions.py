"""Sessions: a random word in the browser, its hash here; they end, by themselves or by signing out.

A form's word is made of the browser's, with the hub's secret: nobody else's page knows it.
"""

import hashlib
import hmac
import secrets

import sqlalchemy as sa

from cellyard.hub import tables as t
from cellyard.hub.accounts import Account
from cellyard.hub.store import Store

# Left alone for an hour, or signed in since this morning: a new sign-in is asked for.
IDLE_MS, LONGEST_MS = 3_600_000, 12 * 3_600_000
# Seen so long ago, that it was seen now is worth writing down.
_SEEN_MS = 60_000
_FORM = b"cellyard-form-v1\0"


def fresh() -> str:
    """Return a new word for a browser to keep, 256 bits."""
    return secrets.token_urlsafe(32)


def form_word(secret: bytes, kept: str) -> str:
    """Return what a form of the browser that keeps this word carries."""
    return hmac.new(secret, _FORM + kept.encode(errors="replace"), hashlib.sha256).hexdigest()


def holds(secret: bytes, kept: str, carried: str) -> bool:
    """Tell whether a form was given to the browser that sends it."""
    wanted = form_word(secret, kept).encode()
    return bool(kept) and hmac.compare_digest(wanted, carried.encode(errors="replace"))


def begin(store: Store, account: Account, now: int) -> str:
    """Begin a session and return the word for the browser; what has ended is dropped."""
    word = fresh()
    row = {"sha256": _hashed(word), "account": account.name, "began_at": now, "seen_at": now}
    c = t.session.c
    with store.writing() as connection:
        ended = sa.or_(c.seen_at < now - IDLE_MS, c.began_at < now - LONGEST_MS)
        connection.execute(sa.delete(t.session).where(ended))
        connection.execute(sa.insert(t.session), row)
    return word


def of(store: Store, word: str, now: int) -> Account | None:
    """Return who is signed in; None for nobody, or no longer."""
    if not word:
        return None
    s, a = t.session.c, t.account.c
    wanted = (
        sa.select(s.began_at, s.seen_at, a.name, a.role, a.centre, a.partner)
        .join_from(t.session, t.account, s.account == a.name)
        .where(s.sha256 == _hashed(word))
    )
    with store.reading() as connection:
        row = connection.execute(wanted).first()
    if row is None or now - row.seen_at > IDLE_MS or now - row.began_at > LONGEST_MS:
        return None
    if now - row.seen_at > _SEEN_MS:
        with store.writing() as connection:
            seen = sa.update(t.session).where(s.sha256 == _hashed(word)).values(seen_at=now)
            connection.execute(seen)
    return Account(name=row.name, role=row.role, centre=row.centre, partner=row.partner)


def end(store: Store, word: str) -> None:
    """End a session."""
    with store.writing() as connection:
        connection.execute(sa.delete(t.session).where(t.session.c.sha256 == _hashed(word)))


def _hashed(word: str) -> str:
    return hashlib.sha256(b"cellyard-session-v1\0" + word.encode(errors="replace")).hexdigest()

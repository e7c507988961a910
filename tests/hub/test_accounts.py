"""Accounts and sessions: passwords, lockouts that outlive a restart, and what ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from postgres import Postgres

from cellyard.domain.refusals import Refused
from cellyard.hub import accounts, receipt_links, sessions
from cellyard.hub import tables as t
from cellyard.hub.accounts import Account
from cellyard.hub.store import Store, sqlite_url

PASSWORD = "a long password"
NOW = 1_795_780_800_000
ZHAO = Account(name="zhao", role="administrator")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    server: Postgres = request.getfixturevalue("postgres")
    database = server.database()
    yield database
    server.drop(database)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    accounts.add(store, ZHAO, PASSWORD)
    yield store
    store.close()


def refused(store: Store, password: str, *, name: str = "zhao", now: int = NOW) -> Refused:
    with pytest.raises(Refused) as no:
        accounts.sign_in(store, name, password, now=now)
    return no.value


def test_only_the_password_signs_in_and_only_its_hash_is_kept(store: Store) -> None:
    assert accounts.sign_in(store, "zhao", PASSWORD, now=NOW) == ZHAO
    assert refused(store, PASSWORD + "x").code == "sign_in_wrong"
    with store.reading() as connection:
        kept = connection.execute(sa.select(t.account.c.password)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize("name", ["zhao", "nobody"])
def test_five_wrong_ones_close_it_longer_and_longer_whoever_is_tried(
    store: Store, url: str, name: str
) -> None:
    for _try in range(5):
        assert refused(store, "wrong", name=name).code == "sign_in_wrong"
    no = refused(store, PASSWORD, name=name)
    assert (no.code, no.shown["seconds"]) == ("sign_in_closed", 30)
    again = Store(url)  # another process, or this one started again
    assert refused(again, PASSWORD, name=name, now=NOW + 29_000).code == "sign_in_closed"
    assert refused(again, "wrong", name=name, now=NOW + 30_000).code == "sign_in_wrong"
    assert refused(again, "wrong", name=name, now=NOW + 31_000).shown["seconds"] == 59
    again.close()


def test_the_right_one_is_forgiven_what_was_wrong_before(store: Store) -> None:
    for _round in range(3):
        for _try in range(4):
            refused(store, "wrong")
        accounts.sign_in(store, "zhao", PASSWORD, now=NOW)


def test_what_no_account_may_be(store: Store) -> None:
    with pytest.raises(Refused, match="password_short"):
        accounts.add(store, Account(name="li", role="reader"), "short")
    with pytest.raises(Refused, match="name_taken"):
        accounts.add(store, ZHAO, PASSWORD)
    with pytest.raises(Refused, match="outlet_unnamed"):
        accounts.add(store, Account(name="li", role="outlet", centre="c"), PASSWORD)
    with pytest.raises(Refused, match="account_unknown"):
        accounts.remove(store, "li")
    assert accounts.listed(store) == [ZHAO]


def test_sessions_end_by_themselves_and_with_their_account(store: Store) -> None:
    word = sessions.begin(store, ZHAO, NOW)
    assert sessions.of(store, word, NOW + sessions.IDLE_MS) == ZHAO
    assert sessions.of(store, word, NOW + sessions.IDLE_MS + sessions.IDLE_MS + 1) is None
    worked = sessions.begin(store, ZHAO, NOW)
    hours = range(NOW, NOW + sessions.LONGEST_MS + 1, sessions.IDLE_MS // 2)
    assert all(sessions.of(store, worked, at) == ZHAO for at in hours)
    assert sessions.of(store, worked, NOW + sessions.LONGEST_MS + 1) is None
    other = sessions.begin(store, ZHAO, NOW)
    accounts.change_password(store, "zhao", PASSWORD + " of today")
    assert sessions.of(store, other, NOW) is None
    with store.reading() as connection:
        assert connection.execute(sa.select(t.session)).all() == []


def test_a_form_belongs_to_one_browser() -> None:
    mine, others = sessions.fresh(), sessions.fresh()
    word = sessions.form_word(b"secret", mine)
    assert sessions.holds(b"secret", mine, word)
    assert not sessions.holds(b"secret", others, word)
    assert not sessions.holds(b"another", mine, word)
    assert not sessions.holds(b"secret", "", sessions.form_word(b"secret", ""))
    assert not sessions.holds(b"secret", mine, "\udcff中")


def test_a_receipt_link_is_for_one_load_for_a_time_and_the_newest_counts(store: Store) -> None:
    with store.writing() as connection:
        first, _until = receipt_links.give(connection, "c", "load", now=NOW)
        word, until = receipt_links.give(connection, "c", "load", now=NOW)
        assert receipt_links.find(connection, word, now=until).load == "load"
        for wrong, now in ((first, NOW), (word, until + 1), ("", NOW), ("\udcff", NOW)):
            with pytest.raises(Refused, match="link_wrong"):
                receipt_links.find(connection, wrong, now=now)
        receipt_links.used(connection, word, now=NOW + 5)
        assert receipt_links.find(connection, word, now=NOW + 9).used_at == NOW + 5

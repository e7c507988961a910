"""Accounts of the network page: who may look, who may announce; passwords as argon2id alone."""

import hashlib
from typing import Literal, get_args

import msgspec
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cellyard.domain.refusals import Refused
from cellyard.hub import attempts
from cellyard.hub import tables as t
from cellyard.hub.store import Store

# administrator: sees all and gives out receipt links. reader: sees all. outlet: announces.
Role = Literal["administrator", "reader", "outlet"]
ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST, LONGEST = 12, 256
# OWASP password storage cheat sheet: argon2id, m=46 MiB, t=1, p=1.
_hasher = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
# What is verified for a name that there is not, so that both answers take as long.
_NOBODY = _hasher.hash("nobody's password")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs in. `centre` is "" for every one; `partner` whom an outlet's account speaks for."""

    name: str
    role: Role
    centre: str = ""
    partner: str = ""


def add(store: Store, account: Account, password: str) -> None:
    """Make an account.

    Refused("password_short"), ("name_missing"), ("name_taken"), ("outlet_unnamed") for an outlet
    without centre or partner.
    """
    if not account.name.strip():
        raise Refused("name_missing")
    if account.role == "outlet" and not (account.centre and account.partner):
        raise Refused("outlet_unnamed")
    row = {**msgspec.structs.asdict(account), "password": _hashed(password)}
    with store.writing() as connection:
        known = sa.select(t.account.c.name).where(t.account.c.name == account.name)
        if connection.execute(known).first():
            raise Refused("name_taken", name=account.name)
        connection.execute(sa.insert(t.account), row)


def listed(store: Store) -> list[Account]:
    """Return every account by its name."""
    with store.reading() as connection:
        rows = connection.execute(sa.select(t.account).order_by(t.account.c.name))
        return [_account(row) for row in rows]


def change_password(store: Store, name: str, password: str) -> None:
    """Give an account another password; whoever is signed in with the old one is signed out."""
    hashed = _hashed(password)
    with store.writing() as connection:
        _change(connection, name, sa.update(t.account).values(password=hashed))


def remove(store: Store, name: str) -> None:
    """Remove an account and end its sessions."""
    with store.writing() as connection:
        _change(connection, name, sa.delete(t.account))


def sign_in(store: Store, name: str, password: str, *, now: int) -> Account:
    """Return the account that this is the password of.

    Refused("sign_in_wrong"), and ("sign_in_closed") after too many wrong ones, whether there is
    such an account or not: who asks learns nothing of that.
    """
    # Of a password longer than any there is, no megabytes are hashed.
    password = password[: LONGEST + 1]
    key = "account/" + hashlib.sha256(name.encode(errors="replace")).hexdigest()
    with store.writing() as connection:
        attempts.begin(connection, key, now)
    with store.reading() as connection:
        row = connection.execute(sa.select(t.account).where(t.account.c.name == name)).first()
    if not _fits(row.password if row else _NOBODY, password) or row is None:
        raise Refused("sign_in_wrong")
    with store.writing() as connection:
        attempts.right(connection, key)
    return _account(row)


def _change(connection: sa.Connection, name: str, change: "sa.Update | sa.Delete") -> None:
    if not connection.execute(change.where(t.account.c.name == name)).rowcount:
        raise Refused("account_unknown", name=name)
    connection.execute(sa.delete(t.session).where(t.session.c.account == name))


def _account(row: "sa.Row[tuple[str, Role, str, str, str]]") -> Account:
    return Account(name=row.name, role=row.role, centre=row.centre, partner=row.partner)


def _hashed(password: str) -> str:
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("password_short", least=SHORTEST, most=LONGEST)
    return _hasher.hash(password)


def _fits(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False

"""Commands for the network page: who may sign in, and the digest of what is folded."""

import argparse
import getpass
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing

import msgspec

from cellyard.domain.refusals import Refused
from cellyard.hub import accounts
from cellyard.hub.accounts import Account
from cellyard.hub.door import Hub
from cellyard.hub.operations import which
from cellyard.hub.projector import Projector, folder_in
from cellyard.words import N_, _

Command = Callable[[argparse.Namespace], int]
Opened = Callable[[argparse.Namespace], AbstractContextManager[Hub]]
# How long a digest waits for the process that projects, in s.
_WAITS_S = 60.0
_ROLES: dict[accounts.Role, str] = {
    "administrator": N_("administrator"),
    "reader": N_("reader"),
    "outlet": N_("outlet"),
}


def add(
    known: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
    *,
    opened: Opened,
) -> None:
    """Add these commands to the others; `opened` is the hub that the options name."""
    account = known.add_parser(
        "account", help="who may sign in to the network page"
    ).add_subparsers(title="accounts", required=True)
    one = account.add_parser("add", parents=[shared])
    one.set_defaults(command=_with(opened, _add))
    one.add_argument("name")
    one.add_argument("--role", choices=accounts.ROLES, required=True)
    one.add_argument("--centre", default="")
    one.add_argument("--partner", default="")
    one = account.add_parser("list", parents=[shared])
    one.set_defaults(command=_with(opened, _list))
    for name, command in (("password", _password), ("remove", _remove)):
        one = account.add_parser(name, parents=[shared])
        one.set_defaults(command=_with(opened, command))
        one.add_argument("name")
    one = known.add_parser("digest", help="print the digest of what is folded", parents=[shared])
    one.set_defaults(command=_with(opened, _digest))
    one.add_argument("--centre")


def _with(opened: Opened, command: Callable[[Hub, argparse.Namespace], int]) -> Command:
    def run(options: argparse.Namespace) -> int:
        with opened(options) as hub:
            return command(hub, options)

    return run


def _add(hub: Hub, options: argparse.Namespace) -> int:
    centre = options.centre or None
    if options.role == "outlet" or centre:
        with hub.store.reading() as connection:
            centre = which(connection, centre)
    account = Account(
        name=options.name, role=options.role, centre=centre or "", partner=options.partner
    )
    accounts.add(hub.store, account, _asked())
    print(_("{name} may sign in now.").format(name=account.name))
    return 0


def _list(hub: Hub, options: argparse.Namespace) -> int:
    found = accounts.listed(hub.store)
    if options.json:
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
        return 0
    for account in found:
        parts = (account.name, _(_ROLES[account.role]), account.centre, account.partner)
        print("  ".join(part for part in parts if part))
    return 0


def _password(hub: Hub, options: argparse.Namespace) -> int:
    accounts.change_password(hub.store, options.name, _asked())
    print(_("{name} has another password now.").format(name=options.name))
    return 0


def _remove(hub: Hub, options: argparse.Namespace) -> int:
    accounts.remove(hub.store, options.name)
    print(_("{name} may no longer sign in.").format(name=options.name))
    return 0


def _asked() -> str:
    """Return a password: typed twice at a terminal, else the first line of what comes in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(_("Password") + ": ")
    if getpass.getpass(_("The same again") + ": ") != first:
        raise Refused("passwords_differ")
    return first


def _digest(hub: Hub, options: argparse.Namespace) -> int:
    with hub.store.reading() as connection:
        centre = which(connection, options.centre)
    if not centre:
        raise Refused("hub_centre_unknown", centre="")
    with closing(Projector(hub.store, hub.log.hub_key, folder_in(options.data))) as projector:
        print(caught_up(projector, centre))
    return 0


def caught_up(projector: Projector, centre: str) -> str:
    """Return the digest of all that the hub holds of a centre. Refused("not_gathered").

    Where another process projects, it is waited for.
    """
    until = time.monotonic() + _WAITS_S
    while projector.step() or projector.lag(centre):
        if centre in projector.trouble:
            raise projector.trouble[centre]
        if time.monotonic() > until:
            raise Refused("not_gathered")
        time.sleep(0.05)
    return projector.digest(centre)

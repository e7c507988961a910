"""The command line of `cellyard-hub`: what may be asked, and what each option may be."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import platformdirs

from cellyard import __version__, words
from cellyard.words.facts import REVOKED

Command = Callable[[argparse.Namespace], int]
DATABASE = "CELLYARD_HUB_DATABASE"
PORT = 8470


class Commands(NamedTuple):
    """What is run for each command."""

    serve: Command
    enrol_code: Command
    six_words: Command
    status: Command
    revoke: Command
    restored: Command
    pages: Callable[..., None]  # adds those of the network page
    carried: Callable[..., None]  # adds those of courier files and relays


def parser(commands: Commands) -> argparse.ArgumentParser:
    """Return what understands the command line; `command` in its answer is what to run."""
    shared = _shared()
    about = "The central server of cellyard. Exit 0 done, 1 refused, 2 wrong usage."
    top = argparse.ArgumentParser(prog="cellyard-hub", description=about, parents=[_shared()])
    top.add_argument("--version", action="version", version=__version__)
    folder = Path(platformdirs.user_data_dir("cellyard-hub", appauthor=False))
    top.set_defaults(
        data=folder, database="", database_file=None, seal_key=None, box_key=None,
        language="en", json=False,
    )  # fmt: skip
    known = top.add_subparsers(title="commands", required=True)

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        one = known.add_parser(name, help=text, parents=[shared])
        one.set_defaults(command=command)
        return one

    _add_serve(add("serve", commands.serve, "listen and answer until SIGTERM"))
    code = add("enrol-code", commands.enrol_code, "give out a one-time code for a station")
    _named(code)
    which = code.add_mutually_exclusive_group()
    which.add_argument("--centre", metavar="ID", help="where there are several")
    which.add_argument(
        "--new-centre", dest="centre", action="store_const", const="",
        help="for a station that brings a further centre",
    )  # fmt: skip
    six = add("words", commands.six_words, "show the six words that a new station shows, too")
    six.add_argument("--station", required=True, metavar="NAME")
    six.add_argument("--centre", metavar="ID", help="where there are several")
    add("status", commands.status, "show centres, stations, last contact, what is unsent")
    _add_revoke(add("revoke", commands.revoke, "take the enrolment of a station back"))
    restored = add("restored", commands.restored, "say that the database came from a backup")
    restored.add_argument("--centre", metavar="ID", help="only this one")
    commands.pages(known, shared)
    commands.carried(known, shared)
    return top


def _shared() -> argparse.ArgumentParser:
    # SUPPRESS: an option given before the command is not taken back by the command's default.
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data", type=Path, metavar="DIR", help="keys, and the SQLite file")
    where = shared.add_mutually_exclusive_group()
    where.add_argument(
        "--database", metavar="URL",
        help=f"postgresql://…; with a password rather in {DATABASE} or in a file",
    )  # fmt: skip
    where.add_argument("--database-file", type=Path, metavar="FILE", help="the URL is its line")
    shared.add_argument("--seal-key", type=Path, metavar="FILE", help="instead of DIR/hub.key")
    shared.add_argument("--box-key", type=Path, metavar="FILE", help="instead of DIR/hub-box.key")
    shared.add_argument("--language", choices=words.LANGUAGES)
    shared.add_argument("--json", action="store_true", help="print one JSON value")
    return shared


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--listen", type=_address, default=("127.0.0.1", PORT), metavar="HOST:PORT")
    serve.add_argument("--workers", type=_number, default=1, metavar="N", help="processes")
    serve.add_argument("--certificate", type=Path, metavar="PEM", help="for TLS, with --key")
    serve.add_argument("--key", type=Path, metavar="PEM")


def _add_revoke(revoke: argparse.ArgumentParser) -> None:
    revoke.add_argument("--station", required=True, metavar="NAME")
    revoke.add_argument("--epoch", default="", help="its beginning; all of the station without it")
    revoke.add_argument("--centre", metavar="ID", help="where there are several")
    revoke.add_argument("--reason", required=True, choices=list(REVOKED))


def _named(code: argparse.ArgumentParser) -> None:
    code.add_argument("--station", required=True, metavar="NAME")
    code.add_argument("--relay", action="store_true", help="it may enrol stations itself")


def _address(text: str) -> tuple[str, int]:
    host, _colon, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 0xFFFF:
        raise argparse.ArgumentTypeError(f"{text}: HOST:PORT is wanted")
    return host.strip("[]"), int(port)


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text}: 1 to 64 are wanted")
    return int(text)

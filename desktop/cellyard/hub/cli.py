"""`cellyard-hub`: serve, give out a code, look how it stands. Exit 0 done, 1 refused, 2 usage."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cellyard import __version__, durable, words
from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import opening, operations, page_commands, serving
from cellyard.hub.journal import Journal
from cellyard.hub.opening import Home
from cellyard.hub.serving import Serving
from cellyard.words import _

DATABASE = "CELLYARD_HUB_DATABASE"


def main(given: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(given)
    words.use(options.language)
    try:
        return options.command(options)
    except (Refused, Trouble) as no:
        return _refuse(words.sentence(no))
    except OSError as no:
        return _refuse(words.sentence(durable.refusal(no)))


def serve(options: argparse.Namespace) -> int:
    host, _colon, port = options.listen.rpartition(":")
    listening = serving.bound(host.strip("[]"), int(port))
    serving.serve(Serving(home=_home(options)), listening, Journal(sys.stderr.buffer))
    return 0


def enrol_code(options: argparse.Namespace) -> int:
    hub = opening.opened(_home(options))
    try:
        given = operations.give_code(hub, options.station, options.centre)
    finally:
        hub.store.close()
    if options.json:
        _print(given)
    else:
        print(_("Code for {station}: {code}").format(station=options.station, code=given.code))
    return 0


def _print(what: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(what) + b"\n")
    sys.stdout.flush()


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _home(options: argparse.Namespace) -> Home:
    database = options.database or os.environ.get(DATABASE, "")
    return Home(folder=options.data, database=database)


def _parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="cellyard-hub")
    top.add_argument("--version", action="version", version=__version__)
    known = top.add_subparsers(title="commands", required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("hub"))
    shared.add_argument("--database", default="")
    shared.add_argument("--language", choices=words.LANGUAGES, default="en")
    shared.add_argument("--json", action="store_true")
    one = known.add_parser("serve", parents=[shared])
    one.set_defaults(command=serve)
    one.add_argument("--listen", default="127.0.0.1:8470")
    one = known.add_parser("enrol-code", parents=[shared])
    one.set_defaults(command=enrol_code)
    one.add_argument("--station", required=True)
    one.add_argument("--centre")
    page_commands.add(known, shared, _home)
    return top


if __name__ == "__main__":
    sys.exit(main())

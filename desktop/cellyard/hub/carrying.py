"""Commands of what reaches a hub in another way: a relay of it, and courier files."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from functools import partial
from pathlib import Path

import msgspec

from cellyard.domain import fingerprint
from cellyard.hub import courier, keys, relay
from cellyard.hub.door import Hub
from cellyard.ledger.boxes import BoxKey
from cellyard.words import _
from cellyard.words import courier as said

Opened = Callable[[argparse.Namespace], AbstractContextManager[Hub]]


def add(
    known: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
    *,
    opened: Opened,
) -> None:
    """Add these commands to the others; `opened` is the hub that the options name."""
    one = known.add_parser("relay", help="make this hub a relay of a central one", parents=[shared])
    one.set_defaults(command=partial(_relay, opened))
    one.add_argument("--of", required=True, metavar="URL", help="the central hub's address")
    one.add_argument("--name", required=True, help="as the code was given out for")
    one.add_argument("--code", required=True)
    files = known.add_parser("courier", help="facts carried by hand", parents=[shared])
    acts = files.add_subparsers(title="acts", required=True)
    make = acts.add_parser("make", parents=[shared], help="for one station")
    make.set_defaults(command=partial(_make, opened))
    make.add_argument("--to", required=True, metavar="NAME")
    make.add_argument("--out", type=Path, required=True, metavar="FILE", help="or a folder")
    make.add_argument("--files", type=int, default=512, metavar="MB")
    take = acts.add_parser("take", parents=[shared], help="what is new of one that came")
    take.set_defaults(command=partial(_take, opened))
    take.add_argument("file", type=Path)


def _relay(opened: Opened, options: argparse.Namespace) -> int:
    from cellyard.sync.client import Client

    with opened(options) as hub, closing(Client(options.of)) as carry:
        to = relay.join(hub, carry, options.of, options.name, options.code)
        six = fingerprint.six_words(to.hub_key, hub.key.public_key)
    first = _("Compare with the central server: {words}").format(words=" ".join(six))
    then = _("Where they agree, start it with cellyard-hub serve; else delete its folder.")
    return _say(options, {"centre": to.centre, "words": six}, [first, then])


def _make(opened: Opened, options: argparse.Namespace) -> int:
    with opened(options) as hub:
        path, packed = courier.make(hub, options.to, options.out, max(0, options.files) << 20)
    value = {"file": str(path), **msgspec.structs.asdict(packed)}
    return _say(options, value, [said.made(path.name, packed)])


def _take(opened: Opened, options: argparse.Namespace) -> int:
    with opened(options) as hub:
        box = BoxKey(keys.seed(options.box_key or options.data / keys.BOX))
        taken = courier.take(hub, box, options.file)
    return _say(options, taken, list(said.lines(taken)))


def _say(options: argparse.Namespace, value: object, lines: list[str]) -> int:
    print(msgspec.json.encode(value).decode() if options.json else "\n".join(lines))
    return 0

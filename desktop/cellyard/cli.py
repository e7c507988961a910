"""The commands: the app, and what can be asked beside it. Exit 0 done, 1 refused, 2 usage."""

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
import platformdirs

from cellyard import __version__, words
from cellyard.domain.refusals import Refused, Trouble
from cellyard.words import _

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    words.use(options.language)
    command: Command = options.command
    try:
        return command(options)
    except (Refused, Trouble) as no:
        print(words.sentence(no), file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    shared = _shared()
    parser = argparse.ArgumentParser(prog="cellyard", description=__doc__, parents=[_shared()])
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(command=_run, data=_own_folder(), language="en", json=False)
    commands = parser.add_subparsers(title="commands")

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, parents=[shared])
        one.set_defaults(command=command)
        return one

    run = add("run", _run, "open the app on a data folder (the default)")
    run.add_argument("--training", action="store_true", help="a folder where nothing is real")
    demo = add("demo", _demo, "play a shift through the real application")
    demo.add_argument("--out", type=Path, default=Path("build/demo"))
    demo.add_argument("--show", action="store_true", help="leave the window open at the end")
    decode = add("decode", _decode, "say what a code means")
    decode.add_argument("code", nargs="+")
    add("verify", _verify, "prove the custody ledger")
    add("digest", _digest, "print the digest of what was folded from the facts")
    add("rebuild", _rebuild, "fold all facts anew")
    _add_devices(commands, shared)
    _add_documents(commands, shared)
    return parser


def _shared() -> argparse.ArgumentParser:
    # SUPPRESS: an option given before the command is not taken back by the command's default.
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data", type=Path, metavar="DIR", help="the data folder")
    shared.add_argument("--language", choices=words.LANGUAGES)
    shared.add_argument("--json", action="store_true", help="print one JSON value")
    return shared


def _add_devices(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
) -> None:
    devices = commands.add_parser("devices", help="instruments and their protocols")
    acts = devices.add_subparsers(title="acts", required=True)
    acts.add_parser("profiles", parents=[shared]).set_defaults(command=_device_profiles)
    read = acts.add_parser("read", parents=[shared])
    read.set_defaults(command=_device_read)
    read.add_argument("--profile", required=True)
    read.add_argument("--port", required=True, help="a serial port or any pyserial URL")
    read.add_argument("--count", type=int, default=1)
    read.add_argument("--timeout", type=float, default=10.0, help="seconds to wait in all")
    read.add_argument("--baud", type=int, help="when the port is not set as the profile's usual")
    read.add_argument("--character", help="e.g. 7E1")
    decode = acts.add_parser("decode", parents=[shared])
    decode.set_defaults(command=_device_decode)
    decode.add_argument("--profile", required=True)
    decode.add_argument("--file", type=Path, required=True, help="one frame in hex on each line")


def _add_documents(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
) -> None:
    documents = commands.add_parser("documents", help="papers and labels")
    acts = documents.add_subparsers(title="acts", required=True)
    acts.add_parser("list", parents=[shared]).set_defaults(command=_document_list)
    render = acts.add_parser("render", parents=[shared])
    render.set_defaults(command=_document_render)
    render.add_argument("name")
    render.add_argument("key", help="what it is about: a ticket number, a code or a battery id")
    render.add_argument("--out", type=Path, required=True)


def _own_folder() -> Path:
    return Path(platformdirs.user_data_dir("cellyard", appauthor=False))


def _say(options: argparse.Namespace, value: object, text: str) -> None:
    if options.json:
        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    else:
        print(text)


def _run(options: argparse.Namespace) -> int:
    # What the start makes stays: looking for garbage in it takes a tenth of the time.
    gc.disable()
    from cellyard.app import run

    training = getattr(options, "training", False)
    return run(options.data / "training" if training else options.data, training=training)


def _demo(options: argparse.Namespace) -> int:
    from cellyard.demo import play

    return play(options.out, show=options.show, as_json=options.json)


def _decode(options: argparse.Namespace) -> int:
    from cellyard.domain.codes import decode
    from cellyard.words.codes import sentences

    today = datetime.now().astimezone().date()
    codes = [decode(text, today) for text in options.code]
    lines = [" ".join((code.scheme, code.code, *sentences(code))) for code in codes]
    _say(options, codes, "\n".join(lines))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from cellyard.jobs.station import identity
    from cellyard.ledger.verify import verify
    from cellyard.words.ledger import FAULTS

    proof = verify(options.data, identity(options.data).public_key)
    fault = proof.first_fault
    if fault is None:
        text = _("Verified: {facts} facts, every one as it was written.")
        _say(options, proof, text.format(facts=proof.facts))
        return 0
    sentence = _(FAULTS[fault.what]).format(station=fault.station, seq=fault.seq)
    if options.json:
        _say(options, proof, "")
    print(sentence, file=sys.stderr)
    return 1


def _digest(options: argparse.Namespace) -> int:
    from cellyard.ledger.questions import Questions

    questions = Questions(options.data)
    try:
        digest = questions.digest()
    finally:
        questions.close()
    _say(options, {"digest": digest}, digest)
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    from cellyard.jobs.station import Station

    with Station(options.data) as station:
        count, digest = station.ledger.rebuild()
    text = _("{count} facts folded anew, digest {digest}").format(count=count, digest=digest)
    _say(options, {"facts": count, "digest": digest}, text)
    return 0


def _device_profiles(options: argparse.Namespace) -> int:
    from cellyard.devices import commands

    found = commands.profiles()
    _say(options, found, "\n".join(f"{p['id']:20} {p['name']}" for p in found))
    return 0


def _device_read(options: argparse.Namespace) -> int:
    from cellyard.devices import commands

    found = commands.read(
        options.profile,
        options.port,
        options.count,
        options.timeout,
        baud=options.baud,
        character=options.character,
    )
    _say(options, found, msgspec.json.encode(found).decode())
    return 0


def _device_decode(options: argparse.Namespace) -> int:
    from cellyard.devices import commands

    found = commands.decode_lines(options.profile, options.file.read_text(encoding="utf-8"))
    _say(options, found, msgspec.json.encode(found).decode())
    return 0


def _document_list(options: argparse.Namespace) -> int:
    from cellyard.documents import DOCUMENTS

    rows = [{"name": name, "title": _(d.title)} for name, d in DOCUMENTS.items()]
    _say(options, rows, "\n".join(f"{r['name']:20} {r['title']}" for r in rows))
    return 0


def _document_render(options: argparse.Namespace) -> int:
    from cellyard.jobs.papers import render

    content = render(options.data, options.name, options.key)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(content)
    _say(options, {"file": str(options.out), "bytes": len(content)}, str(options.out))
    return 0

"""The command line: what may be asked, and what each option may be."""

import argparse
import threading
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import get_args

import platformdirs

from cellyard import __version__, words
from cellyard.cli import carrying, central, commands
from cellyard.domain import fingerprint
from cellyard.domain.readings import Character

Command = Callable[[argparse.Namespace], int]

_ABOUT = "The app, and what can be asked beside it. Exit 0 done, 1 refused, 2 wrong usage."


def parser() -> argparse.ArgumentParser:
    """Return what understands the command line; `command` in its answer is what to run."""
    shared = _shared()
    top = argparse.ArgumentParser(prog="cellyard", description=_ABOUT, parents=[_shared()])
    top.add_argument("--version", action="version", version=__version__)
    top.set_defaults(command=commands.run, data=_own_folder(), language="en", json=False)
    known = top.add_subparsers(title="commands")

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        one = known.add_parser(name, help=text, parents=[shared])
        one.set_defaults(command=command)
        return one

    run = add("run", commands.run, "open the app on a data folder (the default)")
    run.add_argument("--training", action="store_true", help="a folder where nothing is real")
    demo = add("demo", commands.demo, "play a shift through the real application")
    demo.add_argument("--out", type=Path, default=Path("build/demo"))
    demo.add_argument("--trace", type=Path, help="CSV: a real discharge of a LEAF cell")
    demo.add_argument("--show", action="store_true", help="leave the window open at the end")
    decode = add("decode", commands.decode, "say what a code means")
    decode.add_argument("code", nargs="+", type=commands.legible)
    add("verify", commands.verify, "prove the custody ledger")
    add("digest", commands.digest, "print the digest of what was folded from the facts")
    add("rebuild", commands.rebuild, "fold all facts anew")
    _add_export(add("export", commands.export, "write everything as CSV, XLSX, JSON lines, EPCIS"))
    check = add("check", commands.check, "check a sealed paper, on any computer")
    check.add_argument("file", type=Path, help="PDF: a paper with sealed facts in it")
    check.add_argument(
        "--trust", type=_fingerprint, action="append", default=[], metavar="FINGERPRINT",
        help="of the station's key, as the station itself gave it to you; may stand several times",
    )  # fmt: skip
    grade = add("grade", commands.grade, "grade batteries by their evidence")
    grade.add_argument("file", type=Path, help="JSON: one object of evidence, or a list of them")
    _add_backups(add)
    central.add_arguments(known, shared)
    _add_courier(known, shared)
    _add_traces(known, shared)
    _add_devices(known, shared)
    _add_documents(known, shared)
    return top


def _shared() -> argparse.ArgumentParser:
    # SUPPRESS: an option given before the command is not taken back by the command's default.
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data", type=Path, metavar="DIR", help="the data folder")
    shared.add_argument("--language", choices=words.LANGUAGES)
    shared.add_argument("--json", action="store_true", help="print one JSON value")
    return shared


def _add_backups(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    backup = add("backup", commands.backup, "back up the station, and prove it by restoring it")
    which = backup.add_mutually_exclusive_group()
    which.add_argument("--to", type=Path, metavar="DIR", help="instead of where Set up says")
    which.add_argument("--prove", type=Path, metavar="FILE", help="only prove this one")
    restore = add("restore", commands.restore, "restore a backup into an empty folder")
    restore.add_argument("file", type=Path)
    restore.add_argument("--to", type=Path, metavar="DIR", required=True)


def _add_courier(
    known: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
) -> None:
    courier = known.add_parser("courier", help="facts carried by hand", parents=[shared])
    acts = courier.add_subparsers(title="acts", required=True)
    make = acts.add_parser("make", parents=[shared], help="for one receiver of this centre")
    make.set_defaults(command=carrying.courier_make)
    make.add_argument("--to", required=True, metavar="NAME", help="a station, or hub")
    make.add_argument("--out", type=Path, required=True, metavar="FILE", help="or a folder")
    make.add_argument(
        "--files", type=_megabytes, default=512, metavar="MB",
        help="how much of photos, traces and papers goes along at most (512)",
    )  # fmt: skip
    take = acts.add_parser("take", parents=[shared], help="what is new of one that came")
    take.set_defaults(command=carrying.courier_take)
    take.add_argument("file", type=Path)


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("--format", choices=("csv", "xlsx", "json"), default="csv")
    where = export.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", type=Path, metavar="FOLDER")
    where.add_argument(
        "--epcis", type=Path, metavar="FILE", help="the custody of batteries as EPCIS 2.0 instead"
    )
    export.add_argument("--files", action="store_true", help="photos, traces and papers too")
    export.add_argument("--from", dest="first", default="", metavar="DATE", help="2027-01-31")
    export.add_argument("--to-date", dest="last", default="", metavar="DATE")


def _add_traces(
    known: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
) -> None:
    traces = known.add_parser("trace", help="traces of a test", parents=[shared])
    acts = traces.add_subparsers(title="acts", required=True)
    analyse = acts.add_parser("analyse", parents=[shared])
    analyse.set_defaults(command=commands.trace_analyse)
    analyse.add_argument("file", type=Path, help="CSV: time_s, current_a, voltage_v")
    analyse.add_argument("--cutoff", type=_volts, metavar="V", help="end below this voltage")


def _add_devices(
    known: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
) -> None:
    devices = known.add_parser("devices", help="instruments and their protocols", parents=[shared])
    acts = devices.add_subparsers(title="acts", required=True)
    acts.add_parser("profiles", parents=[shared]).set_defaults(command=commands.device_profiles)
    read = acts.add_parser("read", parents=[shared])
    read.set_defaults(command=commands.device_read)
    read.add_argument("--profile", required=True)
    read.add_argument("--port", required=True, help="a serial port or any pyserial URL")
    read.add_argument("--count", type=_positive, default=1)
    read.add_argument("--timeout", type=_seconds, default=10.0, help="to wait for each reading")
    read.add_argument("--baud", type=_positive, help="when the port is not set as usual")
    read.add_argument("--character", choices=get_args(Character))
    decode = acts.add_parser("decode", parents=[shared])
    decode.set_defaults(command=commands.device_decode)
    decode.add_argument("--profile", required=True)
    decode.add_argument("--file", type=Path, required=True, help="one frame in hex on each line")
    replay = acts.add_parser("replay", parents=[shared])
    replay.set_defaults(command=commands.device_replay)
    replay.add_argument("log", type=Path, help="a wire log: JSON lines with t, port, dir and hex")
    replay.add_argument("--profile", help="of all its ports, instead of the one that fits best")


def _add_documents(
    known: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
) -> None:
    documents = known.add_parser("documents", help="papers and labels", parents=[shared])
    acts = documents.add_subparsers(title="acts", required=True)
    acts.add_parser("list", parents=[shared]).set_defaults(command=commands.document_list)
    render = acts.add_parser("render", parents=[shared])
    render.set_defaults(command=commands.document_render)
    render.add_argument("name")
    render.add_argument(
        "key",
        type=commands.legible,
        help="what it is about: a ticket number, a code or a battery id",
    )
    render.add_argument("--out", type=Path, required=True, help="a PDF, or ZPL for NAME.zpl")


def _positive(given: str) -> int:
    number = int(given)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not 1 or more")
    return number


def _megabytes(given: str) -> int:
    number = int(given)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{number} is no size")
    return number


def _seconds(given: str) -> float:
    seconds = float(given)
    if not 0 < seconds < threading.TIMEOUT_MAX:
        raise argparse.ArgumentTypeError(f"{given} is no time to wait")
    return seconds


def _volts(given: str) -> Decimal:
    try:
        volts = Decimal(given)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"{given} is no voltage") from error
    if not (volts.is_finite() and volts > 0):
        raise argparse.ArgumentTypeError(f"{given} is no voltage")
    return volts


def _fingerprint(given: str) -> str:
    try:
        return fingerprint.normal(given)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{given} is no fingerprint of a key") from error


def _own_folder() -> Path:
    return Path(platformdirs.user_data_dir("cellyard", appauthor=False))

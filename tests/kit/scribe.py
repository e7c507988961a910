"""A process that writes tickets and says so, until it is killed or its disk is full."""

import itertools
import multiprocessing
import resource
import signal
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import stores

from cellyard.domain.refusals import Refused
from cellyard.jobs.station import Station
from cellyard.ledger.notes import Notes

KIND_OF_SCAN = "scanner"


def processes() -> ForkServerContext:
    """Return where processes come from: forked from one that has imported all this already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scribe"])
    return context


def write(folder: Path, first: int, said: Connection) -> None:
    """Write tickets from `first` on; says ("heard" | "written", number) once that is durable."""
    ledger = stores.ledger(folder)
    notes = Notes(ledger.connection)
    said.send(("open", 0))
    for number in itertools.count(first):
        scan = notes.hear(stores.code(number), KIND_OF_SCAN, number)
        said.send(("heard", number))
        stores.write(ledger, *stores.ticket(number))
        said.send(("written", number))
        if number % 2:
            notes.done(scan.no)


def write_up_to(folder: Path, limit: int, said: Connection) -> None:
    """Write tickets while no file may grow past `limit` bytes; says what was refused, and why."""
    ledger = stores.ledger(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for number in itertools.count(1):
        try:
            stores.write(ledger, *stores.ticket(number))
        except Refused as no:
            said.send((no.code, number))
            break
    try:
        stores.write(ledger, *stores.ticket(1))
    except Refused as no:
        said.send((no.code, 0))
    said.close()


def hear(folder: Path, texts: list[str], said: Connection) -> None:
    """Keep scans of a founded station as the window does, and work none off until killed."""
    with Station(folder) as station:
        for at, text in enumerate(texts):
            station.notes.hear(text, KIND_OF_SCAN, at)
        said.send("kept")
        signal.pause()


def heard(said: Connection) -> list[tuple[str, int]]:
    """Return everything that was said before the process ended."""
    found: list[tuple[str, int]] = []
    try:
        while True:
            found.append(said.recv())
    except EOFError:
        return found

"""A process that writes at a station and keeps it in step with a hub, until it is killed."""

import resource
import signal
import sys
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

from chance_facts import act
from over_http import client, round_with

from cellyard.domain.refusals import Refused, Trouble
from cellyard.jobs.station import Station


def processes() -> ForkServerContext:
    """Return where processes come from: forked from one that has imported all this already."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["hub_user"])
    return context


def work(folder: Path, url: str, seed: int, said: Connection) -> None:
    """Write and ask in turn; says ("written", name and hash of the facts) once that is durable."""
    dice = Random(seed)
    with Station(folder) as station:
        carry = client(url)
        said.send(("open", []))
        while True:
            for _ in range(dice.randrange(1, 4)):
                given = act(dice, [])
                written = station.record(lambda _known, given: given, given)
                said.send(("written", named(written)))
            try:
                outcome = round_with(station, carry, dice.choice([7, 500]))
                said.send(("in step", [(outcome.acked,)]))
            except Trouble as trouble:
                said.send((trouble.code, []))
            except Refused as no:
                said.send((no.code, []))
                return


def named(written) -> list[tuple[str, str, int, str]]:
    places = [(r.envelope, r.hash) for r in written]
    return [(e.station, e.epoch, e.seq, hash_) for e, hash_ in places]


def take(folder: Path, url: str, limit: int) -> str:
    """Do one round while no file may grow past `limit` bytes (0: as it likes); says how it went."""
    with Station(folder) as station:
        if limit:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            round_with(station, client(url))
        except Trouble as trouble:
            return trouble.code
        except Refused as no:
            return went_on(station) or no.code
    return "in step"


def went_on(station: Station) -> str:
    """Return "went on" if a store writes on whose disk has given out: it is to be opened anew."""
    try:
        station.record(lambda _known, given: given, act(Random(1), []))
    except Refused:
        return ""
    return "went on"


if __name__ == "__main__":
    print(take(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))  # noqa: T201 - is read

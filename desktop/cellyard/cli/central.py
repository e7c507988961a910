"""The commands of the central server: to enrol at it, to join a centre, to keep in step."""

import argparse
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from cellyard import settings, words
from cellyard.cli.commands import say
from cellyard.domain.refusals import Refused
from cellyard.words import _, ngettext

if TYPE_CHECKING:
    from cellyard.jobs.station import Station
    from cellyard.jobs.sync_state import SyncState
    from cellyard.sync.client import Client

# How often the running command looks whether there is something to say.
LOOK_S = 0.5


def enrol(options: argparse.Namespace) -> int:
    """Ask the central server to know the station; with `--words`, believe it."""
    from cellyard.jobs import enrolment
    from cellyard.jobs.station import Station

    # Nobody else writes meanwhile: a running app would go on with what was pinned before.
    with Station(options.data):
        if options.words:
            _compare(options.data, options.words)
            enrolment.believe(options.data)
            say(options, {"enrolled": True}, _("Enrolled. What is written here is sent there now."))
            return 0
        carry = _reach(options, options.data)
        found = enrolment.propose(options.data, carry, options.hub, options.code)
    return _show(options, found.words)


def join(options: argparse.Namespace) -> int:
    """Make a station in an empty folder that joins a centre; with `--words`, fetch what it knows.

    Where that breaks off, it is asked again: what has come stays.
    """
    from cellyard.jobs import enrolment, joining
    from cellyard.jobs.syncing import over_http

    folder: Path = options.folder
    if not options.words:
        carry = _reach(options, folder)
        found = enrolment.ask(folder, carry, options.hub, options.station, options.code)
        return _show(options, found.words)
    _compare(folder, options.words)
    here = joining.Fetched()

    def told(fetched: joining.Fetched) -> None:
        nonlocal here
        here = fetched

    proxy = settings.load(folder).hub_proxy
    joining.fetch(folder, over_http, proxy, told).close()
    text = _("Joined: {facts} facts of the centre are here.")
    said = text.format(facts=words.number(here.facts))
    say(options, {"joined": True, "facts": here.facts, "files": here.files}, said)
    return 0


def sync(options: argparse.Namespace) -> int:
    """Keep the station in step while the app is closed: once, or until interrupted."""
    from cellyard.jobs.station import Station

    with Station(options.data) as station:
        if not options.once:
            return _until_interrupted(options, station)
        sent, received = _in_step(station, options.data)
    text = _("Sent {sent}, received {received} facts.")
    said = text.format(sent=words.number(sent), received=words.number(received))
    say(options, {"sent": sent, "received": received}, said)
    return 0


def _in_step(station: "Station", folder: Path) -> tuple[int, int]:
    """Do rounds until nothing is left; returns how many facts went and came."""
    from cellyard.jobs import membership
    from cellyard.jobs.rounds import Rounds
    from cellyard.jobs.syncing import over_http
    from cellyard.sync.pace import Pace

    pinned = membership.read(folder)
    if pinned is None:
        raise Refused("station_not_enrolled")
    proxy = settings.load(folder).hub_proxy
    sent = received = 0
    pace, left, who = Pace(), True, station.identity
    with (
        closing(over_http(pinned.url, proxy=proxy, certificate=pinned.certificate)) as carry,
        Rounds(folder, who, pinned, carry, lambda work: work(station), whole=True) as rounds,
    ):
        while left:
            outcome = rounds.one(pace)
            sent, received = sent + outcome.sent, received + outcome.received
            left = outcome.left
    return sent, received


def _until_interrupted(options: argparse.Namespace, station: "Station") -> int:
    from cellyard.jobs.syncing import Syncing

    proxy = settings.load(options.data).hub_proxy
    syncing = Syncing(options.data, station.identity, lambda work: work(station), proxy=proxy)
    said: object = None
    try:
        if not syncing.state.enrolled:
            raise Refused("station_not_enrolled")
        while True:
            state = syncing.state
            now = (state.unsent, state.said and state.said.code)
            if now != said and not state.under_way:
                said = now
                say(options, {"unsent": state.unsent, "said": now[1]}, _line(state))
            time.sleep(LOOK_S)
    except KeyboardInterrupt:
        return 0
    finally:
        syncing.stop()


def _line(state: "SyncState") -> str:
    unsent = ngettext("{count} fact is not sent.", "{count} facts are not sent.", state.unsent)
    text = unsent.format(count=words.number(state.unsent))
    return f"{text} {words.sentence(state.said)}" if state.said else text


def _reach(options: argparse.Namespace, folder: Path) -> "Client":
    from cellyard.jobs.syncing import over_http

    proxy = settings.load(folder).hub_proxy
    return over_http(options.hub, proxy=proxy, certificate=options.certificate)


def _show(options: argparse.Namespace, six: tuple[str, ...]) -> int:
    text = _(
        "{words}\nRead the six words that the central server shows for this station. If they are "
        "the same, run the command once more with them: --words “{words}”."
    )
    say(options, {"words": six}, text.format(words=" ".join(six)))
    return 0


def _compare(folder: Path, given: str) -> None:
    """Refused("words_differ"), and forget what the hub said, unless these are the words."""
    from cellyard.jobs import enrolment

    found = enrolment.proposed(folder)
    if found is None:
        raise Refused("nothing_to_compare")
    if tuple(given.lower().split()) != found.words:
        enrolment.forget(folder)
        raise Refused("words_differ")


def add_arguments(
    known: "argparse._SubParsersAction[argparse.ArgumentParser]",  # pyright: ignore[reportPrivateUsage]
    shared: argparse.ArgumentParser,
) -> None:
    """Say what may be asked of these commands."""
    enrolling = known.add_parser("enrol", help="at a central server", parents=[shared])
    enrolling.set_defaults(command=enrol)
    joining = known.add_parser("join", help="a centre, as a new station", parents=[shared])
    joining.set_defaults(command=join)
    joining.add_argument("folder", type=Path, help="where the station is to be")
    joining.add_argument("--station", default="", metavar="NAME", help="as the code is for")
    for one in (enrolling, joining):
        one.add_argument("--hub", default="", metavar="URL", help="https://hub.example.com")
        one.add_argument("--code", default="", help="the one-time code of the central server")
        one.add_argument(
            "--words", default="", help="the six words that the central server shows, in quotes"
        )
        one.add_argument(
            "--certificate", default="", metavar="SHA256", help="of a relay that no authority knows"
        )
    keeping = known.add_parser("sync", help="keep in step, app closed", parents=[shared])
    keeping.set_defaults(command=sync)
    keeping.add_argument("--once", action="store_true", help="until nothing is left, then end")

"""`cellyard-hub`: serve, give out a code, look how it stands. Exit 0 done, 1 refused, 2 usage."""

import argparse
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import msgspec

from cellyard import durable, words
from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import arguments, carrying, opening, operations, page_commands
from cellyard.hub.door import Hub
from cellyard.hub.opening import Home
from cellyard.hub.operations import CentreState, State, StationState
from cellyard.words import _, ngettext
from cellyard.words.times import when


def main(given: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = arguments.parser(COMMANDS)
    options = parser.parse_args(given)
    if options.command is serve and (options.certificate is None) != (options.key is None):
        parser.error("--certificate and --key go together")
    words.use(options.language)
    command: arguments.Command = options.command
    try:
        return command(options)
    except (Refused, Trouble) as no:
        return _refuse(words.sentence(no))
    except OSError as no:  # a file or folder named here that the system does not give
        return _refuse(words.sentence(durable.refusal(no)))


def serve(options: argparse.Namespace) -> int:
    # Imported here: the other commands need no web server, and are done in half the time.
    from cellyard.hub import serving, tls
    from cellyard.hub.journal import Journal
    from cellyard.hub.serving import Serving

    host, port = options.listen
    certificate, key = options.certificate, options.key
    with _opened(options) as hub:
        if hub.upstream and certificate is None:
            certificate, key = tls.own(options.data)
    wanted = Serving(home=_home(options), workers=options.workers, certificate=certificate, key=key)
    serving.check(wanted)
    with serving.bound(host, port) as listening:
        with _opened(options) as hub:
            name = operations.state(hub).fingerprint
        url = serving.url(wanted, listening)
        print(_("The central server listens at {url}. Its fingerprint is {name}.").format(
            url=url, name=name
        ), flush=True)  # fmt: skip
        return serving.serve(wanted, listening, Journal(sys.stderr.buffer))


def enrol_code(options: argparse.Namespace) -> int:
    with _opened(options) as hub:
        given = operations.give_code(hub, options.station, options.centre, relay=options.relay)
    if options.json:
        return _print(given)
    print(_("Code for station {station}: {code}").format(station=given.station, code=given.code))
    told = ngettext(
        "Good for {count} minute, once.", "Good for {count} minutes, once.", given.minutes
    )
    print(told.format(count=given.minutes))
    print(_("Fingerprint of the central server: {name}").format(name=given.fingerprint))
    print(_("Compare the six words of both: cellyard-hub words, once the station has asked."))
    return 0


def six_words(options: argparse.Namespace) -> int:
    with _opened(options) as hub:
        found = operations.six_words(hub, options.station, options.centre)
    if options.json:
        return _print(found)
    for one in found:
        print(f"{one.station} ({one.epoch[:8]}): {' '.join(one.words)}")
    return 0


def status(options: argparse.Namespace) -> int:
    with _opened(options) as hub:
        found, now = operations.state(hub), hub.clock()
    if options.json:
        return _print(found)
    for line in _told(found, now):
        print(line)
    return 0


def revoke(options: argparse.Namespace) -> int:
    with _opened(options) as hub:
        epochs = operations.revoke(
            hub, options.station, options.reason, epoch=options.epoch, centre=options.centre
        )
    if options.json:
        return _print({"station": options.station, "epochs": epochs})
    print(_(
        "The enrolment of {station} is taken back. What it brings from now on is kept apart."
    ).format(station=options.station))  # fmt: skip
    return 0


def restored(options: argparse.Namespace) -> int:
    with _opened(options) as hub:
        anew = operations.restored(hub, options.centre)
    if options.json:
        return _print({"centres": anew})
    told = ngettext(
        "The log of {count} centre begins anew; its stations bring what is missing.",
        "The logs of {count} centres begin anew; their stations bring what is missing.",
        len(anew),
    )
    print(told.format(count=len(anew)))
    return 0


def _told(state: State, now: int) -> Iterator[str]:
    yield _("cellyard {version}, database {database}, fingerprint {name}").format(
        version=state.version, database=state.database, name=state.fingerprint
    )
    if not state.centres:
        yield _("No centre yet: give out a code with cellyard-hub enrol-code --station NAME.")
    for centre in state.centres:
        yield _centre(centre)
        for station in centre.stations:
            yield "  " + _station(station, now)


def _centre(centre: CentreState) -> str:
    told = ngettext(
        "Centre {centre}: {count} fact, origin {origin}",
        "Centre {centre}: {count} facts, origin {origin}",
        centre.size,
    )
    return told.format(
        centre=centre.centre, count=words.number(centre.size), origin=centre.origin[:8]
    )


def _station(station: StationState, now: int) -> str:
    parts = [
        f"{station.station} ({station.epoch[:8]})",
        ngettext("{count} fact", "{count} facts", station.facts).format(
            count=words.number(station.facts)
        ),
        _("last contact {when}").format(when=when(station.seen_at, now))
        if station.seen_at
        else _("never here, through a relay or a file")
        if station.facts
        else _("no contact yet"),
    ]
    if station.unsent:
        parts.append(_("{count} unsent").format(count=words.number(station.unsent)))
    if station.left:
        parts.append(_("left behind by a restore"))
    if station.revoked:
        parts.append(_("taken back"))
    if station.apart:
        told = ngettext("{count} batch kept apart", "{count} batches kept apart", station.apart)
        parts.append(told.format(count=words.number(station.apart)))
    if station.full:
        parts.append(_("no room to keep more of it"))
    return _(", ").join(parts)


@contextmanager
def _opened(options: argparse.Namespace) -> Generator[Hub]:
    hub = opening.opened(_home(options))
    for centre in hub.begun_anew:
        told = _("The log of centre {centre} is shorter than it was, and begins anew.")
        print(told.format(centre=centre), file=sys.stderr)
    try:
        yield hub
    finally:
        hub.store.close()


def _home(options: argparse.Namespace) -> Home:
    database = options.database or os.environ.get(arguments.DATABASE, "")
    if options.database_file:
        database = options.database_file.read_text("utf-8").strip()
    return Home(
        folder=options.data,
        database=database,
        seal_key=options.seal_key,
        box_key=options.box_key,
    )


def _print(what: object) -> int:
    print(msgspec.json.encode(what).decode())
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


COMMANDS = arguments.Commands(
    serve,
    enrol_code,
    six_words,
    status,
    revoke,
    restored,
    partial(page_commands.add, opened=_opened),
    partial(carrying.add, opened=_opened),
)

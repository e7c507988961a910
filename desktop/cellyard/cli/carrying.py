"""The commands of courier files: one is made beside the running app, one is taken without it."""

import argparse

import msgspec

from cellyard.cli.commands import say


def courier_make(options: argparse.Namespace) -> int:
    """Make a courier file for a station of the centre or its central server."""
    from cellyard.jobs import courier
    from cellyard.words.courier import made

    path, packed = courier.make(options.data, options.to, options.out, options.files << 20)
    say(options, {"file": str(path), **msgspec.structs.asdict(packed)}, made(path.name, packed))
    return 0


def courier_take(options: argparse.Namespace) -> int:
    """Take what is new of a courier file. Exit 1 when it is refused: then nothing was taken."""
    from cellyard.jobs import courier
    from cellyard.jobs.station import Station
    from cellyard.words.courier import lines

    with Station(options.data) as station:
        taken = courier.take_into(station, options.file)
    say(options, taken, "\n".join(lines(taken)))
    return 0

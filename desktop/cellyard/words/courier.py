"""What is said of courier files: what went into one, what came out of one."""

from collections.abc import Iterator
from typing import Protocol

from cellyard.domain.ids import HUB
from cellyard.words import _, ngettext, number
from cellyard.words.backups import size


class Packed(Protocol):
    """What went into a file, as `sync.packing` counts it."""

    @property
    def facts(self) -> int: ...
    @property
    def files(self) -> int: ...
    @property
    def left_out(self) -> int: ...
    @property
    def size(self) -> int: ...


class Taken(Protocol):
    """What came out of a file, as `jobs.courier` counts it."""

    @property
    def station(self) -> str: ...
    @property
    def facts(self) -> int: ...
    @property
    def files(self) -> int: ...
    @property
    def gaps(self) -> tuple[tuple[str, str, int], ...]: ...
    @property
    def forks(self) -> tuple[str, ...]: ...


def name(station: str) -> str:
    """Return how a receiver or sender is called."""
    return _("Central server") if station == HUB else station


def made(file: str, packed: Packed) -> str:
    """Say what went into a file."""
    said = _("{file}: {facts} facts and {files} files, {size}.").format(
        file=file,
        facts=number(packed.facts),
        files=number(packed.files),
        size=size(packed.size),
    )
    if not packed.left_out:
        return said
    left = ngettext(
        "{count} file had no room and stays for another time.",
        "{count} files had no room and stay for another time.",
        packed.left_out,
    )
    return f"{said} {left.format(count=number(packed.left_out))}"


def lines(taken: Taken) -> Iterator[str]:
    """Say what was new in a file, and what did not join, a sentence each."""
    if taken.facts or taken.files:
        yield _("From {station}: {facts} new facts and {files} new files.").format(
            station=name(taken.station), facts=number(taken.facts), files=number(taken.files)
        )
    else:
        yield _("From {station}: nothing new, all of it is here already.").format(
            station=name(taken.station)
        )
    for station, _epoch, have in taken.gaps:
        yield _(
            "Facts of {station} after {have} are missing in between. Make a file to go back: the "
            "next one then brings them."
        ).format(station=name(station), have=number(have))
    if taken.forks:
        yield _("A station says two things under one number. Both are kept; see Tasks.")

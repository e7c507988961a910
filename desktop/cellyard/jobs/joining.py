"""Joining a centre: the new station is filled with all that the centre knows, then it stands."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from cellyard.jobs import enrolment
from cellyard.jobs.rounds import Rounds
from cellyard.jobs.station import Station
from cellyard.jobs.syncing import Reach
from cellyard.ledger.arriving import Arrived
from cellyard.sync.pace import Pace

T = TypeVar("T")


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the centre is here so far."""

    facts: int = 0
    files: int = 0


Told = Callable[[Fetched], None]


def fetch(folder: Path, reach: Reach, proxy: str, told: Told) -> Station:
    """Fill the station that joins, and return it open; `told` hears how far it is.

    Called again, it goes on where it broke off. Refused("nothing_to_compare") where nothing joins,
    and refused as a round.
    """
    station = enrolment.open_joining(folder)
    try:
        _fill(station, reach, proxy, told)
        enrolment.settle(folder)
    except BaseException:
        station.close()
        raise
    return station


def _fill(station: Station, reach: Reach, proxy: str, told: Told) -> None:
    hub = enrolment.believe(station.folder).hub
    so_far = Fetched()

    def write(work: Callable[[Station], T]) -> T:
        nonlocal so_far
        answer = work(station)
        if isinstance(answer, Arrived):
            facts = so_far.facts + len(answer.facts)
            so_far = Fetched(facts=facts, files=so_far.files + answer.files)
            told(so_far)
        return answer

    carry = reach(hub.url, proxy=proxy, certificate=hub.certificate)
    try:
        who = station.identity
        with Rounds(station.folder, who, hub, carry, write, whole=True) as rounds:
            rounds.one(Pace())
    finally:
        carry.close()

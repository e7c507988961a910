"""What every simulation begins with: a hub, a relay, and five stations that know each other."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import stores
from floor import Clock
from hub_places import HubPlace, OnFile
from hubs import round_of
from simulated_relay import SimulatedRelay

NAMES = ("Bench 1", "Intake 1", "Intake 2", "Shipping", "Yard")
FOUNDER = "Intake 1"
# These ask the relay, and so do their twins.
BEHIND_RELAY = ("Intake 2", "Yard")
NOON = 1_790_000_000_000


@contextmanager
def chance(dice: random.Random) -> Iterator[None]:
    """Let everything that is random come from the dice, so that a seed is one story."""
    with mock.patch("os.urandom", dice.randbytes):
        yield


def base(folder: Path, place: HubPlace | None = None) -> None:
    """Make what every simulation begins with: a hub and five stations that know each other."""
    place = place or OnFile(folder / "hub")
    with chance(random.Random(5)):
        founded = stores.founded(folder / FOUNDER)
        hub = place.open()
        hub.hub.clock = Clock(NOON)
        hub.enrol(founded.station)
        round_of(founded.station, hub.hub.answer)
        (folder / "centre").write_text(hub.centre)
        shutil.copytree(folder / FOUNDER / "blobs", folder / "files")
        relay = SimulatedRelay(folder / "relay", Clock(NOON))
        relay.forward_to(hub)
        relay.forward(hub.hub.answer)
        for name in NAMES:
            if name != FOUNDER:
                asked = relay if name in BEHIND_RELAY else hub
                answer = relay.answer if name in BEHIND_RELAY else hub.hub.answer
                with asked.join(folder / name, name) as station:
                    round_of(station, answer)
                give_files(folder, name)
        relay.forward(hub.hub.answer)
        relay.close()
        founded.station.close()
        hub.close()


def give_files(folder: Path, name: str) -> None:
    """Give a new station the files of the registers: they travel apart from the facts."""
    shutil.copytree(folder / "files", folder / name / "blobs", dirs_exist_ok=True)

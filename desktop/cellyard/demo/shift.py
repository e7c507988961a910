"""The demonstration's director: two stations, a central server, and a network that is cut."""

import os
import shutil
import signal
import time
from contextlib import closing
from pathlib import Path

import msgspec

from cellyard.demo import summary
from cellyard.demo.central import Central, running
from cellyard.demo.channels import Channels
from cellyard.demo.part import LONGEST_S, Failed, Part, World
from cellyard.demo.road import Road
from cellyard.demo.summary import STATION, Shift, Told
from cellyard.devices.simulator import Simulation
from cellyard.domain.refusals import Refused
from cellyard.ledger.questions import Questions

SECOND = "station-2"
HUB = "hub"
KILLED = -signal.SIGKILL if os.name != "nt" else 1
# So long nobody reaches the central server; it is gone for a moment more soon after.
CUT_S, DOWN_S = 10.0, 1.0


def play(out: Path, *, show: bool, trace: Path | None = None) -> Shift:
    """Play the whole shift into a fresh folder and return what it was.

    `trace` is a real discharge of a LEAF cell, played behind one of the loads.

    Refused("folder_not_empty") for a folder with anything but an earlier shift in it.
    """
    if out.exists() and any(out.iterdir()) and not (out / STATION).is_dir():
        raise Refused("folder_not_empty", folder=str(out))
    shutil.rmtree(out, ignore_errors=True)
    for station in (STATION, SECOND):
        (out / station).mkdir(parents=True)
    start = time.monotonic()
    with (
        Simulation() as simulation,
        running(out / HUB) as central,
        closing(Road(central.port)) as road,
    ):
        first = World(STATION, simulation, Channels(simulation, trace))
        worlds = first, World(SECOND, simulation)
        _Story(out, central, road, worlds).play(show=show)
    summary.keep_papers(out, out / STATION)
    for station in (STATION, SECOND):
        summary.name_nobody(out / station)
    told = Told(
        seconds=time.monotonic() - start,
        real_trace=trace is not None,
        killed=2,
        refusals=worlds[0].refusals + worlds[1].refusals,
        digests={**{s: _digest(out / s) for s in (STATION, SECOND)}, HUB: central.digest()},
    )
    shift = summary.summed_up(out, told)
    (out / "shift.json").write_bytes(msgspec.json.format(msgspec.json.encode(shift)))
    return shift


class _Story:
    """What happens when: the parts of both stations, and what becomes of the network meanwhile."""

    def __init__(
        self, out: Path, central: Central, road: Road, worlds: tuple[World, World]
    ) -> None:
        self._out, self._central, self._road = out, central, road
        self._parts: list[Part] = []
        self._first, self._second = worlds

    def play(self, *, show: bool) -> None:
        """Play all of it; whatever fails, no part of it goes on."""
        try:
            self._played(show=show)
        finally:
            for part in self._parts:
                part.close()

    def _played(self, *, show: bool) -> None:
        self._opening()
        going_on = self._part("going on", self._first, **({"show": ""} if show else {}))
        second = self._part("second", self._second, code=self._central.code("Intake 2"))
        both = (going_on, second)
        for part in both:
            part.wait_for("ready")
        self._apart(both)
        # Both have waited longer with every try that failed: they ask at once, as people would.
        second.tell("together")
        second.wait_for("met again")
        going_on.tell("together")
        going_on.wait_for("settled")
        self._ended(going_on, longest=None if show else LONGEST_S)
        second.tell("end")
        self._ended(second)

    def _opening(self) -> None:
        """The first station is founded and enrolled, and killed at its work."""
        channels = self._first.channels
        benches = dict(zip(("bench-1", "bench-2"), channels.ports if channels else (), strict=True))
        ports = ",".join(f"{name}={url}" for name, url in self._second.lines.items())
        code = self._central.code("Intake 1")
        opening = self._part("opening", self._first, code=code, second=ports, **benches)
        if (ended := opening.end()) != KILLED:
            raise Failed(f"the app was to be killed, and ended with {ended}")

    def _apart(self, both: tuple[Part, ...]) -> None:
        """Cut the network; what both write meanwhile clashes. The server dies as it comes back."""
        self._road.cut()
        mends = time.monotonic() + CUT_S
        for part in both:
            part.tell("apart")
        for part in both:
            part.wait_for("clashed")
        time.sleep(max(0.0, mends - time.monotonic()))
        self._road.mend()
        self._central.kill()
        time.sleep(DOWN_S)
        self._central.start()

    def _part(self, name: str, world: World, **words: str) -> Part:
        given = {"out": str(self._out), "url": self._road.url, **world.lines}
        self._parts.append(Part(name, world, {**given, **words}))
        return self._parts[-1]

    @staticmethod
    def _ended(part: Part, *, longest: float | None = LONGEST_S) -> None:
        if (code := part.end(longest)) != 0:
            raise Failed(f"{part.name}: the app ended with {code}")


def _digest(folder: Path) -> str:
    with closing(Questions(folder)) as questions:
        return questions.digest()

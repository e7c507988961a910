"""A state machine of stations and a hub: each rule one thing that happens, in any order."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import hypothesis.strategies as st
from held import check_log, in_log, in_store
from hub_places import HubPlace
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from simulated import Simulation
from simulated_base import NAMES
from simulated_station import Crashed, Dies

from cellyard.domain.refusals import Refused, Trouble
from cellyard.sync.wire import Carry, Reply, Request

stations = st.sampled_from(NAMES)
T = TypeVar("T")
_NO_ROUTE = "no_route_to_hub"
# What a hub or a relay that is well may say all the same: the log is in other hands just now, or
# was set back and is not whole yet.
_NOT_NOW = "hub_busy"


class Machine(RuleBasedStateMachine):
    """`ground` gives the base of stations, a folder to play in, and the hub's place."""

    ground: Callable[[], tuple[Path, Path, HubPlace | None]]

    @initialize(seed=st.integers(0, 1 << 16))
    def begin(self, seed: int) -> None:
        base, folder, place = type(self).ground()
        self.sim = Simulation(base, folder, seed, place=place)
        self.sim.network.good = True
        self.dice = random.Random(seed)
        self.puts: list[Callable[[], Reply]] = []

    def teardown(self) -> None:
        if hasattr(self, "sim"):
            try:
                self.sim.settle()
                self.sim.check()
            finally:
                self.sim.close()

    # --- rules ----------------------------------------------------------------------------------

    @rule(name=stations, acts=st.integers(1, 4))
    def record(self, name: str, acts: int) -> None:
        for _ in range(acts):
            self.sim.write(name)

    @rule(name=stations, requests=st.integers(0, 5), done=st.booleans())
    def part(self, name: str, requests: int, *, done: bool) -> None:
        """A round whose network ends after so many requests, the last of them done or not."""
        self.round(name, _broken_off(self.way(name), requests, done=done), _NO_ROUTE, _NOT_NOW)

    @rule(name=stations)
    def whole(self, name: str) -> None:
        self.round(name, self.way(name))

    @rule(requests=st.integers(0, 9), done=st.booleans())
    def forward_part(self, requests: int, *, done: bool) -> None:
        """A round of the relay with the hub whose network ends."""
        with suppress(Trouble):
            self.sim.relay.forward(_broken_off(self.sim.answer, requests, done=done))

    @rule()
    def forward(self) -> None:
        self.sim.relay.forward(self.sim.answer)

    @rule()
    def relay_again(self) -> None:
        self.sim.relay.again()

    @rule()
    def copy_relay(self) -> None:
        self.sim.relay.copy()

    @precondition(lambda self: self.sim.relay.copied)
    @rule()
    def put_back_relay(self) -> None:
        self.sim.put_back_relay()

    @rule(name=stations, stored=st.booleans())
    def crash(self, name: str, *, stored: bool) -> None:
        """The process dies while a page is being stored, before the commit or behind it."""
        try:
            self.round(name, self.way(name), dies="after" if stored else "before")
        except Crashed:
            self.sim.stations[name].restart()

    @precondition(lambda self: self.puts)
    @rule(at=st.integers(0, 100), times=st.integers(1, 3))
    def again(self, at: int, times: int) -> None:
        """What was once sent comes again, several times at once."""
        together([self.puts[at % len(self.puts)]] * times)

    @rule(names=st.lists(stations, min_size=2, max_size=4, unique=True))
    def at_once(self, names: list[str]) -> None:
        """Several stations ask at the same time."""
        for name in names:
            self.sim.write(name)
        refused = together([lambda name=name: self.asked(name, self.way(name)) for name in names])
        for name, no in zip(names, refused, strict=True):
            if no is not None:  # people see to it afterwards, each at their own computer
                self.sim.heed(name, no)

    @rule(name=stations)
    def copy(self, name: str) -> None:
        self.sim.stations[name].copy()

    @rule(name=stations, whole=st.booleans())
    def put_back(self, name: str, *, whole: bool) -> None:
        if self.sim.stations[name].copied:
            self.sim.put_back(name, whole=whole)

    @rule(name=stations)
    def clone(self, name: str) -> None:
        if self.sim.stations[name].copied and f"{name} twin" not in self.sim.stations:
            self.sim.clone(name)
            self.sim.write(f"{name} twin")
            self.round(f"{name} twin", self.way(name))

    @rule()
    def copy_hub(self) -> None:
        self.sim.place.copy()

    @precondition(lambda self: self.sim.place.copied)
    @rule()
    def restore_hub(self) -> None:
        self.sim.restore_hub()

    @rule(name=stations)
    def revoke(self, name: str) -> None:
        self.sim.revoke(self.sim.stations[name])

    # --- what is always so ----------------------------------------------------------------------

    @invariant()
    def logs_are_whole(self) -> None:
        if hasattr(self, "sim"):
            check_log(self.sim.hub.store, self.sim.centre)
            check_log(self.sim.relay.hub.store, self.sim.centre)

    @invariant()
    def cursors_have_no_gap_behind_them(self) -> None:
        """Everything up to where a station says it is, it has (I7)."""
        if not hasattr(self, "sim"):
            return
        for name, station in self.sim.stations.items():
            cursor, (store, origin) = station.cursor(), self.sim.log_of(name)
            if cursor.origin == origin:
                before = in_log(store, self.sim.centre, cursor.place.size)
                assert before <= in_store(station.folder)

    # --- how ------------------------------------------------------------------------------------

    def way(self, name: str) -> Carry:
        """Return the way of a station to whom it asks; what it sends is remembered."""
        answer = self.sim.answering(name)

        def carry(request: Request) -> Reply:
            if request.method == "PUT":
                self.puts.append(lambda: answer(request))
            return answer(request)

        return carry

    def round(self, name: str, carry: Carry, *troubles: str, dies: Dies = None) -> None:
        if no := self.asked(name, carry, *troubles, dies=dies):
            self.sim.heed(name, no)

    def asked(self, name: str, carry: Carry, *troubles: str, dies: Dies = None) -> Refused | None:
        """Do a round; return what a person has to see to."""
        try:
            self.sim.stations[name].round(carry, dies=dies)
        except Trouble as trouble:  # tried again another time
            if trouble.code not in (troubles or (_NOT_NOW,)):
                raise
        except Refused as no:
            return no
        return None


def _broken_off(carry: Carry, requests: int, *, done: bool) -> Carry:
    """Return a way that ends after so many requests, the last of them done or not."""
    left = [requests]

    def carried(request: Request) -> Reply:
        left[0] -= 1
        if left[0] < 0 and not done:
            raise Trouble(_NO_ROUTE)
        reply = carry(request)
        if left[0] < 0:
            raise Trouble(_NO_ROUTE)
        return reply

    return carried


def together(work: list[Callable[[], T]]) -> list[T]:
    """Do all of it at the same time; what one of them raises is raised here."""
    with ThreadPoolExecutor(len(work)) as threads:
        return [done.result() for done in [threads.submit(one) for one in work]]

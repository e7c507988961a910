"""A centre in one thread: five stations on real stores, two of them behind a relay, and a hub, all
as bad as one seed says.

Everything is real but the clocks, the network and the moment at which a process dies. `told` is
what was acknowledged to somebody; at the end all of it is with the hub, or kept apart and said so.
"""

import random
import shutil
from collections import deque
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from bad_network import BadNetwork
from chance_facts import act
from held import Named, beside_log, check_log, in_log, in_store
from hub_places import HubPlace, OnFile
from hubs import HubOnFile
from relays import NAME as RELAY
from simulated_base import BEHIND_RELAY, FOUNDER, NAMES, NOON, give_files
from simulated_relay import SimulatedRelay
from simulated_station import KEPT_APART, Crashed, SimulatedStation

from cellyard.domain.refusals import Refused, Trouble
from cellyard.hub import operations, restoring
from cellyard.hub import tables as t
from cellyard.hub.store import Store
from cellyard.jobs import courier
from cellyard.sync.round import Outcome
from cellyard.sync.wire import Carry, Reply, Request

DAY = 86_400_000
# What a healthy network needs at most until every station has everything, by way of the relay.
ROUNDS = 16


class Simulation:
    """`seed` is the whole story; `disasters` allows what needs a person: restores and clones.

    `place` is where the hub keeps its database, by default a file.
    """

    def __init__(
        self,
        base_: Path,
        folder: Path,
        seed: int,
        *,
        disasters: bool = True,
        place: HubPlace | None = None,
    ) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(base_, folder)
        self.place = place or OnFile(folder / "hub")
        self.folder, self.dice, self.disasters = folder, random.Random(seed), disasters
        self.now = NOON
        self.centre = (folder / "centre").read_text()
        self.hub = self._open_hub()
        self.network = BadNetwork(self.dice, self.answer, self._meanwhile)
        self.relay = SimulatedRelay(folder / "relay", lambda: self.now)
        self.lan = BadNetwork(self.dice, self.relay.answer, self._meanwhile)
        self.told: set[Named] = set()
        self.newest: deque[str] = deque(maxlen=9)
        self.destroyed = self.tasks = 0
        self.apart: list[Path] = []
        self.letters: list[tuple[str, Path]] = []
        self.log: list[str] = []
        self._depth = 0
        self.stations = {name: self._station(name) for name in NAMES}

    def answer(self, request: Request) -> Reply:
        return self.hub.hub.answer(request)  # whichever hub there is now

    def _open_hub(self) -> HubOnFile:
        hub = self.place.open()
        hub.centre, hub.hub.clock = self.centre, lambda: self.now
        return hub

    def _station(self, name: str) -> SimulatedStation:
        return SimulatedStation(self.folder / name, lambda: self.now)

    def close(self) -> None:
        for station in self.stations.values():
            station.close()
        self.relay.close()
        self.hub.close()

    def _asked_by(self, name: str) -> HubOnFile | SimulatedRelay:
        """Return where a person enrols a station."""
        if not name.startswith(BEHIND_RELAY):
            return self.hub
        # One that was set back enrols nobody until its own chain is back: that is waited for.
        self.relay.forward(self.answer)
        return self.relay

    def answering(self, name: str) -> Carry:
        """Return what answers a station over a network that is well."""
        return self.relay.answer if name.startswith(BEHIND_RELAY) else self.answer

    def _way(self, name: str) -> BadNetwork:
        """Return the network between a station and whom it asks."""
        return self.lan if name.startswith(BEHIND_RELAY) else self.network

    # --- the story ------------------------------------------------------------------------------

    def run(self, steps: int) -> None:
        """Let so many things happen."""
        for _ in range(steps):
            self.now += self.dice.choice([1, 500, 60_000, 20 * 60_000])
            self._step()

    def _step(self) -> None:
        name = self.dice.choice([*self.stations, RELAY])
        draw = self.dice.random()
        if name == RELAY:
            self._relay_step(draw)
        elif draw < 0.46:
            self.write(name)
        elif draw < 0.82:
            self._round(name)
        elif draw < 0.85:
            self._said(name, "killed and started again")
            self.stations[name].restart()
        elif draw < 0.88:
            self.stations[name].skew = self.dice.choice([-3, 0, 0, 3]) * DAY
        elif draw < 0.9:
            self._way(name).down ^= {name}
        elif draw < 0.93:
            self._courier(name)
        elif self.disasters:
            self._disaster(name)

    def _relay_step(self, draw: float) -> None:
        if draw < 0.7:
            self._forward()
        elif draw < 0.8:
            self.network.down ^= {RELAY}
        elif self.relay.asking or self._depth:
            return
        elif draw < 0.9:
            self._said(RELAY, "killed and started again")
            self.relay.again()
        elif self.disasters and draw < 0.95:
            self.relay.copy()
        elif self.disasters and self.relay.copied:
            self.put_back_relay()

    def _forward(self) -> None:
        try:
            self.relay.forward(self.network.line(RELAY))
        except Trouble:
            pass
        except Refused as no:
            self._said(RELAY, no.code)

    def _meanwhile(self) -> None:
        """Somebody works, or another station asks, while a request is under way."""
        if self._depth < 2 and self.dice.random() < 0.15:
            self._depth += 1
            name = self.dice.choice(list(self.stations))
            if self.dice.random() < 0.5:
                self.write(name)
            elif not self.stations[name].asking:
                self._round(name)
            self._depth -= 1

    def write(self, name: str) -> None:
        """Let somebody work at a station."""
        station = self.stations[name]
        for r in station.write(act(self.dice, list(self.newest))):
            e = r.envelope
            self.told.add(Named(e.station, e.epoch, e.seq, r.hash))
            self.newest.append(r.ref)

    def _round(self, name: str) -> None:
        station = self.stations[name]
        try:
            station.round(self._way(name).line(name), self.dice)
        except Trouble:
            pass
        except Crashed:
            self._said(name, "died in a round")
            station.restart()
        except Refused as no:
            self._said(name, no.code)
            self.heed(name, no)

    def _courier(self, name: str) -> None:
        """Somebody makes a file for another station, or brings one, perhaps again, perhaps late."""
        if self.letters and self.dice.random() < 0.6:
            to, path = self.dice.choice(self.letters)
            if to in self.stations:
                self._bring(to, path)
            return
        to = self.dice.choice(list(self.stations))
        path = self.folder / f"letter {len(self.letters)}"
        try:
            courier.make(self.stations[name].folder, self.stations[to].name, path)
        except Refused as no:
            self._said(name, no.code)
        else:
            self.letters.append((to, path))

    def _bring(self, to: str, path: Path) -> None:
        try:
            courier.take_into(self.stations[to].station, path)
        except Refused as no:
            self._said(to, f"of a file: {no.code}")
            if no.code in KEPT_APART:
                self.heed(to, no)
        else:
            self._said(to, "took a file")

    def _said(self, name: str, what: str) -> None:
        self.log.append(f"{name}: {what}")

    # --- what needs a person --------------------------------------------------------------------

    def _disaster(self, name: str) -> None:
        draw, station = self.dice.random(), self.stations[name]
        if draw < 0.4:
            station.copy()
        elif draw < 0.6 and station.copied:
            self.put_back(name, whole=self.dice.random() < 0.5)
        elif draw < 0.7 and station.copied and f"{name} twin" not in self.stations:
            self.clone(name)
        elif draw < 0.8:
            self.place.copy()
        elif draw < 0.9 and self.place.copied:
            self.restore_hub()
        elif draw < 0.93:
            self.revoke(station)

    def put_back(self, name: str, *, whole: bool) -> None:
        """Put an older copy of a station in its place."""
        station = self.stations[name]
        if station.asking:
            return
        self._said(name, "an older copy put back")
        held = self._everything()
        station.put_back(whole=whole)
        self._count_destroyed(held)
        no = station.opens()
        if no is not None:
            self._said(name, no.code)
            self.heed(name, no)

    def put_back_relay(self) -> None:
        """Put an older copy of the relay in its place."""
        self._said(RELAY, "an older copy put back")
        held = self._everything()
        self.relay.put_back()
        self._count_destroyed(held)

    def clone(self, name: str) -> None:
        """Let a copy of a station run on another computer."""
        self._said(name, "cloned")
        twin = f"{name} twin"
        self.stations[twin] = self.stations[name].clone(self.folder / twin)

    def heed(self, name: str, no: Refused) -> None:
        """Do what a person does when a station says that it cannot go on as it is."""
        station = self.stations[name]
        if no.code == "station_not_enrolled":
            # The hub has forgotten it: a restored hub gives it a new code.
            if self.dice.random() < 0.5 or self.network.good:
                self._asked_by(name).enrol(station.station)
            return
        assert no.code in KEPT_APART, no
        # Set aside, and a new one in its place, in an epoch of its own.
        station.close()
        aside = station.folder.with_name(f"{name} {len(self.apart)}")
        station.folder.rename(aside)
        self.apart.append(aside)
        self._asked_by(name).join(station.folder, station.name).close()
        give_files(self.folder, name)
        self.stations[name] = self._station(name)

    def log_of(self, name: str) -> tuple[Store, str]:
        """Return the log that a station follows: where it is kept, and its origin."""
        store = self.relay.hub.store if name.startswith(BEHIND_RELAY) else self.hub.store
        with store.reading() as connection:
            return store, connection.execute(sa.select(t.centre.c.origin)).scalar_one()

    def restore_hub(self) -> None:
        """Put the copy of the hub in its place, as an administrator does."""
        if self._depth or self.relay.asking or any(s.asking for s in self.stations.values()):
            return
        self._said("hub", "restored")
        held = self._everything()
        self.hub.close()
        self.place.restore()
        self.hub = self._open_hub()
        restoring.begin_anew(self.hub.hub, self.centre)
        self._count_destroyed(held)

    def revoke(self, station: SimulatedStation) -> None:
        """Take a station's enrolment back."""
        who = station.station.identity
        self._said(who.station, "revoked")
        with suppress(Refused):  # a restored hub may not know it
            operations.revoke(
                self.hub.hub, who.station, "lost", epoch=who.epoch, centre=self.centre
            )

    # --- what is held where ---------------------------------------------------------------------

    def _everything(self) -> set[Named]:
        stores = (self.hub.store, self.relay.hub.store)
        logs = (held(store, self.centre) for store in stores for held in (in_log, beside_log))
        folders = (*(s.folder for s in self.stations.values()), *self.apart)
        return set[Named]().union(*logs, *map(in_store, folders))

    def _count_destroyed(self, before: set[Named]) -> None:
        """What lay nowhere else than on what a disaster took is lost, and no program's fault."""
        gone = self.told & (before - self._everything())
        self.told -= gone
        self.destroyed += len(gone)

    # --- the end --------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let the network be well, and every station ask until nothing is left to do."""
        self.network.good = self.lan.good = True
        for _ in range(ROUNDS):
            outcomes = [self._settled(name) for name in sorted(self.stations)]
            outcomes.append(self.relay.forward(self.network.line(RELAY)))
            if all(o and (o.requests, o.unsent) == (1, 0) for o in outcomes):
                return
        raise AssertionError(f"never quiet: {outcomes}")

    def _settled(self, name: str) -> Outcome | None:
        self.now += 1000
        station = self.stations[name]
        try:
            outcome = station.round(self._way(name).line(name))
        except Refused as no:
            return self._stopped(name, no)
        if station.forked():
            # What a person does who cannot say which branch is true: the centre's is followed.
            return self._stopped(name, Refused("chain_forked"))
        return outcome

    def _stopped(self, name: str, no: Refused) -> None:
        self._said(name, no.code)
        self.heed(name, no)

    def check(self) -> None:
        """Assert what must be so at the end, whatever happened (E.3.2, I1 to I7)."""
        check_log(self.hub.store, self.centre)
        check_log(self.relay.hub.store, self.centre)
        log = in_log(self.hub.store, self.centre)
        assert in_log(self.relay.hub.store, self.centre) == log
        digests = {name: s.digest() for name, s in self.stations.items()}
        assert len(set(digests.values())) == 1, digests
        for name, station in self.stations.items():
            assert in_store(station.folder) == log, name
            assert station.station.ledger.rebuild()[1] == digests[name], name
        lists = {name: s.tasks() for name, s in self.stations.items()}
        assert len(set(lists.values())) == 1, lists
        self.tasks = len(lists[FOUNDER])
        logs = (self.hub.store, self.relay.hub.store)
        beside = (beside_log(store, self.centre) for store in logs)
        apart = set[Named]().union(*beside, *map(in_store, self.apart))
        lost = self.told - log - apart
        assert not lost, sorted(lost)[:5]

"""Histories of several stations that write, meet now and then, and so know more or less."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec
import stores
from hypothesis import strategies as st

from cellyard.domain import envelope as env
from cellyard.domain import ids
from cellyard.domain.envelope import Envelope, Recorded
from cellyard.domain.facts import (
    Corrected,
    Dispatched,
    Distinguished,
    Erased,
    Evidence,
    Fact,
    Graded,
    Identified,
    Inspected,
    Labelled,
    Listed,
    Merged,
    ModelAssigned,
    Placed,
    Published,
    Received,
    Resolved,
    RoleGranted,
    RoleRevoked,
    SlotHeld,
    StationOpened,
    TakenOver,
    Triaged,
    Unlisted,
    Unread,
    Weighed,
)

STATIONS = ("Bench 1", "Intake 1", "Intake 2")
BATTERIES = tuple(ids.battery(stores.battery_id(n)) for n in (1, 2))
CODES = (stores.code(1), stores.code(2), "5YJ3E1EA7KF317000", "ab c-1", "")
LOADS = ("aa", "bb")
SLOTS = ("A-01-1-1", "A-01-1-2", "Q-01")

Written = tuple[Recorded, bytes]


class Step(NamedTuple):
    """One thing that happens: a station writes about a subject, or hears of another's facts."""

    station: str
    subject: str
    fact: Fact | None
    hears: str = ""


def _of_battery() -> st.SearchStrategy[Fact]:
    weight = st.sampled_from(["1.0", "308.4", "450"]).map(Decimal)
    code, slot = st.sampled_from(CODES), st.sampled_from(SLOTS)
    correction = st.integers(0, 9).map(lambda back: Corrected(facts=(str(back),), reason="undo"))
    return st.one_of(
        st.builds(Received, ticket=st.integers(1, 9), code=code, scheme=st.just("GBT34014")),
        st.builds(Identified, code=code, scheme=st.just("GBT34014")),
        st.builds(Weighed, kg=weight, evidence=st.just(Evidence())),
        st.builds(Inspected, section=st.just("misuse"), answer=st.sampled_from(["no", "yes"])),
        st.builds(
            Triaged,
            verdict=st.sampled_from(["go", "stop"]),
            reasons=st.just(()),
            decided=st.just(stores.DECIDED),
        ),
        st.builds(ModelAssigned, model=st.sampled_from(["x-1", None]), how=st.just("chosen")),
        st.builds(SlotHeld, slot=slot, decided=st.just(stores.DECIDED)),
        st.builds(Placed, slot=slot, decided=st.just(stores.DECIDED)),
        st.builds(TakenOver, person=st.sampled_from(["p1", "p2"])),
        st.just(Labelled(printer="file")),
        st.builds(Listed, load=st.sampled_from(LOADS)),
        st.builds(Unlisted, load=st.sampled_from(LOADS)),
        st.builds(Dispatched, load=st.sampled_from(LOADS)),
        st.builds(
            Graded,
            grade=st.sampled_from(["A", "B"]),
            route=st.just("second_life"),
            deciding=st.just(()),
            criteria=st.just(()),
            decided=st.just(stores.DECIDED),
        ),
        st.builds(Merged, into=st.just(stores.battery_id(1))),
        st.builds(Distinguished, other=st.just(stores.battery_id(1))),
        st.just(Unread(kind="Graded", tv=1)),
        correction,
        correction,
    )


def _of_others() -> st.SearchStrategy[tuple[str, Fact]]:
    version, role = st.integers(1, 3), st.sampled_from(["operator", "supervisor"])
    entry = st.sampled_from([("models", "x-1"), ("slots", "A"), ("slots", "B/C")])
    return st.one_of(
        st.builds(
            lambda e, v: (
                ids.register_entry(*e),
                Published(register=e[0], key=e[1], version=v, sha256=f"{v:064d}"),
            ),
            entry,
            version,
        ),
        # About another entry than its subject says, and of a kind of tomorrow: no row changes.
        st.just(
            ("register/slots/A", Published(register="slots", key="B", version=9, sha256="9" * 64))
        ),
        st.just(("register/slots/A", Unread(kind="Withdrawn", tv=1))),
        st.builds(lambda r: (ids.person("p1"), RoleGranted(person="p1", role=r)), role),
        st.builds(lambda r: (ids.person("p1"), RoleRevoked(person="p1", role=r)), role),
        st.just(
            (
                ids.conflict("role_missing/battery/1/p1"),
                Resolved(task="role_missing/battery/1/p1", answer="confirmed", seen=("a/b/1",)),
            )
        ),
        st.just((ids.person("p1"), Erased(blob="b" * 64, ground="retention_ended"))),
        st.just(("station/Intake 1", StationOpened(public_key="ab" * 32, app="again"))),
        st.just(("manifest/0001", Unread(kind="Listed", tv=2))),
    )


def _steps() -> st.SearchStrategy[Step]:
    station = st.sampled_from(STATIONS)
    return st.one_of(
        st.builds(Step, station, st.sampled_from(BATTERIES), _of_battery()),
        st.builds(Step, station, st.sampled_from(BATTERIES), _of_battery()),
        st.builds(lambda s, other: Step(s, other[0], other[1]), station, _of_others()),
        st.builds(lambda s, other: Step(s, "", None, other), station, station),
    )


class _Station:
    """What one station wrote and knows."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.epoch = name.encode().hex().ljust(32, "0")
        self.own: list[Written] = []
        self.known: dict[str, Recorded] = {}

    def write(self, subject: str, fact: Fact) -> Written:
        mine = [r for r in self.known.values() if r.envelope.subject == subject]
        heard = {ref for r in mine for ref in r.envelope.after}
        if isinstance(fact, Corrected):
            back = int(fact.facts[0])
            named = tuple(r.ref for r in mine[-1 - back :][:1])
            fact = msgspec.structs.replace(fact, facts=named)
        kind = fact.kind if isinstance(fact, Unread) else type(fact).__name__
        unread = msgspec.Raw(b'{"grade":"A"}')
        e = Envelope(
            v=env.VERSION,
            centre=stores.CHAIN.centre,
            station=self.name,
            epoch=self.epoch,
            seq=len(self.own) + 1,
            prev=self.own[-1][0].hash if self.own else env.NO_PREVIOUS,
            order=1 + max((r.envelope.order for r in self.known.values()), default=0),
            at=1_760_000_000_000,
            after=tuple(r.ref for r in mine if r.ref not in heard),
            act=f"{len(self.own) // 2:032d}",
            actor="p1",
            type=kind,
            tv=1,
            subject=subject,
            payload=unread if isinstance(fact, Unread) else env.encode_payload(fact),
            blobs=(),
        )
        content = env.encode(e)
        self.own.append((env.recorded(content), content))
        self.known[self.own[-1][0].ref] = self.own[-1][0]
        return self.own[-1]


def played(steps: Sequence[Step]) -> list[Written]:
    """Return what the stations write, each chain beginning with its opening."""
    stations = {name: _Station(name) for name in STATIONS}
    written = [
        s.write(ids.station(s.name), StationOpened(public_key="cd" * 32, app="test"))
        for s in stations.values()
    ]
    for step in steps:
        station = stations[step.station]
        if step.fact is not None:
            written.append(station.write(step.subject, step.fact))
        else:
            station.known |= stations[step.hears].known
    return written


def histories(size: int = 40) -> st.SearchStrategy[list[Written]]:
    """Return histories of up to so many steps."""
    return st.lists(_steps(), min_size=1, max_size=size).map(played)

"""What a store knows that cannot all be true: within a subject, and across slots, codes, roles."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from cellyard.domain.battery import Battery
from cellyard.domain.conflicts import Conflict
from cellyard.domain.conflicts.conflict import RECORDED, Said
from cellyard.domain.conflicts.of_codes import of_code
from cellyard.domain.conflicts.of_roles import Lapse, about, of_role, without_role
from cellyard.domain.conflicts.of_slots import Places, Put
from cellyard.domain.envelope import Recorded
from cellyard.domain.facts import Revoked
from cellyard.domain.fold import void_in
from cellyard.domain.ids import HUB
from cellyard.domain.ids import conflict as conflict_subject
from cellyard.domain.ids import station as station_subject
from cellyard.domain.registers import Zone
from cellyard.domain.rules import Edition
from cellyard.domain.ticket import apart
from cellyard.ledger import facts, projections
from cellyard.ledger.tables import (
    answered,
    battery,
    branch,
    chain,
    claimed,
    conflict,
    fact,
    hand,
    lapse,
)

_decoder = msgspec.json.Decoder(Conflict)
_lapse_decoder = msgspec.json.Decoder(Lapse)
_seen_decoder = msgspec.json.Decoder(tuple[str, ...])

_conflicts = sa.select(conflict.c.subject, conflict.c.content).order_by(
    conflict.c.subject, conflict.c.kind, conflict.c.about
)
_seen = sa.select(answered.c.seen).where(answered.c.subject == sa.bindparam("of"))
_state_in = sa.select(battery.c.state).where(
    sa.or_(
        battery.c.slot.in_(sa.bindparam("slots", expanding=True)),
        battery.c.id.in_(
            sa.select(claimed.c.battery).where(
                claimed.c.what == "slot",
                claimed.c.name.in_(sa.bindparam("claims", expanding=True)),
            )
        ),
    )
)
_lapses = sa.select(lapse.c.person, lapse.c.content).order_by(lapse.c.person, lapse.c.ref)
_chains = sa.select(chain.c.station, chain.c.epoch).order_by(chain.c.station, chain.c.epoch)
_before = (
    sa.select(fact.c.seq)
    .where(
        fact.c.station == sa.bindparam("station"),
        fact.c.epoch == sa.bindparam("epoch"),
        fact.c.ord < sa.bindparam("ord"),
    )
    .order_by(fact.c.seq.desc())
    .limit(1)
)
_of_chain = sa.and_(
    hand.c.actor == sa.bindparam("actor"),
    hand.c.station == sa.bindparam("station"),
    hand.c.epoch == sa.bindparam("epoch"),
    hand.c.last > sa.bindparam("known"),
)
_late = sa.select(hand.c.last).where(_of_chain).order_by(hand.c.last)
_hands = sa.select(hand.c.subject).where(_of_chain, hand.c.first < sa.bindparam("learned"))
_at = sa.select(fact.c.envelope).where(
    fact.c.station == sa.bindparam("station"),
    fact.c.epoch == sa.bindparam("epoch"),
    fact.c.seq == sa.bindparam("seq"),
)
_forks = sa.select(
    branch.c.station, branch.c.epoch, sa.func.min(branch.c.seq), sa.func.max(branch.c.recorded)
).group_by(branch.c.station, branch.c.epoch)
# Gone through in the index of keys alone, and in that of slots.
_TWICE = (
    "SELECT key FROM identifier INDEXED BY identifier_by_key WHERE key > ''"
    " GROUP BY key HAVING MIN(battery) <> MAX(battery)"
)
_BEARERS = (
    "SELECT DISTINCT b.id, b.state FROM identifier i JOIN battery b ON b.id = i.battery"
    " WHERE i.key = ? ORDER BY b.id"
)
_PUTS = (
    "SELECT slot, put_by, model, verdict FROM battery INDEXED BY battery_by_slot WHERE slot > ''"
)
_NEVER = 1 << 62


class OfSubject(NamedTuple):
    """What cannot all be true of a subject."""

    subject: str
    conflict: Conflict


class SameCode(NamedTuple):
    """Two batteries with one code that nobody has held against each other: `later` has the later
    id.
    """

    earlier: Battery
    later: Battery
    conflict: Conflict


class Conflicts:
    """Belongs to one thread, as the connection does."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._places: Places | None = None

    def of_subjects(self) -> list[OfSubject]:
        """Return what cannot all be true within one subject."""
        rows = self._connection.execute(_conflicts)
        return [OfSubject(row.subject, _decoder.decode(row.content)) for row in rows]

    def seen(self, task: str) -> tuple[str, ...]:
        """Return the facts that the answers to a task about more than one subject have seen."""
        found = self._connection.execute(_seen, {"of": conflict_subject(task)}).scalar()
        return _seen_decoder.decode(found) if found else ()

    def same_codes(self) -> Iterator[SameCode]:
        """Give every two batteries that carry one code and may be one thing."""
        for twice in self._rows(_TWICE):
            states = self._rows(_BEARERS, twice.key)
            there = [projections.decode_state(row.state) for row in states]
            for one, other in itertools.combinations([b for b in there if not b.gone], 2):
                if not apart(one, other):
                    yield SameCode(one, other, of_code(one, other))

    def puts(self) -> list[Put]:
        """Return what lies in every slot; nothing where only one station has ever written here."""
        stations = {row.station for row in self._connection.execute(_chains)} - {HUB}
        if len(stations) < 2:
            return []
        # Of the driver itself, as plain tuples: there may be as many as the yard has slots.
        return self._connection.connection.cursor().execute(_PUTS).fetchall()

    def places(self, zones: Sequence[Zone], edition: Edition) -> Places:
        """Return where each slot is; made anew only when the yard or its rules have changed."""
        held = self._places
        same = held is not None and [*map(id, held.zones)] == [*map(id, zones)]
        if held is None or not same or held.edition is not edition:
            held = self._places = Places(zones, edition)
        return held

    def in_slots(self, slots: Sequence[str]) -> list[Battery]:
        """Return what lies in these slots by any station's word, by id."""
        rows = self._connection.execute(_state_in, {"slots": slots, "claims": slots})
        states = [projections.decode_state(row.state) for row in rows]
        return sorted(states, key=lambda b: b.id)

    def claimed_slots(self) -> list[str]:
        """Return the slots in which something may lie, too."""
        wanted = sa.select(claimed.c.name).where(claimed.c.what == "slot").distinct()
        return [row.name for row in self._connection.execute(wanted)]

    def roles(self) -> Iterator[OfSubject]:
        """Give the acts of who had the role no more, neither side knowing of the other."""
        found: dict[tuple[str, str], dict[str, Recorded]] = {}
        for row in self._connection.execute(_lapses).all():
            lapsed = _lapse_decoder.decode(row.content)
            known = self._known_to(lapsed)
            for subject in self._handled(lapsed, row.person, known):
                line = facts.of_subject(self._connection, subject)
                void = void_in(line)
                for r in without_role(lapsed, row.person, line, known):
                    if r.ref not in void:
                        found.setdefault((subject, row.person), {})[r.ref] = r
        for (subject, person), acts in found.items():
            of = about(subject, person)
            some = sorted(acts.values(), key=lambda r: r.place)
            open_ = of_role(subject, person, some, self.seen(f"role_missing/{of}"))
            if open_ is not None:
                yield OfSubject(subject, open_)

    def fact(self, ref: str) -> Recorded | None:
        """Return a fact by `station/epoch/seq`; None where it has not come yet."""
        station, epoch, seq = ref.rsplit("/", 2)
        content = self._connection.execute(
            _at, {"station": station, "epoch": epoch, "seq": int(seq)}
        ).scalar()
        return facts.recorded_or_none(content) if content else None

    def forks(self) -> list[Conflict]:
        """Return the chains of which two branches are kept.

        Where the hub has recorded the other one, this store begins anew; else the task is gone once
        their enrolment is taken back.
        """
        return [
            Conflict(
                kind="fork",
                about=f"{station}/{epoch}",
                said=(Said(f"{station}/{epoch}/{n}", RECORDED if recorded else ""),),
            )
            for station, epoch, n, recorded in self._connection.execute(_forks).all()
            if recorded or not self._revoked(station, epoch)
        ]

    def _revoked(self, station: str, epoch: str) -> bool:
        line = facts.of_subject(self._connection, station_subject(station))
        return any(
            r.envelope.station == HUB and isinstance(r.fact, Revoked) and r.fact.epoch == epoch
            for r in line
        )

    def _known_to(self, lapsed: Lapse) -> dict[tuple[str, str], int]:
        """Return, by chain, how far whoever took the role away knew it."""
        knew = {(s, e): int(n) for s, e, n in (k.rsplit("/", 2) for k in lapsed.knew)}
        station, epoch, own = lapsed.ref.rsplit("/", 2)
        known: dict[tuple[str, str], int] = {}
        for row in self._connection.execute(_chains).all():
            of = (row.station, row.epoch)
            if of == (station, epoch):
                known[of] = int(own)
            elif knew:
                known[of] = knew.get(of, 0)
            else:
                # An app before this one did not say; what comes before it in the order, at least.
                asked = {"station": of[0], "epoch": of[1], "ord": lapsed.order}
                known[of] = self._connection.execute(_before, asked).scalar() or 0
        return known

    def _handled(
        self, lapsed: Lapse, person: str, known: dict[tuple[str, str], int]
    ) -> Iterator[str]:
        """Give the subjects of which the person wrote before that chain learned of it."""
        found: dict[str, None] = {}
        for (station, epoch), last in known.items():
            if lapsed.ref.startswith(f"{station}/{epoch}/"):
                continue  # who writes it knows it
            asked = {"actor": person, "station": station, "epoch": epoch, "known": last}
            learned = self._learned(lapsed, asked)
            rows = self._connection.execute(_hands, {**asked, "learned": learned})
            found.update((row.subject, None) for row in rows.all())
        yield from found

    def _learned(self, lapsed: Lapse, asked: dict[str, str | int]) -> int:
        """Return the first fact of the person in a chain that knows of it, as far as is noted."""
        heirs = set(lapsed.heirs)
        for row in self._connection.execute(_late, asked).all():
            place = {"station": asked["station"], "epoch": asked["epoch"], "seq": row.last}
            content = self._connection.execute(_at, place).scalar()
            r = facts.recorded_or_none(content) if content else None
            if r is not None and not heirs.isdisjoint(r.envelope.after):
                return row.last
        return _NEVER

    def _rows(self, sql: str, *asked: object) -> "Sequence[sa.Row[Any]]":
        return self._connection.exec_driver_sql(sql, asked).all()

"""The store as a decision sees it: one moment, inside the transaction that will write."""

import os
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from cellyard.domain.battery import Battery
from cellyard.domain.facts import Role
from cellyard.domain.ids import time_ordered_id
from cellyard.domain.known import Lying
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Centre, Instrument, Partner, Price, Zone
from cellyard.domain.rules import Edition
from cellyard.domain.yard import as_lying
from cellyard.ledger import projections
from cellyard.ledger.loads import Loads
from cellyard.ledger.registers import Notices, Registers
from cellyard.ledger.releases import Releases
from cellyard.ledger.tables import battery, claimed, identifier, role

_with_code = (
    sa.select(battery.c.state)
    .join(identifier, identifier.c.battery == battery.c.id)
    .where(identifier.c.key == sa.bindparam("key"))
    .order_by(battery.c.no)
)
_chosen_model = (
    sa.select(battery.c.model)
    .where(battery.c.prefix == sa.bindparam("prefix"), battery.c.model.is_not(None))
    .order_by(battery.c.no.desc())
    .limit(1)
)
_last_ticket = sa.select(sa.func.max(battery.c.ticket)).where(
    battery.c.station == sa.bindparam("station")
)
_roles = sa.select(role.c.role).where(role.c.person == sa.bindparam("person"))
# Greater than nothing, not IS NOT NULL: only so are the indexes of the two columns used.
_stock = sa.select(battery.c.state, battery.c.slot, battery.c.held_slot).where(
    sa.or_(battery.c.slot > "", battery.c.held_slot > "")
)
# What left the gate by one station and was moved by another one lies in no slot, or in that one.
_claimed = (
    sa.select(battery.c.state)
    .join(claimed, claimed.c.battery == battery.c.id)
    .where(claimed.c.what == "slot")
    .distinct()
)


class StoreKnown:
    """Implements `domain.known.Known` on an open transaction (or on a reader)."""

    def __init__(
        self,
        connection: sa.Connection,
        registers: Registers,
        *,
        station: str,
        actor: str,
        now: int,
        epoch: str = "",
    ) -> None:
        self._connection = connection
        self._registers = registers
        self.station = station
        self.actor = actor
        self.now = now
        self.loads = Loads(connection, station=station, epoch=epoch, year=int(self.today[:4]))
        self.releases = Releases(connection, registers)

    @property
    def today(self) -> str:
        return datetime.fromtimestamp(self.now / 1000).astimezone().date().isoformat()

    @property
    def centre(self) -> Centre:
        return self._registers.centre()

    @property
    def edition(self) -> Edition:
        return self.edition_of("intake")

    def edition_of(self, subject: str) -> Edition:
        return self.releases.on(subject, self.today)

    @property
    def instruments(self) -> Sequence[Instrument]:
        return [i for i in self._registers.instruments() if i.station == self.station]

    def fresh_id(self) -> str:
        return time_ordered_id(self.now, os.urandom(10))

    def next_ticket(self) -> int:
        last = self._connection.execute(_last_ticket, {"station": self.station}).scalar()
        return (last or 0) + 1

    def roles(self, person: str) -> frozenset[Role]:
        rows = self._connection.execute(_roles, {"person": person})
        return frozenset(row.role for row in rows)

    def battery(self, id_: str) -> Battery:
        state = projections.read_state(self._connection, id_)
        if state is None:
            raise Refused("unknown_battery")
        return state

    def with_code(self, key: str) -> Sequence[Battery]:
        rows = self._connection.execute(_with_code, {"key": key})
        found = [projections.decode_state(row.state) for row in rows]
        surviving = (projections.surviving(self._connection, b) for b in found)
        return list({b.id: b for b in surviving if b is not None}.values())

    def model(self, key: str | None) -> BatteryModel | None:
        return next((m for m in self._models() if m.key == key), None)

    def model_version(self, key: str) -> int:
        return self._registers.version("models", key)

    def model_by_prefix(self, prefix: str) -> BatteryModel | None:
        by_register = next((m for m in self._models() if prefix in m.prefixes), None)
        if by_register:
            return by_register
        return self.model(self._connection.execute(_chosen_model, {"prefix": prefix}).scalar())

    def _models(self) -> list[BatteryModel]:
        return self._registers.models()

    @property
    def prices(self) -> Sequence[Price]:
        return self._registers.prices()

    def partner(self, key: str) -> Partner | None:
        return next((p for p in self._registers.partners() if p.key == key), None)

    @property
    def notices(self) -> Notices:
        return self._registers.notices

    def zones(self) -> Sequence[Zone]:
        return self._registers.zones()

    def lying(self) -> Sequence[Lying]:
        edition = self.edition
        models = {m.key: m for m in self._models()}
        found: list[Lying] = []

        def lies(b: Battery, slot: str, *, held: bool = False) -> None:
            model = models.get(b.model) if b.model else None
            found.append(as_lying(b, model, edition, slot=slot, held=held))

        for row in self._connection.execute(_stock):
            b = projections.decode_state(row.state)
            # A stored battery that another slot is held for counts in both.
            if row.slot:
                lies(b, row.slot)
            if row.held_slot:
                lies(b, row.held_slot, held=True)
        for row in self._connection.execute(_claimed):
            b = projections.decode_state(row.state)
            # One that two stations have put in two slots counts in both, until somebody looks.
            for slot in b.other_places:
                lies(b, slot)
        return found

"""How a centre stands now: its stations as they said of themselves, and what its facts say."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec
import sqlalchemy as sa

from cellyard.domain import stock
from cellyard.domain.battery import Battery
from cellyard.domain.ids import HUB
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Instrument
from cellyard.domain.rules import Edition, in_force_or_last
from cellyard.domain.shipping.load import Load
from cellyard.domain.stock import Sum
from cellyard.domain.tasks import Task, in_order
from cellyard.hub import tables as t
from cellyard.hub.pages.desk import Copied, Desk
from cellyard.ledger import tasks as gathered

# More loads than are ever on the road from one centre.
_MOST_LOADS = 200


class StationSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What a station said of itself when it called last (ms, 0 for never); `skew` in ms.

    Of one that never called, but of which `facts` came through a relay or in a file, nothing more
    is known. A `relay` is no place of work.
    """

    name: str
    seen_at: int
    unsent: int
    skew: int
    app: str
    revoked: bool
    relay: bool
    facts: int


class Leaving(msgspec.Struct, frozen=True, kw_only=True):
    """A load under way, with what stands on it."""

    load: Load
    consignee: str
    batteries: int
    kg: Decimal


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A centre now. `name` is "" until its register has come; `lag` facts are not folded yet."""

    id: str
    name: str
    stations: tuple[StationSeen, ...]
    tasks: tuple[Task, ...]
    grades: tuple[Sum, ...]
    chemistries: tuple[Sum, ...]
    loads: tuple[Leaving, ...]
    lag: int
    partners: dict[str, str]
    instruments: dict[str, Instrument]
    batteries: dict[str, Battery]
    models: dict[str, BatteryModel]


def standing(desk: Desk, centre: str, now: int) -> Standing:
    """Return how a centre stands. Refused("not_gathered") before anything of it is folded, or
    while its registers are still on their way.
    """
    with desk.centre(centre, now) as copied:
        registers = copied.questions.registers
        try:
            name = registers.centre().name
        except Refused as no:
            raise Refused("not_gathered") from no
        models = {m.key: m for m in registers.models()}
        on_site = copied.questions.flow.on_site()
        edition = _edition(copied)
        tasks = in_order(gathered.found(copied.questions, copied.known))
        named = {id_ for task in tasks for id_ in (task.battery, *task.batteries) if id_}
        found = (copied.questions.battery(id_) for id_ in named)
        partners = {p.key: p.name for p in registers.partners()}
        return Standing(
            id=centre,
            name=name,
            stations=tuple(stations(desk, centre)),
            tasks=tasks,
            grades=_sums(on_site, models, edition, stock.grade),
            chemistries=_sums(on_site, models, edition, stock.chemistry),
            loads=tuple(_leaving(copied, partners)),
            lag=desk.projector.lag(centre),
            partners=partners,
            instruments={i.key: i for i in registers.instruments()},
            batteries={b.id: b for b in found if b is not None},
            models=models,
        )


def stations(desk: Desk, centre: str) -> list[StationSeen]:
    """Return each station as its newest enrolment, by name; last those that were taken back."""
    c = t.chain.c
    wanted = sa.select(c.station, c.seen_at, c.unsent, c.skew, c.app, c.counted, c.relay, c.seq)
    with desk.store.reading() as connection:
        rows = connection.execute(
            wanted.where(c.centre == centre, c.station != HUB).order_by(c.station, c.seen_at)
        ).all()
    newest = {row.station: row for row in rows}
    found = [
        StationSeen(
            name=row.station,
            seen_at=row.seen_at,
            unsent=row.unsent,
            skew=row.skew,
            app=row.app,
            revoked=row.counted is not None,
            relay=bool(row.relay),
            facts=row.seq,
        )
        for row in newest.values()
    ]
    return sorted(found, key=lambda one: one.revoked)


def _edition(copied: Copied) -> Edition | None:
    registers = copied.questions.registers
    try:
        jurisdiction = registers.centre().jurisdiction
        return in_force_or_last(registers.editions(), copied.known.today, jurisdiction)
    except Refused:
        return None


def _sums(
    batteries: Sequence[Battery],
    models: dict[str, BatteryModel],
    edition: Edition | None,
    by: stock.By,
) -> tuple[Sum, ...]:
    return tuple(stock.sums(batteries, models, edition, by)) if edition else ()


def _leaving(copied: Copied, partners: dict[str, str]) -> list[Leaving]:
    loads = copied.questions.loads
    under_way = loads.newest("open", "sealed", "dispatched", "arrived", count=_MOST_LOADS)
    found: list[Leaving] = []
    for load in under_way:
        batteries = loads.batteries(load.id)
        kg = (
            load.sealed.kg
            if load.sealed
            else sum((b.kg or Decimal(0) for b in batteries), Decimal(0))
        )
        name = partners.get(load.consignee, load.consignee)
        found.append(Leaving(load=load, consignee=name, batteries=len(batteries), kg=kg))
    return found

"""The station before a ticket is open: what waits, what came in today, and from where."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from cellyard.domain import intake
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Verdict
from cellyard.domain.intake.expected import not_come
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Partner
from cellyard.ledger.questions import Questions
from cellyard.ui.asking import now_ms
from cellyard.ui.screens.intake.ticket import RECENT, Who, step_of, who_is

# Of an outlet's open notices: each of their lines is looked for in the stock.
_LOOKED_THROUGH = 5


@dataclass(frozen=True)
class Waiting:
    """A half-done ticket of this station; `owner` None when it is one's own."""

    id: str
    ticket: int
    title: str
    code: str
    step: intake.Step
    owner: Who | None


@dataclass(frozen=True)
class Truck:
    """How much of the outlet's notice has come, since its first battery came."""

    came: int
    announced: int


@dataclass(frozen=True)
class Floor:
    """The station before a ticket is open: what waits, what came in today, and from where."""

    waiting: tuple[Waiting, ...]
    own: str
    today: int
    verdicts: dict[Verdict | None, int]
    outlet: Partner | None
    partners: tuple[Partner, ...]
    truck: Truck | None


def read_floor(q: Questions, *, station: str, actor: str, outlet: str) -> Floor | Refused:
    """Return what the start page shows. `outlet` is the key last used here, or ""."""
    try:
        return _floor(q, q.known(station=station, actor=actor, now=now_ms()), outlet)
    except Refused as no:
        return no


def _floor(q: Questions, known: Known, outlet: str) -> Floor:
    station, actor = known.station, known.actor
    waiting = [b for b in q.open_tickets() if b.station == station and not b.withdrawn]
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight.timestamp() * 1000
    newest = q.newest(RECENT)
    today = [b for b in newest if b.station == station and b.received_at >= since]
    counted = [b for b in today if not b.withdrawn]
    partners = _sorted_outlets(q)
    last = outlet or next((b.outlet for b in newest if b.outlet), None)
    named = next((p for p in partners if p.key == last), None)
    return Floor(
        waiting=tuple(_waiting(q, b, known) for b in waiting),
        own=next((b.id for b in waiting if b.owner == actor), ""),
        today=len(counted),
        verdicts=dict(Counter(b.verdict for b in counted)),
        outlet=named,
        partners=partners,
        truck=_truck(known, named.key) if named else None,
    )


def _truck(known: Known, outlet: str) -> Truck | None:
    """Return how the outlet's earliest open notice stands of which something came, not all."""
    due = (n for n in known.notices.all() if n.outlet == outlet and not n.closed)
    for notice in islice(sorted(due, key=lambda n: (n.expected_on, n.key)), _LOOKED_THROUGH):
        left = len(not_come(known, notice))
        if 0 < left < len(notice.lines):
            return Truck(came=len(notice.lines) - left, announced=len(notice.lines))
    return None


def _sorted_outlets(q: Questions) -> tuple[Partner, ...]:
    found = (p for p in q.registers.partners() if p.role in ("outlet", "dismantler"))
    return tuple(sorted(found, key=lambda p: p.name.casefold()))


def _waiting(q: Questions, battery: Battery, known: Known) -> Waiting:
    model = known.model(battery.model)
    return Waiting(
        id=battery.id,
        ticket=battery.ticket,
        title=model.title if model else "",
        code=battery.code,
        step=step_of(battery, model, known.edition),
        owner=None if battery.owner == known.actor else who_is(q, battery.owner),
    )

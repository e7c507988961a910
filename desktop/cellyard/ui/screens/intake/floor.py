"""The station before a ticket is open: what waits, what came in today, and from where."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from cellyard.domain import intake
from cellyard.domain.battery import Battery
from cellyard.domain.facts import Verdict
from cellyard.domain.known import Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import Partner
from cellyard.ledger.questions import Questions
from cellyard.ui.screens.intake.ticket import RECENT, Who, now_ms, step_of, who_is


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
class Floor:
    """The station before a ticket is open: what waits, what came in today, and from where."""

    waiting: tuple[Waiting, ...]
    own: str
    today: int
    verdicts: dict[Verdict | None, int]
    outlet: Partner | None
    partners: tuple[Partner, ...]


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
    return Floor(
        waiting=tuple(_waiting(q, b, known) for b in waiting),
        own=next((b.id for b in waiting if b.owner == actor), ""),
        today=len(counted),
        verdicts=dict(Counter(b.verdict for b in counted)),
        outlet=next((p for p in partners if p.key == last), None),
        partners=partners,
    )


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

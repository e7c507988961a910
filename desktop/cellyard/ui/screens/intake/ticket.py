"""What the screen knows of a ticket and of the floor before one is open; asked beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cellyard.domain import codes, intake, yard
from cellyard.domain.battery import Battery
from cellyard.domain.codes import Code
from cellyard.domain.facts import Quantity, Section
from cellyard.domain.intake.expected import announced
from cellyard.domain.known import Announced, Known
from cellyard.domain.refusals import Refused
from cellyard.domain.registers import BatteryModel, Partner, Zone
from cellyard.domain.rules import Edition
from cellyard.domain.yard import Proposal
from cellyard.ledger.questions import Questions, surviving
from cellyard.ui.asking import now_ms

# What the lists of the start page and of the models look back over.
RECENT = 300
FREE_SLOTS = 4


@dataclass(frozen=True)
class Who:
    """A person by name, as far as the sheet is still there."""

    name: str
    phone: str = ""


@dataclass(frozen=True)
class Ticket:
    """One ticket with everything that its steps show; of one moment.

    `owner` is whose it is when it is somebody else's; `badge` the badge of who works now;
    `free` are slots that would do besides the proposal.
    """

    battery: Battery
    model: BatteryModel | None
    edition: Edition
    step: intake.Step
    judged: intake.Judgement
    energy: intake.Energy
    needed: tuple[Quantity, ...]
    photos_missing: tuple[Section, ...]
    outlet: Partner | None
    owner: Who | None
    supervisor: Who | None
    badge: str
    code: Code | None
    announced: Announced | None
    partners: tuple[Partner, ...]
    proposal: Proposal
    zone: Zone | None
    free: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.battery.id

    @property
    def stopped(self) -> bool:
        """True while a STOP stands that nobody has read."""
        return self.battery.verdict == "stop" and not self.battery.acknowledged

    @property
    def doubt(self) -> intake.WeightDoubt | None:
        return intake.weight_doubt(self.battery, self.model, self.edition)


def step_of(battery: Battery, model: BatteryModel | None, edition: Edition) -> intake.Step:
    """Return where the ticket stands on this screen.

    Other than the domain's step it asks for the model before the weight, and lets a missing
    photo wait until the verdict: the meter need not wait for a camera.
    """
    step = intake.step(battery, model, edition)
    if step in ("label", "slot", "done") or battery.verdict is not None:
        return step
    if not battery.model_how:
        return "code"
    if step == "look" and not intake.next_sections(battery):
        return "measure" if intake.missing(battery, model) else "verdict"
    return step


def read_ticket(q: Questions, id_: str, *, station: str, actor: str) -> "Ticket | Refused | None":
    """Return a ticket as it stands; None when there is none, Refused when no rules are in force."""
    battery = surviving(q, id_)
    if battery is None:
        return None
    try:
        return _ticket(q, battery, q.known(station=station, actor=actor, now=now_ms()))
    except Refused as no:
        return no


def _ticket(q: Questions, battery: Battery, known: Known) -> Ticket:
    edition = known.edition
    model = known.model(battery.model)
    partners = q.registers.partners()
    step = step_of(battery, model, edition)
    proposal, free = _places(known, battery, step)
    zones = {z.key: z for z in known.zones()}
    own = next((p for p in q.registers.people() if p.id == known.actor), None)
    return Ticket(
        battery=battery,
        model=model,
        edition=edition,
        step=step,
        judged=intake.verdict_so_far(battery, model, edition),
        energy=intake.kwh(battery, model, edition),
        needed=intake.needed(battery, model),
        photos_missing=intake.photos_missing(battery, edition),
        outlet=next((p for p in partners if p.key == battery.outlet), None),
        owner=who_is(q, battery.owner) if _of_another(battery, known.actor) else None,
        supervisor=_supervisor(q, known.actor),
        badge=own.badge if own else "",
        code=code_of(battery),
        announced=announced(known.notices.all(), battery) if battery.expected else None,
        partners=tuple(p for p in partners if p.role in ("outlet", "dismantler")),
        proposal=proposal,
        zone=zones.get(proposal.zone or ""),
        free=free,
    )


def _of_another(battery: Battery, actor: str) -> bool:
    """Tell whether somebody else has this ticket in hand; a done one is nobody's."""
    return battery.open and battery.owner != actor


def code_of(battery: Battery) -> Code | None:
    """Return the code it goes by, with what is to be said of it; None when it has none."""
    if not battery.code:
        return None
    came_in = datetime.fromtimestamp(battery.received_at / 1000).astimezone().date()
    return codes.decode(battery.code, came_in)


def _places(known: Known, battery: Battery, step: intake.Step) -> tuple[Proposal, tuple[str, ...]]:
    """Return the slot proposed (the one held first), and some others that would do."""
    if step not in ("verdict", "label", "slot") or battery.verdict is None:
        return Proposal(), ()
    held = battery.held_slot
    others = [x for x in known.lying() if x.battery != battery.id]
    whole = yard.Yard(known.zones(), others, known.edition)
    model = known.model(battery.model)
    what = yard.as_lying(battery, model, known.edition, slot="", held=False)
    proposal = yard.propose(whole, what, station=known.station)
    if held and yard.may_lie(whole, what, held, station=known.station) is None:
        place = whole.place(held)
        proposal = Proposal(slot=held, zone=place.zone.key if place else None, rules=proposal.rules)
    zone = next((z for z in known.zones() if z.key == proposal.zone), None)
    free: list[str] = []
    for slot in zone.slots if zone else ():
        if len(free) == FREE_SLOTS:
            break
        wanted = slot.name != proposal.slot
        if wanted and yard.may_lie(whole, what, slot.name, station=known.station) is None:
            free.append(slot.name)
    return proposal, tuple(free)


def read_models(q: Questions) -> tuple[BatteryModel, ...]:
    """Return the models to choose from, those that came in most often of late first."""
    used = Counter(b.model for b in q.find("", RECENT) if b.model)
    models = q.registers.models()
    return tuple(sorted(models, key=lambda m: (-used[m.key], m.title.casefold())))


def who_is(q: Questions, person: str) -> Who:
    found = next((p for p in q.registers.people() if p.id == person), None)
    sheet = q.registers.sheet(found) if found else None
    return Who(name=sheet.name, phone=sheet.phone) if sheet else Who(name="")


def _supervisor(q: Questions, actor: str) -> Who | None:
    """Return whom to tell: a supervisor who is not oneself."""
    found = [p for p in q.registers.people() if p.active and "supervisor" in p.roles]
    found.sort(key=lambda p: p.id == actor)
    return who_is(q, found[0].id) if found else None


def models_like(
    models: Sequence[BatteryModel], fragment: str, chemistry: str = ""
) -> tuple[BatteryModel, ...]:
    """Return the models with every word of the fragment in make, name or kWh.

    Those of the chemistry that the code names come first, else in the order given.
    """
    words = fragment.casefold().split()
    found = [m for m in models if all(word in _called(m) for word in words)]
    return tuple(sorted(found, key=lambda m: chemistry not in m.chemistry))


def _called(model: BatteryModel) -> str:
    return f"{model.title} {model.kwh.normalize():f} kwh".casefold()

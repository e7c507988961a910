"""What a shift has done and what it hands over: flow, waiting risk, and the sheet of both."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from cellyard.documents.document import both
from cellyard.documents.hand_over import HAND_OVER, Counted, HandOver, LaneSum, Line
from cellyard.domain import energy
from cellyard.domain import facts as f
from cellyard.domain.battery import Battery
from cellyard.domain.bench.queue import waits_for
from cellyard.domain.registers import BatteryModel
from cellyard.domain.rules import Edition
from cellyard.jobs import fire_sheet
from cellyard.ledger.questions import Questions
from cellyard.words import quantity
from cellyard.words import shift as said
from cellyard.words.intake import BRIEF, FINDINGS, REASONS, VERDICTS
from cellyard.words.shift import Lane
from cellyard.words.times import local
from cellyard.words.watch_facts import HOLDS

_HOUR_MS = Decimal(3_600_000)
_MINUTE_MS = 60_000
# Loads that somebody has yet to do something about.
_UNDER_WAY = ("open", "sealed", "dispatched", "arrived")


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """How many batteries went through each step in a span of time; none is counted twice."""

    taken_in: int
    judged: int
    tested: int
    graded: int
    discharged: int
    sent_out: int


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for one step: how many batteries, their rated kWh, and kWh × hours since they
    came in; unknown energy is the worse case.
    """

    lane: Lane
    count: int
    kwh: Decimal
    risk: Decimal


# What counts for a step; a result with doubts, or one that did not get below, is none.
_STEPS: dict[str, tuple[type[f.Payload], ...]] = {
    "taken_in": (f.Received,),
    "judged": (f.Triaged,),
    "tested": (f.CapacityTested, f.ResistanceTested, f.InsulationTested),
    "graded": (f.Graded, f.GradeOverruled),
    "discharged": (f.DischargedToSafe,),
    "sent_out": (f.Dispatched,),
}


def flow(questions: Questions, since: int, until: int) -> Flow:
    """Return what was done from `since` up to `until` (ms); what was taken back is not counted."""
    return Flow(**{step: len(when) for step, when in done(questions, since, until).items()})


def done(questions: Questions, since: int, until: int) -> dict[str, dict[str, int]]:
    """Return by step which batteries went through it, each with the time (ms) of its first."""
    kinds = [kind for step in _STEPS.values() for kind in step]
    found = [
        r
        for r in questions.flow.done(kinds, since, until)
        if r.envelope.subject.startswith("battery/") and _counts(r.fact)
    ]
    through: dict[str, dict[str, int]] = {step: {} for step in _STEPS}
    for step, kinds in _STEPS.items():
        for r in found:
            if isinstance(r.fact, kinds):
                first = through[step].get(r.envelope.subject, r.envelope.at)
                through[step][r.envelope.subject] = min(first, r.envelope.at)
    return through


def _counts(fact: f.Fact) -> bool:
    return not isinstance(fact, f.DischargedToSafe) or (fact.below and not fact.doubts)


def waiting(questions: Questions, at: int, here: Iterable[Battery] | None = None) -> list[Waiting]:
    """Return what waits in each lane at this moment (ms), the lanes in the order of the work.

    `here` is what is on site, where that is known already.
    """
    registers = questions.registers
    models = {model.key: model for model in registers.models()}
    edition = fire_sheet.edition_of(registers, at)
    there: dict[Lane, list[tuple[Decimal, Decimal]]] = {lane: [] for lane in said.LANES}
    for b in questions.flow.on_site() if here is None else here:
        lane = lane_of(b)
        if lane:
            there[lane].append(at_risk(b, models, edition, at))
    return [
        Waiting(
            lane=lane,
            count=len(found),
            kwh=sum((kwh for kwh, _risk in found), Decimal(0)),
            risk=sum((risk for _kwh, risk in found), Decimal(0)),
        )
        for lane, found in there.items()
    ]


def at_risk(
    b: Battery, models: dict[str, BatteryModel], edition: Edition, at: int
) -> tuple[Decimal, Decimal]:
    """Return the rated kWh of what waits, unknown as the worse case, and kWh × hours since it came
    in, at a moment in ms.
    """
    kwh = energy.kwh(b, models.get(b.model or ""), edition).kwh
    return kwh, kwh * Decimal(max(0, at - b.received_at)) / _HOUR_MS


def lane_of(b: Battery) -> Lane | None:
    """Return what a battery waits for; what is abnormal or under test waits in no lane."""
    if b.bench.run is not None:
        return None
    if b.open:
        return "intake"
    return waits_for(b) or None


def content(
    questions: Questions,
    *,
    station: str,
    since: int,
    at: int,
    outgoing: str = "",
    incoming: str = "",
    tasks: Sequence[Line] = (),
) -> HandOver:
    """Return the sheet of a shift that began at `since`; times in ms.

    `outgoing` and `incoming` are person ids: their names come from their sheets, and an erased
    one says so. `tasks` are lines for whoever keeps tasks.
    """
    models = {model.key: model for model in questions.registers.models()}
    here = questions.flow.on_site()
    done = flow(questions, since, at)
    return HandOver(
        centre=questions.registers.centre().name,
        station=station,
        since=local(since).strftime("%Y-%m-%d %H:%M"),
        at=local(at).strftime("%Y-%m-%d %H:%M:%S"),
        flow=tuple(
            Counted(word=word, count=getattr(done, step)) for step, word in said.STEPS.items()
        ),
        lanes=tuple(
            LaneSum(word=said.LANES[w.lane], count=w.count, kwh=w.kwh, risk=w.risk)
            for w in waiting(questions, at, here)
        ),
        tickets=tuple(_tickets(here, models, at)),
        abnormal=tuple(_abnormal(here, models, at)),
        runs=tuple(_runs(here, models, at)),
        loads=tuple(_loads(questions)),
        tasks=tuple(tasks),
        outgoing=_name(questions, outgoing),
        incoming=_name(questions, incoming),
    )


def render(sheet: HandOver) -> bytes:
    """Return the sheet as PDF. Refused("missing_glyph", "no_paper_font")."""
    return HAND_OVER.render(sheet)


def _tickets(here: Iterable[Battery], models: dict[str, BatteryModel], at: int) -> Iterable[Line]:
    for b in sorted((b for b in here if b.open), key=lambda b: b.received_at):
        verdict = both(VERDICTS[b.verdict]) if b.verdict else both(said.NOT_JUDGED)
        right = f"{b.station}, {_since(b.received_at, at)}"
        yield Line(what=f"{b.ticket} · {_named(b, models)}", more=verdict, right=right)


def abnormal(here: Iterable[Battery]) -> tuple[Battery, ...]:
    """Return what was judged STOP or WATCH, or is on hold, the worst first."""
    found = [b for b in here if b.verdict in ("stop", "watch") or b.watch.hold]
    order = sorted(found, key=lambda b: (b.verdict != "stop", b.verdict != "watch", b.slot or ""))
    return tuple(order)


def _abnormal(here: Iterable[Battery], models: dict[str, BatteryModel], at: int) -> Iterable[Line]:
    """Give what was judged STOP or WATCH, or is on hold: with its finding, place and time there."""
    for b in abnormal(here):
        hold = b.watch.hold
        words = [both(VERDICTS[b.verdict])] if b.verdict in ("stop", "watch") else []
        words += [both(said.ON_HOLD)] if hold else []
        reasons = [both(brief(b.reasons[0]))] if b.reasons else []
        reasons += [both(HOLDS.get(hold.reason, hold.reason))] if hold else []
        looks = b.watch.observations
        if looks and looks[-1].temperature is not None:
            reasons.append(quantity(looks[-1].temperature, "°C"))
        since = hold.at if hold else b.placed_at or b.triaged_at
        yield Line(
            what=f"{', '.join(words)} · {_named(b, models)}",
            more=", ".join(reasons),
            right=f"{_place(b)}, {_since(since, at)}",
        )


def _runs(here: Iterable[Battery], models: dict[str, BatteryModel], at: int) -> Iterable[Line]:
    for b in here:
        run = b.bench.run
        if run is not None:
            test = both(said.TESTS.get(run.test, run.test))
            what = f"{run.channel} · {_named(b, models)}"
            right = f"{run.station}, {_since(run.began_at, at)}"
            yield Line(what=what, more=test, right=right)


def _loads(questions: Questions) -> Iterable[Line]:
    partners = {p.key: p.name for p in questions.registers.partners()}
    for load in questions.loads.newest(*_UNDER_WAY):
        consignee = partners.get(load.consignee, load.consignee)
        state = both(said.LOAD_STATES[load.state])
        yield Line(what=load.number, more=f"{consignee}, {load.leaves_on}", right=state)


def _place(b: Battery) -> str:
    if b.slot:
        return b.slot
    return f"→ {b.held_slot}" if b.held_slot else both(said.AT_INTAKE)


def _named(b: Battery, models: dict[str, BatteryModel]) -> str:
    model = models.get(b.model or "")
    return model.title if model else both(said.UNKNOWN_MODEL)


def brief(reason: str) -> str:
    """Return the reason of a verdict in a few words, a marked message."""
    return FINDINGS.get(reason) or BRIEF.get(reason) or REASONS.get(reason, reason).rstrip(".")


def _since(began: int, at: int) -> str:
    """Return how long something stands, in signs that both languages write alike."""
    minutes = max(0, at - began) // _MINUTE_MS
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"


def _name(questions: Questions, person: str) -> str:
    """Return a person's name from the erasable sheet, or that it was erased."""
    found = next((p for p in questions.registers.people() if p.id == person), None)
    if found is None:
        return ""
    sheet = questions.registers.sheet(found)
    return sheet.name if sheet else both(said.ERASED)

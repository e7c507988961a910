"""The fold of one battery: its facts, in the one order, become what the floor knows of it."""

from collections.abc import Iterable, Sequence
from typing import assert_never

import msgspec

from cellyard.domain import facts as f
from cellyard.domain import leaving
from cellyard.domain import watch as watched
from cellyard.domain.battery import Act, Battery, Identifier, Inspection, Measurement
from cellyard.domain.bench import record
from cellyard.domain.conflicts.line import Line
from cellyard.domain.conflicts.of_battery import listed, of_battery
from cellyard.domain.envelope import VERSION, Envelope, Recorded, ref
from cellyard.domain.ids import kind_and_id


def begin(subject: str) -> Battery:
    return Battery(id=kind_and_id(subject)[1])


def fold(recorded: Iterable[Recorded], subject: str) -> Battery:
    """Return the battery from all its facts; the facts may come in any order."""
    line = sorted(recorded, key=lambda r: r.place)
    void = void_in(line)
    state = begin(subject)
    for r in line:
        state = step(state, r, void=r.ref in void)
    known = Line(line)
    if known.straight:
        return state
    standing = [r for r in line if r.ref not in void]
    return _tangled(state, known, standing)


def _tangled(state: Battery, known: Line, standing: Sequence[Recorded]) -> Battery:
    """Return it with what cannot all be true, where stations wrote without knowing each other."""
    conflicts = of_battery(known, standing)
    state = msgspec.structs.replace(state, tangled=True, conflicts=conflicts)
    if any(c.kind == "one_or_two" for c in conflicts):
        # The worse case: two things take two places.
        state = msgspec.structs.replace(state, merged="")
    loads = listed(known, standing)
    if loads and not state.leaving.load:
        # Taken out of one load by who did not know that another one has it.
        r = next(r for r in standing if r.ref == loads[-1].ref)
        state = _apply(state, r.envelope, r.fact)
    return state


def void_in(line: Sequence[Recorded]) -> set[str]:
    """Return the facts (by ref) of a line, in the one order, that corrections have taken back."""
    # From the newest back, so that a correction which was itself taken back voids nothing.
    void: set[str] = set()
    later: set[str] = set()
    for r in reversed(line):
        if isinstance(r.fact, f.Corrected) and r.ref not in void:
            # Nobody takes back what is yet to be written: folded one after the other or all at
            # once, whatever a station may claim, the result is one.
            void.update(ref for ref in r.fact.facts if ref not in later)
        later.add(r.ref)
    return void


def follows(state: Battery, recorded: Sequence[Recorded]) -> bool:
    """Tell whether these facts, in the one order, may be folded on top.

    All are newer, none takes one back, and each knew all before it: so nothing contradicts.
    """
    if state.tangled or any(isinstance(r.fact, f.Corrected) for r in recorded):
        return False
    place, newest = state.place, set(state.newest)
    for r in recorded:
        here = r.place
        if here <= place or not newest.issubset(r.envelope.after):
            return False
        place, newest = here, {r.ref}
    return True


def step(state: Battery, r: Recorded, *, void: bool = False) -> Battery:
    """Return the battery after one more fact; a void fact leaves only its trace in the line."""
    e, named = r.envelope, r.ref
    heard = set(e.after)
    newest = (*(n for n in state.newest if n not in heard), named)
    acts = state.acts if void else _acts(state.acts, r, named)
    state = msgspec.structs.replace(state, newest=newest, place=r.place, acts=acts)
    if not void:
        return _with_stay(_apply(state, e, r.fact), e.at)
    if isinstance(r.fact, f.Received):
        # A reception taken back: it never came in, but Find still knows what was scanned.
        return msgspec.structs.replace(_apply(state, e, r.fact), withdrawn=True)
    return state


def suppose(
    state: Battery, facts: Iterable[f.Fact], *, at: int = 0, actor: str = "", station: str = ""
) -> Battery:
    """Return what the battery would be with these facts too; for decisions, before they write."""
    e = Envelope(
        v=VERSION,
        centre="",
        station=station,
        epoch="",
        seq=0,
        prev="",
        order=0,
        at=at,
        after=(),
        act="",
        actor=actor,
        type="",
        tv=1,
        subject="",
        payload=msgspec.Raw(),
        blobs=(),
    )
    for fact in facts:
        state = _apply(state, e, fact)
    return state


def _with_stay(state: Battery, at: int) -> Battery:
    stays = watched.stayed(state.stays, state.slot, state.held_slot, state.verdict, at)
    return state if stays is state.stays else msgspec.structs.replace(state, stays=stays)


def _acts(acts: tuple[Act, ...], r: Recorded, named: str) -> tuple[Act, ...]:
    """Return the acts with that of one more fact, which is `named` so."""
    if isinstance(r.fact, f.Corrected) and r.fact.reason == f.UNDO:
        # Undo is no act to go back through: pressing it again goes one act further back.
        return acts
    e = r.envelope
    kinds, refs = (e.type,), (named,)
    if acts and acts[-1].id == e.act:
        kinds, refs = (*acts[-1].kinds, e.type), (*acts[-1].facts, named)
        acts = acts[:-1]
    return (*acts, Act(id=e.act, at=e.at, by=e.actor, kinds=kinds, facts=refs))


def _apply(state: Battery, e: Envelope, fact: f.Fact) -> Battery:
    if isinstance(fact, f.IntakeFact):  # first, as most are
        return _taken_in(state, e, fact)
    if isinstance(fact, f.BenchFact):
        return msgspec.structs.replace(state, bench=record.after(state.bench, e, fact))
    if isinstance(fact, f.WatchFact):
        return msgspec.structs.replace(state, watch=watched.after(state.watch, e, fact))
    if isinstance(fact, f.LeavingFact):
        return _leaving(state, e, fact)
    if isinstance(fact, f.LoadFact | f.StationFact | f.Resolved):
        return state  # of another subject, wherever it stands; an answer changes nothing itself
    match fact:
        case f.Merged():
            return _compared(state, fact)
        case f.Unread():
            return msgspec.structs.replace(state, opaque=True)
        case _:
            assert_never(fact)


def _taken_in(state: Battery, e: Envelope, fact: f.IntakeFact) -> Battery:
    match fact:
        case f.Received() | f.Identified() | f.ModelAssigned() | f.OutletNamed() | f.TakenOver():
            return _identity(state, e, fact)
        case f.Weighed() | f.Inspected() | f.Photographed() | f.Measured():
            return _evidence(state, e, fact)
        case f.Triaged() | f.Acknowledged() | f.Labelled():
            return _judgement(state, e, fact)
        case f.Distinguished():
            return _compared(state, fact)
        case f.SlotHeld():
            return msgspec.structs.replace(state, held_slot=fact.slot)
        case f.Placed():
            return msgspec.structs.replace(
                state,
                slot=fact.slot,
                came_from=fact.came_from,
                placed_at=e.at,
                placed=ref(e.station, e.epoch, e.seq),
                overruled=fact.overruled,
                held_slot=None,
            )


def _leaving(state: Battery, e: Envelope, fact: f.LeavingFact) -> Battery:
    replace = msgspec.structs.replace
    state = replace(state, leaving=leaving.after(state.leaving, e, fact))
    gone = isinstance(fact, f.Dispatched)
    return replace(state, slot=None, held_slot=None, placed="", overruled="") if gone else state


def _compared(state: Battery, fact: f.Distinguished | f.Merged) -> Battery:
    """Return it after somebody looked whether it is another thing than one booked in before."""
    replace = msgspec.structs.replace
    if isinstance(fact, f.Merged):
        # Always into the earlier id: so no two can be merged into each other.
        return replace(state, merged=fact.into) if fact.into < state.id else state
    merged = "" if state.merged == fact.other else state.merged
    return replace(state, distinguished=(*state.distinguished, fact.other), merged=merged)


def _identity(
    state: Battery,
    e: Envelope,
    fact: f.Received | f.Identified | f.ModelAssigned | f.OutletNamed | f.TakenOver,
) -> Battery:
    replace = msgspec.structs.replace
    match fact:
        case f.Received():
            return replace(
                state,
                ticket=fact.ticket,
                station=e.station,
                received_at=e.at,
                owner=e.actor,
                outlet=fact.outlet,
                expected=fact.expected,
                identifiers=(_identifier(fact),) if fact.code else (),
                withdrawn=False,
            )
        case f.Identified():
            return replace(state, identifiers=(*state.identifiers, _identifier(fact)))
        case f.ModelAssigned():
            return replace(state, model=fact.model, model_version=fact.version, model_how=fact.how)
        case f.OutletNamed():
            return replace(state, outlet=fact.outlet)
        case f.TakenOver():
            return replace(state, owner=fact.person)


def _identifier(fact: f.Received | f.Identified) -> Identifier:
    return Identifier(
        code=fact.code,
        scheme=fact.scheme,
        refused=fact.refused,
        warnings=fact.warnings,
        carrier=fact.carrier,
    )


def _evidence(
    state: Battery, e: Envelope, fact: f.Weighed | f.Inspected | f.Photographed | f.Measured
) -> Battery:
    replace = msgspec.structs.replace
    match fact:
        case f.Weighed():
            return replace(state, kg=fact.kg, weight_evidence=fact.evidence)
        case f.Inspected():
            before = state.inspections.get(fact.section)
            seen = Inspection(
                answer=fact.answer, finding=fact.finding, photos=before.photos if before else 0
            )
            return replace(state, inspections={**state.inspections, fact.section: seen})
        case f.Photographed():
            before = state.inspections.get(fact.section)
            seen = (
                replace(before, photos=before.photos + 1)
                if before
                else Inspection(answer=None, finding=None, photos=1)
            )
            return replace(state, inspections={**state.inspections, fact.section: seen})
        case f.Measured():
            reading = Measurement(value=fact.value, unit=fact.unit, at=e.at, evidence=fact.evidence)
            return replace(state, measurements={**state.measurements, fact.quantity: reading})


def _lifted(state: Battery) -> Battery:
    """Return it with all evidence so far marked as lifted by two people."""
    replace = msgspec.structs.replace
    return replace(
        state,
        inspections={k: replace(v, lifted=True) for k, v in state.inspections.items()},
        measurements={k: replace(v, lifted=True) for k, v in state.measurements.items()},
    )


def _judgement(
    state: Battery,
    e: Envelope,
    fact: f.Triaged | f.Acknowledged | f.Labelled,
) -> Battery:
    replace = msgspec.structs.replace
    match fact:
        case f.Triaged():
            before = state if fact.second is None else _lifted(state)
            return replace(
                before,
                verdict=fact.verdict,
                reasons=fact.reasons,
                triage=fact.decided,
                triaged_at=e.at,
                stop_ever=state.stop_ever or fact.verdict == "stop",
                acknowledged=False,
            )
        case f.Acknowledged():
            return replace(state, acknowledged=True)
        case f.Labelled():
            return replace(state, labels=state.labels + fact.copies)

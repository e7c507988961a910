"""Facts as EPCIS 2.0 events: what, when, where and why; never who.

Steps and dispositions are those of CBV 2.0; what no event says (labels, tasks, editions) is not
told. A fact that was taken back is told twice: as it was, and with an error declaration.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from cellyard.domain import facts as f
from cellyard.domain.envelope import Recorded
from cellyard.domain.ids import kind_and_id
from cellyard.jobs import epcis_names as names
from cellyard.jobs.epcis_readings import reports

Event = dict[str, object]
# By the verdict of the triage; unknown is the worse case.
_VERDICTS = {
    "go": "conformant",
    "check": "non_conformant",
    "watch": "non_conformant",
    "stop": "damaged",
}
_OUTCOMES = {
    "as_listed": "in_progress",
    "other_mass": "mismatch_quantity",
    "missing": "mismatch_instance",
    "damaged": "damaged",
    "refused": "non_sellable_other",
}


class Void(msgspec.Struct, frozen=True, kw_only=True):
    """That a fact was taken back: when (ms), and the word why."""

    at: int
    reason: str


class _Load(msgspec.Struct, kw_only=True):
    """What is known of a load while facts are gone through."""

    number: str = ""
    consignee: str = ""
    listed: dict[str, None] = msgspec.field(default_factory=dict[str, None])
    papers: dict[str, str] = msgspec.field(default_factory=dict[str, str])


def voided(corrections: Iterable[Recorded]) -> dict[str, Void]:
    """Return which facts (`station/epoch/seq`) were taken back, by all corrections there are."""
    void: dict[str, Void] = {}
    # From the newest back, so that a correction which was itself taken back voids nothing.
    for r in sorted(corrections, key=lambda r: r.place, reverse=True):
        if isinstance(r.fact, f.Corrected) and r.ref not in void:
            void |= {ref: Void(at=r.envelope.at, reason=r.fact.reason) for ref in r.fact.facts}
    return void


class Events:
    """Tells facts, act by act in the order of arrival; knows of loads what came before."""

    def __init__(self, void: dict[str, Void]) -> None:
        self._void = void
        self._loads: dict[str, _Load] = {}

    def told(self, act: Sequence[Recorded]) -> Iterator[Event]:
        """Give the events of the facts of one act."""
        for r in act:
            self._heed(r)
        for group in _grouped(act):
            first = group[0]
            for n, event in enumerate(self._events(group), 1):
                whole = {**_when(first), "eventID": names.event(first.hash, n), **event}
                yield whole
                if void := self._void.get(first.ref):
                    yield {**whole, "errorDeclaration": _error(void)}

    def _heed(self, r: Recorded) -> None:
        kind, id_ = kind_and_id(r.envelope.subject)
        match r.fact:
            case f.LoadOpened() as o:
                load = self._load(id_)
                load.number, load.consignee = o.number, o.consignee
            case f.Listed() as o:
                self._load(o.load).listed[id_] = None
            case f.Unlisted() as o:
                self._load(o.load).listed.pop(id_, None)
            case f.DocumentIssued() as o if kind == "load":
                self._load(id_).papers[o.number] = o.document
            case _:
                pass

    def _load(self, id_: str) -> _Load:
        return self._loads.setdefault(id_, _Load())

    def _events(self, group: Sequence[Recorded]) -> Iterator[Event]:
        r = group[0]
        kind = kind_and_id(r.envelope.subject)[0]
        if kind == "load":
            yield from self._of_load(r)
        elif kind == "battery":
            leaving = isinstance(r.fact, f.Packed | f.Dispatched | f.ReceiptLine)
            yield from self._leaving(group) if leaving else _of_battery(r)

    # --- loads ----------------------------------------------------------------------------------

    def _of_load(self, r: Recorded) -> Iterator[Event]:
        centre, id_ = r.envelope.centre, kind_and_id(r.envelope.subject)[1]
        load = self._load(id_)
        batteries = [names.battery(b) for b in load.listed]
        match r.fact:
            case f.LoadSealed():
                yield _seen(r, batteries, "staging_outbound", "in_progress")
            case f.LoadArrived():
                yield _seen(r, batteries, "arriving", "in_transit")
            case f.DocumentIssued() as o:
                paper = names.paper(centre, o.document, o.number)
                yield _transaction("ADD", paper, batteries)
            case f.DocumentVoided() as o:
                paper = names.paper(centre, load.papers.get(o.number, ""), o.number)
                yield _transaction("DELETE", paper, batteries)
            case _:
                pass

    def _leaving(self, group: Sequence[Recorded]) -> Iterator[Event]:
        r, centre = group[0], group[0].envelope.centre
        batteries = [names.battery(kind_and_id(x.envelope.subject)[1]) for x in group]
        match r.fact:
            case f.Packed() as o:
                yield {
                    "type": "AggregationEvent",
                    "parentID": names.package(centre, o.load, o.package),
                    "childEPCs": batteries,
                    "action": "ADD",
                    "bizStep": "packing",
                    "disposition": "container_closed",
                    "readPoint": _stood(r),
                }
            case f.Dispatched() as o:
                left = _seen(r, batteries, "shipping", "in_transit")
                yield {**left, **self._parties(centre, o.load)}
            case f.ReceiptLine() as o:
                came = _seen(r, batteries, "receiving", _OUTCOMES[o.outcome])
                yield {**came, **self._parties(centre, o.load)}
            case _:
                pass

    def _parties(self, centre: str, id_: str) -> Event:
        load = self._load(id_)
        said: Event = {
            "bizTransactionList": [{"bizTransaction": names.load(centre, load.number or id_)}],
            "sourceList": [{"type": "possessing_party", "source": names.site(centre)}],
        }
        if load.consignee:
            to = names.partner(centre, load.consignee)
            said["destinationList"] = [{"type": "possessing_party", "destination": to}]
        return said


def _grouped(act: Sequence[Recorded]) -> Iterator[list[Recorded]]:
    """Put together what an act says of many batteries in the same words."""
    groups: dict[object, list[Recorded]] = {}
    for r in act:
        match r.fact:
            case f.Packed() as o:
                key: object = ("packed", o.load, o.package)
            case f.Dispatched() as o if kind_and_id(r.envelope.subject)[0] == "battery":
                key = ("dispatched", o.load)
            case f.ReceiptLine() as o if o.kg is None:
                key = ("receipt", o.load, o.outcome)
            case _:
                key = r.ref
        groups.setdefault(key, []).append(r)
    yield from groups.values()


def _received(r: Recorded, o: f.Received, batteries: list[str]) -> Iterator[Event]:
    centre = r.envelope.centre
    came = _seen(r, batteries, "receiving", "in_progress")
    if o.outlet:
        source = names.partner(centre, o.outlet)
        came["sourceList"] = [{"type": "possessing_party", "source": source}]
    to = {"type": "possessing_party", "destination": names.site(centre)}
    yield {**came, "destinationList": [to], **_code(o)}
    if not o.code or o.refused:  # it goes by the id that it got here
        yield {**_seen(r, batteries, "commissioning", "active"), "action": "ADD"}


def _of_battery(r: Recorded) -> Iterator[Event]:
    centre, batteries = r.envelope.centre, [names.battery(kind_and_id(r.envelope.subject)[1])]
    match r.fact:
        case f.Received() as o:
            yield from _received(r, o, batteries)
        case f.Identified() as o:
            yield {**_seen(r, batteries, "inspecting", "in_progress"), **_code(o)}
        case f.Triaged() as o:
            yield _seen(r, batteries, "inspecting", _VERDICTS[o.verdict])
        case f.Graded() | f.GradeOverruled() as o:
            fit = "non_conformant" if o.grade == "D" else "conformant"
            yield {**_seen(r, batteries, "inspecting", fit), "cellyard:grade": o.grade}
        case f.DischargedToSafe():
            yield _seen(r, batteries, names.DISCHARGING, "in_progress")
        case f.HoldPlaced() | f.HoldReleased():
            kept = "unavailable" if isinstance(r.fact, f.HoldPlaced) else "in_progress"
            yield _seen(r, batteries, "holding", kept)
        case f.Placed() as o:
            lies = _seen(r, batteries, "storing", "in_progress")
            yield {**lies, "bizLocation": names.place(centre, o.slot)}
        case f.DocumentIssued() as o:
            yield _transaction("ADD", names.paper(centre, o.document, o.number), batteries)
        case _:
            if reports(r.fact):
                yield _seen(r, batteries, "inspecting", "in_progress")


def _code(o: f.Received | f.Identified) -> Event:
    return {"cellyard:code": o.code} if o.code else {}


def _seen(r: Recorded, batteries: list[str], step: str, disposition: str) -> Event:
    seen: Event = {
        "type": "ObjectEvent",
        "epcList": batteries,
        "action": "OBSERVE",
        "bizStep": step,
        "disposition": disposition,
        "readPoint": _stood(r),
    }
    if found := reports(r.fact):
        seen["sensorElementList"] = [{"sensorReport": found}]
    return seen


def _transaction(action: str, paper: Event, batteries: list[str]) -> Event:
    return {
        "type": "TransactionEvent",
        "bizTransactionList": [paper],
        "epcList": batteries,
        "action": action,
    }


def _stood(r: Recorded) -> Event:
    return names.station(r.envelope.centre, r.envelope.station)


def _when(r: Recorded) -> Event:
    return {"eventTime": moment(r.envelope.at), "eventTimeZoneOffset": "+00:00"}


def _error(void: Void) -> Event:
    reason = "did_not_occur" if void.reason == f.UNDO else "incorrect_data"
    return {"declarationTime": moment(void.at), "reason": reason}


def moment(at_ms: int) -> str:
    """Return a moment (ms) as EPCIS writes it, in UTC."""
    said = datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")
    return said.replace("+00:00", "Z")
